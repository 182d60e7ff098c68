"""Mail of a ticket that never was a report: how it is accounted for, what is refused, and what a later mail does."""

from datetime import timedelta
from typing import Any

import pytest
from letters_in import NOW, OURS, come, door, mail, marked, proven
from letters_out import mails

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake import actions
from gwarant.intake.account import account
from gwarant.intake.addresses.actions import end_place, mark_of, register_domain, register_machine
from gwarant.intake.dismissing import dismiss
from gwarant.intake.models import MailDomain, Outcome, RawMail
from gwarant.intake.strangers import is_vouched_for
from gwarant.mail import Mail, read
from gwarant.sla.clocks.ticket import dismissed
from gwarant.sla.evidence.model import Kind, TicketEvent
from gwarant.tickets.actions import reply, take_up
from gwarant.tickets.evidence import evidence_events
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import NotYours

SOON = NOW + timedelta(minutes=3)
SPAM = "Lottery <win@lottery.example>"


def spam(house: World) -> Ticket:
    """What became a ticket at the shop's own address."""
    door(house)
    found = come(mail(sender=SPAM, subject="You won", Message_ID="<1@lottery.example>"))
    assert (found.outcome, found.ticket is not None) == (Outcome.TICKET, True)
    assert found.ticket is not None
    return found.ticket


def laid_aside(house: World) -> Ticket:
    ticket = spam(house)
    with scoped(ENGINE):
        return dismiss(ticket, "spam", "An advertisement.", by=house.ben, now=SOON)


def kinds(ticket: Ticket) -> list[tuple[str, str]]:
    with scoped(ENGINE):
        return [(one.kind, one.by) for one in ticket.events.all()][1:]


def test_the_account_names_it_and_adds_up(house: World) -> None:
    ticket = laid_aside(house)
    with scoped(ENGINE):
        told = account()
        assert (told["received"], told["ticket"], told["no_report"]) == (1, 0, 1)
        assert sum(told.values()) == 2 * told["received"]
        (own,) = RawMail.objects.with_outcome(Outcome.NO_REPORT).select_related("ticket")
        assert own.became == Outcome.NO_REPORT
        assert not RawMail.objects.with_outcome(Outcome.TICKET).exists()
        taken_up(ticket, house)
        assert (account()["ticket"], account()["no_report"]) == (1, 0)


def taken_up(ticket: Ticket, house: World) -> None:
    take_up(Ticket.objects.get(pk=ticket.pk), by=house.ben, now=SOON)


@pytest.mark.parametrize("answers", [{"In_Reply_To": "<1@lottery.example>"}, {"subject": "Re: [KEY]"}])
def test_a_later_mail_of_its_sender_waits_in_the_queue_and_revives_nothing(
    house: World, answers: dict[str, str]
) -> None:
    ticket = laid_aside(house)
    sent = mails().count()
    told = {name: value.replace("KEY", ticket.key) for name, value in answers.items()}
    found = come(mail(sender=SPAM, text="Answer now", **told), now=SOON + timedelta(minutes=1))
    assert (found.outcome, found.reason, found.ticket) == (Outcome.UNVERIFIED, "no_report", ticket)
    assert (kinds(ticket), mails().count()) == ([("dismissed", "provider")], sent)


def test_somebody_of_us_may_take_that_for_a_word_and_so_take_it_up(house: World) -> None:
    ticket = laid_aside(house)
    raw = mail(sender=SPAM, text="It is Nina of the shop.", In_Reply_To=marked(ticket))
    waiting, found = come(raw, now=SOON), read(raw)
    assert isinstance(found, Mail)
    with scoped(ENGINE):
        done = actions.take_as_word(waiting, found, by=house.alice, now=SOON + timedelta(minutes=5))
        status = Ticket.objects.get(pk=ticket.pk).status
    assert (done.outcome, status) == (Outcome.REPLY, Status.NEW)
    assert kinds(ticket) == [("dismissed", "provider"), ("taken_up", "provider"), ("replied", "customer")]
    with scoped(ENGINE), pytest.raises(NotYours, match="second person"):
        dismiss(Ticket.objects.get(pk=ticket.pk), "spam", "After all.", by=house.ben, now=SOON + timedelta(minutes=6))


def test_the_word_of_a_person_of_whom_it_is_proven_brings_it_back_for_good(house: World, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({OURS})
    ticket = laid_aside(house)
    told = {"sender": "Cora Czarnecka <cora@shop.example>", "In_Reply_To": marked(ticket)}
    doubted = come(mail(**told, text="Ours"), now=SOON)
    assert (doubted.outcome, kinds(ticket)) == (Outcome.UNVERIFIED, [("dismissed", "provider")])
    shown = come(mail(**told, text="It is ours", Authentication_Results=proven("shop.example")), now=SOON)
    assert (shown.outcome, kinds(ticket)[1:]) == (Outcome.REPLY, [("taken_up", "customer"), ("replied", "customer")])
    with scoped(ENGINE), pytest.raises(NotYours, match="so it is a report"):
        dismiss(Ticket.objects.get(pk=ticket.pk), "spam", "No.", by=house.ben, now=SOON + timedelta(minutes=1))


def refused(ticket: Ticket, by: User, match: str) -> None:
    with scoped(ENGINE), pytest.raises(NotYours, match=match):
        dismiss(Ticket.objects.get(pk=ticket.pk), "spam", "An advertisement.", by=by, now=SOON)


def registered(house: World) -> MailDomain:
    with scoped(ENGINE):
        return register_domain("lottery.example", house.customers["SHOP"], by=house.olga, now=NOW)


def ended(domain: MailDomain, house: World) -> None:
    with scoped(ENGINE):
        end_place(domain, why="Sold.", seen=mark_of(domain), by=house.olga, now=NOW)


def test_what_came_from_a_registered_domain_is_never_laid_aside_also_once_that_is_ended(house: World) -> None:
    domain = registered(house)
    ticket = spam(house)
    refused(ticket, house.ben, "so it is a report")
    ended(domain, house)
    refused(ticket, house.ben, "so it is a report")
    with scoped(ENGINE):
        rows = evidence_events(log_of(ticket))
    gone = TicketEvent(
        id="x", at=rows[0].at, received=rows[0].at, ticket=ticket.key, kind=Kind.DISMISSED, person="p1", reason="spam"
    )
    assert (rows[0].known_sender, dismissed([*rows, gone])) == (True, frozenset())


def test_whose_domain_is_registered_only_later_one_alone_lays_aside_no_more(house: World) -> None:
    ticket = spam(house)
    domain = registered(house)
    refused(ticket, house.ben, "second person")
    ended(domain, house)
    refused(ticket, house.ben, "second person")


def test_a_word_from_a_registered_domain_protects_the_ticket_too(house: World) -> None:
    ticket = spam(house)
    registered(house)
    come(mail(sender=SPAM, text="And?", In_Reply_To=marked(ticket)), now=SOON)
    refused(ticket, house.ben, "so it is a report")


def test_whoever_forwarded_it_does_not_lay_it_aside_alone(house: World, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({OURS})
    door(house)
    head = f"From: {SPAM}\nDate: Wed, 10 Jun 2026 at 08:00\nSubject: You won\nTo: Ben <ben@house.example>"
    text = f"Please take it.\n\n---------- Forwarded message ---------\n{head}\n\nClaim it.\n"
    told = {"subject": "Fwd: You won", "text": text, "Authentication_Results": proven()}
    found = come(mail(sender="ben@house.example", **told))
    assert (found.reason, found.ticket is not None) == ("forwarded", True)
    assert found.ticket is not None
    refused(found.ticket, house.ben, "second person")
    other = come(mail(sender=SPAM, subject="Again")).ticket
    assert other is not None
    refused(other, house.alice, "second person")


def test_nor_is_the_report_of_a_program_that_was_registered(house: World) -> None:
    with scoped(ENGINE):
        register_machine("win@lottery.example", house.customers["SHOP"], now=NOW)
    refused(spam(house), house.ben, "second person")


def test_laying_aside_and_taking_up_vouch_for_nobody(house: World) -> None:
    ticket = laid_aside(house)
    with scoped(ENGINE):
        taken_up(ticket, house)
        own = Ticket.objects.select_related("correspondent").get(pk=ticket.pk)
        assert own.correspondent is not None
        assert not is_vouched_for(own.correspondent)
        reply(own, "Who are you?", by=house.ben, now=SOON)
        assert is_vouched_for(own.correspondent)
