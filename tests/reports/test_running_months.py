"""Running months as lists show them: judged by the engine, read by the pages."""

from datetime import timedelta

import pytest
from june import HOUR, REPORTED, late_ticket

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.engine import months, sealing
from gwarant.reports import running
from gwarant.reports.headline import judged
from gwarant.reports.models import Running
from gwarant.reports.month import period_of
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

NOW = REPORTED + 72 * HOUR
SEALED = timedelta(seconds=10)


@pytest.fixture
def contract(engine: None, house: World) -> Contract:
    ticket = late_ticket(house)
    assert ticket.version is not None
    sealing.run_once(NOW)
    months.run_once(NOW)
    return ticket.version.contract


def shown(contract: Contract, now=NOW):
    return running.headlines_of([(contract, period_of(contract, "2026-06", now))], now)[contract.pk, "2026-06"]


def counted_judgements(monkeypatch: pytest.MonkeyPatch) -> list[Contract]:
    found = []

    def noted(contract, periods, now):
        found.append(contract)
        return judged(contract, periods, now)

    monkeypatch.setattr(running, "judged", noted)
    return found


def test_the_engine_keeps_what_the_month_says(contract: Contract) -> None:
    row = Running.objects.get(contract=contract)
    assert (row.period, row.at) == ("2026-06", NOW)
    assert running.read_back(row.headline) == judged(contract, [period_of(contract, "2026-06", NOW)], NOW)[0]


def test_a_list_takes_what_nobody_has_touched_since(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    found = counted_judgements(monkeypatch)
    assert shown(contract, NOW + 5 * timedelta(minutes=1)).until == NOW.timestamp()
    assert found == []


@pytest.mark.parametrize("is_sealed", [False, True])
def test_what_was_heard_since_is_in_the_list_at_once(contract: Contract, house: World, is_sealed: bool) -> None:
    ticket = Ticket.objects.get(version__contract=contract)
    actions.reopen(ticket, "It fails again.", by=house.cyryl, now=NOW + SEALED)
    later = NOW + timedelta(minutes=2)
    if is_sealed:
        sealing.run_once(later)
        assert Running.objects.get(contract=contract).due_at == later
    assert shown(contract, later).until == later.timestamp()


def test_figures_grow_old_in_ten_minutes(contract: Contract) -> None:
    later = NOW + timedelta(minutes=11)
    assert shown(contract, later).until == later.timestamp()


def test_a_page_without_time_shows_the_older_figures_and_as_of_when(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SECONDS", -1)
    assert shown(contract, NOW + timedelta(minutes=30)).until == NOW.timestamp()


def test_what_was_never_judged_is_judged_whatever_time_there_is(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SECONDS", -1)
    Running.objects.all().delete()
    assert shown(contract).until == NOW.timestamp()


def test_a_month_is_due_again_when_its_next_deadline_passes(contract: Contract, house: World) -> None:
    told = {"title": "Down", "text": "…", "class_id": "critical", "service": house.services["SHOP", "shop"]}
    ticket = actions.report(house.customers["SHOP"], **told, by=house.cyryl, now=NOW + SEALED)
    later = NOW + 2 * SEALED
    sealing.run_once(later)
    months.run_once(later)
    deadlines = [one.due_at for one in ticket.clocks.all() if one.due_at]
    assert Running.objects.get(contract=contract).due_at == min(deadlines) + timedelta(seconds=1)


def test_a_month_that_is_not_touched_is_judged_once_an_hour(contract: Contract) -> None:
    assert months.run_once(NOW + timedelta(minutes=59)) == 0
    assert months.run_once(NOW + timedelta(minutes=61)) >= 1


def test_the_next_month_takes_the_place_of_the_one_that_ended(contract: Contract) -> None:
    months.run_once(NOW + timedelta(days=30))
    assert Running.objects.get(contract=contract).period == "2026-07"


def test_each_contract_has_one_row_however_often_they_are_begun(contract: Contract) -> None:
    before = Running.objects.count()
    assert running.begin(NOW) == 0
    assert before == Running.objects.count() == Contract.objects.filter(versions__status="accepted").distinct().count()


def test_what_is_heard_while_a_month_is_judged_keeps_it_due(
    contract: Contract, house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, later = Running.objects.get(contract=contract), NOW + timedelta(minutes=3)

    def touched(found, until, is_running):
        Running.objects.filter(pk=row.pk).update(due_at=later)
        return whole(found, until, is_running=is_running)

    whole = running.headline_of
    monkeypatch.setattr(running, "headline_of", touched)
    running.restate(row.pk, later)
    row.refresh_from_db()
    assert (row.due_at, row.at) == (later, later)


def test_figures_that_another_release_kept_are_read() -> None:
    kept = running.frozen(judged_nothing())
    assert running.read_back({**kept, "a_figure_of_later": 7}) == judged_nothing()


def judged_nothing():
    told = {"name": "2026-06", "first": REPORTED.date(), "until": 0, "is_running": False, "has_hours": False}
    words = [
        "met",
        "judged",
        "pending",
        "could_not_check",
        "breached",
        "undetermined",
        "beside",
        "beside_met",
        "used",
        "there",
        "over",
    ]
    return running.Headline(**told, **dict.fromkeys(words, 0), owed=None, currency="PLN")
