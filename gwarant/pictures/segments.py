"""The table of segments as values: what each row says and what they sum to."""

from collections.abc import Iterator
from dataclasses import dataclass

from gwarant.pictures.bar import PieceKind
from gwarant.pictures.facts import tell
from gwarant.pictures.sentence import whole_of
from gwarant.pictures.words import DAY, dated, duration, elapsed, say, short, time_of
from gwarant.sla.civil import day_of
from gwarant.sla.clocks.reading import Reading, SegmentKind
from gwarant.sla.evidence.model import Role
from gwarant.sla.facts import Told


@dataclass(frozen=True)
class Line:
    """One row: a stretch `[since, until)`, its kind, the seconds of it that counted."""

    since: int
    until: int
    kind: PieceKind
    counted: int
    why: Told | None
    person: str
    role: Role | None
    ref: str

    @property
    def is_counted(self) -> bool:
        return self.kind in (PieceKind.COUNTED, PieceKind.OVER)


def lines_of(reading: Reading) -> Iterator[Line]:
    """The rows of a reading, a counted one parted where the target falls inside it."""
    for one in reading.segments:
        is_counted = one.kind is SegmentKind.COUNTED
        parts = [(one.start, reading.due_at), (reading.due_at, one.end)]
        if not is_counted or not one.start < reading.due_at < one.end:
            parts = [(one.start, one.end)]
        for start, end in parts:
            late = is_counted and start >= reading.due_at
            kind = PieceKind.OVER if late else PieceKind(one.kind.value)
            yield Line(start, end, kind, end - start if is_counted else 0, one.why, one.person, one.role, one.ref)


def note_of(line: Line, lang: str) -> str:
    """Which holiday, or which pause."""
    return tell(line.why, lang) if line.why else ""


def by_and_ref(line: Line, lang: str) -> str:
    """Why, by whom, on what evidence, and how long in real time where it did not count."""
    name = line.person or (say(line.role.value, lang) if line.role else "")
    by = say("by", lang, name=name) if name else ""
    length = "" if line.is_counted else elapsed(line.until - line.since, lang)
    return " · ".join(part for part in (note_of(line, lang), length, by, line.ref) if part)


def sum_words(reading: Reading, lang: str) -> tuple[str, str]:
    """The sum of what counted, and what that leaves of the target."""
    total = duration(reading.used, lang, exact=True)
    key = "sum_left" if reading.remaining > 0 else ("sum_over" if reading.remaining else "sum")
    length = duration(abs(reading.remaining), lang, exact=True)
    if reading.is_breached and reading.late != -reading.remaining:  # a raise had put the deadline off
        return total, say("sum_late", lang, length=duration(reading.late, lang, exact=True))
    remark = say(key, lang, length=length, target=whole_of(reading, lang, exact=True))
    if reading.waited:
        remark += "; " + say("sum_waited", lang, length=duration(reading.waited, lang, exact=True))
    return total, remark


def brief(at: int, reading: Reading, lang: str) -> str:
    """A moment of the reading: by weekday alone while that names one day only, in whole minutes."""
    end = max(reading.due_at, reading.stopped_at or reading.as_of)
    at -= at % 60
    return short(at, reading.zone, lang) if end - reading.started_at < 6 * DAY else dated(at, reading.zone, lang)


def stretch(line: Line, zone: str, lang: str) -> tuple[str, str]:
    """From when and to when; the day of the end only where it is another one."""
    same = day_of(line.since, zone) == day_of(line.until, zone)
    return dated(line.since, zone, lang), (time_of if same else dated)(line.until, zone, lang)
