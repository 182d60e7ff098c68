"""Mail gives nobody more rights than the pages do: what people who may only look send."""

from datetime import timedelta
from typing import Any

import pytest
from letters_in import NOW, OURS, door, lie, mail, marked, proven
from letters_out import mails

from gwarant.customers.models import CustomerRole, Membership
from gwarant.demo.cast import World
from gwarant.intake.actions import take_as_report, take_as_word
from gwarant.intake.models import Outcome, RawMail
from gwarant.mail import read
from gwarant.tickets import actions
from gwarant.tickets.models import Status, Ticket

pytestmark = pytest.mark.usefixtures("engine")
MINUTE, BOX = timedelta(minutes=1), "shop@house.example"
CELINA = "Celina Czuba <celina@shop.example>"


@pytest.fixture
def ticket(house: World) -> Ticket:
    """Cyryl's, by mail."""
    door(house)
    found = lie(mail(sender="cyryl@shop.example"), BOX, NOW).ticket
    assert found is not None
    return found


def word(ticket: Ticket, sender: str, text: str, at: int, **more: str) -> RawMail:
    raw = mail(sender=sender, subject=f"Re: [{ticket.key}]", text=text, In_Reply_To=marked(ticket), **more)
    return lie(raw, BOX, NOW + at * MINUTE)


def last(ticket: Ticket) -> tuple[str, str]:
    ticket.refresh_from_db()
    return ticket.events.order_by("-number").values_list("kind", flat=True)[0], ticket.status


def test_a_readers_word_is_shown_and_told_and_nothing_follows_from_it(house: World, ticket: Ticket) -> None:
    actions.ask(ticket, "Which basket?", by=house.ben, now=NOW + MINUTE)
    before = list(ticket.clocks.values_list("clock", "state", "stopped_at"))
    found = word(ticket, CELINA, "The blue one, I think.", 2, Cc="cora@shop.example, boss@shop.example")
    assert (found.outcome, last(ticket)) == (Outcome.REPLY, ("remarked", Status.WAITING))
    assert list(ticket.clocks.values_list("clock", "state", "stopped_at")) == before
    assert (ticket.followers, sorted(found.copies)) == ([], ["boss@shop.example", "cora@shop.example"])
    [to_cyryl] = mails().filter(address="cyryl@shop.example", notice__code="replied")
    assert "Celina Czuba pisze:\n\nThe blue one" in to_cyryl.text
    [to_ben] = mails().filter(address="ben@house.example", notice__code="remarked")
    assert "may only look here, so this answers no question" in to_ben.text
    actions.resolve(ticket, "Done", by=house.ben, now=NOW + 3 * MINUTE)
    ends = Ticket.objects.get(pk=ticket.pk).closes_at
    word(ticket, CELINA, "It is not fixed.", 4)
    assert last(ticket) == ("remarked", Status.RESOLVED)
    assert (ticket.spoken_at, ticket.closes_at) == (None, ends)
    actions.confirm(ticket, by=house.cyryl, now=NOW + 5 * MINUTE)
    word(ticket, CELINA, "It came back.", 6)
    assert last(ticket) == ("remarked", Status.CLOSED)


def test_whose_role_was_lowered_only_remarks_too(house: World, ticket: Ticket) -> None:
    actions.follow(ticket, house.cora, by=house.ben, now=NOW)
    actions.ask(ticket, "Which basket?", by=house.ben, now=NOW + MINUTE)
    place = Membership.objects.active().filter(customer=ticket.customer)
    place.filter(user__in=[house.cyryl, house.cora]).update(role=CustomerRole.READER)
    word(ticket, "cyryl@shop.example", "The reporter, who only looks now", 2)
    assert last(ticket) == ("remarked", Status.WAITING)
    word(ticket, "cora@shop.example", "A follower, who only looks now", 3)
    assert last(ticket) == ("remarked", Status.WAITING)
    place.filter(user=house.cyryl).update(role=CustomerRole.REQUESTER)
    word(ticket, "cyryl@shop.example", "The blue one", 6)
    assert last(ticket) == ("replied", Status.OPEN)


def test_a_report_of_a_reader_waits_until_somebody_takes_it_and_counts_from_when_it_came(house: World) -> None:
    door(house)
    raw = mail(sender=CELINA)
    found = lie(raw, BOX, NOW)
    assert (found.outcome, found.reason, found.ticket) == (Outcome.UNVERIFIED, "reader", None)
    assert RawMail.objects.to_decide().filter(pk=found.pk).exists()
    taken = take_as_report(found, read(raw), house.customers["SHOP"], by=house.ben, now=NOW + 9 * MINUTE)
    assert taken.ticket is not None
    assert taken.ticket.reported_at == NOW


def test_a_colleague_who_only_looks_answers_nobody(house: World, ticket: Ticket, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = (OURS,)
    from_auditor = {"Authentication_Results": proven()}
    found = word(ticket, house.ada.email, "We are on it.", 1, **from_auditor)
    assert (found.outcome, found.reason, last(ticket)[0]) == (Outcome.UNVERIFIED, "auditor", "reported")
    raw = mail(sender=house.ada.email, text="We are on it.", In_Reply_To=marked(ticket))
    take_as_word(found, read(raw), by=house.ben, now=NOW + MINUTE)  # type: ignore[arg-type]
    assert last(ticket) == ("noted", Status.NEW)


def test_the_reporter_is_told_what_a_colleague_of_theirs_wrote_and_not_what_they_wrote(
    house: World, ticket: Ticket
) -> None:
    to_cyryl = mails().filter(address="cyryl@shop.example", notice__code="replied")
    word(ticket, "cyryl@shop.example", "More", 1)
    assert not to_cyryl.exists()
    word(ticket, "cora@shop.example", "And I have it too.", 2)
    assert ["And I have it too." in one.text for one in to_cyryl] == [True]
