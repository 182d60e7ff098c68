"""A void leaves its row out from the moment on at which it was received; a later void may take an earlier one out."""

import json

import pytest

from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.known import known as known_at
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.evidence.voids import counting, voided
from gwarant.sla.problem import InputError

MARCH, APRIL, MAY, JUNE = (f"2026-0{month}-10T08:00:00Z" for month in (3, 4, 5, 6))
WORK = {"type": "time", "id": "h1", "from": "2026-03-09T08:00:00Z", "to": "2026-03-09T09:00:00Z"}
CALL = {"type": "ticket", "id": "e1", "at": MARCH, "ticket": "A", "kind": "called"}
LOST = {"type": "unread", "id": "h9", "at": MARCH, "of": "time", "line": "9f2c"}


def void(id: str, row: str, at: str = APRIL, **more: str) -> dict[str, str]:
    return {"type": "void", "id": id, "at": at, "row": row, "reason": "typing_error", **more}


def evidence(*rows: dict[str, str]) -> Evidence:
    return read_lines([json.dumps(row) for row in rows])


def known(found: Evidence, moment: int, **more: int) -> Evidence:
    return counting(known_at(found, moment, **more))


def hours(found: Evidence) -> list[tuple[str, str]]:
    return [(row.id, row.reverses) for row in found.entries]


def stamp(text: str) -> int:
    return evidence({**CALL, "at": text}).events[0].at


def test_a_row_counts_until_the_void_of_it_is_received() -> None:
    found = evidence(WORK, CALL, void("v1", "h1"), void("v2", "e1", MARCH, received=MAY))
    before, later, last = (known(found, stamp(moment)) for moment in (APRIL, MAY, JUNE))
    assert [hours(one) for one in (before, later)] == [[("h1", "")], [("h1", ""), ("v1", "h1")]]
    assert [len(one.events) for one in (before, later, last)] == [1, 1, 0]
    assert [len(one.voids) for one in (before, later, last)] == [0, 1, 2]


def test_a_void_that_was_voided_takes_nothing_out() -> None:
    found = evidence(WORK, void("v1", "h1", APRIL), void("v2", "v1", MAY))
    assert (hours(counting(found)), list(voided(found.voids))) == ([("h1", "")], ["v1"])
    again = evidence(WORK, void("v1", "h1", APRIL), void("v2", "v1", MAY), void("v3", "v2", JUNE))
    assert hours(counting(again)) == [("h1", ""), ("v1", "h1")]


def test_entries_may_be_taken_out_longer_than_the_rest() -> None:
    found = evidence(WORK, CALL, void("v1", "h1", MAY), void("v2", "e1", MAY))
    seen = known(found, stamp(APRIL), hours=stamp(JUNE))
    assert (len(seen.entries), len(seen.events)) == (2, 1)


def test_an_unreadable_row_is_settled_by_a_void_or_by_an_entry_that_takes_it_back() -> None:
    back = {**WORK, "id": "h2", "reverses": "h9"}
    assert len(counting(evidence(LOST)).unread) == 1
    assert counting(evidence(LOST, void("v1", "h9"))).unread == ()
    assert counting(evidence(LOST, back)).unread == ()
    assert len(counting(evidence(LOST, back, void("v1", "h2"))).unread) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"row": "v1"}, "the row's own id"),
        ({"person": "p1", "approved_by": "p1"}, "a second person approves"),
        ({"reason": "boredom"}, "is not known here"),
    ],
)
def test_a_void_that_cannot_be_is_refused(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(InputError) as refused:
        evidence({**void("v1", "h1"), **wrong})
    assert said in str(refused.value)
