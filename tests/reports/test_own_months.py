"""A month depends on what its contract is judged from, and on nothing that happens under another contract."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import paper
import pytest
from amending import amend
from service import START

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.customers.actions import add_service
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, World
from gwarant.hours.actions import log_time
from gwarant.ledger.actions import append
from gwarant.reports.marks import Mark, marks_of
from gwarant.reports.month import NotInForce, gather, judge, months_of, period_of
from gwarant.sla.assessment import to_bytes
from gwarant.sla.evidence.form import FORMS, form_of
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Row
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

NOW = datetime(2026, 8, 10, 8, 0, tzinfo=UTC)
DAY, AFTER = "2026-06-10T08:00:00Z", "2026-06-30T22:01:00Z"  # the month ends at 22:00
SPAN = {"from": DAY, "to": "2026-06-10T09:00:00Z"}
ROWS: list[dict[str, Any]] = [
    {"type": "ticket", "at": DAY, "ticket": "SHOP-1", "kind": "called", "by": "provider"},
    {"type": "check", "at": DAY, "service": "shop", "state": "down"},
    {"type": "check", "at": AFTER, "service": "shop", "state": "up", "id": "beyond"},
    {"type": "state", **SPAN, "service": "shop", "state": "down"},
    {"type": "looks", **SPAN, "service": "shop", "packed": "R1dMMQEAAABx42+tnAEAAGDq" + "A" * 158 + "=="},
    {"type": "maintenance", **SPAN, "announced": "2026-06-01T08:00:00Z", "service": "shop"},
    {"type": "exclusion", "decided": DAY, "service": "shop", **SPAN, "reason": "upstream_of_client"},
    {"type": "time", **SPAN, "ticket": "SHOP-1"},
    {"type": "proof", "at": DAY, "duty": "backup"},
    {"type": "value", **SPAN, "measure": "satisfaction", "value": "4.5"},
    {"type": "amount", "at": DAY, "month": "2026-05", "status": "claimed", "by": "customer"},
    {"type": "closing", "at": "2026-07-05T08:00:00Z", "month": "2026-06"},
    {"type": "closing", "at": DAY, "month": "2026-05", "id": "earlier"},
    {"type": "void", "at": DAY, "row": "SHOP-1:0001", "reason": "twice"},
]


UNCOUNTED = {"agreement", "objection", "file", "sealed", "statement", "unread"}  # alone they change no month


def row_of(told: dict[str, Any], **more: str) -> Row:
    line = {"id": f"{told['type']}-{len(more)}", **told, **more}
    found = read_lines([json.dumps(line)])
    return next(row for form in FORMS for row in getattr(found, form.part))


def written(customer: Customer, told: dict[str, Any], **more: str) -> Row:
    row = row_of(told, **more)
    append(row, customer=customer, now=NOW)
    return row


def mark_of(contract: Contract, name: str = "2026-06") -> Mark:
    return marks_of(contract, [period_of(contract, name, NOW)], NOW)[0]


def bytes_of(contract: Contract, name: str = "2026-06") -> bytes:
    return to_bytes(judge(mark_of(contract, name)))


@pytest.fixture
def shop(house: World) -> Iterator[Contract]:
    """The shop's contract with one ticket in June."""
    with scoped(ENGINE):
        report(house, "shop", house.customers["SHOP"])
        yield Contract.objects.get(number="SHOP-2026-01")


def report(house: World, system: str, customer: Customer, at: datetime = START) -> Ticket:
    service = customer.services.get(key=system)
    told = {"title": "t", "text": "x", "class_id": "critical", "by": house.cyryl}
    return actions.report(customer, service=service, now=at, **told)


@pytest.mark.parametrize("told", ROWS, ids=lambda told: str(told.get("id", told["type"])))
def test_a_row_of_any_type_that_changes_a_month_changes_its_mark(
    house: World, shop: Contract, told: dict[str, Any]
) -> None:
    former, stated = mark_of(shop), bytes_of(shop)
    written(house.customers["SHOP"], told)
    assert mark_of(shop) != former
    assert form_of(row_of(told)).name in ("check", "closing") or bytes_of(shop) != stated


def test_every_type_of_row_is_among_them() -> None:
    assert {form.name for form in FORMS} - {told["type"] for told in ROWS} == UNCOUNTED


def test_what_is_decided_until_a_month_is_closed_belongs_to_it(house: World, shop: Contract) -> None:
    written(house.customers["SHOP"], {"type": "closing", "at": "2026-07-05T08:00:00Z", "month": "2026-06"})
    former, stated = mark_of(shop), bytes_of(shop)
    told = {"type": "exclusion", "decided": "2026-07-03T08:00:00Z", "ticket": "SHOP-1", "reason": "class_dispute"}
    written(house.customers["SHOP"], told)
    assert mark_of(shop) != former
    assert bytes_of(shop) != stated


def test_a_row_that_was_received_late_changes_the_mark(house: World, shop: Contract) -> None:
    former = mark_of(shop)
    written(house.customers["SHOP"], ROWS[0], received="2026-07-20T08:00:00Z")
    assert mark_of(shop) != former


def test_an_amendment_changes_the_marks_of_the_months_that_know_it(house: World, shop: Contract) -> None:
    names = ("2026-05", "2026-06", "2026-07")
    former, stated = [mark_of(shop, one) for one in names], [bytes_of(shop, one) for one in names]
    amend(house, "SHOP", datetime(2026, 6, 20).date(), START + timedelta(days=3))
    now = [bytes_of(shop, one) for one in names]
    assert [mark_of(shop, one).versions == was.versions for one, was in zip(names, former, strict=True)] == [
        *(True, False, False)
    ]
    assert [one == was for one, was in zip(now, stated, strict=True)] == [True, False, False]


def test_a_ticket_that_came_to_stand_under_another_contract_changes_the_mark(house: World, shop: Contract) -> None:
    former = mark_of(shop)
    other = report(house, "shop", house.customers["SHOP"])
    version = ContractVersion.objects.get(contract__number="CLINIC-2026-01")
    Ticket.objects.filter(pk=other.pk).update(version=version)
    assert mark_of(shop).tickets == former.tickets
    Ticket.objects.filter(key="SHOP-1").update(version=version)
    Ticket.objects.filter(pk=other.pk).update(version=former.versions[0][0])
    assert mark_of(shop).tickets != former.tickets


@pytest.fixture
def two(house: World, shop: Contract) -> tuple[Contract, Contract]:
    """A second contract of the shop, on a system of its own."""
    add_service(house.customers["SHOP"], key="payroll", name="Payroll")
    other = paper.accepted(house, "SHOP-2", "payroll", now=START - timedelta(days=40), starts="2026-05-01")
    return shop, other.contract


UNDER = [
    {**told, "contract": "SHOP-2", **({"service": "payroll"} if "service" in told else {})}
    for told in ROWS
    if told["type"] not in ("ticket", "time", "check", "looks", "state", "maintenance", "void", "file")
]
VOID = {"type": "void", "at": DAY, "row": "SHOP-2:0002", "reason": "twice"}
LOOKS = [{**told, "service": "payroll"} for told in ROWS if told["type"] in ("check", "looks", "state", "maintenance")]


def test_nothing_that_happens_under_one_contract_changes_a_month_of_another(
    house: World, two: tuple[Contract, Contract]
) -> None:
    own, other = two
    stated, theirs = bytes_of(own), bytes_of(other)
    ticket = report(house, "payroll", house.customers["SHOP"], START + timedelta(days=1))
    assert ticket.version is not None
    assert ticket.version.contract == other
    work = {"minutes": 60, "work": "support", "note": "", "now": START + timedelta(days=2)}
    log_time(ticket, person=house.ben, start_at=START + timedelta(days=1), **work)
    actions.resolve(ticket, "Done.", by=house.ben, now=START + timedelta(days=3))
    assert bytes_of(own) == stated
    for n, told in enumerate([*UNDER, *LOOKS, VOID]):
        written(house.customers["SHOP"], told, id=f"row-{n}")
        assert bytes_of(own) == stated, told["type"]
    assert bytes_of(other) != theirs
    kept = gather(mark_of(other))
    parts = (kept.proofs, kept.values, kept.amounts, kept.closings, kept.exclusions, kept.states, kept.entries)
    assert all(parts)


def test_what_names_no_contract_goes_to_the_one_that_promises_it_else_to_the_first(
    house: World, two: tuple[Contract, Contract]
) -> None:
    own, other = two
    stated = bytes_of(other)
    for told in ROWS:
        if told["type"] in ("proof", "value", "amount", "closing"):
            written(house.customers["SHOP"], told)
            assert bytes_of(other) == stated, told["type"]
    kept = gather(mark_of(own))
    assert all((kept.proofs, kept.values, kept.amounts, kept.closings))


def test_a_month_that_had_ended_before_any_wording_was_accepted_is_none(world: World, engine: None) -> None:
    contract = agree(world, CLIENTS[0], date(2026, 3, 1), datetime(2026, 5, 10, 8, 0, tzinfo=UTC)).contract
    assert [one.name for one in months_of(contract, NOW)] == ["2026-08", "2026-07", "2026-06", "2026-05"]
    with pytest.raises(NotInForce):
        period_of(contract, "2026-04", NOW)
    assert [one.name for one in judge(mark_of(contract, "2026-05")).wordings] == [f"{contract.number}@1"]
