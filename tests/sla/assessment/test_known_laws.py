"""What comes later never rewrites: first figures and all corrections are the figure that all evidence gives."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.assessment import Assessment, assess, to_bytes
from gwarant.sla.assessment.codes import FIGURE, SLOT
from gwarant.sla.assessment.model import Corrected, Stood
from gwarant.sla.availability import display
from gwarant.sla.facts import Told
from tests.sla.assessment.stories import HOURS, MONTHS, OWN, START, STORIES, Row, Stories, at, evidence, flat

Said = dict[Told, Stood]
NOT_JUDGED, UNKNOWN = Stood("not_judged"), Stood("unknown")


@settings(deadline=None, max_examples=examples(12))
@given(STORIES, STORIES.map(flat), st.integers(0, HOURS))
def test_a_row_received_after_the_moment_changes_nothing_of_what_was_known(
    stories: Stories, more: list[Row], known: int
) -> None:
    rows = flat(stories)
    later = [{**row, "id": f"l{n}", "received": at(known + 1 + n)} for n, row in enumerate(more)]
    moment = int((START + timedelta(hours=known)).timestamp())
    period = f"{START + timedelta(hours=known):%Y-%m}"
    own, with_later = (to_bytes(assess([OWN], evidence(one), period, known=moment)) for one in (rows, rows + later))
    assert own == with_later


@settings(deadline=None, max_examples=examples(12))
@given(STORIES)
def test_the_first_figure_and_all_corrections_are_the_figure_of_all_evidence(stories: Stories) -> None:
    own = evidence(flat(stories))
    judged = [assess([OWN], own, month) for month in MONTHS]
    last = {
        month: sum((one.computed or D(0) for one in judged[-1].ledger if one.month == month), D(0)) for month in MONTHS
    }
    for month, found in zip(MONTHS, judged, strict=True):
        (first,) = (one.remedies.total for one in found.months)
        steps = [one.difference for later in judged for one in later.money_corrections if one.month == month]
        assert (first or D(0)) + sum((step or D(0) for step in steps), D(0)) == last[month]


@settings(deadline=None, max_examples=examples(10))
@given(STORIES)
def test_the_figures_of_the_past_are_those_that_were_stated(stories: Stories) -> None:
    """Corrections begin where the month ended: what a later month says it was is what that month said."""
    own = evidence(flat(stories))
    stated: dict[str, D | None] = {}
    for month in MONTHS:
        found = assess([OWN], own, month)
        for one in found.money_corrections:
            assert stated[one.month] == one.before
            stated[one.month] = one.after
        stated[month] = found.months[0].remedies.total


ACROSS = {"from": "2026-01-31T12:00:00Z", "to": "2026-02-01T14:00:00Z", "person": "p", "ref": "doc"}
VALUE: Row = {"type": "value", "id": "o1", "measure": "speed", "value": 40, **ACROSS}


@settings(deadline=None, max_examples=examples(8))
@example(([], [], [VALUE]))
@example(([], [], [VALUE, {"type": "closing", "id": "o2", "at": "2026-02-01T15:00:00Z", "month": "2026-01"}]))
@example(([], [], [{**VALUE, "received": "2026-01-31T13:00:00Z"}]))
@given(STORIES)
def test_the_verdicts_of_the_past_are_those_that_were_stated_and_with_all_corrections_those_of_now(
    stories: Stories,
) -> None:
    own = evidence(flat(stories))
    stated: Said = {}
    for month in MONTHS:
        found = assess([OWN], own, month)
        for one in found.corrections:
            if not is_verdict_of_a_figure(one):
                assert one.before == stated.get(one.what, unsaid(one))
                stated[one.what] = one.after
        stated |= dict(said(found))
    now: Said = {}
    for month in MONTHS:
        now |= dict(said(assess([OWN], own, month, known=found.inputs.known)))
    assert settled(stated) == settled(now)


def said(found: Assessment) -> Iterator[tuple[Told, Stood]]:
    """What the month says: verdicts of clocks and slots, figures of promises and measures."""
    for reading in found.readings:
        yield reading.name, Stood(str(reading.verdict), reading.verdict_at)
    for one in found.availability:
        point = None if one.figure.point is None else D(display(one.figure.point, one.scale))
        yield (
            FIGURE(promise=one.figure.promise, period=found.period.name),
            UNKNOWN if point is None else Stood(point=point),
        )
    for row in found.measures:
        what = FIGURE(promise=row.id, period=row.period)
        yield what, UNKNOWN if row.value is None else Stood(value=row.value)
    for duty in found.duties:
        for slot in duty.slots:
            yield SLOT(duty=slot.duty, end=slot.slot.end), Stood(str(slot.verdict), slot.verdict_at)


def unsaid(one: Corrected) -> Stood:
    """What was not judged, and the slots that are done: those are not listed."""
    return one.before if one.before.verdict == "done" else NOT_JUDGED


def is_verdict_of_a_figure(one: Corrected) -> bool:
    """Where the figure stays and only its verdict changes."""
    verdicts = {one.before.verdict, one.after.verdict}
    return FIGURE.is_of(one.what) and verdicts <= {"met", "breached", "undetermined", "not_judged"}


def settled(said: Said) -> Said:
    """Without what is open or not listed, and what turned out to be nobody's."""
    return {what: stood for what, stood in said.items() if stood.verdict not in ("pending", "not_judged", "done")}


@settings(deadline=None, max_examples=examples(10))
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_arrived_in_time_changes_nothing(stories: Stories, chance: Any) -> None:
    rows = flat(stories)
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = (to_bytes(assess([OWN], evidence(some), "2026-04")) for some in (rows, mixed))
    assert one == other
