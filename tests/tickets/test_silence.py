"""Silence accepts only where the customer was silent; a late delivery has the contract's days as any other."""

import re
from datetime import timedelta

import pytest
from letters_out import mails
from service import START

from gwarant.contracts.terms import terms_of
from gwarant.demo.cast import World
from gwarant.engine import closings
from gwarant.notify.models import Notice
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import actions
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import NothingSaid, NotYours
from gwarant.tickets.recompute import check
from gwarant.tickets.silence import answers_to, is_answered, words_since

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DONE = START + HOUR


@pytest.fixture
def resolved(house: World, engine: None) -> Ticket:
    return made(house)


def made(house: World, class_id: str = "ordinary", at: timedelta = HOUR, service: str = "shop") -> Ticket:
    given = {"title": "t", "text": "x", "class_id": class_id}
    place = {"service": house.services["SHOP", service]} if service else {}
    ticket = actions.report(house.customers["SHOP"], by=house.cora, now=START, **given, **place)
    return actions.resolve(ticket, "Repaired", by=house.ben, now=START + at)


def at_the_end(ticket: Ticket) -> Ticket:
    """The ticket after the engine's round a month later."""
    closings.run_once(DONE + timedelta(days=40))
    return Ticket.objects.get(pk=ticket.pk)


def fix(ticket: Ticket) -> str:
    return ticket.clocks.filter(clock="resolution").latest("cycle").verdict


def test_a_written_objection_is_not_taken_for_silence(house: World, resolved: Ticket) -> None:
    assert resolved.closes_at
    ticket = actions.reply(resolved, "No, it is still broken", by=house.cora, now=DONE + DAY)
    assert (ticket.closes_at, ticket.spoken_at) == (None, DONE + DAY)
    ticket = at_the_end(ticket)
    assert (ticket.status, fix(ticket)) == (Status.RESOLVED, "pending")
    assert check().differences == ()


def test_a_logged_call_is_a_word_too(house: World, resolved: Ticket) -> None:
    ticket = actions.call(resolved, "Cora says that it is still broken", by=house.ben, now=DONE + DAY)
    assert (ticket.status, ticket.closes_at, ticket.spoken_at) == (Status.RESOLVED, None, DONE + DAY)


def test_what_the_house_writes_is_no_word_of_the_customer(house: World, resolved: Ticket) -> None:
    ticket = actions.note(resolved, "n", by=house.ben, now=DONE + DAY)
    ticket = actions.reply(ticket, "Does it work?", by=house.ben, now=DONE + DAY)
    assert ticket.closes_at == resolved.closes_at
    ticket = at_the_end(ticket)
    assert (ticket.status, fix(ticket)) == (Status.CLOSED, "met")


def test_a_word_after_the_silence_was_over_changes_nothing(house: World, resolved: Ticket) -> None:
    late = resolved.closes_at + timedelta(seconds=1)
    ticket = at_the_end(actions.reply(resolved, "Still broken", by=house.cora, now=late))
    assert (ticket.status, fix(ticket)) == (Status.CLOSED, "met")


def test_without_a_contract_a_word_ends_the_silence_as_well(world: World, engine: None) -> None:
    ticket = made(world)
    assert ticket.closes_at == DONE + timedelta(days=14)
    ticket = at_the_end(actions.reply(ticket, "Still broken", by=world.cora, now=DONE + DAY))
    assert (ticket.status, ticket.closes_at) == (Status.RESOLVED, None)


def test_the_word_becomes_a_refusal_of_the_day_on_which_it_came(house: World, resolved: Ticket) -> None:
    ticket = actions.reply(resolved, "Still broken", by=house.cora, now=DONE + DAY)
    word = ticket.events.latest("number")
    ticket = actions.take_as_refusal(ticket, word.number, "Sorry", by=house.ben, now=DONE + 6 * DAY)
    event = ticket.events.latest("number")
    assert (event.kind, event.ref, event.at, event.actor) == (Kind.REJECTED, word.uid, DONE + DAY, house.ben)
    clock = ticket.clocks.get(clock="resolution")
    assert (ticket.status, clock.state, ticket.spoken_at) == (Status.OPEN, "running", None)
    assert ticket.due_at == clock.due_at
    assert check().differences == ()
    letter = Notice.objects.filter(user=house.cora).latest("pk")
    assert (letter.ref, letter.code) == ("SHOP-1", "taken_as_refusal")


def test_without_acceptance_the_refusal_is_a_reopening_from_the_word_on(world: World, engine: None) -> None:
    ticket = actions.reply(made(world), "Still broken", by=world.cora, now=DONE + DAY)
    ticket = actions.take_as_refusal(ticket, 4, by=world.ben, now=DONE + 3 * DAY)
    assert (ticket.status, ticket.events.latest("number").kind) == (Status.OPEN, Kind.REOPENED)


def test_of_several_words_the_house_names_the_one_that_it_goes_by(house: World, resolved: Ticket) -> None:
    ticket = actions.reply(resolved, "Thank you", by=house.cora, now=DONE + HOUR)
    ticket = actions.reply(ticket, "No, still broken", by=house.cora, now=DONE + DAY)
    ticket = actions.take_as_refusal(ticket, 5, by=house.ben, now=DONE + 2 * DAY)
    assert ticket.events.latest("number").at == DONE + DAY


def test_nobody_takes_as_a_refusal_what_was_not_said(house: World, resolved: Ticket) -> None:
    for number in (1, 2, 3, 9):
        with pytest.raises(NothingSaid):
            actions.take_as_refusal(resolved, number, by=house.ben, now=DONE + DAY)
    with pytest.raises(NothingSaid):
        actions.ask_whether_fixed(resolved, by=house.ben, now=DONE + DAY)


def test_asked_and_silent_again_is_no_consent(house: World, resolved: Ticket) -> None:
    ticket = actions.reply(resolved, "Hm", by=house.cora, now=DONE + DAY)
    ticket = actions.ask_whether_fixed(ticket, "Could you look again?", by=house.ben, now=DONE + 2 * DAY)
    assert ticket.events.latest("number").ref == "SHOP-1:0004"
    ticket = at_the_end(ticket)
    assert (ticket.status, fix(ticket)) == (Status.RESOLVED, "pending")
    ticket = actions.confirm(ticket, by=house.cora, now=DONE + timedelta(days=41))
    assert (ticket.status, fix(ticket), ticket.spoken_at) == (Status.CLOSED, "met", None)


def test_asking_whether_it_is_fixed_stops_no_clock(house: World, resolved: Ticket) -> None:
    ticket = actions.reply(resolved, "Hm", by=house.cora, now=DONE + HOUR)
    ticket = actions.ask_whether_fixed(ticket, by=house.ben, now=DONE + 2 * HOUR)
    ticket = actions.refuse(ticket, "No", by=house.cora, now=DONE + 5 * DAY)
    assert not any(one.kind == Kind.ASKED for one in ticket.events.all())
    clock = ticket.clocks.get(clock="resolution")
    assert (clock.state, clock.used) == ("running", 38 * 3600)  # every open hour since the report


def test_the_house_closes_nothing_over_the_head_of_who_spoke(house: World, resolved: Ticket) -> None:
    ticket = actions.reply(resolved, "Hm", by=house.cora, now=DONE + HOUR)
    with pytest.raises(NotYours, match="wrote after it was resolved"):
        actions.close(ticket, "Done", by=house.ben, now=DONE + DAY)


def test_a_late_delivery_is_accepted_by_silence_after_the_contracts_days(house: World, engine: None) -> None:
    late = made(house, at=timedelta(days=60))
    early = made(house, at=HOUR)
    assert late.clocks.get(clock="resolution").verdict == "breached"
    acceptance = terms_of(late.version).contract.clock("resolution").acceptance
    assert acceptance is not None
    assert str(acceptance.deemed_after) == "5wd"
    assert late.closes_at - timedelta(days=60) < early.closes_at + timedelta(days=3)
    assert (late.closes_at - START).days < 60 + 10


def test_refused_within_them_the_clock_of_a_late_delivery_goes_on(house: World, engine: None) -> None:
    late = made(house, at=timedelta(days=60))
    ticket = actions.refuse(late, "No", by=house.cora, now=late.closes_at)
    clock = ticket.clocks.get(clock="resolution")
    assert (ticket.status, clock.state, clock.verdict) == (Status.OPEN, "running", "breached")


def test_refused_after_them_a_second_cycle_begins(house: World, engine: None) -> None:
    late = made(house, at=timedelta(days=60))
    ticket = actions.refuse(late, "No", by=house.cora, now=late.closes_at + timedelta(seconds=1))
    assert ticket.clocks.get(clock="resolution", cycle=2).state == "running"


def test_what_cannot_be_late_is_closed_after_the_contracts_days_too(house: World, engine: None) -> None:
    change, fault = made(house, "change"), made(house)
    assert change.closes_at == fault.closes_at


def test_a_column_that_says_otherwise_closes_nothing(house: World, resolved: Ticket) -> None:
    actions.reply(resolved, "Hm", by=house.cora, now=DONE + HOUR)
    Ticket.objects.filter(pk=resolved.pk).update(closes_at=DONE, spoken_at=None)
    assert {one.where for one in check().differences} == {"closes_at", "spoken_at"}
    ticket = at_the_end(resolved)
    assert (ticket.status, ticket.closes_at, ticket.spoken_at) == (Status.RESOLVED, None, DONE + HOUR)


def test_a_column_that_says_otherwise_makes_no_acceptance_of_a_refusal(house: World, resolved: Ticket) -> None:
    Ticket.objects.filter(pk=resolved.pk).update(closes_at=DONE)
    ticket = actions.refuse(resolved, "No", by=house.cora, now=DONE + HOUR)
    assert ticket.events.get(number=4).kind == Kind.REJECTED


def test_a_column_that_says_otherwise_lets_the_house_close_nothing(house: World, resolved: Ticket) -> None:
    actions.reply(resolved, "No", by=house.cora, now=DONE + HOUR)
    Ticket.objects.filter(pk=resolved.pk).update(spoken_at=None)
    with pytest.raises(NotYours):
        actions.close(resolved, "y", by=house.ben, now=DONE + 2 * HOUR)


def test_the_letters_say_what_silence_did(house: World, resolved: Ticket) -> None:
    def last(user: object) -> str:
        return mails().filter(notice__user=user, notice__ref="SHOP-1").latest("pk").text

    assert "zamknie się" in last(house.cora)
    actions.reply(resolved, "Hm", by=house.cora, now=DONE + HOUR)
    assert "does not close by itself" in last(house.ben)
    actions.assign(resolved, house.alice, by=house.ben, now=DONE + HOUR)
    actions.reply(resolved, "Hm!", by=house.cora, now=DONE + 2 * HOUR)
    assert "nie zamknie się" in last(house.alice)


def test_a_call_of_before_the_resolution_is_no_word_since_however_late_it_is_written(
    house: World, resolved: Ticket
) -> None:
    ticket = actions.call(resolved, "They wait", at=DONE - HOUR / 2, by=house.ben, now=DONE + DAY)
    assert (ticket.closes_at, ticket.spoken_at, words_since(log_of(ticket))) == (resolved.closes_at, None, [])
    assert check().differences == ()


def test_a_call_written_down_later_ends_the_silence_from_the_moment_of_the_call(house: World, resolved: Ticket) -> None:
    ticket = actions.call(resolved, "Broken still", at=DONE + HOUR, by=house.ben, now=DONE + DAY)
    assert (ticket.closes_at, ticket.spoken_at) == (None, DONE + HOUR)
    ticket = actions.take_as_refusal(ticket, 4, by=house.ben, now=DONE + 2 * DAY)
    assert (ticket.status, ticket.events.latest("number").at) == (Status.OPEN, DONE + HOUR)
    assert check().differences == ()


def test_words_stand_in_the_order_in_which_they_were_said(house: World, resolved: Ticket) -> None:
    ticket = actions.reply(resolved, "Second", by=house.cora, now=DONE + 2 * HOUR)
    ticket = actions.call(ticket, "First", at=DONE + HOUR, by=house.ben, now=DONE + 3 * HOUR)
    assert [one.message.body for one in words_since(log_of(ticket))] == ["First", "Second"]
    assert ticket.spoken_at == DONE + 2 * HOUR


def test_what_we_replied_before_a_call_was_written_down_does_not_answer_it(house: World, resolved: Ticket) -> None:
    actions.reply(resolved, "Does it work?", by=house.ben, now=DONE + 2 * HOUR)
    ticket = actions.call(resolved, "No", at=DONE + HOUR, by=house.marek, now=DONE + 3 * HOUR)
    assert not answers_to(ticket, words_since(log_of(ticket))).exists()
    actions.reply(ticket, "We look again", by=house.ben, now=DONE + 4 * HOUR)
    assert [one.number for one in answers_to(ticket, words_since(log_of(ticket)))] == [6]


# in turn: a word of the customer, a reply of ours, a note, a call that was written down then and was earlier
HISTORIES = ["w", "wr", "rw", "c2", "rc2", "c2r", "wrc0", "rc0w", "wc3r", "wrc1r", "wrwc0", "c0", "c0r", "wrnc1"]


@pytest.mark.parametrize("told", HISTORIES)
def test_the_list_and_the_page_read_alike_who_spoke_last(house: World, resolved: Ticket, told: str) -> None:
    at = DONE
    for did, hour in re.findall(r"([wrnc])(\d?)", told):
        at += 4 * HOUR
        match did:
            case "c":
                actions.call(resolved, "c", at=DONE + (2 * int(hour) - 1) * HOUR, by=house.marek, now=at)
            case "n":
                actions.note(resolved, "n", by=house.ben, now=at)
            case _:
                actions.reply(resolved, did, by=house.cora if did == "w" else house.ben, now=at)
    ticket = Ticket.objects.get(pk=resolved.pk)
    words = words_since(log_of(ticket))
    assert ticket.spoken_at == max((one.at for one in words), default=None)
    assert Ticket.objects.filter(is_answered(), pk=ticket.pk).exists() == answers_to(ticket, words).exists()
