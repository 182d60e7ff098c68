"""A period's assessment in the terminal: what was kept, what was not, and what follows from it."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gwarant.pictures.account import note_texts
from gwarant.pictures.bar import bar_of
from gwarant.pictures.faces import Tone
from gwarant.pictures.keys import wording_titled
from gwarant.pictures.names import Names
from gwarant.pictures.opening import is_empty, lead, none_missed, tickets_line
from gwarant.pictures.summary import (
    breaches,
    client_of,
    evidence_text,
    kept_by_class,
    kept_face,
    kept_target,
    late_text,
    not_judged_texts,
    period_name,
    provenance_text,
    unchecked_mark,
    with_kept,
)
from gwarant.pictures.terminal.account import account_lines
from gwarant.pictures.terminal.availability import availability_lines
from gwarant.pictures.terminal.money import hours_lines, remedy_lines
from gwarant.pictures.terminal.promises import promise_lines
from gwarant.pictures.terminal.sheet import QUIET, STYLES, Sheet, face_text, grid, heading, quiet, sheet
from gwarant.pictures.terminal.strip import bar_text, strip_of
from gwarant.pictures.words import count, percent, say
from gwarant.sla.assessment import Envelope
from gwarant.sla.assessment.model import Assessment, Kept
from gwarant.sla.clocks.reading import Reading

TOP = 10
_NO_NAMES = Names()


def assessment(
    assessed: Assessment,
    width: int = 80,
    lang: str = "en",
    names: Names = _NO_NAMES,
    envelope: Envelope | None = None,
) -> Sheet:
    """The whole assessment, and by what it was made where that is known."""
    names = with_kept(names, assessed)
    lines: list[RenderableType] = [*_title(assessed, lang)]
    if is_empty(assessed):
        lines += [Text(), Text(say("nothing", lang))]
    else:
        lines += [Text(), Text(lead(assessed, lang, names)), quiet(tickets_line(assessed, lang))]
        lines += [*_kept_lines(assessed, width, lang), *_breach_lines(assessed, width, lang, names)]
        lines += [*availability_lines(assessed, width, lang, names)]
        lines += [*promise_lines(assessed, width, lang)]
        lines += [*hours_lines(assessed, width, lang), *remedy_lines(assessed, width, lang, names)]
        lines += [*account_lines(assessed, width, lang, names)]
    made = [quiet(provenance_text(envelope, lang))] if envelope else []
    return sheet(width, [*lines, *_remarks(assessed, lang, names), *made])


def _title(assessed: Assessment, lang: str) -> Iterator[Text]:
    parts = [part for part in (client_of(assessed), period_name(assessed.period, lang)) if part]
    yield Text(" · ".join(parts), style="bold")
    versions = "; ".join(wording_titled(one, lang) for one in assessed.wordings)
    parts = [say("assessment", lang), versions, say("zone", lang, zone=assessed.zone)]
    yield quiet(" · ".join(part for part in parts if part))


def _kept_lines(assessed: Assessment, width: int, lang: str) -> Iterator[RenderableType]:
    if not assessed.kept:
        return
    yield heading(say("kept", lang))
    titles = [say(key, lang) for key in ("promise", "target_title", "kept_of", "share")]
    table = grid(width, *titles, "", "", right=(1, 2, 3), wide=0)
    for class_, rows in kept_by_class(assessed):
        table.add_row(Text(class_, style="bold"))
        for row in rows:
            table.add_row(*_kept_row(row, width, lang))
    yield table


def _kept_row(row: Kept, width: int, lang: str) -> tuple[RenderableType, ...]:
    share = "–" if row.share is None else percent(row.share, lang)
    waiting = f" +{row.pending}" if row.pending else ""
    waiting += unchecked_mark(row)
    counts = f"{row.met}/{row.judged}{waiting}"
    bar = _share_bar(row, 5 if width < 100 else 12)
    label = Padding(row.label, (0, 0, 0, 2))
    return label, kept_target(row, lang), counts, share, bar, face_text(kept_face(row, lang))


def _share_bar(row: Kept, cells: int) -> Text:
    """Whole cells for what was met; a single breach always leaves at least one open."""
    if not row.judged:
        return Text("·" * cells, style=QUIET)
    met = row.met * cells // row.judged
    return Text.assemble(("▇" * met, ""), ("░" * (cells - met), STYLES[kept_face(row, "en").tone]))


def _breach_lines(assessed: Assessment, width: int, lang: str, names: Names) -> Iterator[RenderableType]:
    found = breaches(assessed)
    if not assessed.kept:
        return
    yield heading(say("missed_title", lang))
    if not found:
        yield Text(none_missed(assessed, lang))
        return
    yield _breach_table(found[:TOP], width, lang, names)
    if len(found) > TOP:
        yield quiet(say("and_more", lang, n=count(len(found) - TOP, "more", lang)))


def _breach_table(found: tuple[Reading, ...], width: int, lang: str, names: Names) -> Table:
    cells = max(16, width // 4)
    table = Table(box=None, width=width, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    table.add_column(say("ticket", lang), no_wrap=True, overflow="ellipsis", ratio=2)
    table.add_column(say("promise", lang), no_wrap=True, overflow="ellipsis", ratio=3)
    table.add_column(say("late", lang), justify="right", no_wrap=True, min_width=14)
    table.add_column("", no_wrap=True, min_width=cells)
    for one in found:
        own = names.under(one.contract)
        promise = f"{own.clock(one.clock)} · {own.class_(one.class_)}"
        late = Text(late_text(one, lang), style=f"bold {STYLES[Tone.BREACHED]}")
        table.add_row(one.ticket, promise, late, bar_text(strip_of(bar_of(one), cells), one))
    return table


def _remarks(assessed: Assessment, lang: str, names: Names) -> Iterator[RenderableType]:
    """What was not judged, what to know, and what it was all computed from."""
    aside = (
        ("not_judged_title", not_judged_texts(assessed, lang, names)),
        ("notes", note_texts(assessed, lang, names)),
    )
    for key, remarks in aside:
        if remarks:
            yield heading(say(key, lang))
            yield from (_bullet(one) for one in remarks)
    yield quiet("\n" + evidence_text(assessed, lang))


def _bullet(text: str) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_row("•", text)
    return table
