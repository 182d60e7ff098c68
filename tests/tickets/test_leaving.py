"""Whoever leaves hands on what is open: to whom, and that it stands on each ticket's record."""

from datetime import timedelta

import pytest
from letters_out import mails
from service import START

from gwarant.accounts.actions import change_role
from gwarant.accounts.models import StaffRole, User
from gwarant.accounts.refusals import LastOwner
from gwarant.customers.models import Membership
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

LATER = START + timedelta(hours=1)


@pytest.fixture(autouse=True)
def everything(engine: None) -> None:
    """The tests see all rows."""


def in_hands(world: World, person: User, key: str = "SHOP") -> Ticket:
    """A ticket that the person took."""
    by = {"SHOP": world.cyryl, "CLINIC": world.zenon}[key]
    told = {"title": "Slow", "text": "…", "class_id": "ordinary"}
    ticket = actions.report(world.customers[key], by=by, now=START, **told)
    return actions.acknowledge(ticket, by=person, now=START + timedelta(minutes=5))


def holder(ticket: Ticket) -> User | None:
    return Ticket.objects.get(pk=ticket.pk).assignee


def test_the_tickets_of_a_leaver_go_to_somebody_and_each_record_says_so(house: World) -> None:
    tickets = [in_hands(house, house.ben), in_hands(house, house.ben, "CLINIC")]
    actions.let_go(house.ben, house.dorota, by=house.olga, now=LATER)
    for one in tickets:
        last = one.events.order_by("-number")[0]
        assert (holder(one), last.actor, last.at) == (house.dorota, house.olga, LATER)
    assert mails().filter(address="dorota@house.example", payload__subject__icontains="Slow").count() == 2
    house.ben.refresh_from_db()
    assert not house.ben.is_active


def test_they_go_back_to_the_caretaker_of_each_customer_or_the_deputy_in_their_place(house: World) -> None:
    ticket = in_hands(house, house.dorota)
    actions.hand_over(house.dorota, "caretaker", by=house.olga, now=LATER)
    assert holder(ticket) == house.alice
    actions.let_go(house.alice, "caretaker", by=house.olga, now=LATER + timedelta(minutes=1))
    assert holder(ticket) == house.ben


def test_nobody_may_have_them_too(house: World) -> None:
    ticket = in_hands(house, house.ben)
    actions.let_go(house.ben, None, by=house.olga, now=LATER)
    assert holder(ticket) is None


def test_what_is_closed_stays_and_what_may_come_back_is_handed_on(house: World) -> None:
    closed, resolved = in_hands(house, house.ben), in_hands(house, house.ben)
    actions.close(closed, "Nothing to do.", by=house.cyryl, now=LATER)
    actions.resolve(resolved, "Done.", by=house.ben, now=LATER)
    assert [one.key for one in actions.in_hand(house.ben)] == [resolved.key]
    actions.let_go(house.ben, house.dorota, by=house.olga, now=LATER + timedelta(minutes=1))
    assert (holder(closed), holder(resolved)) == (house.ben, house.dorota)


def test_whoever_cannot_leave_hands_nothing_on(house: World) -> None:
    ticket = in_hands(house, house.olga)
    before = ticket.events.count()
    with pytest.raises(LastOwner):
        actions.let_go(house.olga, house.ben, by=house.olga, now=LATER)
    assert (holder(ticket), ticket.events.count()) == (house.olga, before)


def test_whoever_takes_the_ticket_of_a_leaver_has_it(house: World) -> None:
    left, turned, kept = in_hands(house, house.ben), in_hands(house, house.dorota), in_hands(house, house.alice)
    User.objects.filter(pk=house.ben.pk).update(is_active=False)
    change_role(house.dorota, StaffRole.AUDITOR)
    for one in (left, turned, kept):
        actions.acknowledge(one, by=house.marek, now=LATER)
    assert [holder(one) for one in (left, turned, kept)] == [house.marek, house.marek, house.alice]


def test_the_administrators_hear_which_reports_a_colleague_left_behind(house: World) -> None:
    ticket = in_hands(house, house.ben)
    place = Membership.objects.get(user=house.cyryl)
    assert [one.key for one in actions.reported_by(place)] == [ticket.key]
    actions.let_go_of_client(place, by=house.olga, now=LATER)
    told = mails().get(address="cora@shop.example", payload__subject__icontains="Cyryl Cichy")
    assert ticket.key in told.text


def test_who_leaves_nothing_open_makes_no_noise(house: World) -> None:
    actions.let_go_of_client(Membership.objects.get(user=house.celina), by=house.olga, now=LATER)
    assert not mails().filter(address="cora@shop.example", payload__subject__icontains="Celina").exists()
