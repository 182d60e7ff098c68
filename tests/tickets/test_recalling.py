"""Messages that wait when their ticket is laid aside or their follower stops."""

from datetime import timedelta

import pytest
from letters_out import mails
from service import START

from gwarant.customers.actions import who_writes
from gwarant.customers.models import Correspondent
from gwarant.demo.cast import World
from gwarant.notify.models import DeliveryState
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("engine")
SOON = START + timedelta(minutes=5)
WAITING, WITHDRAWN = DeliveryState.QUEUED, DeliveryState.WITHDRAWN


def somebody(house: World) -> Correspondent:
    found = who_writes(house.customers["SHOP"], email="win@lottery.example", name="Lottery", now=START)
    assert isinstance(found, Correspondent)
    return found


def report(house: World, by: object) -> Ticket:
    told = {"title": "You won", "text": "x", "class_id": "serious", "service": house.services["SHOP", "shop"]}
    return actions.report(house.customers["SHOP"], by=by, channel="email", now=START, **told)


def states(ticket: Ticket) -> dict[tuple[str, str], str]:
    found = mails().filter(notice__ref=ticket.key).select_related("notice")
    return {(one.notice.code, one.address): one.state for one in found}


def test_what_is_laid_aside_takes_its_receipt_back_and_sends_it_once_it_is_a_report_again(house: World) -> None:
    ticket, other = report(house, somebody(house)), report(house, house.cora)
    receipt, news = ("received", "win@lottery.example"), ("reported", house.alice.email)
    sent = mails().get(notice__ref=ticket.key, address=house.ben.email)
    mails().filter(pk=sent.pk).update(state=DeliveryState.SENT, sent_at=START, due_at=None)
    actions.dismiss(ticket, "spam", "An advertisement.", by=house.cora, now=SOON)
    told = states(ticket)
    assert (told[receipt], told[news]) == (WITHDRAWN, WITHDRAWN)
    assert told["reported", house.ben.email] == DeliveryState.SENT, "what a server has taken is out of reach"
    assert {state for (code, _), state in told.items() if code == "not_theirs"} == {WAITING}
    assert set(states(other).values()) == {WAITING}
    assert mails().get(notice__ref=ticket.key, address="win@lottery.example").went_wrong

    actions.take_up(Ticket.objects.get(pk=ticket.pk), by=house.ben, now=SOON + timedelta(minutes=1))
    own = mails().get(notice__ref=ticket.key, address="win@lottery.example")
    assert (own.state, own.due_at, own.failure) == (WAITING, SOON + timedelta(minutes=1), "")


def test_whoever_stops_following_gets_nothing_that_waited_for_them_as_a_follower(house: World) -> None:
    ticket, alone = report(house, house.cora), somebody(house)
    for who in (house.cyryl, house.celina, alone):
        actions.follow(ticket, who, by=house.cora, now=START)
    actions.reply(Ticket.objects.get(pk=ticket.pk), "A secret.", by=house.ben, now=SOON)
    for name in (house.cyryl.opaque, alone.opaque):
        actions.unfollow(Ticket.objects.get(pk=ticket.pk), name, by=house.cora, now=SOON)
    told = {to: state for (code, to), state in states(ticket).items() if code == "replied"}
    assert told == {
        house.cyryl.email: WITHDRAWN,
        alone.email: WITHDRAWN,
        house.celina.email: WAITING,
        house.cora.email: WAITING,
    }
