"""What the mails about a ticket say, and that they say it by what a clock waits for, not by its name."""

from datetime import timedelta

import pytest
from letters_out import mails
from service import START

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Customer
from gwarant.database.scope import customer_scope, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

STILL = "the clocks that depend on you are paused"
RENAMED = """
clocks:
  response: null
  hello: {label: First words, start: reported, stop: first_human_reply}
targets:
  critical: {response: null, hello: [1h, office]}
  serious: {response: null, hello: [2h, office]}
  ordinary: {response: null, hello: [4h, office]}
  change: {response: null, hello: [1wd, office]}
"""
UNPAUSED = """
pauses: {waiting_client: null}
"""


def agreed(world: World, more: str) -> None:
    """Another contract of the university, with something changed, in force before anything is reported."""
    uni, marek, ula = world.customers["UNI"], world.marek, world.ula
    text = ContractVersion.objects.get(customer=uni).text.replace("UNI-2026-01", "UNI-C2") + more
    told = {"number": "UNI-C2", "package": "business", "title": "Other", "text": text, "by": marek}
    draft = contracts.start_contract(uni, now=START - timedelta(days=9), **told)
    offered = contracts.offer(draft, by=marek, now=START - timedelta(days=8))
    with scoped(customer_scope(ula.pk, [uni.pk])):
        contracts.accept(offered, by=ula, fingerprint=offered.fingerprint, now=START - timedelta(days=7))


def reported(world: World, class_id: str = "ordinary") -> Ticket:
    uni: Customer = world.customers["UNI"]
    told = {"title": "Late", "text": "…", "class_id": class_id, "service": world.services["UNI", "enrol"]}
    return actions.report(uni, by=world.ula, now=START, **told)


def last_mail(to: str = "ula@uni.example") -> str:
    return mails().filter(address=to).order_by("-pk")[0].text


@pytest.fixture(autouse=True)
def everything(engine: None) -> None:
    """The tests see all rows."""


def test_a_quote_does_not_say_that_clocks_stand_still(house: World) -> None:
    ticket = reported(house, "change")
    actions.quote(ticket, "14 hours.", by=house.ben, now=START + timedelta(hours=1))
    mail = last_mail()
    assert "14 hours." in mail
    assert "sends you a quote" in mail
    assert STILL not in mail


def test_a_question_says_that_clocks_stand_still_where_the_contract_lets_them(house: World) -> None:
    actions.ask(reported(house), "Which browser?", by=house.ben, now=START + timedelta(hours=1))
    assert STILL in last_mail()


def test_a_question_says_nothing_of_clocks_where_none_waits_for_the_answer(house: World) -> None:
    agreed(house, UNPAUSED)
    ticket = reported(house)
    assert ticket.version is not None
    actions.ask(ticket, "Which browser?", by=house.ben, now=START + timedelta(hours=1))
    assert STILL not in last_mail()


def test_a_question_without_a_contract_says_nothing_of_clocks(world: World) -> None:
    ticket = reported(world)
    actions.ask(ticket, "Which browser?", by=world.ben, now=START + timedelta(hours=1))
    assert STILL not in last_mail()


def test_the_first_answer_is_promised_whatever_the_contract_calls_its_clock(house: World) -> None:
    reported(house)
    assert "We answer by" in last_mail()
    agreed(house, RENAMED)
    ticket = reported(house)
    assert set(ticket.clocks.values_list("clock", flat=True)) >= {"hello"}
    assert "We answer by" in last_mail()


def test_another_clock_that_is_called_response_promises_no_answer(house: World) -> None:
    agreed(house, "\nclocks: {response: {label: Response, start: reported, stop: service_restored}}\n")
    reported(house, "critical")
    assert "We answer by" not in last_mail()
