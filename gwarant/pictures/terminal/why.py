"""A reading explained in the terminal: verdict, bar, sentence, and the segments that sum to the total."""

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from gwarant.pictures.bar import bar_of
from gwarant.pictures.faces import face_of
from gwarant.pictures.facts import tell
from gwarant.pictures.keys import wording_text
from gwarant.pictures.names import Names
from gwarant.pictures.segments import Line, by_and_ref, lines_of, stretch, sum_words
from gwarant.pictures.sentence import class_note, sentence, target_of
from gwarant.pictures.terminal.sheet import Sheet, face_text, grid, quiet, sheet
from gwarant.pictures.terminal.strip import axis, bar_text, captions, legend, strip_of
from gwarant.pictures.turns import turn
from gwarant.pictures.words import dated, duration, say
from gwarant.sla.clocks.codes import EXCLUSION_REFUSED
from gwarant.sla.clocks.reading import Reading

_NO_NAMES = Names()


def why(reading: Reading, width: int = 80, lang: str = "en", names: Names = _NO_NAMES) -> Sheet:
    """The whole explanation of a reading."""
    return sheet(width, why_lines(reading, width, lang, names))


def why_lines(reading: Reading, width: int, lang: str, names: Names) -> list[RenderableType]:
    """The explanation, to stand alone or under others."""
    strip = strip_of(bar_of(reading), width)
    above = captions(strip, reading, lang)
    return [
        _title(reading, width, lang, names),
        quiet(_terms(reading, lang)),
        Text(),
        *([above] if above.plain else []),
        bar_text(strip, reading),
        *axis(strip, reading, lang),
        Text(),
        Text(sentence(reading, lang, names)),
        *_refusal(reading, lang),
        Text(),
        *_table(reading, width, lang),
        Text(),
        legend(strip, reading, lang),
    ]


def _refusal(reading: Reading, lang: str) -> list[Text]:
    """That an exclusion of it does not count, and why."""
    told = reading.reason
    return [Text(tell(told, lang))] if told and EXCLUSION_REFUSED.is_of(told) else []


def _title(reading: Reading, width: int, lang: str, names: Names) -> Text:
    """Ticket, clock and class to the left, the verdict to the right; below each other where they do not fit."""
    own = names.under(reading.contract)
    parts = [own.clock(reading.clock), own.class_(reading.class_), *turn(reading, lang)]
    title = Text.assemble((reading.ticket, "bold"), f" · {' · '.join(parts)}")
    verdict = face_text(face_of(reading, lang))
    gap = width - cell_len(title.plain) - cell_len(verdict.plain)
    return title + Text(" " * gap if gap > 1 else "\n") + verdict


def _terms(reading: Reading, lang: str) -> str:
    target = say("of", lang, target=target_of(reading, lang), calendar=reading.calendar)
    due = say("due", lang, when=dated(reading.due_at, reading.zone, lang))
    parts = (target, due, class_note(reading, lang), reading.clause, wording_text(reading.contract, lang), reading.zone)
    return " · ".join(part for part in parts if part)


def _table(reading: Reading, width: int, lang: str) -> list[Table]:
    titles = [say(key, lang) for key in ("from", "to", "used", "why")]
    table = grid(width, *titles, right=(2,), wide=3)
    for line in lines_of(reading):
        table.add_row(*_row(line, reading, lang))
    total, remark = sum_words(reading, lang)
    table.add_row(Text(say("total", lang), style="bold"), "", Text(total, style="bold"), remark)
    return [table]


def _row(line: Line, reading: Reading, lang: str) -> tuple[RenderableType, ...]:
    since, until = stretch(line, reading.zone, lang)
    if line.is_counted:
        return since, until, duration(line.counted, lang, exact=True), say(line.kind.value, lang)
    about = by_and_ref(line, lang)
    return since, until, quiet("–"), Text(say(line.kind.value, lang)) + quiet(f" · {about}")
