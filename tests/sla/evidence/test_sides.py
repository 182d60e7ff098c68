"""Rows that only one side can make: who is meant where nobody is named, and who is refused."""

import json

import pytest

from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import Role
from gwarant.sla.evidence.sides import SIDES
from gwarant.sla.problem import InputError

AT = "2026-03-02T09:00:00Z"
ROWS = {
    "ticket": {"at": AT, "ticket": "T-1"},
    "amount": {"at": AT, "month": "2026-02", "remedy": "late", "incident": "T-1"},
    "agreement": {"at": AT, "contract": "C", "version": 1, "fingerprint": "sha256:0"},
}
CASES = [(kind, done, side) for kind, sides in SIDES.items() for done, (side, _) in sides.of.items()]


def line(kind: str, done: str, quick: bool = True, **more: str) -> str:
    row = {"type": kind, "id": "r1", **ROWS[kind], SIDES[kind].field: str(done), **more}
    return json.dumps(row) if quick else json.dumps({**row, "person": "é\u00a0x"})  # what the fast way leaves alone


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize(("kind", "done", "side"), CASES)
def test_an_absent_author_is_the_side_that_alone_can_say_it(kind: str, done: str, side: Role, quick: bool) -> None:
    found = read_lines([line(kind, done, quick)])
    (row,) = (*found.events, *found.amounts, *found.agreements)
    assert row.by is side
    assert read_lines(list(write_lines(found))) == found
    assert read_lines([line(kind, done, quick, by=side.value)]) == found


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize(("kind", "done", "side"), CASES)
def test_the_other_side_is_refused_with_its_line(kind: str, done: str, side: Role, quick: bool) -> None:
    other = Role.PROVIDER if side is Role.CUSTOMER else Role.CUSTOMER
    with pytest.raises(InputError) as refused:
        read_lines(["", line(kind, done, quick, by=other.value)], "rows.jsonl")
    (problem,) = refused.value.problems
    assert str(problem).startswith(f"rows.jsonl:2: by: is '{other}', but `{done}` is said by ")
    assert problem.hint == f"leave it out, or write {side}"


def test_what_either_may_say_is_the_providers_where_nobody_is_named() -> None:
    row = line("amount", "disputed")
    assert [read_lines([one]).amounts[0].by for one in (row, line("amount", "disputed", by="customer"))] == [
        Role.PROVIDER,
        Role.CUSTOMER,
    ]
