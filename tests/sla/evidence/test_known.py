"""What was known at a moment is what had been received before it."""

import json
from typing import Any

import pytest

from gwarant.sla.civil import civil_period
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.known import Sight, arrival, known, receipts_stated, sights_of, states_receipt
from gwarant.sla.evidence.model import Evidence

EARLY, LATE = "2026-03-05T10:00:00Z", "2026-05-20T09:00:00Z"
MAY, JUNE = 1_777_586_400, 1_780_264_800
"""Midnight of 1 May and of 1 June in Warsaw."""
SPAN = {"from": EARLY, "to": "2026-03-05T11:00:00Z"}
ROWS: list[dict[str, Any]] = [
    {"type": "ticket", "at": EARLY, "ticket": "A", "kind": "called"},
    {"type": "check", "at": EARLY, "service": "main", "state": "up"},
    {"type": "state", **SPAN, "service": "main", "state": "up"},
    {"type": "maintenance", **SPAN, "announced": EARLY, "service": "main"},
    {"type": "exclusion", "decided": EARLY, "ticket": "A", "reason": "r"},
    {"type": "time", **SPAN},
    {"type": "proof", "at": EARLY, "duty": "d"},
    {"type": "value", **SPAN, "measure": "m", "value": "1"},
    {"type": "amount", "at": EARLY, "month": "2026-02", "status": "claimed"},
    {"type": "closing", "at": EARLY, "month": "2026-02"},
    {"type": "void", "at": EARLY, "row": "x", "reason": "typing_error"},
    {"type": "unread", "at": EARLY, "of": "ticket", "line": "0"},
    {"type": "agreement", "at": EARLY, "contract": "C", "version": 1, "act": "accepted", "fingerprint": "f"},
]


def evidence(*rows: dict[str, Any]) -> Evidence:
    return read_lines([json.dumps({"id": f"r{n}", **row}) for n, row in enumerate(rows)])


def count(found: Evidence) -> int:
    return sum(len(rows) for name, rows in vars(found).items() if name != "sources")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["type"]))
def test_a_row_of_any_type_is_known_once_it_was_received_whenever_it_happened(row: dict[str, Any]) -> None:
    late = evidence({**row, "received": LATE})
    assert (count(known(late, MAY)), count(known(late, JUNE))) == (0, 1)
    assert count(known(evidence(row), MAY)) == 1


def test_a_stretch_that_states_no_receipt_was_known_as_it_went_on() -> None:
    row = {"type": "state", "from": EARLY, "to": LATE, "service": "main", "state": "up"}
    (state,) = evidence(row).states
    assert (arrival(state), states_receipt(state)) == (state.start, False)
    assert count(known(evidence(row), MAY)) == 1


def test_a_value_is_known_when_its_stretch_is_over() -> None:
    row = {"type": "value", "from": "2026-04-30T11:00:00Z", "measure": "m", "value": "1"}
    inside, across = ({**row, "to": to} for to in ("2026-04-30T22:00:00Z", "2026-05-01T13:00:00Z"))
    assert [count(known(evidence(one), MAY)) for one in (inside, across)] == [1, 0]
    assert count(known(evidence({**across, "received": EARLY}), MAY)) == 1


def test_a_decision_is_not_known_before_it_was_taken() -> None:
    row = {"type": "exclusion", "decided": LATE, "received": EARLY, "ticket": "A", "reason": "r"}
    assert count(known(evidence(row), MAY)) == 0


def test_looks_are_known_a_margin_longer_so_that_an_outage_at_the_end_is_judged_whole() -> None:
    row = {"type": "check", "at": "2026-04-30T22:04:00Z", "service": "main", "state": "up"}
    assert [count(known(evidence(row), MAY, margin)) for margin in (0, 300_000)] == [0, 1]


def test_hours_may_be_known_longer_than_the_rest() -> None:
    row = {"type": "time", **SPAN, "received": LATE}
    assert count(known(evidence(row), MAY, hours=JUNE)) == 1


def test_the_rows_that_state_their_receipt_are_counted() -> None:
    assert receipts_stated(evidence(ROWS[0], {**ROWS[1], "received": LATE})) == 1


@pytest.mark.parametrize(
    ("moments", "stated"),
    [
        ([], "2026-04-30T22:00:00Z"),
        (["2026-05-04T08:00:00Z"], "2026-05-04T08:00:00Z"),
        (["2026-05-20T08:00:00Z", "2026-05-04T08:00:00Z"], "2026-05-04T08:00:00Z"),
        (["2026-04-20T08:00:00Z"], "2026-04-30T22:00:00Z"),  # before its end
        (["2026-05-31T22:00:00Z"], "2026-04-30T22:00:00Z"),  # when May has ended
    ],
)
def test_a_month_is_stated_as_of_its_first_closing_in_time_else_as_of_its_end(moments: list[str], stated: str) -> None:
    rows = evidence(*({"type": "closing", "at": at, "month": "2026-04"} for at in moments))
    (probe,) = evidence({"type": "closing", "at": stated, "month": "2026-04"}).closings
    april = civil_period("2026-04", "Europe/Warsaw")
    assert sights_of([april], rows.closings, "Europe/Warsaw") == (Sight(april.end, probe.at),)
