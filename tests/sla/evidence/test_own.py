"""Of a customer's evidence each contract has its own."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.evidence.own import of_contract

AT = "2026-03-02T10:00:00Z"
SPAN = {"from": "2026-03-02T08:00:00Z", "to": "2026-03-02T09:00:00Z"}
NAMING: list[dict[str, Any]] = [
    {"type": "exclusion", "decided": AT, "ticket": "T-1", "reason": "r"},
    {"type": "time", **SPAN},
    {"type": "proof", "at": AT, "duty": "d"},
    {"type": "value", **SPAN, "measure": "m", "value": "1"},
    {"type": "amount", "at": AT, "month": "2026-02", "status": "claimed"},
    {"type": "closing", "at": AT, "month": "2026-02"},
    {"type": "agreement", "at": AT, "version": 1, "act": "accepted", "fingerprint": "f"},
    {"type": "ticket", "at": AT, "ticket": "T-1", "kind": "reported"},
]


def evidence(*rows: dict[str, Any]) -> Evidence:
    return read_lines([json.dumps({"id": f"r{n:02}", **row}) for n, row in enumerate(rows)])


def event(ticket: str, kind: str, hour: int, **more: str) -> dict[str, Any]:
    return {"type": "ticket", "at": f"2026-03-02T{hour:02}:00:00Z", "ticket": ticket, "kind": kind, **more}


def work(ticket: str, hour: int, **more: str) -> dict[str, Any]:
    return {"type": "time", **SPAN, "received": f"2026-03-02T{hour:02}:30:00Z", "ticket": ticket, **more}


def ids(found: Evidence) -> set[str]:
    return {json.loads(line)["id"] for line in write_lines(found) if '"id"' in line}


@pytest.mark.parametrize("row", NAMING, ids=lambda row: str(row["type"]))
def test_what_names_a_contract_is_that_ones_alone(row: dict[str, Any]) -> None:
    named = evidence({**row, "contract": "A"})
    assert (ids(of_contract(named, "A")), ids(of_contract(named, "B"))) == ({"r00"}, set())


@pytest.mark.parametrize("row", [one for one in NAMING if one["type"] != "agreement"], ids=lambda row: row["type"])
def test_what_names_none_is_there_for_whoever_asks(row: dict[str, Any]) -> None:
    assert ids(of_contract(evidence(row), "A")) == {"r00"}


def test_a_ticket_stays_in_the_evidence_of_every_contract_that_judged_it() -> None:
    moved = evidence(event("T-1", "reported", 8, contract="A"), event("T-1", "moved", 12, service="shop", contract="B"))
    assert ids(of_contract(moved, "A")) == ids(of_contract(moved, "B")) == {"r00", "r01"}
    assert ids(of_contract(moved, "C")) == set()


def test_hours_go_to_the_contract_that_judged_the_ticket_when_they_were_logged() -> None:
    found = evidence(
        event("T-1", "reported", 8, contract="A"),
        event("T-1", "moved", 12, service="shop", contract="B"),
        work("T-1", 9),
        work("T-1", 13),
        work("T-1", 14, reverses="r02"),
    )
    assert ids(of_contract(found, "A")) == {"r00", "r01", "r02", "r04"}
    assert ids(of_contract(found, "B")) == {"r00", "r01", "r03"}


def test_hours_from_before_an_adoption_go_to_the_contract_that_adopted_the_ticket() -> None:
    found = evidence(event("T-1", "reported", 8), event("T-1", "adopted", 12, contract="A"), work("T-1", 9))
    assert (ids(of_contract(found, "A")), ids(of_contract(found, "B"))) == ({"r00", "r01", "r02"}, set())


def test_a_ticket_that_was_merged_goes_along_with_the_one_that_goes_on() -> None:
    found = evidence(
        event("T-1", "reported", 7, contract="B"),
        event("T-2", "reported", 8, contract="A"),
        event("T-1", "merged", 9, into="T-2"),
    )
    assert ids(of_contract(found, "A")) == {"r00", "r01", "r02"}
    assert ids(of_contract(found, "B")) == {"r00", "r02"}


def test_of_tickets_that_no_event_places_only_the_named_ones_stay() -> None:
    found = evidence(event("T-1", "reported", 8), event("T-2", "reported", 8), work("T-2", 9))
    assert ids(of_contract(found, "A", ["T-1"])) == {"r00"}


_ROWS = st.lists(
    st.one_of(
        st.builds(
            lambda ticket, hour, contract: event(f"T-{ticket}", "reported", hour, contract=contract),
            st.integers(1, 4),
            st.integers(7, 18),
            st.sampled_from("AB"),
        ),
        st.builds(
            lambda ticket, hour, contract: event(f"T-{ticket}", "moved", hour, service="s", contract=contract),
            st.integers(1, 4),
            st.integers(7, 18),
            st.sampled_from("AB"),
        ),
        st.builds(lambda ticket, hour: work(f"T-{ticket}", hour), st.integers(1, 4), st.integers(7, 18)),
    ),
    max_size=20,
)


@given(_ROWS)
def test_every_hour_of_a_placed_ticket_counts_once(rows: list[dict[str, Any]]) -> None:
    found = evidence(*rows)
    placed = {one.ticket for one in found.events}
    a, b = (of_contract(found, name).entries for name in "AB")
    assert sorted(one.id for one in (*a, *b) if one.ticket in placed) == [
        one.id for one in sorted(found.entries, key=lambda one: one.id) if one.ticket in placed
    ]


@given(_ROWS)
def test_narrowing_twice_is_narrowing_once(rows: list[dict[str, Any]]) -> None:
    once = of_contract(evidence(*rows), "A")
    assert of_contract(once, "A") == once
