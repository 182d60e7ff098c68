"""What comes later never rewrites: first figures and all corrections are the figure that all evidence gives."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gwarant.sla.assessment import assess, to_bytes
from tests.sla.assessment.stories import HOURS, MONTHS, OWN, START, STORIES, Row, Stories, at, evidence, flat


@settings(deadline=None, max_examples=25)
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


@settings(deadline=None, max_examples=25)
@given(STORIES)
def test_the_first_figure_and_all_corrections_are_the_figure_of_all_evidence(stories: Stories) -> None:
    own = evidence(flat(stories))
    judged = [assess([OWN], own, month) for month in MONTHS]
    last = {row.month: row.computed for row in judged[-1].ledger if not row.remedy}
    for month, found in zip(MONTHS, judged, strict=True):
        (first,) = (one.remedies.total for one in found.months)
        steps = [one.difference for later in judged for one in later.money_corrections if one.month == month]
        assert (first or D(0)) + sum((step or D(0) for step in steps), D(0)) == last.get(month, D(0))


@settings(deadline=None, max_examples=15)
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


@settings(deadline=None, max_examples=15)
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_arrived_in_time_changes_nothing(stories: Stories, chance: Any) -> None:
    rows = flat(stories)
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = (to_bytes(assess([OWN], evidence(some), "2026-04")) for some in (rows, mixed))
    assert one == other
