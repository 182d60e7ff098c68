"""What stands in the way of an action is looked at when nobody else can change the ticket any more."""

from datetime import timedelta

import pytest
from service import START

from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.problem import Changed, Unfit

pytestmark = pytest.mark.usefixtures("engine")
LATER = START + timedelta(minutes=5)


@pytest.fixture
def ticket(house: World) -> Ticket:
    told = {"title": "Orders fail", "text": "x", "class_id": "serious", "service": house.services["SHOP", "shop"]}
    return actions.report(house.customers["SHOP"], by=house.cyryl, now=START, **told)


def refused(log: Log) -> None:
    raise Unfit("no")


def test_what_a_customer_cannot_see_is_in_no_way_of_theirs(house: World, ticket: Ticket):
    actions.note(ticket, "A key ran out.", by=house.ben, now=LATER)
    actions.assign(ticket, house.ben, by=house.alice, now=LATER)
    actions.reply(ticket, "Any news?", by=house.cora, seen=1, now=LATER)
    assert ticket.events.count() == 4


def test_of_what_happened_meanwhile_a_customer_is_told_what_they_may_see(house: World, ticket: Ticket):
    actions.note(ticket, "A key ran out.", by=house.ben, now=LATER)
    actions.reply(ticket, "We look at it.", by=house.ben, now=LATER)
    with pytest.raises(Changed) as told:
        actions.reply(ticket, "Any news?", by=house.cora, seen=1, now=LATER)
    assert [one.kind for one in told.value.since] == ["replied"]


def test_a_note_of_a_colleague_is_news_to_the_house(house: World, ticket: Ticket):
    actions.note(ticket, "A key ran out.", by=house.ben, now=LATER)
    with pytest.raises(Changed):
        actions.reply(ticket, "We look at it.", by=house.alice, seen=1, now=LATER)


def test_whether_it_fits_is_asked_of_the_ticket_as_it_is_held(house: World, ticket: Ticket):
    seen: list[Log] = []
    actions.acknowledge(Ticket.objects.get(pk=ticket.pk), by=house.alice, now=LATER)
    actions.reply(ticket, "We look at it.", by=house.ben, fits=seen.append, now=LATER)
    (log,) = seen
    assert ([one.kind for one in log.events], log.ticket.assignee) == (["reported", "acknowledged"], house.alice)


def test_what_does_not_fit_changes_nothing(house: World, ticket: Ticket):
    with pytest.raises(Unfit):
        actions.resolve(ticket, "Fixed.", by=house.ben, fits=refused, now=LATER)
    assert ticket.events.count() == 1


def test_who_has_not_seen_the_latest_is_told_that_first(house: World, ticket: Ticket):
    actions.reply(ticket, "We look at it.", by=house.alice, now=LATER)
    with pytest.raises(Changed):
        actions.resolve(ticket, "Fixed.", by=house.ben, seen=1, fits=refused, now=LATER)


def test_a_form_that_comes_again_is_not_asked_whether_it_fits(house: World, ticket: Ticket):
    actions.resolve(ticket, "Fixed.", by=house.ben, key="k", now=LATER)
    actions.resolve(ticket, "Fixed.", by=house.ben, key="k", fits=refused, now=LATER)
    assert [one.kind for one in ticket.events.all()] == ["reported", "assigned", "resolved"]
