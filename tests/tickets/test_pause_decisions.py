"""Consent to a pause: nobody loses their say because the house was quick."""

from datetime import timedelta

import pytest
from service import START

from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.actions.pausing import undecided_pause
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.problem import NotAPause


@pytest.fixture
def paused(house: World, engine: None) -> Ticket:
    given = {"title": "t", "text": "x", "class_id": "ordinary", "service": house.services["SHOP", "shop"]}
    ticket = actions.report(house.customers["SHOP"], by=house.cora, now=START, **given)
    actions.reply(ticket, "y", by=house.ben, now=START + timedelta(minutes=30))
    return actions.pause(ticket, "force_majeure", "flood", by=house.ben, now=START + timedelta(hours=1))


def test_a_resolution_does_not_take_the_decision_away(house: World, paused: Ticket) -> None:
    late = START + timedelta(days=40)
    ticket = actions.resolve(paused, "y", by=house.ben, now=late)
    assert ticket.clocks.get(clock="resolution").verdict != "breached"
    ticket = actions.decide_pause(ticket, False, by=house.cora, now=late + timedelta(hours=1))
    assert ticket.clocks.get(clock="resolution").verdict == "breached"


def test_a_pause_is_decided_once_and_not_after_the_end(house: World, paused: Ticket) -> None:
    ticket = actions.decide_pause(paused, True, by=house.cora, now=START + timedelta(hours=2))
    with pytest.raises(NotAPause):
        actions.decide_pause(ticket, False, by=house.cora, now=START + timedelta(hours=3))


def test_another_pause_does_not_hide_the_one_that_waits(house: World, paused: Ticket) -> None:
    ticket = actions.pause(paused, "third_party", "link", by=house.ben, now=START + timedelta(hours=2))
    asked = undecided_pause(log_of(ticket))
    assert asked is not None
    assert asked.reason == "force_majeure"


def test_a_closed_ticket_asks_for_no_decision(house: World, paused: Ticket) -> None:
    closed = actions.close(paused, "z", by=house.cora, now=START + timedelta(days=1))
    assert undecided_pause(log_of(closed)) is None
