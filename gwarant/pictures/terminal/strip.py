"""The promise bar in characters: one row of cells, its captions above, its moments below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from gwarant.pictures.bar import CLOSED, STILL, Bar, Piece, PieceKind
from gwarant.pictures.faces import Tone
from gwarant.pictures.facts import tell
from gwarant.pictures.segments import brief
from gwarant.pictures.terminal.sheet import QUIET, STYLES
from gwarant.pictures.words import duration, say
from gwarant.sla.clocks.reading import Reading, Verdict

GLYPHS = {
    PieceKind.COUNTED: "█",
    PieceKind.OVER: "▓",
    PieceKind.OUTSIDE_HOURS: " ",
    PieceKind.HOLIDAY: "▨",
    PieceKind.PAUSED: "┄",
    PieceKind.DELIVERED: "┄",
    PieceKind.LEFT: "░",
}
TICK, LINE, CUT = "▏", "┃", "╱"


@dataclass(frozen=True)
class Label:
    """A text that stands at a cell, from it or up to it."""

    cell: int
    text: str
    style: str = QUIET
    ends: bool = False


@dataclass(frozen=True)
class Strip:
    """The bar laid on cells: `spans` are the cells of each piece, one cell each is the tick's and the line's.

    Where there are more pieces than a row can part, the later of the spans are painted over the earlier.
    """

    bar: Bar
    width: int
    spans: tuple[tuple[Piece, int, int], ...]
    tick: int
    line: int


def strip_of(bar: Bar, width: int) -> Strip:
    """The bar on that many cells; the target's tick and the line take one each."""
    inner = max(width - 2, 1)
    marks = sorted(((bar.target, 0), (bar.line, 1)))
    cuts = [_cell(x, inner) for x, _ in marks]
    places = {which: cut + n for n, ((_, which), cut) in enumerate(zip(marks, cuts, strict=True))}
    crowded = len(bar.pieces) * 2 > inner
    spans = tuple((piece, *_span(piece, inner, cuts)) for piece in sorted(bar.pieces, key=_rank if crowded else _start))
    return Strip(bar, width, spans, places[0], places[1])


def bar_text(strip: Strip, reading: Reading) -> Text:
    """The row of cells."""
    row = Text(" " * strip.width)
    cells = list(row.plain)
    styles = [""] * strip.width
    for piece, start, end in strip.spans:
        for n in range(start, min(end, strip.width)):
            cells[n], styles[n] = GLYPHS[piece.kind], _style(piece.kind, reading)
        if piece.is_cut and piece.kind not in STILL and end - start >= 2:
            cells[(start + end) // 2], styles[(start + end) // 2] = CUT, QUIET
    for cell, glyph, style in ((strip.tick, TICK, "bold"), (strip.line, LINE, "bold")):
        cells[cell], styles[cell] = glyph, style
    return Text.assemble(*zip(cells, styles, strict=True))


def captions(strip: Strip, reading: Reading, lang: str) -> Text:
    """What stands above the bar: the overrun in words, then the reasons of the pauses."""
    labels = []
    over = [span for span in strip.spans if span[0].kind is PieceKind.OVER]
    if over and reading.verdict is Verdict.BREACHED:
        text = say("over_by", lang, length=duration(strip.bar.over, lang))
        labels.append(Label(over[0][1], text, f"bold {STYLES[Tone.BREACHED]}"))
    for piece, start, end in strip.spans:
        if piece.kind in STILL or piece.kind is PieceKind.HOLIDAY:
            labels += _shortening(start, end, tell(piece.why, lang) if piece.why else "", duration(piece.seconds, lang))
    return placed(labels, strip.width)


def axis(strip: Strip, reading: Reading, lang: str) -> list[Text]:
    """The moments below the bar in two rows: start and end first, openings where there is room."""
    labels = _moments(strip, reading, lang)
    rows: list[list[Label]] = [[], []]
    for label in labels:
        for row in rows:
            if placed([*row, label], strip.width, strict=True):
                row.append(label)
                break
    return [placed(row, strip.width) for row in rows if row]


def legend(strip: Strip, reading: Reading, lang: str) -> Text:
    """The signs that this bar uses."""
    kinds = dict.fromkeys(piece.kind for piece in strip.bar.pieces)
    signs = [(CUT if kind is PieceKind.OUTSIDE_HOURS else GLYPHS[kind], say(kind.value, lang)) for kind in kinds]
    ends = "now" if reading.stopped_at is None else "stopped"
    signs += [(TICK, say("target", lang)), (LINE, say(ends, lang))]
    return Text("   ".join(f"{sign} {word}" for sign, word in signs), style=QUIET)


def placed(labels: Iterable[Label], width: int, strict: bool = False) -> Text:
    """The labels on one line, the earlier ones first; one that finds no room is left out (all are when `strict`)."""
    taken = [False] * (width + 1)
    found: list[tuple[int, Label]] = []
    for label in labels:
        size = cell_len(label.text)
        start = max(0, min(label.cell - size + 1 if label.ends else label.cell, width - size))
        if size > width or any(taken[max(0, start - 1) : start + size + 1]):
            if strict:
                return Text()
            continue
        taken[start : start + size] = [True] * size
        found.append((start, label))
    return _line(sorted(found, key=lambda one: one[0]))


def _line(found: Sequence[tuple[int, Label]]) -> Text:
    line = Text()
    for start, label in found:
        line.append(" " * (start - line.cell_len))
        line.append(label.text, style=label.style)
    return line


def _start(piece: Piece) -> float:
    return piece.start


def _rank(piece: Piece) -> tuple[bool, bool, float]:
    """Solid time over gaps, so that many nights do not hide the hours between them."""
    return piece.kind not in CLOSED, piece.kind in (PieceKind.COUNTED, PieceKind.OVER), piece.start


def _cell(x: float, width: int) -> int:
    return min(width, max(0, round(x * width)))


def _span(piece: Piece, inner: int, cuts: Sequence[int]) -> tuple[int, int]:
    """The cells of a piece, at least one where there is room, moved right by the marks before it."""
    start, end = _cell(piece.start, inner), _cell(piece.end, inner)
    if start == end:
        start = min(start, inner - 1)
        end = start + 1
    shift = sum(cut <= start for cut in cuts)
    return start + shift, end + sum(cut < end for cut in cuts)


def _style(kind: PieceKind, reading: Reading) -> str:
    if kind is PieceKind.OVER:
        return STYLES[Tone.BREACHED] if reading.verdict is Verdict.BREACHED else QUIET
    if kind in STILL:
        return STYLES[Tone.PAUSED]
    return "" if kind is PieceKind.COUNTED else QUIET


def _shortening(start: int, end: int, note: str, length: str) -> list[Label]:
    """The note in its piece's cells: whole with its length, whole, or cut; nothing below six cells."""
    room = end - start
    for text in (f"{note} {length}".strip(), note):
        if cell_len(text) <= room:
            return [Label(start, text)]
    return [Label(start, set_cell_size(note, room - 1) + "…")] if room >= 6 and note else []


def _moments(strip: Strip, reading: Reading, lang: str) -> list[Label]:
    def when(at: int) -> str:
        return brief(at, reading, lang)

    ended = reading.stopped_at is not None
    line = reading.as_of if reading.stopped_at is None else reading.stopped_at
    labels = [
        Label(0, f"╵{when(reading.started_at)}", ""),
        _at(strip.tick, f"{say('target', lang)} {when(reading.due_at)}", "", strip.width),
        _at(strip.line, f"{say('stopped' if ended else 'now', lang)} {when(line)}", "", strip.width),
    ]
    openings = [
        (start, before.until)
        for (before, _, _), (_, start, _) in zip(strip.spans, strip.spans[1:], strict=False)
        if before.kind in CLOSED
    ]
    return labels + [_at(start, when(at), QUIET, strip.width) for start, at in openings]


def _at(cell: int, text: str, style: str, width: int) -> Label:
    """A label that starts at its cell, or ends at it where the row would not hold it."""
    ends = cell + cell_len(text) + 1 > width
    return Label(cell, f"{text}╵" if ends else f"╵{text}", style, ends)
