"""Laying aside what never was a report: nothing of it counts, nobody's report vanishes, and it comes back whole."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from letters_out import mails
from service import START

from gwarant.customers.actions import who_writes
from gwarant.customers.models import Correspondent
from gwarant.demo.cast import World
from gwarant.engine import clocks, closings
from gwarant.ledger.models import Row
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import actions
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Status, Ticket, TicketClock
from gwarant.tickets.problem import AlreadyThere, MoveNotAllowed, NothingSaid, NotYours
from gwarant.tickets.recompute import check
from gwarant.tickets.replay import columns, replayed

pytestmark = pytest.mark.usefixtures("engine")
SOON, LATER = START + timedelta(minutes=5), START + timedelta(days=2)
TYPED = {"reason": "spam", "text": "An advertisement."}


def somebody(house: World) -> Correspondent:
    found = who_writes(house.customers["SHOP"], email="win@lottery.example", name="Lottery", now=START)
    assert isinstance(found, Correspondent)
    return found


def report(house: World, **more: Any) -> Ticket:
    place = house.services["SHOP", "shop"]
    told = {"title": "You won", "text": "x", "class_id": "serious", "service": place, "channel": "email"}
    return actions.report(house.customers["SHOP"], **{"by": somebody(house), "now": START, **told, **more})


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def run(at: datetime) -> None:
    clocks.run_once(at), closings.run_once(at)


def assert_told(ticket: Ticket) -> None:
    assert replayed(log_of(fresh(ticket)).events) == columns(fresh(ticket))
    assert check().differences == ()


def test_it_has_no_clock_and_tells_nobody_anything(house: World) -> None:
    ticket = report(house)
    sent = mails().count()
    actions.dismiss(ticket, **TYPED, by=house.ben, now=SOON)
    run(LATER)
    own = fresh(ticket)
    assert (own.status, own.due_at, own.clocks.count(), mails().count()) == (Status.ASIDE, None, 0, sent)
    assert not Ticket.objects.open().exists()
    assert not Ticket.objects.to_be_done().exists()
    row = Row.objects.get(uid=ticket.events.last().uid)
    assert '"kind": "dismissed"' in row.line
    assert '"reason": "spam"' in row.line
    assert row.text_hash
    assert_told(ticket)


def test_taken_up_again_its_clocks_ran_on_and_tell_what_fell_due(house: World) -> None:
    ticket = report(house)
    actions.dismiss(ticket, **TYPED, by=house.ben, now=SOON)
    actions.take_up(fresh(ticket), by=house.ben, now=LATER)
    assert fresh(ticket).status == Status.NEW
    assert_told(ticket)
    run(LATER + timedelta(seconds=1))
    assert TicketClock.objects.get(ticket=ticket, clock="response").verdict == "breached"
    assert mails().filter(notice__code="breached", notice__ref=ticket.key).exists()


def test_it_stands_where_it_stood(house: World) -> None:
    ticket = report(house)
    actions.ask(ticket, "Who are you?", by=house.ben, now=SOON)
    actions.dismiss(fresh(ticket), **TYPED, by=house.ben, now=SOON + timedelta(minutes=1))
    actions.take_up(fresh(ticket), by=house.alice, now=SOON + timedelta(minutes=2))
    assert (fresh(ticket).status, fresh(ticket).assignee) == (Status.WAITING, house.ben)
    assert_told(ticket)


def test_a_reason_has_to_be_given_in_words(house: World) -> None:
    with pytest.raises(NothingSaid):
        actions.dismiss(report(house), "spam", "  ", by=house.ben, now=SOON)


@pytest.mark.parametrize("theirs", ["report", "word", "portal", "call", "typed", "domain", "domain of a word"])
def test_what_the_customer_wrote_or_said_is_never_laid_aside(house: World, theirs: str) -> None:
    more = {"report": {"by": house.cora}, "domain": {"is_of_domain": True}}.get(theirs, {})
    ticket = report(house, **more)
    if theirs == "domain of a word":
        actions.reply(ticket, "Ours", is_of_domain=True, by=somebody(house), channel="email", now=START)
    if theirs == "word":
        actions.reply(ticket, "That is ours", by=house.cora, channel="email", now=START)
    if theirs == "portal":
        actions.close(ticket, "Not ours", by=house.cora, now=START)
    if theirs in ("call", "typed"):
        who = {"contact": house.cora} if theirs == "call" else {"contact_name": "Their accountant"}
        actions.call(ticket, "They know it.", **who, by=house.ben, now=START)
    with pytest.raises(NotYours):
        actions.dismiss(fresh(ticket), **TYPED, by=house.ben, now=SOON)
    assert fresh(ticket).status != Status.ASIDE


def test_once_a_deadline_has_passed_a_second_person_has_to_agree(house: World) -> None:
    ticket = report(house)
    with pytest.raises(NotYours, match="second person"):
        actions.dismiss(ticket, **TYPED, by=house.ben, now=LATER)
    actions.ask_to_dismiss(ticket, **TYPED, by=house.ben, now=LATER)
    assert (fresh(ticket).status, ticket.events.last().kind) == (Status.NEW, Kind.NOTED)
    asked = mails().filter(notice__code="dismissal_asked")
    assert asked.filter(address=house.marek.email).exists()
    assert not asked.filter(address=house.ben.email).exists()
    with pytest.raises(NotYours, match="second person"):
        actions.dismiss(fresh(ticket), **TYPED, by=house.ben, now=LATER)
    with pytest.raises(AlreadyThere):
        actions.ask_to_dismiss(fresh(ticket), **TYPED, by=house.alice, now=LATER)
    actions.dismiss(fresh(ticket), **TYPED, by=house.marek, now=LATER)
    first, second = ticket.events.order_by("-number")[:2][::-1]
    assert (fresh(ticket).status, second.ref, second.actor) == (Status.ASIDE, first.uid, house.marek)
    assert_told(ticket)


def test_what_somebody_of_us_took_for_the_customers_needs_a_second_one_too(house: World) -> None:
    with pytest.raises(NotYours, match="second person"):
        actions.dismiss(report(house), **TYPED, is_vouched=lambda _log: True, by=house.ben, now=SOON)


def test_so_does_what_one_of_us_brought_as_the_customers(house: World) -> None:
    ticket = report(house, by=house.ben, reporter=somebody(house))
    with pytest.raises(NotYours, match="second person"):
        actions.dismiss(ticket, **TYPED, by=house.ben, now=SOON)
    actions.ask_to_dismiss(ticket, **TYPED, by=house.alice, now=SOON)
    actions.dismiss(fresh(ticket), **TYPED, by=house.ben, now=SOON)
    assert fresh(ticket).status == Status.ASIDE


def test_the_row_of_a_mail_says_whether_its_sender_was_known_when_it_came(house: World) -> None:
    by_mail = [report(house, is_of_domain=one).events.get().known_sender for one in (True, False)]
    in_a_name = [report(house, by=house.cora, channel=way).events.get().known_sender for way in ("email", "portal")]
    written_down = report(house, by=house.ben, reporter=house.cora)
    row = Row.objects.get(uid=written_down.events.get().uid)
    assert (by_mail, in_a_name, '"known_sender": true' in row.line) == ([True, False], [True, False], True)


def test_the_customers_word_that_it_is_theirs_is_the_last(house: World) -> None:
    ticket = report(house)
    actions.dismiss(ticket, **TYPED, by=house.ben, now=SOON)
    actions.take_up(fresh(ticket), "Our bank uses it.", by=house.cora, now=SOON + timedelta(minutes=1))
    assert mails().filter(notice__code="taken_up", address=house.ben.email).exists()
    with pytest.raises(NotYours):
        actions.dismiss(fresh(ticket), **TYPED, by=house.ben, now=SOON + timedelta(minutes=2))
    assert_told(ticket)


def test_while_it_is_aside_only_our_notes_can_be_added(house: World) -> None:
    ticket = report(house)
    actions.dismiss(ticket, **TYPED, by=house.ben, now=SOON)
    for act in (actions.reply, actions.ask, actions.resolve):
        with pytest.raises(MoveNotAllowed, match="laid aside"):
            act(fresh(ticket), "x", by=house.ben, now=SOON)
    actions.note(fresh(ticket), "The same list as in May.", by=house.ben, now=SOON)
    assert_told(ticket)


def test_an_address_that_turns_out_to_be_a_persons_brings_back_what_it_reported(house: World) -> None:
    first, second = report(house), report(house)
    actions.dismiss(first, **TYPED, by=house.ben, now=SOON)
    actions.recognise(second, house.cora, by=house.ben, now=SOON + timedelta(minutes=1))
    assert [one.kind for one in first.events.order_by("number")][-2:] == ["taken_up", "recognised"]
    assert fresh(first).status == Status.NEW
    assert_told(first)


def test_whoever_said_that_it_is_not_theirs_hears_that_the_house_takes_it_for_a_report(house: World) -> None:
    told = mails().filter(notice__code="taken_up")
    ours = report(house)
    actions.dismiss(ours, **TYPED, by=house.ben, now=SOON)
    actions.take_up(fresh(ours), by=house.ben, now=SOON + timedelta(minutes=1))
    assert not told.exists(), "of what the house laid aside itself they had not heard"
    theirs = report(house)
    actions.dismiss(theirs, **TYPED, by=house.cora, now=SOON)
    actions.take_up(fresh(theirs), by=house.ben, now=SOON + timedelta(minutes=1))
    (one,) = told
    assert (one.address, f"/portal/tickets/{theirs.key}" in one.text) == (house.cora.email, True)


def test_a_contract_that_comes_meanwhile_judges_it_once_it_is_taken_up(house: World) -> None:
    ticket = report(house)
    actions.dismiss(ticket, **TYPED, by=house.ben, now=SOON)
    Ticket.objects.filter(pk=ticket.pk).update(version=None)
    sent = mails().count()
    actions.rejudge_customer(ticket.customer_id, now=SOON + timedelta(minutes=1))
    assert ([one.kind for one in ticket.events.all()][-1], fresh(ticket).status) == ("adopted", Status.ASIDE)
    assert mails().count() == sent
    assert not fresh(ticket).clocks.exists()
    actions.take_up(fresh(ticket), by=house.ben, now=SOON + timedelta(minutes=2))
    assert fresh(ticket).clocks.filter(clock="response", state="running").exists()
    assert_told(ticket)
