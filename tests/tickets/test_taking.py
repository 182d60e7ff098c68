"""Who answers a ticket that nobody has, or works on it, becomes its assignee, by an event of their own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from service import START

from gwarant.accounts.models import StaffRole
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.problem import Changed, NotAPause

pytestmark = pytest.mark.usefixtures("engine")
LATER = START + timedelta(minutes=5)
Verb = Callable[..., Ticket]
WORK: dict[str, dict[str, Any]] = {
    "reply": {"text": "We look at it."},
    "ask": {"text": "Since when?"},
    "quote": {"text": "Two hours."},
    "begin_work": {"text": "We begin."},
    "call": {"text": "Cora said yes."},
    "pause": {"reason": "unreachable", "evidence": "Rang twice."},
    "restore": {"text": "By hand for now."},
    "resolve": {"text": "A new key."},
}
NO_WORK: dict[str, dict[str, Any]] = {
    "note": {"text": "A key ran out."},
    "attempt_call": {},
    "classify": {"class_id": "ordinary"},
    "end_pause": {},
}


@pytest.fixture
def ticket(house: World) -> Ticket:
    place = house.services["SHOP", "shop"]
    told = {"title": "Orders fail", "text": "The page says 500.", "class_id": "serious", "service": place}
    return actions.report(house.customers["SHOP"], **told, by=house.cyryl, now=START)


def do(house: World, ticket: Ticket, verb: str, **more: Any) -> Ticket:
    act: Verb = getattr(actions, verb)
    return act(ticket, **{**WORK, **NO_WORK}[verb] | {"by": house.ben, "now": LATER, **more})


def events(ticket: Ticket) -> list[TicketEvent]:
    return list(ticket.events.order_by("number"))


def holder(ticket: Ticket) -> object:
    return Ticket.objects.get(pk=ticket.pk).assignee


@pytest.mark.parametrize("verb", WORK)
def test_whoever_works_on_it_first_takes_it(house: World, ticket: Ticket, verb: str):
    if verb == "pause":
        house_reason(ticket)
    do(house, ticket, verb)
    assert holder(ticket) == house.ben
    taken, done = events(ticket)[-2:]
    assert (taken.kind, taken.actor, taken.assignee, taken.at) == ("assigned", house.ben, house.ben.opaque, LATER)
    assert done.kind != "assigned"
    assert Row.objects.filter(uid=taken.uid).exists()


def house_reason(ticket: Ticket) -> None:
    """The reason that the contract of the cast knows."""
    from_list = [one.id for one in actions.pausing.declarable(ticket)]
    WORK["pause"]["reason"] = from_list[0]


@pytest.mark.parametrize("verb", NO_WORK)
def test_what_only_sorts_it_takes_nothing(house: World, ticket: Ticket, verb: str):
    do(house, ticket, verb)
    assert holder(ticket) is None
    assert "assigned" not in [one.kind for one in events(ticket)]


@pytest.mark.parametrize("verb", WORK)
def test_nobody_takes_it_from_somebody_who_may_act(house: World, ticket: Ticket, verb: str):
    if verb == "pause":
        house_reason(ticket)
    actions.assign(ticket, house.alice, by=house.dorota, now=START)
    do(house, ticket, verb)
    assert holder(ticket) == house.alice
    assert [one.kind for one in events(ticket)].count("assigned") == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"staff_role": StaffRole.AUDITOR}])
def test_who_may_act_no_more_holds_nothing(house: World, ticket: Ticket, change: dict[str, Any]):
    actions.assign(ticket, house.alice, by=house.dorota, now=START)
    for name, value in change.items():
        setattr(house.alice, name, value)
    house.alice.save()
    do(house, ticket, "reply")
    assert holder(ticket) == house.ben


def test_a_word_of_the_customer_takes_nothing(house: World, ticket: Ticket):
    do(house, ticket, "reply", by=house.cora)
    assert [one.kind for one in events(ticket)] == ["reported", "replied"]


def test_it_is_taken_once(house: World, ticket: Ticket):
    do(house, ticket, "reply")
    do(house, ticket, "resolve", by=house.dorota)
    assert [one.kind for one in events(ticket)] == ["reported", "assigned", "replied", "resolved"]
    assert holder(ticket) == house.ben


def test_a_form_that_comes_again_takes_nothing_again(house: World, ticket: Ticket):
    do(house, ticket, "reply", key="form")
    actions.assign(ticket, None, by=house.dorota, now=LATER)
    do(house, ticket, "reply", key="form")
    assert holder(ticket) is None


def test_who_came_second_takes_nothing(house: World, ticket: Ticket):
    do(house, ticket, "reply", by=house.cyryl)
    with pytest.raises(Changed):
        do(house, ticket, "reply", seen=1)
    assert holder(ticket) is None


def test_what_was_refused_took_nothing(house: World, ticket: Ticket):
    with pytest.raises(NotAPause):
        do(house, ticket, "pause", reason="no such reason")
    assert holder(ticket) is None
    assert len(events(ticket)) == 1


def test_taking_a_word_as_a_refusal_is_work(house: World, ticket: Ticket):
    do(house, ticket, "resolve")
    actions.assign(ticket, None, by=house.dorota, now=LATER)
    said = actions.reply(ticket, "Still broken", by=house.cyryl, now=LATER + timedelta(minutes=1))
    word = said.events_count
    actions.take_as_refusal(ticket, word, by=house.alice, now=LATER + timedelta(minutes=2))
    assert holder(ticket) == house.alice
