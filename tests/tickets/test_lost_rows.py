"""A ticket's live clocks know of the rows that its months cannot read, and of those that are off the record."""

from datetime import timedelta

import pytest
from django.test import Client
from old_rows import old_call
from service import START

from gwarant.accounts.models import User
from gwarant.demo.cast import World
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.models import Row
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.evidence.model import VoidReason
from gwarant.tickets.actions import report, take_off_the_record
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.recompute import check, count_anew

MINUTE = timedelta(minutes=1)
LATER = START + 20 * MINUTE


@pytest.fixture
def row(house: World, engine: None) -> Row:
    """Five minutes after a critical report somebody called; nobody can read the row of that."""
    told = {"title": "t", "text": "x", "class_id": "critical", "by": house.cora, "now": START}
    ticket = report(house.customers["SHOP"], service=house.services["SHOP", "shop"], **told)
    found = old_call(ticket, house.ben, START + 5 * MINUTE)
    evidence_of(ticket.customer_id)
    count_anew(ticket.key, LATER)
    return found


def ticket_of(row: Row) -> Ticket:
    return Ticket.objects.get(key=row.subject)


def response(row: Row) -> tuple[Verdict, int | None]:
    (found,) = [one for one in readings_of(log_of(ticket_of(row)), LATER) if one.clock == "response"]
    return found.verdict, found.stopped_at


def page(who: User, place: str) -> str:
    client = Client()
    client.force_login(who)
    return client.get(place, headers={"accept-language": "en"}).content.decode()


def test_while_it_is_on_the_record_no_clock_of_the_ticket_is_said_to_be_kept(row: Row) -> None:
    assert response(row) == (Verdict.COULD_NOT_CHECK, None)
    assert set(ticket_of(row).clocks.values_list("verdict", flat=True)) == {"could_not_check"}
    assert check().differences == ()


def test_off_the_record_its_event_stops_no_clock(house: World, row: Row) -> None:
    take_off_the_record(row, by=house.olga, reason=VoidReason.UNREADABLE, now=LATER)
    assert response(row) == (Verdict.PENDING, None)
    assert ticket_of(row).clocks.get(clock="response").verdict == "pending"
    assert check().differences == ()


def test_the_ledger_and_the_page_tell_the_same_of_another_ticket(house: World, row: Row) -> None:
    told = {"title": "t", "text": "x", "class_id": "critical", "by": house.cora, "now": START}
    other = report(house.customers["SHOP"], service=house.services["SHOP", "shop"], **told)
    assert {one.verdict for one in readings_of(log_of(other), LATER)} == {Verdict.PENDING}
    assert check().differences == ()


@pytest.mark.parametrize("side", ["desk", "portal"])
def test_the_page_and_its_reasons_name_it(house: World, row: Row, side: str) -> None:
    who = house.ben if side == "desk" else house.cora
    place = f"/{side}/tickets/{row.subject}"
    for address in (place, f"{place}/clocks", f"{place}/clocks/response/1/1"):
        text = page(who, address)
        assert row.uid in text
        assert "nie da się odczytać" in text or "cannot be read" in text
    take_off_the_record(row, by=house.olga, reason=VoidReason.UNREADABLE, now=LATER)
    for address in (place, f"{place}/clocks", f"{place}/clocks/response/1/1"):
        assert any(words in page(who, address) for words in ("unieważniony", "off the record"))
