"""Work has begun: the moment that some contracts time, written down by whoever begins."""

from datetime import timedelta

import pytest
from amending import amend
from service import START

from gwarant.demo.cast import World
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import MoveNotAllowed

TIMED = """
clocks: {beginning: {stop: work_started}}
targets: {serious: {beginning: [2h, around_the_clock]}}
"""
LATER = START + timedelta(minutes=30)
pytestmark = pytest.mark.usefixtures("engine")


def report(house: World) -> Ticket:
    told = {"title": "Orders fail", "text": "x", "class_id": "serious", "service": house.services["SHOP", "shop"]}
    return actions.report(house.customers["SHOP"], by=house.cyryl, now=START, **told)


def test_the_clock_of_the_beginning_stops_when_work_begins(house: World):
    amend(house, "SHOP", START.date(), START - timedelta(days=3), TIMED)
    ticket = actions.begin_work(report(house), "The logs first.", by=house.ben, now=LATER)
    clock = ticket.clocks.get(clock="beginning")
    assert (clock.verdict, clock.stopped_at) == ("met", LATER)


def test_the_customer_is_told_and_the_ticket_stands_as_before(house: World):
    ticket = actions.begin_work(report(house), "The logs first.", by=house.ben, now=LATER)
    assert ticket.status == Status.NEW
    assert Notice.objects.get(code="begun", user=house.cyryl).facts["text"] == "The logs first."


def test_work_on_a_closed_ticket_does_not_begin(house: World):
    ticket = actions.close(report(house), "Never mind.", by=house.cyryl, now=LATER)
    with pytest.raises(MoveNotAllowed):
        actions.begin_work(ticket, "x", by=house.ben, now=LATER + timedelta(minutes=1))
