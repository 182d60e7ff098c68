"""A clock waits for the customer only while they are asked, and as long as they are asked they can answer."""

from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service import START

from gwarant.demo.cast import World
from gwarant.sla.clocks.codes import PAUSE
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import ClockState, Reading, SegmentKind
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.terms import Terms
from gwarant.tickets import actions
from gwarant.tickets.lifecycle import MOVES, WHETHER, is_allowed, status_of
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import NotAPause
from gwarant.tickets.recompute import check, write_anew
from gwarant.tickets.waiting import asked_now, begins_with_question, waits_for_customer

WORDING = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 1000}
calendars: {always: {week: "Mon-Sun 00:00-24:00"}}
classes: [{id: critical}, {id: serious}]
clocks:
  - {id: response, stop: first_human_reply}
  - {id: restore, stop: service_restored}
  - {id: fix, stop: fix_accepted, acceptance: {deemed_after: 2wd, on_reject: resume_from_delivery}}
targets:
  critical: {response: [15m, always], restore: [4h, always], fix: [40h, always]}
  serious: {response: [1h, always], fix: [90h, always]}
pauses:
  - {id: waiting, start: question_sent, stop: client_reply, applies: [restore, fix]}
  - {id: reached, start: question_sent, stop: contact, applies: [fix]}
  - {id: unreachable, start: second_attempt, stop: contact, applies: [restore, fix]}
  - {id: supplier, start: declared, stop: upstream_resolved, applies: [fix]}
"""
REASONS = ("", "waiting", "unreachable")
PEOPLE = (Role.CUSTOMER, Role.PROVIDER)
DONE_BY_PEOPLE = sorted(kind for kind in MOVES if kind is not Kind.REPORTED)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(DONE_BY_PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(["", "waiting", "unreachable"])
    ),
    max_size=14,
)


@cache
def terms() -> Terms:
    return Terms(resolve(parse(WORDING).required()))


def add(events: list[TicketEvent], kind: Kind, by: Role, reason: str = "") -> None:
    """One more event, an hour later."""
    at = 1_780_000_000 + 3600 * len(events)
    fields = {"class_": "critical"} if kind in (Kind.REPORTED, Kind.CLASSIFIED) else {}
    fields |= {"reason": reason} if kind in (Kind.PAUSED, Kind.ASKED) else {}
    fields |= {"reason": "spam", "person": "p", "channel": "email"} if kind in WHETHER else {}
    fields |= {"approved": False} if kind is Kind.PAUSE_DECIDED else {}
    fields |= {"channel": "email"} if kind is Kind.REPORTED else {}
    events.append(TicketEvent(id=f"e{len(events):03}", at=at, received=at, ticket="T-1", kind=kind, by=by, **fields))


def may_do(kind: Kind, status: Status, by: Role, reason: str) -> bool:
    """What an action would do: of pauses only those are declared that begin with no question."""
    if kind is Kind.PAUSED:
        found = next((one for one in terms().contract.pauses if one.id == reason), None)
        if found is None or begins_with_question(found):
            return False
    return is_allowed(kind, status, by)


def played(steps: list[tuple[Kind, Role, str]]) -> tuple[list[TicketEvent], Status]:
    """The events of those steps that can be done, and where they lead."""
    events, status = [], Status.NEW
    add(events, Kind.REPORTED, Role.CUSTOMER)
    for kind, by, reason in steps:
        if may_do(kind, status, by, reason):
            add(events, kind, by, reason)
            status = status_of(events)
    return events, status


def waiting_for_customer(events: list[TicketEvent]) -> list[Reading]:
    """The clocks that stand still now until the customer says something."""
    reasons = {PAUSE(reason=one.id, label=one.label) for one in terms().contract.pauses if waits_for_customer(one)}
    readings = read_clocks(tickets_of(events)[0], terms(), events[-1].at + 60)
    still = [one for one in readings if one.state is ClockState.PAUSED and one.segments]
    return [one for one in still if one.segments[-1].kind is SegmentKind.PAUSED and one.segments[-1].why in reasons]


@given(STEPS)
def test_a_clock_waits_for_the_customer_only_while_they_see_a_question(steps: list[tuple[Kind, Role, str]]) -> None:
    events, status = played(steps)
    if waiting_for_customer(events):
        assert asked_now(events, terms().contract)
        assert status in (Status.NEW, Status.OPEN, Status.WAITING)


@given(STEPS)
def test_what_they_are_asked_they_can_answer_and_the_answer_starts_the_clocks(
    steps: list[tuple[Kind, Role, str]],
) -> None:
    events, status = played(steps)
    if asked_now(events, terms().contract):
        assert is_allowed(Kind.REPLIED, status, Role.CUSTOMER)
        add(events, Kind.REPLIED, Role.CUSTOMER)
        assert asked_now(events, terms().contract) == []
        assert waiting_for_customer(events) == []


@given(STEPS)
def test_a_ticket_waits_exactly_while_a_question_stands(steps: list[tuple[Kind, Role, str]]) -> None:
    events, status = played(steps)
    assert (status is Status.WAITING) == bool(asked_now(events, None))


@pytest.fixture
def asked(house: World, engine: None) -> Ticket:
    given = {"title": "t", "text": "x", "class_id": "serious", "service": house.services["CLINIC", "booking"]}
    ticket = actions.report(house.customers["CLINIC"], by=house.zoe, now=START, **given)
    return actions.ask(ticket, "Which browser?", by=house.ben, now=START + timedelta(hours=1))


def states(ticket: Ticket) -> tuple[str, str]:
    return ticket.status, ticket.clocks.get(clock="resolution").state


def test_neither_a_call_nor_taking_nor_a_workaround_takes_the_question_away(house: World, asked: Ticket) -> None:
    later = START + timedelta(hours=2)
    ticket = actions.call(asked, "No answer yet", by=house.ben, now=later)
    ticket = actions.acknowledge(ticket, by=house.ben, now=later)
    ticket = actions.restore(ticket, "Use the other one", by=house.ben, now=later)
    assert states(ticket) == (Status.WAITING, "paused")
    ticket = actions.reply(ticket, "Firefox", by=house.zoe, now=later)
    assert states(ticket) == (Status.OPEN, "running")


def test_the_house_takes_the_question_back(house: World, asked: Ticket) -> None:
    ticket = actions.end_pause(asked, by=house.ben, now=START + timedelta(hours=2))
    assert states(ticket) == (Status.OPEN, "running")


def test_a_pause_that_begins_with_a_question_is_not_declared(house: World, asked: Ticket) -> None:
    with pytest.raises(NotAPause, match="begins with a question"):
        actions.pause(asked, "waiting_client", "mail", by=house.ben, now=START + timedelta(hours=2))


def test_a_ticket_that_an_earlier_release_let_go_on_waits_again(house: World, asked: Ticket) -> None:
    Ticket.objects.filter(pk=asked.pk).update(status=Status.OPEN)
    assert [one.where for one in check().differences] == ["status"]
    write_anew(START + timedelta(hours=2))
    assert check().differences == ()
