"""The law of the record: what the events of a ticket tell is what its row says, whatever was done to it."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from service import START

from gwarant.accounts.models import User
from gwarant.customers.actions import who_writes
from gwarant.customers.models import Membership
from gwarant.demo.build import tell_stories
from gwarant.demo.cast import CLIENTS, World
from gwarant.ledger.models import Row
from gwarant.tickets import actions
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Message, Ticket, TicketEvent
from gwarant.tickets.problem import TicketProblem
from gwarant.tickets.recompute import check, write_anew
from gwarant.tickets.replay import columns, replayed, wording_told
from gwarant.tickets.silence import Silence

pytestmark = pytest.mark.usefixtures("engine")
STEPS, HISTORIES = 12, 12
Verb = Callable[..., Ticket]


def report(house: World, **more: Any) -> Ticket:
    place = house.services["SHOP", "shop"]
    told = {"title": "Orders fail", "text": "The page says 500.", "class_id": "serious", "service": place}
    return actions.report(house.customers["SHOP"], **{"by": house.cyryl, "now": START, **told, **more})


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def assert_told(ticket: Ticket) -> None:
    own = log_of(fresh(ticket))
    told = replayed(own.events)
    assert told == columns(own.ticket)
    assert wording_told(own, told) == own.ticket.version_id


def test_whoever_comes_second_may_have_read_the_clock_first(house: World) -> None:
    """As of two engines, of which one works through many messages."""
    ticket = report(house, now=START + timedelta(seconds=18))
    actions.reply(ticket, "More", by=house.cora, now=START)
    assert_told(ticket)


def chosen(house: World, dice: random.Random) -> tuple[str, dict[str, Any], User]:
    """A verb with what it needs, and whoever does it."""
    ours, theirs = dice.choice([house.ben, house.alice, house.dorota]), dice.choice([house.cora, house.cyryl])
    by_us: dict[str, dict[str, Any]] = {
        "acknowledge": {},
        "reply": {"text": "We look at it."},
        "note": {"text": "A key ran out."},
        "call": {"text": "They said yes."},
        "ask": {"text": "Since when?"},
        "end_pause": {},
        "classify": {"class_id": dice.choice(["critical", "serious", "ordinary"])},
        "assign": {"to": dice.choice([None, house.ben, house.dorota])},
        "restore": {"text": "By hand."},
        "resolve": {"text": "A new key."},
        "recognise": {"person": house.cora},
        "dismiss": {"reason": "spam", "text": "An advertisement."},
        "ask_to_dismiss": {"reason": "spam", "text": "An advertisement."},
        "take_up": {},
        "attempt_call": {"text": "Nobody there."},
        "begin_work": {"text": "We have begun."},
        "pause": {"reason": "force_majeure", "evidence": "A flood."},
        "follow": {"who": dice.choice([house.cora, house.celina])},
        "unfollow": {"name": house.celina.opaque},
        "ask_whether_fixed": {"text": "Does it work?"},
        "lay_words_aside": {"text": "They say thanks."},
        "move": {"service": house.services["SHOP", dice.choice(["shop", "erp"])], "reason": "it was the other"},
    }
    by_them: dict[str, dict[str, Any]] = {
        "reply": {"text": "Any news?"},
        "confirm": {},
        "refuse": {"text": "It fails again."},
        "reopen": {"text": "Once more."},
        "close": {"text": "Never mind."},
        "take_up": {},
        "remark": {"text": "By the way."},
        "decide_pause": {"approved": dice.choice([True, False])},
    }
    table, by = (by_us, ours) if dice.random() < 0.65 else (by_them, theirs)
    name = dice.choice(sorted(table))
    return name, table[name], by


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_replaying_the_events_gives_the_row_after_whatever_people_did(house: World, seed: int):
    dice = random.Random(seed)
    at, done = START, 0
    kasia = who_writes(house.customers["SHOP"], email="kasia@shop.example", name="Kasia", now=at)
    ticket = report(house, **dice.choice([{"by": house.cyryl}, {"by": kasia, "channel": "email"}]))
    for _ in range(STEPS):
        at += timedelta(minutes=dice.randrange(1, 600))
        name, told, by = chosen(house, dice)
        verb: Verb = getattr(actions, name)
        try:
            verb(fresh(ticket), **told, by=by, now=at)
        except TicketProblem:
            continue
        assert_told(ticket)
        done += 1
    assert done >= 3


def test_each_column_is_replayed_or_folded_or_the_tickets_own_name():
    names = {one.name for one in Ticket._meta.concrete_fields}
    told = {one.removesuffix("_id") if one == "customer_id" else one for one in columns(Ticket(customer_id=1))}
    by_another_name = {"version": "contract", "correspondent": "reporter"}
    unknown = {one for one in names if by_another_name.get(one, one) not in told}
    assert unknown == {"id", "key", "due_at", *vars(Silence())}


def test_replaying_the_events_gives_every_row_of_a_month_of_the_demo(house: World):
    clients = CLIENTS[:2]
    a_month, now = {one.key: 6 for one in clients}, datetime(2026, 6, 20, 10, tzinfo=UTC)
    tell_stories(house, clients, date(2026, 5, 1), now, a_month, date(2026, 6, 8))
    tickets = list(Ticket.objects.all())
    assert len(tickets) > 5
    for one in tickets:
        assert_told(one)


@pytest.mark.parametrize("name", ["assignee", "reporter", "class_id", "status", "service", "version"])
def test_a_column_that_the_events_do_not_tell_is_found_and_mended(house: World, name: str):
    ticket = actions.acknowledge(report(house), by=house.dorota, now=START + timedelta(minutes=1))
    others = {"assignee": house.ben, "reporter": house.cora, "class_id": "ordinary", "status": "resolved"}
    Ticket.objects.filter(pk=ticket.pk).update(**{name: others.get(name)})
    found = {one.where for one in check().differences}
    assert found & {name, "contract"}
    write_anew(START + timedelta(minutes=2))
    assert check().differences == ()
    assert_told(ticket)


def test_the_title_is_words_of_the_report_and_stands_in_its_hash_alone(house: World):
    ticket = report(house)
    said = Message.objects.get(event__ticket=ticket)
    assert (said.title, said.words) == ("Orders fail", "Orders fail\n\nThe page says 500.")
    row = Row.objects.get(uid=said.event.uid)
    assert row.text_hash
    assert "Orders" not in row.line


def test_a_call_that_the_house_wrote_down_names_who_is_asked_about_it(house: World):
    ticket = report(house, by=house.ben, reporter=house.cora, channel="phone")
    event = ticket.events.get()
    assert (event.actor, event.reporter, event.channel) == (house.ben, house.cora.opaque, "phone")
    assert_told(ticket)


@pytest.mark.parametrize(("who", "channel"), [("ben", "desk"), ("cora", "portal")])
def test_what_nobody_says_otherwise_came_where_that_side_works(house: World, who: str, channel: str):
    ticket = report(house)
    actions.reply(ticket, "Hello.", by=house.people[who], now=START + timedelta(minutes=3))
    assert ticket.events.get(number=2).channel == channel


def test_the_channel_is_what_the_caller_says(house: World):
    ticket = report(house)
    actions.resolve(ticket, "Fixed.", by=house.ben, channel="email", now=START + timedelta(minutes=3))
    assert ticket.events.get(number=2).channel == "email"


def test_the_record_says_who_is_asked_when_a_reporter_leaves(house: World):
    ticket = report(house)
    actions.resolve(ticket, "Fixed.", by=house.ben, now=START + timedelta(minutes=5))
    before = fresh(ticket)
    place = Membership.objects.get(user=house.cyryl)
    actions.let_go_of_client(place, house.cora, by=house.cora, now=START + timedelta(hours=1))
    event = TicketEvent.objects.get(ticket=ticket, kind="left")
    assert (event.leaver, event.reporter, event.actor) == (house.cyryl.opaque, house.cora.opaque, house.cora)
    after = fresh(ticket)
    assert after.reporter == house.cora
    assert (after.status, after.closes_at, after.spoken_at) == (before.status, before.closes_at, None)
    assert_told(ticket)


def test_nobody_in_the_place_of_a_reporter_leaves_it_to_the_administrators(house: World):
    ticket = report(house)
    actions.let_go_of_client(Membership.objects.get(user=house.cyryl), by=house.olga, now=START + timedelta(hours=1))
    assert fresh(ticket).reporter is None
    assert_told(ticket)


def test_a_ticket_of_somebody_who_leaves_the_house_says_why_it_was_given_on(house: World):
    ticket = actions.acknowledge(report(house), by=house.ben, now=START + timedelta(minutes=5))
    actions.let_go(house.ben, house.dorota, by=house.olga, now=START + timedelta(hours=1))
    event = TicketEvent.objects.get(ticket=ticket, kind="assigned")
    assert (event.assignee, event.leaver) == (house.dorota.opaque, house.ben.opaque)
    assert_told(ticket)
