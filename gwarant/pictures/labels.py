"""Where the words of a promise bar stand, so that none runs into another even on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gwarant.pictures.bar import CLOSED, STILL, Bar, PieceKind
from gwarant.pictures.facts import tell
from gwarant.pictures.segments import brief
from gwarant.pictures.words import duration, say
from gwarant.sla.clocks.reading import Reading, Verdict

# The width that main labels must fit into, the one for minor ones (they leave a narrower picture), and a character's.
_NARROW, _WIDE, _GLYPH = 330, 600, 6.8


@dataclass(frozen=True)
class Label:
    """A text at a place from 0 to 1: it starts there, or `ends` there."""

    x: float
    text: str
    css: str
    ends: bool = False
    is_minor: bool = False

    def reach(self, width: int) -> tuple[float, float]:
        size = len(self.text) * _GLYPH / width
        return (self.x - size, self.x) if self.ends else (self.x, self.x + size)


def captions(bar: Bar, reading: Reading, lang: str) -> list[Label]:
    """Above the bar: the overrun first, then what each pause waited for and which holiday it was."""
    labels = []
    if bar.over and reading.verdict is Verdict.BREACHED:
        text = say("over_by", lang, length=duration(bar.over, lang))
        start = _fitting(bar.of_kind(PieceKind.OVER)[0].start, text, "gw-alarm")
        labels.append(replace(start, x=1.0) if start.ends else start)
    for piece in bar.of_kind(*STILL, PieceKind.HOLIDAY):
        length = f" {duration(piece.seconds, lang)}" if piece.kind in STILL else ""
        if piece.why:
            labels.append(_fitting(piece.start, tell(piece.why, lang) + length, "gw-note", is_minor=True))
    return _apart(labels, ())


def moments(bar: Bar, reading: Reading, lang: str) -> list[tuple[int, Label]]:
    """Below the bar, each with its row: main ones where the first free row is, openings where there is room."""
    ended = reading.stopped_at is not None
    line = reading.as_of if reading.stopped_at is None else reading.stopped_at
    said = f"{say('stopped' if ended else 'now', lang)} {brief(line, reading, lang)}"
    due = f"{say('target', lang)} {brief(reading.due_at, reading, lang)}"
    main = [
        Label(0.0, brief(reading.started_at, reading, lang), "gw-note"),
        _fitting(bar.target, due, "gw-strong"),
        _fitting(bar.line, said, "gw-strong"),
    ]
    rows: list[list[Label]] = [[], [], []]
    for label in main:
        next(row for row in rows if _apart([label], row)).append(label)
    openings = [
        Label(piece.end, brief(piece.until, reading, lang), "gw-note", is_minor=True) for piece in bar.of_kind(*CLOSED)
    ]
    rows[0] += _apart(openings, rows[0])
    return [(n, label) for n, row in enumerate(rows) for label in row]


def _fitting(x: float, text: str, css: str, is_minor: bool = False) -> Label:
    """A label that starts at its place, or ends there where it would leave the picture."""
    size = len(text) * _GLYPH / (_WIDE if is_minor else _NARROW)
    ends = x + size > 1
    return Label(max(x, min(size, 1.0)) if ends else x, text, css, ends, is_minor)


def _apart(labels: Sequence[Label], placed: Sequence[Label]) -> list[Label]:
    """The labels that do not run into those placed or into each other."""
    kept: list[Label] = []
    for label in labels:
        width = _WIDE if label.is_minor else _NARROW
        start, end = label.reach(width)
        others = [one.reach(width) for one in (*placed, *kept)]
        if end <= 1.001 and all(end + 0.02 < a or start > b + 0.02 for a, b in others):
            kept.append(label)
    return kept
