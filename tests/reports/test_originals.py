"""The ledger held against the tables it was written beside."""

from dataclasses import replace
from datetime import timedelta

import pytest
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.actions import log_time
from gwarant.ledger.verify import verify
from gwarant.reports import originals
from gwarant.reports.originals import TABLES
from gwarant.tickets import actions
from gwarant.tickets.models import Message, Ticket


@pytest.fixture
def ticket(world: World) -> Ticket:
    with scoped(ENGINE):
        found = actions.report(
            world.customers["SHOP"],
            title="Checkout fails",
            text="Every payment fails.",
            class_id="critical",
            by=world.cyryl,
            now=START,
        )
        later = START + timedelta(hours=1)
        log_time(found, person=world.ben, start_at=START, minutes=30, work="support", note="Looked", now=later)
        return found


@pytest.mark.usefixtures("engine")
def test_what_the_ledger_says_is_what_the_tables_say(ticket: Ticket) -> None:
    report = verify(tables=TABLES)

    assert report.problems == ()
    assert report.compared == ticket.events.count() + 1


@pytest.mark.usefixtures("engine")
def test_words_that_were_exchanged_are_found(ticket: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "_words", lambda event: "All is well.")

    assert any("its words are not those" in one for one in verify(tables=TABLES).problems)


@pytest.mark.usefixtures("engine")
def test_an_event_that_says_something_else_is_found(ticket: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    told = originals.evidence_event
    monkeypatch.setattr(originals, "evidence_event", lambda *of: replace(told(*of), channel="phone"))

    assert f"SHOP: {ticket.key}:0001 says something else than what it was made from" in verify(tables=TABLES).problems


@pytest.mark.usefixtures("engine")
def test_the_words_of_a_report_are_provable(ticket: Ticket) -> None:
    assert Message.objects.filter(ticket=ticket).exists()
    assert (
        TABLES.sources["ticket"].originals([f"{ticket.key}:0001"])[f"{ticket.key}:0001"].text
        == "Checkout fails\n\nEvery payment fails."
    )
