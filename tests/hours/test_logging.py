from datetime import timedelta

import pytest
from service import START

from gwarant.contracts.terms import wording_of
from gwarant.demo.cast import World
from gwarant.hours.actions import NotLogged, log_time, reverse
from gwarant.hours.models import TimeEntry
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.models import Row
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

FACTS = {"start_at": START, "minutes": 60, "work": "support", "note": "disk"}
LATER = START + timedelta(hours=3)


@pytest.fixture
def ticket(house: World, engine: None) -> Ticket:
    shop = house.services["SHOP", "shop"]
    told = {"title": "Slow", "text": "…", "class_id": "ordinary", "service": shop}
    return actions.report(house.customers["SHOP"], by=house.cyryl, now=START, **told)


def test_work_becomes_an_entry_and_a_row_of_evidence(ticket: Ticket, house: World) -> None:
    entry = log_time(ticket, person=house.ben, now=LATER, **FACTS)
    row = Row.objects.get(uid=entry.uid)
    assert (row.type, row.subject, "disk" in row.line) == ("time", ticket.key, False)


def test_the_same_form_twice_logs_once(ticket: Ticket, house: World) -> None:
    entries = {log_time(ticket, person=house.ben, now=LATER, key="k", **FACTS).pk for _ in range(2)}
    assert (len(entries), ticket.entries.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": 24 * 60 + 1},
        {"start_at": LATER - timedelta(minutes=30)},
        {"start_at": START.replace(year=26)},
        {"start_at": START.replace(year=1)},
        {"start_at": START.replace(year=2010)},
        {"work": "golf"},
    ],
)
def test_work_that_cannot_be_is_not_logged(ticket: Ticket, house: World, wrong: dict[str, object]) -> None:
    with pytest.raises(NotLogged):
        log_time(ticket, person=house.ben, now=LATER, **{**FACTS, **wrong})
    assert not ticket.entries.exists()


def test_an_entry_is_taken_back_once_and_both_stay(ticket: Ticket, house: World) -> None:
    entry = log_time(ticket, person=house.ben, now=LATER, **FACTS)
    back = reverse(entry, by=house.ben, note="wrong ticket", now=LATER)
    assert (back.reverses, TimeEntry.objects.filter(ticket=ticket).count()) == (entry, 2)
    for one in (entry, back):
        with pytest.raises(NotLogged):
            reverse(one, by=house.ben, note="again", now=LATER)


def test_an_entry_carries_the_rate_and_the_wording_of_its_day(ticket: Ticket, house: World) -> None:
    entry = log_time(ticket, person=house.ben, now=LATER, **FACTS)
    assert ticket.version is not None
    assert entry.rule == f"{ticket.version.contract.number}@{ticket.version.version}"
    (row,) = evidence_of(ticket.customer_id).entries
    stated = wording_of(ticket.version).hours.rates.above
    assert (row.rule, row.rate) == (entry.rule, stated)
    assert stated is not None
    back = reverse(entry, by=house.ben, note="wrong ticket", now=LATER)
    assert (back.rate, back.rule) == ("", "")
