"""Months that are closed and sent by themselves: when their time has come, once, and not while something is missing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import InterfaceError
from june import HOUR, REPORTED, late_ticket
from sent import BOARD

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.engine.reports import run_once
from gwarant.engine.tally import FAILED
from gwarant.notify.models import Notice
from gwarant.reports.actions import close
from gwarant.reports.delivery import kept
from gwarant.reports.delivery import unattended as unattended_months
from gwarant.reports.delivery.models import Sending, Unattended
from gwarant.reports.delivery.readers import add_address
from gwarant.reports.delivery.unattended import due_at, set_unattended
from gwarant.reports.models import Report
from gwarant.reports.month import period_of
from gwarant.reports.sealing.sealer import SealUnusable
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

SET = datetime(2026, 6, 20, 8, 0, tzinfo=UTC)
THIRD = datetime(2026, 7, 3, 6, 0, tzinfo=UTC)  # eight in the morning in Warsaw
LAST = datetime(2026, 7, 14, 8, 0, tzinfo=UTC)  # eight hours before the tenth working day ends, at 18:00 in Warsaw


@pytest.fixture
def contract(engine: None, house: World) -> Contract:
    add_address(house.customers["SHOP"], BOARD, "en", by=house.olga, now=SET)
    return Contract.objects.select_related("customer").get(number="SHOP-2026-01")


def unattended(house: World, *, on_last_day: bool = False) -> None:
    set_unattended(house.customers["SHOP"], 3, on_last_day=on_last_day, by=house.olga, now=SET)


def unanswered(house: World) -> Ticket:
    """A critical fault of June that nobody answered, and nobody wrote why."""
    shop = house.services["SHOP", "shop"]
    told = {"title": "Checkout fails", "text": "…", "class_id": "critical"}
    return actions.report(house.customers["SHOP"], **told, by=house.cyryl, now=REPORTED, service=shop)


def test_a_month_is_closed_and_sent_in_the_morning_of_its_day(contract: Contract, house: World) -> None:
    unattended(house)
    run_once(SET)
    run_once(THIRD - HOUR)
    assert not Report.objects.exists()
    assert run_once(THIRD) == 1
    report = Report.objects.get(period="2026-06")
    assert (report.period, report.stated_by, report.stated_at) == ("2026-06", None, THIRD)
    assert {one.user or one.address for one in Sending.objects.all()} == {house.cora, house.celina, BOARD}
    assert {one.sent_by for one in Sending.objects.all()} == {None}


def test_what_was_due_before_is_left_to_people(contract: Contract, house: World) -> None:
    unattended(house)
    run_once(SET + HOUR)
    assert not Report.objects.filter(period="2026-05").exists()


def test_it_waits_while_something_is_missing_and_says_so_once(contract: Contract, house: World) -> None:
    ticket = unanswered(house)
    unattended(house)
    assert run_once(THIRD) == 0
    assert run_once(THIRD + 2 * HOUR) == 0
    told = Notice.objects.filter(code="month_not_closed")
    assert {one.user for one in told} == {house.alice, house.ben}
    assert told.count() == 2
    assert told[0].facts["missing"] == [["cause", ticket.key, house.alice.name]]
    actions.reply(ticket, "On it.", by=house.ben, now=THIRD + 3 * HOUR)
    actions.resolve(ticket, "A full disk.", by=house.ben, now=THIRD + 3 * HOUR)
    assert run_once(THIRD + 5 * HOUR) == 1
    assert Report.objects.filter(period="2026-06").exists()


def test_on_the_contracts_last_day_it_is_closed_all_the_same_where_that_is_wanted(
    contract: Contract, house: World
) -> None:
    unanswered(house)
    unattended(house, on_last_day=True)
    rule = Unattended.objects.get()
    assert run_once(THIRD) == 0
    run_once(LAST - 2 * HOUR)
    assert not Report.objects.exists()
    assert due_at(rule, contract, period_of(contract, "2026-06", THIRD)) == THIRD
    run_once(LAST)
    assert Report.objects.get(period="2026-06").stated_at == LAST


def test_without_that_wish_it_waits_on(contract: Contract, house: World) -> None:
    unanswered(house)
    unattended(house)
    run_once(LAST + timedelta(days=3))
    assert not Report.objects.exists()


def test_what_people_closed_is_theirs_to_send(contract: Contract, house: World) -> None:
    unattended(house)
    close(contract, "2026-06", by=house.olga, now=THIRD - HOUR)
    run_once(THIRD)
    run_once(THIRD + HOUR)
    assert not Sending.objects.exists()


def test_what_was_closed_and_not_sent_is_sent_in_the_next_round(contract: Contract, house: World) -> None:
    unattended(house)
    close(contract, "2026-06", by=None, now=THIRD)  # and then the engine ended
    assert run_once(THIRD + HOUR) == 1
    assert Sending.objects.count() == 3
    assert run_once(THIRD + 2 * HOUR) == 0


def test_two_engines_close_it_once(contract: Contract, house: World) -> None:
    unattended(house)
    first = run_once(THIRD)
    Unattended.objects.update(due_at=THIRD)  # the other one had read the row before
    assert (first, run_once(THIRD)) == (1, 0)
    assert (Report.objects.filter(period="2026-06").count(), Sending.objects.count()) == (1, 3)


def test_a_revision_of_what_it_stated_is_sent_too(contract: Contract, house: World) -> None:
    late_ticket(house)
    unattended(house)
    assert run_once(THIRD) == 1
    ticket = house.customers["SHOP"].tickets.get()
    actions.call(ticket, "We spoke.", contact=house.cyryl, at=REPORTED + HOUR / 2, by=house.ben, now=THIRD + 24 * HOUR)
    later = THIRD + timedelta(days=31)
    run_once(later)
    run_once(later + HOUR)
    assert {one.report.revision for one in Sending.objects.filter(report__period="2026-06")} == {1, 2}


def broken(*_: object, **__: object) -> None:
    raise SealUnusable("seal.p12 cannot be read")


def test_what_cannot_be_sent_stops_no_closing_and_is_sent_an_hour_later(
    contract: Contract, house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    unattended(house)
    failed = FAILED["reports"]
    with monkeypatch.context() as patched:
        patched.setattr(kept, "paper_of", broken)
        assert run_once(THIRD) == 1
        assert Report.objects.get(period="2026-06").stated_at == THIRD
        assert (Sending.objects.count(), FAILED["reports"]) == (0, failed + 1)
        later = THIRD + timedelta(days=31)
        assert run_once(later) == 1
    assert Report.objects.filter(period="2026-07").exists()
    assert run_once(later + HOUR) == 1
    assert {one.report.period for one in Sending.objects.all()} == {"2026-06", "2026-07"}


def test_a_month_that_cannot_be_closed_stops_no_other(
    contract: Contract, house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_but_june(own: Contract, name: str, **told: Any) -> Report:
        if name == "2026-06":
            raise ValueError("a row that nobody can read")
        return close(own, name, **told)

    unattended(house)
    monkeypatch.setattr(unattended_months, "close", close_but_june)
    failed = FAILED["reports"]
    assert run_once(THIRD + timedelta(days=31)) == 1
    assert [one.period for one in Report.objects.all()] == ["2026-07"]
    assert FAILED["reports"] == failed + 1
    assert Unattended.objects.get().due_at <= THIRD + timedelta(days=31) + HOUR


def test_a_lost_database_is_no_failure_of_a_month(
    contract: Contract, house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise InterfaceError("the connection is closed")

    unattended(house)
    monkeypatch.setattr(unattended_months, "close", lost)
    with pytest.raises(InterfaceError):
        run_once(THIRD)


def other_days(house: World, days: int, now: datetime) -> None:
    set_unattended(house.customers["SHOP"], days, on_last_day=False, by=house.olga, now=now)


def test_fewer_days_close_nothing_sooner_that_has_ended(contract: Contract, house: World) -> None:
    other_days(house, 20, SET)
    tenth = datetime(2026, 7, 10, 8, tzinfo=UTC)
    other_days(house, 5, tenth)
    assert run_once(tenth + HOUR) == 0
    assert run_once(datetime(2026, 7, 20, 5, 59, tzinfo=UTC)) == 0
    assert run_once(datetime(2026, 7, 20, 6, tzinfo=UTC)) == 1
    assert run_once(datetime(2026, 8, 5, 6, tzinfo=UTC)) == 1
    assert set(Report.objects.values_list("period", flat=True)) == {"2026-06", "2026-07", "2026-Q2"}


def test_changing_them_twice_closes_nothing_sooner_either(contract: Contract, house: World) -> None:
    other_days(house, 5, SET)
    other_days(house, 20, THIRD)
    other_days(house, 10, THIRD + timedelta(days=9))
    june = period_of(contract, "2026-06", THIRD)
    assert due_at(Unattended.objects.get(), contract, june) == datetime(2026, 7, 20, 6, tzinfo=UTC)


def test_more_days_leave_more_time_but_what_waits_stays_due(contract: Contract, house: World) -> None:
    other_days(house, 5, SET)
    other_days(house, 20, THIRD)
    june = period_of(contract, "2026-06", THIRD)
    assert due_at(Unattended.objects.get(), contract, june) == datetime(2026, 7, 20, 6, tzinfo=UTC)
    Unattended.objects.all().delete()
    other_days(house, 5, SET)
    other_days(house, 20, THIRD + timedelta(days=7))
    assert due_at(Unattended.objects.get(), contract, june) == datetime(2026, 7, 5, 6, tzinfo=UTC)
