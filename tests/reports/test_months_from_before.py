"""A running month judged from what the one before it handed on: the same figures, from fewer rows."""

import pickle
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import paper
import pytest
from june import HOUR

from gwarant.contracts.models import Contract
from gwarant.customers.actions import add_service
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine import months
from gwarant.hours.actions import log_time, reverse
from gwarant.hours.models import TimeEntry
from gwarant.ledger.models import Row, Unsealed
from gwarant.reports import handing
from gwarant.reports.actions import close
from gwarant.reports.models import Running
from gwarant.reports.month import month_of
from gwarant.sla.assessment import to_document
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

MAY, CLOSED = datetime(2026, 5, 5, 8, 0, tzinfo=UTC), datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 19, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def fault(house: World, at: datetime, answered: timedelta = timedelta(minutes=10)) -> Ticket:
    """A fault that was answered after so long, mended and closed, with an hour of work."""
    told: dict[str, Any] = {
        "title": "Fault",
        "text": "…",
        "class_id": "critical",
        "service": house.services["SHOP", "shop"],
    }
    ticket = actions.report(house.customers["SHOP"], **told, by=house.cyryl, now=at)
    actions.reply(ticket, "On it.", by=house.ben, now=at + answered)
    actions.resolve(ticket, "Mended.", by=house.ben, now=at + answered + HOUR)
    worked: dict[str, Any] = {"start_at": at + answered, "minutes": 60, "work": "support", "note": ""}
    log_time(ticket, person=house.ben, **worked, now=at + answered + 2 * HOUR)
    actions.close(ticket, "Done.", by=house.ben, now=at + answered + 3 * HOUR)
    return ticket


@pytest.fixture
def history(engine: None, house: World) -> Iterator[list[Ticket]]:
    with scoped(ENGINE):
        yield [
            fault(house, at, late)
            for at, late in ((MAY, 50 * HOUR), (MAY + 9 * DAY, HOUR / 6), (NOW - 5 * DAY, HOUR / 6))
        ]


@pytest.fixture
def contract(history: list[Ticket], house: World) -> Contract:
    assert history[0].version is not None
    found = history[0].version.contract
    close(found, "2026-05", by=house.olga, now=CLOSED)
    months.run_once(NOW)
    return found


def figures(contract: Contract, now: datetime, *, is_whole: bool) -> dict[str, Any]:
    month = month_of(contract, "2026-06", "en", now, is_whole=is_whole)
    assert (month.follows is None) is is_whole
    document = to_document(month.assessment)
    return {key: value for key, value in document.items() if key != "inputs"}


def test_the_engine_keeps_what_may_hands_to_june(contract: Contract, history: list[Ticket]) -> None:
    assert Running.objects.get(contract=contract).handed
    month = month_of(contract, "2026-06", "en", NOW, is_whole=False)
    assert month.follows is not None
    assert {row.ticket for row in month.follows.events} == {history[2].key}
    assert figures(contract, NOW, is_whole=False) == figures(contract, NOW, is_whole=True)


def test_hours_of_the_month_are_those_of_all_evidence(contract: Contract) -> None:
    few, all_ = (month_of(contract, "2026-06", "en", NOW, is_whole=one) for one in (False, True))
    assert [one.pk for one in few.entries] == [one.pk for one in all_.entries] != []


def test_a_ticket_of_may_of_which_something_is_heard_is_read_whole(
    contract: Contract, history: list[Ticket], house: World
) -> None:
    actions.note(history[1], "It was the disk again.", by=house.ben, now=NOW + HOUR)
    month = month_of(contract, "2026-06", "en", NOW + 2 * HOUR, is_whole=False)
    assert month.follows is not None
    assert {row.ticket for row in month.follows.events} == {history[1].key, history[2].key}
    later = NOW + 2 * HOUR
    assert figures(contract, later, is_whole=False) == figures(contract, later, is_whole=True)


def test_hours_of_may_that_come_after_its_closing_count_in_june(
    contract: Contract, history: list[Ticket], house: World
) -> None:
    worked: dict[str, Any] = {"start_at": MAY + DAY, "minutes": 90, "work": "support", "note": ""}
    log_time(history[1], person=house.ben, **worked, now=NOW + HOUR)
    later = NOW + 2 * HOUR
    assert figures(contract, later, is_whole=False) == figures(contract, later, is_whole=True)


def test_hours_of_may_that_are_taken_back_ask_for_everything(
    contract: Contract, history: list[Ticket], house: World
) -> None:
    reverse(TimeEntry.objects.get(ticket=history[1]), by=house.ben, note="Not ours.", now=NOW + HOUR)
    assert month_of(contract, "2026-06", "en", NOW + 2 * HOUR, is_whole=False).follows is None


def test_what_another_release_kept_is_made_anew(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "MADE_BY", ("other", 1, 1))
    assert month_of(contract, "2026-06", "en", NOW, is_whole=False).follows is None
    months.run_once(NOW + 2 * HOUR)
    assert month_of(contract, "2026-06", "en", NOW + 2 * HOUR, is_whole=False).follows is not None


KEPT = {
    "nothing": b"",
    "words": b"words",
    "a deed": pickle.dumps(print),
    "no record": pickle.dumps({"a": 1}),
    "odd": b"\x80\x10.",
}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_what_is_no_record_of_the_core_is_not_read(contract: Contract, kept: bytes) -> None:
    Running.objects.filter(contract=contract).update(handed=zlib.compress(kept))
    assert month_of(contract, "2026-06", "en", NOW, is_whole=False).follows is None


def alike(contract: Contract, at: datetime) -> bool:
    """Whether the month is the same from what was handed on, if that is taken, and from all evidence."""
    few, whole = (month_of(contract, "2026-06", "en", at, is_whole=one) for one in (False, True))
    documents = [to_document(one.assessment) for one in (few, whole)]
    return documents[0] | {"inputs": 0} == documents[1] | {"inputs": 0}


def test_hours_of_a_ticket_that_moved_on_are_taken_back_where_they_were_charged(engine: None, house: World) -> None:
    with scoped(ENGINE):
        ticket = fault(house, MAY)
        fault(house, NOW - 5 * DAY)
        assert ticket.version is not None
        first = ticket.version.contract
        payroll = add_service(house.customers["SHOP"], key="payroll", name="Payroll")
        second = paper.accepted(house, "SHOP-2", "payroll", now=MAY - 40 * DAY, starts="2026-05-01").contract
        actions.move(ticket, payroll, "theirs", by=house.olga, now=CLOSED - DAY)
        close(first, "2026-05", by=house.olga, now=CLOSED)
        months.run_once(NOW)
        reverse(TimeEntry.objects.get(ticket=ticket), by=house.ben, note="no", now=NOW + HOUR)
        assert all(alike(one, NOW + 2 * HOUR) for one in (first, second))


def test_a_row_that_was_on_its_way_is_not_lost(engine: None, house: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with scoped(ENGINE):
        told: dict[str, Any] = {"title": "X", "text": "y", "class_id": "critical"}
        told |= {"service": house.services["SHOP", "shop"], "by": house.cyryl}
        ticket = actions.report(house.customers["SHOP"], **told, now=MAY + 26 * DAY)
        assert ticket.version is not None
        contract = ticket.version.contract
        rows = list(Row.objects.filter(subject=ticket.key).values_list("pk", flat=True))
        fault(house, MAY + 9 * DAY)
        manager = type(Row.objects)
        every = manager.get_queryset

        def committed(self: Any) -> Any:
            return every(self).exclude(pk__in=rows) if self.model is Row else every(self)

        with monkeypatch.context() as patched:  # what is not committed yet is seen by nobody else
            patched.setattr(manager, "get_queryset", committed)
            months.run_once(datetime(2026, 5, 31, 22, 0, 5, tzinfo=UTC))
        assert Running.objects.get(contract=contract).handed
        assert alike(contract, CLOSED - DAY)
        months.run_once(CLOSED)
        assert month_of(contract, "2026-06", "en", CLOSED, is_whole=False).follows is not None


@pytest.mark.parametrize("kind", ["ticket", "time"])
def test_a_row_that_nobody_can_read_is_told_of_in_each_month(engine: None, house: World, kind: str) -> None:
    with scoped(ENGINE):
        fault(house, MAY, 50 * HOUR)
        ticket = fault(house, NOW - 5 * DAY)
        assert ticket.version is not None
        line, at = f'{{"type":"{kind}","id":"SHOP:odd","from":"0026-11-27T08:00:00Z"}}', MAY + DAY
        own = {"customer": house.customers["SHOP"], "type": kind, "at": at, "received_at": at}
        Unsealed.objects.create(row=Row.objects.create(uid="SHOP:odd", line=line, **own), customer=own["customer"])
        close(ticket.version.contract, "2026-05", by=house.olga, now=CLOSED)
        months.run_once(NOW)
        assert alike(ticket.version.contract, NOW + HOUR)
