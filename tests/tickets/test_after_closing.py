"""What a customer writes about a closed ticket is never lost in silence: it waits for us until somebody decides."""

from datetime import timedelta

import pytest
from service import START

from gwarant.demo.cast import World
from gwarant.engine import closings
from gwarant.notify.models import Notice
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import actions
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import NothingSaid, TooLate
from gwarant.tickets.recompute import check

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OVER = START + 2 * HOUR


@pytest.fixture
def closed(house: World, engine: None) -> Ticket:
    place = {"service": house.services["SHOP", "shop"], "class_id": "ordinary"}
    ticket = actions.report(house.customers["SHOP"], title="t", text="x", by=house.cora, now=START, **place)
    ticket = actions.resolve(ticket, "Repaired", by=house.ben, now=START + HOUR)
    return actions.confirm(ticket, by=house.cora, now=OVER)


def written(ticket: Ticket, house: World, at: timedelta = DAY) -> Ticket:
    return actions.reply(ticket, "It is back", by=house.cora, now=OVER + at)


def test_a_word_about_a_closed_ticket_waits_for_the_house_and_its_writer_is_told(house: World, closed: Ticket) -> None:
    assert closed.spoken_at is None
    ticket = written(closed, house)
    assert (ticket.status, ticket.spoken_at) == (Status.CLOSED, OVER + DAY)
    assert ticket in Ticket.objects.to_be_done()
    assert check().differences == ()
    told = dict(Notice.objects.filter(created_at=OVER + DAY).values_list("code", "user__email"))
    assert told["heard_after_closing"] == house.cora.email
    assert told["wrote_after_closing"] == house.ben.email


def test_it_is_opened_again_from_the_word_on(house: World, closed: Ticket) -> None:
    ticket = written(closed, house)
    word = ticket.events.get(kind=Kind.REPLIED).number
    ticket = actions.take_as_refusal(ticket, word, "We look", by=house.ben, now=OVER + 2 * DAY)
    last = ticket.events.last()
    assert (ticket.status, ticket.spoken_at, last.kind, last.at) == (Status.OPEN, None, Kind.REOPENED, OVER + DAY)
    assert ticket.clocks.filter(clock="resolution").latest("cycle").verdict == "pending"
    assert Notice.objects.filter(code="opened_again", user=house.cora).count() == 1
    assert check().differences == ()


def test_an_answer_of_ours_or_why_nothing_is_to_be_done_ends_the_wait(house: World, closed: Ticket) -> None:
    ticket = actions.reply(written(closed, house), "Gladly", by=house.ben, now=OVER + DAY + HOUR)
    assert ticket.spoken_at is None
    ticket = actions.reply(written(ticket, house, 2 * DAY), "And once more", by=house.cora, now=OVER + 3 * DAY)
    assert ticket.spoken_at == OVER + 3 * DAY
    ticket = actions.lay_words_aside(ticket, "They say thanks", by=house.ben, now=OVER + 3 * DAY + HOUR)
    assert (ticket.status, ticket.spoken_at) == (Status.CLOSED, None)
    assert not ticket.messages.get(body="They say thanks").is_public
    with pytest.raises(NothingSaid):
        actions.lay_words_aside(ticket, "Once more", by=house.ben, now=OVER + 4 * DAY)


def test_what_was_written_too_late_opens_nothing_again(house: World, closed: Ticket) -> None:
    ticket = written(closed, house, 400 * DAY)
    with pytest.raises(TooLate):
        actions.take_as_refusal(ticket, ticket.events_count, "", by=house.ben, now=OVER + 401 * DAY)


def test_a_word_between_the_end_of_silence_and_the_round_that_closes_waits_too(house: World, engine: None) -> None:
    place = {"service": house.services["SHOP", "shop"], "class_id": "ordinary"}
    ticket = actions.report(house.customers["SHOP"], title="t", text="x", by=house.cora, now=START, **place)
    ticket = actions.resolve(ticket, "Repaired", by=house.ben, now=START + HOUR)
    assert ticket.closes_at
    late = ticket.closes_at + timedelta(seconds=1)
    actions.reply(ticket, "It is back", by=house.cora, now=late)
    closings.run_once(late + HOUR)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.status, ticket.spoken_at) == (Status.CLOSED, late)
