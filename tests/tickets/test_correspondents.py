"""A report of somebody known by an address alone: who is told, who is asked, and what becomes of it later."""

from datetime import timedelta
from typing import Any

import pytest
from letters_out import mails
from service import START

from gwarant.customers.actions import who_writes
from gwarant.customers.models import Correspondent, Membership
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.ledger.verify import verify
from gwarant.reports.originals import TABLES
from gwarant.tickets import actions
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.problem import Changed, NotYours, Unfit
from gwarant.tickets.recompute import check, write_anew
from gwarant.tickets.replay import columns, replayed

pytestmark = pytest.mark.usefixtures("engine")
KASIA = "kasia@shop.example"
MINUTE = timedelta(minutes=1)
LATER = START + 5 * MINUTE


def somebody(house: World, email: str = KASIA, name: str = "Kasia Kos") -> Correspondent:
    found = who_writes(house.customers["SHOP"], email=email, name=name, now=START)
    assert isinstance(found, Correspondent)
    return found


def report(house: World, **more: Any) -> Ticket:
    place = house.services["SHOP", "shop"]
    told = {"title": "Orders fail", "text": "x", "class_id": "serious", "service": place, "channel": "email"}
    return actions.report(house.customers["SHOP"], **{"by": somebody(house), "now": START, **told, **more})


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def assert_told(ticket: Ticket) -> None:
    assert replayed(log_of(ticket).events) == columns(fresh(ticket))


def written_to(address: str) -> list[str]:
    return [one.subject for one in mails().filter(address=address, notice__about="ticket").order_by("pk")]


def test_the_ticket_keeps_who_reported_it(house: World):
    ticket, kasia = report(house), somebody(house)
    assert (ticket.reporter, ticket.correspondent, ticket.reported_by) == (None, kasia, kasia)
    event = ticket.events.get()
    assert (event.by, event.actor, event.author, event.channel) == ("customer", None, kasia, "email")
    assert_told(ticket)


def test_evidence_names_an_opaque_id_and_neither_address_nor_name(house: World):
    row = Row.objects.get(uid=report(house).events.get().uid)
    assert f'"person": "{somebody(house).opaque}"' in row.line
    assert "asia" not in row.line


def test_the_house_hears_who_reports_and_the_address_that_we_have_it(house: World):
    report(house)
    assert "Kasia Kos of" in mails().get(address=house.ben.email, notice__about="ticket").text
    assert written_to(KASIA) == ["[SHOP-1] Przyjęliśmy: Orders fail"]
    assert written_to("cora@shop.example") == []


def test_replies_and_questions_go_to_the_address_in_the_customers_language(house: World):
    ticket = report(house)
    actions.reply(ticket, "We look at it.", by=house.ben, now=LATER)
    actions.ask(ticket, "Since when?", by=house.ben, now=LATER + MINUTE)
    actions.resolve(ticket, "A new key.", by=house.ben, now=LATER + 2 * MINUTE)
    found = mails().filter(address=KASIA).order_by("pk")
    assert [one.language for one in found] == [house.customers["SHOP"].language] * 4
    for said, one in zip(("We look at it.", "Since when?", "A new key."), found[1:], strict=True):
        assert said in one.text
    assert written_to("cora@shop.example") == []


def test_what_goes_to_an_address_leads_to_no_page_that_is_closed_to_it(house: World):
    actions.reply(report(house), "We look at it.", by=house.ben, now=LATER)
    assert not [one for one in mails().filter(address=KASIA) if "/portal/" in one.text]


def test_who_is_asked_whether_it_is_fixed_is_told_how_to_answer(house: World):
    ticket = actions.resolve(report(house), "A new key.", by=house.ben, now=LATER)
    actions.reply(ticket, "Hm.", by=somebody(house), now=LATER + MINUTE)
    actions.ask_whether_fixed(ticket, by=house.ben, now=LATER + 2 * MINUTE)
    assert "Odpowiedz: tak, działa" in mails().filter(address=KASIA).order_by("-pk")[0].text


def test_a_reply_of_the_address_is_the_customers_word(house: World):
    ticket = report(house)
    actions.ask(ticket, "Since when?", by=house.ben, now=LATER)
    actions.reply(ticket, "Since noon.", by=somebody(house), now=LATER + MINUTE)
    assert fresh(ticket).status == "open"
    assert any("Reply" in one for one in written_to(house.ben.email))


def test_what_another_address_did_meanwhile_is_not_ones_own(house: World):
    ticket = report(house)
    actions.reply(ticket, "And?", by=somebody(house), seen=1, now=LATER)
    actions.reply(ticket, "Hello.", by=somebody(house, "jan@shop.example", "Jan"), now=LATER)
    with pytest.raises(Changed):
        actions.reply(ticket, "And?", by=somebody(house), seen=2, now=LATER + MINUTE)


def test_who_writes_a_report_down_may_name_the_address_that_it_came_from(house: World):
    ticket = report(house, by=house.ben, reporter=somebody(house))
    assert (ticket.events.get().actor, ticket.reported_by) == (house.ben, somebody(house))
    assert written_to(KASIA) == ["[SHOP-1] Przyjęliśmy: Orders fail"]
    assert_told(ticket)


def test_a_reporter_that_the_events_do_not_tell_is_found_and_mended(house: World):
    ticket = report(house)
    Ticket.objects.filter(pk=ticket.pk).update(correspondent=None, reporter=house.cora)
    assert {one.where for one in check().differences} == {"reporter"}
    write_anew(LATER)
    assert check().differences == ()
    assert fresh(ticket).reported_by == somebody(house)


def test_whoever_is_forgotten_leaves_chains_that_hold_and_is_written_to_no_more(house: World):
    ticket = report(house)
    Correspondent.objects.update(email="", name="")
    assert not verify(tables=TABLES, now=LATER).problems
    actions.reply(ticket, "We look at it.", by=house.ben, now=LATER)
    assert written_to("cora@shop.example")
    assert str(fresh(ticket).reported_by) == "an unknown sender"


def test_whose_address_it_is_makes_the_person_the_reporter_of_all_that_it_reported(house: World):
    first, second, other = report(house), report(house), report(house, by=somebody(house, "jan@shop.example"))
    actions.recognise(second, house.cyryl, by=house.ben, now=LATER)
    for ticket in (first, second):
        event = TicketEvent.objects.get(ticket=ticket, kind="recognised")
        assert (event.actor, event.reporter) == (house.ben, house.cyryl.opaque)
        assert (fresh(ticket).reporter, fresh(ticket).correspondent) == (house.cyryl, None)
        assert_told(ticket)
    assert fresh(other).reported_by == somebody(house, "jan@shop.example")
    assert check().differences == ()


def test_what_the_address_writes_from_then_on_is_the_persons(house: World):
    actions.recognise(report(house), house.cyryl, by=house.ben, now=LATER)
    assert who_writes(house.customers["SHOP"], email=KASIA, now=LATER) == house.cyryl
    place = Membership.objects.get(user=house.cyryl)
    actions.let_go_of_client(place, by=house.olga, now=LATER + MINUTE)
    assert who_writes(house.customers["SHOP"], email=KASIA, now=LATER + MINUTE) == somebody(house)


def test_to_be_recognised_is_no_word_of_the_customer(house: World):
    ticket = actions.resolve(report(house), "A new key.", by=house.ben, now=LATER)
    before = fresh(ticket)
    actions.recognise(ticket, house.cyryl, by=house.ben, now=LATER + MINUTE)
    after = fresh(ticket)
    assert (after.status, after.closes_at, after.spoken_at) == (before.status, before.closes_at, None)


def test_only_somebody_who_reports_for_the_customer_is_recognised(house: World):
    ticket = report(house)
    for who in (house.ula, house.ben, house.celina):  # of another customer, of the house, a reader
        with pytest.raises(NotYours):
            actions.recognise(ticket, who, by=house.ben, now=LATER)
    assert ticket.events.count() == 1


def test_what_a_person_reported_is_recognised_by_nobody(house: World):
    with pytest.raises(Unfit):
        actions.recognise(report(house, by=house.cora), house.cyryl, by=house.ben, now=LATER)


def test_the_same_form_twice_recognises_once(house: World):
    ticket = report(house)
    for _ in range(2):
        actions.recognise(ticket, house.cyryl, by=house.ben, now=LATER, key="k")
    assert ticket.events.count() == 2
