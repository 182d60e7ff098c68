"""Availability in the terminal: the figure with its bounds, the strip of days, the outages."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from gwarant.pictures.faces import Tone
from gwarant.pictures.figure_names import bounds_told, own_label
from gwarant.pictures.month import SHAPES, Day, DayState, days_of, states_of
from gwarant.pictures.names import Names
from gwarant.pictures.outage_words import none_seen
from gwarant.pictures.running import so_far
from gwarant.pictures.summary import (
    availability,
    bound,
    figure_face,
    figure_facts,
    milliseconds,
    outage_note,
    outages,
    promised_remarks,
)
from gwarant.pictures.terminal.sheet import QUIET, STYLES, face_text, grid, heading, quiet
from gwarant.pictures.words import count, dated, say
from gwarant.sla.assessment.model import Assessment, Promised
from gwarant.sla.availability import Figure

TOP = 5
DAY_STYLES = {
    DayState.UP: STYLES[Tone.FINE],
    DayState.DOWN: f"bold {STYLES[Tone.BREACHED]}",
    DayState.DEGRADED: STYLES[Tone.AT_RISK],
    DayState.UNKNOWN: STYLES[Tone.UNKNOWN],
    DayState.EXCLUDED: QUIET,
}


def availability_lines(assessed: Assessment, width: int, lang: str, names: Names) -> Iterator[RenderableType]:
    """Every availability figure of the assessment."""
    if assessed.availability:
        yield heading(say("availability", lang))
    for n, promised in enumerate(assessed.availability):
        yield from [Text()] if n else []
        yield from _promised(promised, assessed, width, lang, names)


def month_strip(days: Sequence[Day], width: int) -> list[Text]:
    """One cell a day, parted by spaces where there is room, over the numbers of the days; long periods fold."""
    step = 2 if len(days) * 2 <= width else 1
    rows = [days[n : n + width // step] for n in range(0, len(days), width // step)]
    return [line for row in rows for line in (_cells(row, step), _ruler(row, step))]


def _promised(one: Promised, assessed: Assessment, width: int, lang: str, names: Names) -> Iterator[RenderableType]:
    figure, zone = one.figure, assessed.zone
    yield _title(one, assessed, width, lang, names)
    bounds, point = bounds_told(one, lang), availability(figure.point, one, lang)
    yield Text.assemble((point, "bold"), (f"  {bounds}" if bounds else "", QUIET))
    yield Text()
    days = days_of(figure, zone)
    yield from month_strip(days, width)
    yield _legend(days, lang)
    yield quiet(" · ".join(f"{key} {text}" for key, text in figure_facts(figure, zone, lang)))
    yield from _outages(figure, zone, width, lang)
    yield from (quiet(text) for text in promised_remarks(one, zone, lang, ids=False))


def _title(one: Promised, assessed: Assessment, width: int, lang: str, names: Names) -> Text:
    """Service, promise and target to the left, the verdict to the right."""
    name = names.under(one.contract).service(one.figure.service)
    label = own_label(one, name)
    parts = [part for part in (label, bound(one.target, lang), one.clause) if part]
    title = Text.assemble((name, "bold"), f" · {' · '.join(parts)}")
    verdict = face_text(so_far(figure_face(one.figure, lang), assessed, lang))
    gap = width - title.cell_len - verdict.cell_len
    return title + Text(" " * gap if gap > 1 else "\n") + verdict


def _cells(days: Sequence[Day], step: int) -> Text:
    gap = " " * (step - 1)
    return Text.assemble(*((SHAPES[day.state] + gap, DAY_STYLES[day.state]) for day in days))


def _ruler(days: Sequence[Day], step: int) -> Text:
    """The number of each Monday and of the first."""
    line = Text(style=QUIET)
    for n, day in enumerate(days):
        text = str(day.day.day)
        if (
            (n == 0 or day.day.weekday() == 0)
            and line.cell_len <= n * step
            and n * step + len(text) <= len(days) * step
        ):
            line.append(" " * (n * step - line.cell_len) + text + " ")
    return line


def _legend(days: Sequence[Day], lang: str) -> Text:
    parts = ((f"{SHAPES[state]} ", DAY_STYLES[state], say(state.value, lang)) for state in states_of(days))
    return Text("   ", style=QUIET).join(Text.assemble((sign, style), word) for sign, style, word in parts)


def _outages(figure: Figure, zone: str, width: int, lang: str) -> Iterator[RenderableType]:
    found = outages(figure)
    if not found:
        yield Text(none_seen(figure, lang))
        return
    table = grid(width, say("outages", lang), say("downtime", lang), "", right=(1,), wide=2)
    for one in found[:TOP]:
        since, until = (dated(at // 1000, zone, lang) for at in (one.start, one.end))
        table.add_row(f"{since} – {until}", milliseconds(one.counted_ms, lang), quiet(outage_note(one, lang)))
    yield table
    if len(found) > TOP:
        yield quiet(say("and_more", lang, n=count(len(found) - TOP, "more", lang)))
