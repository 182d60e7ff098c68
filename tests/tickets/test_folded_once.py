"""A verb reads what happened to its ticket once, whatever follows from it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from service import START

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.demo.cast import World
from gwarant.tickets import actions, standing
from gwarant.tickets.clocks import HORIZON
from gwarant.tickets.evidence import stamp
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.standing import standing_of

pytestmark = pytest.mark.usefixtures("engine")
READS_EVENTS = 'FROM "tickets_ticketevent"'
BY_KEY = 'WHERE "tickets_ticketevent"."key"'  # whether a form came before
Verb = Callable[..., Ticket]


def report(house: World) -> Ticket:
    place = house.services["SHOP", "shop"]
    told = {"title": "Orders fail", "text": "The page says 500.", "class_id": "serious"}
    return actions.report(house.customers["SHOP"], **told, service=place, by=house.cora, now=START)


def reads(verb: Callable[[], Any]) -> tuple[int, list[str]]:
    """How often the events were read, and every statement."""
    with CaptureQueriesContext(connection) as asked:
        verb()
    told = [one["sql"] for one in asked.captured_queries]
    return sum(READS_EVENTS in one and BY_KEY not in one for one in told), told


def test_a_report_reads_no_event_back(house: World):
    assert reads(lambda: report(house))[0] == 0


def test_a_report_takes_fifteen_statements_at_most(house: World):
    house.customers["SHOP"] = Customer.objects.get(key="SHOP")  # as a page finds it
    told = reads(lambda: report(house))[1]
    work = [one for one in told if not one.startswith(("SAVEPOINT", "RELEASE"))]
    assert len(work) <= 15, "\n".join(one[:90] for one in work)


def test_a_report_asks_its_customer_for_a_number_in_one_statement(house: World):
    told = reads(lambda: report(house))[1]
    assert len([one for one in told if "customers_customer" in one and "next_ticket" in one and "UPDATE" in one]) == 1


VERBS: dict[str, Callable[[Ticket, User], dict[str, Any]]] = {
    "acknowledge": lambda ticket, ben: {},
    "reply": lambda ticket, ben: {"text": "We look at it."},
    "ask": lambda ticket, ben: {"text": "Since when?"},
    "note": lambda ticket, ben: {"text": "A key ran out."},
    "call": lambda ticket, ben: {"text": "Cora said yes."},
    "classify": lambda ticket, ben: {"class_id": "ordinary"},
    "assign": lambda ticket, ben: {"to": ben},
    "restore": lambda ticket, ben: {"text": "By hand for now."},
    "resolve": lambda ticket, ben: {"text": "A new key."},
}


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_reads_the_events_once(house: World, name: str):
    ticket = report(house)
    verb: Verb = getattr(actions, name)
    later = START + timedelta(minutes=5)
    assert reads(lambda: verb(ticket, **VERBS[name](ticket, house.ben), by=house.ben, now=later))[0] == 1


STILL = ("ask", "resolve")  # a clock stands still then: its next threshold is looked for far ahead


@pytest.mark.parametrize("name", ["report", *VERBS])
def test_a_verb_folds_once_and_once_more_far_ahead_where_a_clock_stands_still(
    house: World, name: str, monkeypatch: pytest.MonkeyPatch
):
    ticket = None if name == "report" else report(house)
    at, folded, fold = START + timedelta(minutes=5), list[int](), standing.read_clocks

    def watched(own: Any, terms: Any, as_of: int) -> Any:
        folded.append(as_of)
        return fold(own, terms, as_of)

    monkeypatch.setattr(standing, "read_clocks", watched)
    if ticket is None:
        at = START
        report(house)
    else:
        verb: Verb = getattr(actions, name)
        verb(ticket, **VERBS[name](ticket, house.ben), by=house.ben, now=at)
    assert folded == [stamp(at), *([stamp(at + HORIZON)] if name in STILL else [])]


def test_the_ticket_that_a_verb_gives_back_reads_its_events_anew(house: World):
    ticket = report(house)
    actions.reply(ticket, "We look at it.", by=house.ben, now=START + timedelta(minutes=5))
    assert len(standing_of(log_of(ticket), START + timedelta(minutes=6)).events) == 3


def test_a_ticket_stands_as_its_columns_say(house: World):
    ticket = actions.resolve(report(house), "A new key.", by=house.ben, now=START + timedelta(minutes=5))
    stands = standing_of(log_of(ticket), START + timedelta(minutes=5))
    assert (stands.silence.closes_at, stands.silence.spoken_at) == (ticket.closes_at, ticket.spoken_at)
    kept = {(one.clock, one.cycle, one.link, one.verdict) for one in ticket.clocks.all()}
    assert {(one.clock, one.cycle, one.link, one.verdict.value) for one in stands.readings} == kept


def test_nobody_is_told_of_a_class_that_was_set_already(house: World):
    ticket = report(house)
    told = reads(lambda: actions.classify(ticket, "serious", by=house.ben, now=START + timedelta(minutes=5)))[1]
    assert not [one for one in told if "notify_" in one]
