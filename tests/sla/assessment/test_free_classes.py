"""Work on a ticket of a class that the contract makes free costs nothing, whatever it was booked as."""

import json
from decimal import Decimal

import pytest

from gwarant.sla.assessment import assess
from gwarant.sla.hours import Statement
from gwarant.sla.hours.part import RateKind
from tests.sla.assessment.cast import contract, iso, rows, ticket

HOURS = "hours: {pool: {amount: 1h}, rates: {above: 100.00}, not_charged: [NAME]}"
H = 3600


def work(ticket: str, **more: str) -> list[str]:
    row = {"type": "time", "id": f"{ticket}-h1", "ticket": ticket, "from": iso("2026-03-05T10:00")}
    return [json.dumps({**row, "to": iso("2026-03-05T13:00"), **more})]


def raised(at: str, to: str = "critical", **more: str) -> dict[str, object]:
    return {"kind": "classified", "at": iso(at), "by": "provider", "class": to, **more}


def march(name: str, *lines: list[str], period: str = "2026-03") -> Statement:
    stated = assess([contract(HOURS.replace("NAME", name))], rows(*lines), period).months[0].hours
    assert stated is not None
    return stated


@pytest.mark.parametrize("name", ["critical_incident", "class critical"])
def test_support_on_a_ticket_of_the_class_is_free_and_leaves_the_pool_alone(name: str) -> None:
    found = march(name, ticket("A", "2026-03-05T09:00", 5), work("A", work="support"))
    assert (found.real, found.charged, found.drained, found.amount) == (3 * H, 0, 0, Decimal("0.00"))
    assert [(line.part.rate.kind, line.part.rate.when) for line in found.lines] == [(RateKind.NOT_CHARGED, name)]


@pytest.mark.parametrize(
    ("changes", "amount"),
    [
        ([], "200.00"),
        ([raised("2026-03-05T12:00")], "0.00"),  # while it was worked on
        ([raised("2026-03-05T13:01")], "200.00"),  # after the work
        ([raised("2026-03-05T12:00", received=iso("2026-03-06T12:00"))], "200.00"),  # known after the entry came
        ([raised("2026-03-05T09:30"), raised("2026-03-05T12:00", "usual")], "200.00"),
    ],
)
def test_the_class_is_the_one_at_the_end_of_the_work_as_the_entry_found_it(
    changes: list[dict[str, object]], amount: str
) -> None:
    found = march("class critical", ticket("A", "2026-03-05T09:00", 5, "usual", *changes), work("A"))
    assert found.amount == Decimal(amount)


def test_work_before_the_report_is_of_the_class_that_was_reported() -> None:
    lines = ticket("A", "2026-03-05T15:00", 5), work("A", received=iso("2026-03-05T16:00"))
    assert march("class critical", *lines).amount == Decimal("0.00")


def test_work_on_what_was_merged_is_of_the_class_of_the_whole() -> None:
    merge: dict[str, object] = {"kind": "merged", "at": iso("2026-03-05T10:30"), "into": "A"}
    lines = [ticket("A", "2026-03-05T09:00", 5), ticket("B", "2026-03-05T09:10", None, "usual", merge)]
    assert march("class critical", *lines, work("B")).amount == Decimal("0.00")


def test_a_kind_of_work_and_an_entry_without_a_ticket_are_told_by_their_names_alone() -> None:
    assert march("class usual", ticket("A", "2026-03-05T09:00", 5), work("A")).amount == Decimal("200.00")
    assert march("critical_incident", work("", work="critical_incident")).amount == Decimal("0.00")
    assert march("usual", ticket("A", "2026-03-05T09:00", 5, "usual"), work("A")).amount == Decimal("200.00")
