"""What a revision says otherwise than the statement before it."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.pictures.revised import revised_rows
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.assessment.codes import FIGURE
from gwarant.sla.assessment.revised import revised
from gwarant.sla.clocks.codes import READING
from tests.sla.assessment.stories import MONTHS, OWN, STORIES, Stories, at, evidence, flat

HEAD = {"type": "ticket", "ticket": "A", "by": "provider", "person": "p"}
ROWS: list[dict[str, Any]] = [
    {**HEAD, "id": "A0", "at": at(10), "kind": "reported", "by": "customer", "class": "a"},
    {**HEAD, "id": "A1", "at": at(12), "kind": "called"},
    {**HEAD, "id": "A2", "at": at(13), "kind": "resolved"},
]


def stated(*more: dict[str, Any]) -> Assessment:
    return assess([OWN], evidence([*ROWS, *more]), "2026-01")


@settings(deadline=None, max_examples=examples(10))
@given(STORIES, st.sampled_from(MONTHS))
def test_a_statement_differs_from_itself_in_nothing(stories: Stories, month: str) -> None:
    found = assess([OWN], evidence(flat(stories)), month)
    assert not revised(found, replace(found))


@settings(deadline=None, max_examples=examples(10))
@given(STORIES, STORIES, st.sampled_from(MONTHS))
def test_what_differs_one_way_differs_the_other_way_round(one: Stories, other: Stories, month: str) -> None:
    first, second = (assess([OWN], evidence(flat(rows)), month) for rows in (one, other))
    there, back = revised(first, second), revised(second, first)
    assert {(row.what, row.before.verdict, row.after.verdict) for row in there.verdicts} == {
        (row.what, row.after.verdict, row.before.verdict) for row in back.verdicts
    }
    assert [(row.month, row.before, row.after) for row in there.months] == [
        (row.month, row.after, row.before) for row in back.months
    ]


@settings(deadline=None, max_examples=examples(10))
@given(STORIES, STORIES, st.sampled_from(MONTHS))
def test_verdicts_and_amounts_that_are_not_told_are_the_same(one: Stories, other: Stories, month: str) -> None:
    first, second = (assess([OWN], evidence(flat(rows)), month) for rows in (one, other))
    found = revised(first, second)
    changed = {row.what for row in found.verdicts if READING.is_of(row.what)}
    for key in {row.key for row in first.readings} & {row.key for row in second.readings}:
        old, new = (next(row for row in stated.readings if row.key == key) for stated in (first, second))
        assert ((old.verdict, old.verdict_at) == (new.verdict, new.verdict_at)) == (new.name not in changed)
    totals = [{row.month: row.remedies.total for row in stated.months} for stated in (first, second)]
    assert (totals[0] != totals[1]) <= bool(found.months)


def test_a_late_call_turns_a_breach_and_what_it_cost() -> None:
    call = {**HEAD, "id": "A3", "at": at(10), "kind": "called"}
    before, later = stated(), stated(call)
    assert not revised(before, stated({**call, "received": at(900)}))
    found = revised(before, later)
    assert [(row.before.verdict, row.after.verdict) for row in found.verdicts] == [("breached", "met")]
    assert [(row.before.owed, row.after.owed) for row in found.months] == [(30, 0)]
    assert revised_rows(found, later, "en")[-1] == ("Remedies, January 2026", "PLN 30.00", "PLN 0.00")


def test_a_figure_that_nobody_had_measured_is_named() -> None:
    row = {
        "type": "value",
        "id": "v",
        "measure": "mood",
        "value": "4.5",
        "from": at(0),
        "to": at(20),
        "received": at(20),
    }
    found = revised(stated(), stated(row))
    assert [(one.what, one.before.verdict) for one in found.verdicts if FIGURE.is_of(one.what)] == [
        (FIGURE(promise="mood", period="2026-01"), "unknown")
    ]
