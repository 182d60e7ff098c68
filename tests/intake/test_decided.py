"""Messages that wait until somebody says what they are."""

from datetime import timedelta
from typing import Any

import pytest
from letters_in import NOW, come, door, mail, marked

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake import actions
from gwarant.intake.account import account
from gwarant.intake.addresses.actions import register_machine
from gwarant.intake.models import Outcome, RawMail
from gwarant.mail import Mail, read
from gwarant.tickets.actions import merge, report
from gwarant.tickets.models import Ticket

LATER = NOW + timedelta(hours=2)


def said(**told: str) -> tuple[bytes, Mail]:
    raw = mail(**told)
    found = read(raw)
    assert isinstance(found, Mail)
    return raw, found


def unknown(house: World) -> tuple[RawMail, Mail]:
    door(house, "help@house.example", None)
    raw, found = said(sender="Nina Nowa <nina@new.example>", to="help@house.example")
    return come(raw, box="help@house.example"), found


def test_an_unknown_senders_message_becomes_the_report_of_whom_somebody_says(house: World) -> None:
    waiting, found = unknown(house)
    with scoped(ENGINE):
        done = actions.take_as_report(waiting, found, house.customers["SHOP"], by=house.ben, now=LATER)
        ticket = Ticket.objects.select_related("correspondent").get(pk=done.ticket_id)
        assert done not in RawMail.objects.to_decide()
    assert (done.outcome, done.decided_by, ticket.reported_at) == (Outcome.TICKET, house.ben, NOW)
    assert ticket.correspondent is not None
    assert ticket.correspondent.email == "nina@new.example"


def test_whoever_was_taken_for_a_customers_once_is_known_the_next_time(house: World) -> None:
    waiting, found = unknown(house)
    with scoped(ENGINE):
        actions.take_as_report(waiting, found, house.customers["SHOP"], by=house.ben, now=LATER)
    again = come(mail(sender="nina@new.example", text="More", to="help@house.example"), box="help@house.example")
    assert (again.outcome, again.reason) == (Outcome.TICKET, "address")


def test_a_word_about_what_was_merged_meanwhile_is_about_the_ticket_in_which_that_goes_on(house: World) -> None:
    door(house)
    told: Any = {"title": "It is down", "text": "Since noon.", "class_id": "serious", "by": house.cora}
    place = house.services["SHOP", "shop"]
    with scoped(ENGINE):
        first, other = (report(place.customer, service=place, now=NOW, **told) for _ in range(2))
    raw, found = said(sender="zoe@clinic.example", In_Reply_To=marked(first))
    waiting = come(raw)
    with scoped(ENGINE):
        merge(first, other, by=house.ben, now=NOW)
        done = actions.take_as_word(waiting, found, by=house.ben, now=LATER)
        assert done.ticket == other
        assert other.events.last().channel == "email"  # type: ignore[union-attr]
    later = come(mail(sender="cora@shop.example", In_Reply_To=marked(first), text="And now?"))
    assert (later.outcome, later.ticket) == (Outcome.REPLY, other)


def test_a_word_that_was_doubted_becomes_the_word_of_its_writer(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    raw, found = said(sender="zoe@clinic.example", In_Reply_To=marked(ticket))
    waiting = come(raw)
    with scoped(ENGINE):
        done = actions.take_as_word(waiting, found, by=house.ben, now=LATER)
        last = ticket.events.select_related("actor").last()
    assert last is not None
    assert (done.outcome, last.kind, last.actor) == (Outcome.REPLY, "replied", house.zoe)


def test_what_is_laid_aside_stays_on_the_record(house: World) -> None:
    waiting, _ = unknown(house)
    with scoped(ENGINE):
        done = actions.lay_aside(waiting, is_spam=True, by=house.ben, now=LATER)
        assert RawMail.objects.get(pk=done.pk).outcome == Outcome.SPAM


def test_what_was_laid_aside_by_mistake_waits_again_and_becomes_a_report(house: World) -> None:
    waiting, found = unknown(house)
    with scoped(ENGINE):
        actions.lay_aside(waiting, is_spam=True, by=house.ben, now=LATER)
        again = actions.take_up(waiting, by=house.alice, now=LATER)
        assert again in RawMail.objects.to_decide()
        assert account()["received"] == account()["unknown"] == 1
        with pytest.raises(actions.NotAside):
            actions.take_up(waiting, by=house.ben, now=LATER)
        done = actions.take_as_report(again, found, house.customers["SHOP"], by=house.ben, now=LATER)
        rows = done.decisions.order_by("pk").values_list("before", "outcome", "is_open", "decided_by__name")
        ben, alice = house.ben.name, house.alice.name
        assert [*rows] == [
            ("unknown", "spam", False, ben),
            ("spam", "unknown", True, alice),
            ("unknown", "ticket", False, ben),
        ]
        with pytest.raises(actions.NotAside):
            actions.take_up(done, by=house.ben, now=LATER)


def test_what_many_were_laid_aside_with_names_who_did_it_and_waits_by_itself(house: World) -> None:
    waiting, _ = unknown(house)
    with scoped(ENGINE):
        RawMail.objects.filter(pk=waiting.pk).update(outcome=Outcome.SPAM, decided_by=house.ben, decided_at=LATER)
        again = actions.take_up(waiting, by=house.alice, now=LATER)
        rows = again.decisions.order_by("pk").values_list("before", "outcome", "decided_by__name")
        assert [*rows] == [("", "spam", house.ben.name), ("spam", "unknown", house.alice.name)]


def test_of_two_who_decide_at_once_one_is_told_who_was_first(house: World) -> None:
    waiting, found = unknown(house)
    with scoped(ENGINE):
        actions.lay_aside(waiting, is_spam=False, by=house.ben, now=LATER)
        with pytest.raises(actions.Decided, match="Beniamin"):
            actions.take_as_report(waiting, found, house.customers["SHOP"], by=house.alice, now=LATER)
        assert not Ticket.objects.filter(channel="email").exists()


def test_a_word_about_no_ticket_can_only_be_a_report(house: World) -> None:
    waiting, found = unknown(house)
    with scoped(ENGINE), pytest.raises(actions.NoTicket):
        actions.take_as_word(waiting, found, by=house.ben, now=LATER)


def test_a_program_that_is_registered_reports_and_any_other_does_not(house: World) -> None:
    door(house, "help@house.example", None)
    with scoped(ENGINE):
        register_machine("backup@shop.example", house.customers["SHOP"], class_id="serious", now=NOW)
    found = {
        sender: come(mail(sender=sender, Auto_Submitted="auto-generated"), box="help@house.example")
        for sender in ("backup@shop.example", "printer@shop.example")
    }
    assert {sender: one.outcome for sender, one in found.items()} == {
        "backup@shop.example": Outcome.TICKET,
        "printer@shop.example": Outcome.AUTOMATIC,
    }
    ticket = found["backup@shop.example"].ticket
    assert ticket is not None
    assert ticket.class_id == "serious"
