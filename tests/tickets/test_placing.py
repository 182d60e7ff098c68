"""Which system a ticket concerns and which contract judges it: events, all or nothing, never over somebody's head."""

from datetime import timedelta
from typing import Any

import pytest
from letters_out import mails
from paper import accepted
from service import START

from gwarant.customers.actions import add_service
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, World
from gwarant.ledger.evidence import evidence_of
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.tickets.places import asks_system
from gwarant.tickets.problem import AlreadyThere, Changed, NotCovered
from gwarant.tickets.recompute import check

HOUR = timedelta(hours=1)
NEW = "new"  # a system that no contract covers


def report(world: World, service: str = "shop") -> Ticket:
    given: dict[str, Any] = {"title": "t", "text": "x", "class_id": "serious"}
    place = world.services["SHOP", service] if service not in ("", NEW) else None
    if service == NEW:
        place = add_service(world.customers["SHOP"], key="new", name="New")
    return actions.report(world.customers["SHOP"], by=world.cora, now=START, service=place, **given)


def last(ticket: Ticket) -> TicketEvent:
    """The newest row of the ticket's evidence."""
    return max(evidence_of(ticket.customer_id).events, key=lambda row: row.id)


def number_of(ticket: Ticket) -> str:
    assert ticket.version is not None
    return ticket.version.contract.number


def test_the_report_names_the_contract_that_covers_it(house: World, engine: None) -> None:
    covered = report(house)
    assert last(covered).contract == number_of(covered)
    assert last(report(house, NEW)).contract == ""


def test_adopting_is_an_event_with_its_author_and_told(house: World, engine: None) -> None:
    ticket = report(house, NEW)
    covered = report(house)
    ticket = actions.adopt(ticket, by=house.ben, now=START + HOUR, service=house.services["SHOP", "shop"])
    row = next(one for one in evidence_of(ticket.customer_id).events if one.id == f"{ticket.key}:0002")
    assert (row.kind, row.by, row.person) == (Kind.MOVED, Role.PROVIDER, house.ben.opaque)
    assert (row.service, row.contract) == ("shop", number_of(covered))
    assert ticket.clocks.get(clock="response").started_at == START
    letter = mails().filter(notice__user=house.cora, notice__ref=ticket.key).latest("pk")
    assert number_of(covered) in letter.text
    assert check().differences == ()


def test_a_system_that_was_right_all_the_time_is_only_adopted(house: World, engine: None) -> None:
    ticket = report(house)
    Ticket.objects.filter(pk=ticket.pk).update(version=None)
    assert [one.where for one in check().differences] == ["contract"]
    ticket = actions.adopt(ticket, by=house.ben, now=START + HOUR)
    assert (last(ticket).kind, last(ticket).service) == (Kind.ADOPTED, "")


def test_what_is_refused_has_changed_nothing(house: World, engine: None) -> None:
    ticket = report(house, NEW)
    with pytest.raises(NotCovered, match="No contract covered"):
        actions.adopt(ticket, by=house.ben, now=START + HOUR)
    ticket.refresh_from_db()
    assert (ticket.version, ticket.events_count) == (None, 1)


def test_an_old_page_adopts_and_moves_nothing(house: World, engine: None) -> None:
    lost, covered = report(house, NEW), report(house)
    shop, erp = house.services["SHOP", "shop"], house.services["SHOP", "erp"]
    for ticket in (lost, covered):
        actions.note(ticket, "n", by=house.alice, now=START + HOUR)
    with pytest.raises(Changed):
        actions.adopt(lost, by=house.ben, now=START + HOUR, service=shop, seen=1)
    with pytest.raises(Changed):
        actions.move(covered, erp, "r", by=house.ben, now=START + HOUR, seen=1)


def test_the_same_form_twice_moves_once(house: World, engine: None) -> None:
    ticket, erp = report(house), house.services["SHOP", "erp"]
    for _ in range(2):
        actions.move(ticket, erp, "r", by=house.ben, now=START + HOUR, key="k")
    assert ticket.events.count() == 2


def test_a_covered_ticket_is_not_adopted_by_another_system(house: World, engine: None) -> None:
    ticket = report(house)
    with pytest.raises(AlreadyThere, match="covers it already"):
        actions.adopt(ticket, by=house.ben, now=START + HOUR, service=house.services["SHOP", "erp"])
    ticket.refresh_from_db()
    assert ticket.service == house.services["SHOP", "shop"]


def test_a_wrong_system_is_corrected_with_its_reason_and_told(house: World, engine: None) -> None:
    ticket = report(house)
    ticket = actions.move(ticket, house.services["SHOP", "erp"], "It is the ERP", by=house.ben, now=START + HOUR)
    row = last(ticket)
    assert (row.kind, row.service, row.contract, row.person) == (
        Kind.MOVED,
        "erp",
        number_of(ticket),
        house.ben.opaque,
    )
    assert ticket.events.latest("number").message.body == "It is the ERP"
    letter = mails().filter(notice__user=house.cora, notice__ref=ticket.key).latest("pk").text
    assert "Integracja z ERP" in letter
    assert "It is the ERP" in letter
    assert check().differences == ()


def test_moved_to_a_system_that_nothing_covers_it_waits_in_the_queue(house: World, engine: None) -> None:
    ticket = actions.move(
        report(house),
        add_service(house.customers["SHOP"], key="new", name="New"),
        "r",
        by=house.ben,
        now=START + HOUR,
    )
    assert (ticket.version, ticket.due_at, ticket.clocks.count()) == (None, None, 0)
    assert list(Ticket.objects.without_contract()) == [ticket]
    assert check().differences == ()


def test_to_the_system_that_it_has_nothing_is_moved(house: World, engine: None) -> None:
    with pytest.raises(AlreadyThere):
        actions.move(report(house), house.services["SHOP", "shop"], "r", by=house.ben, now=START + HOUR)


def test_a_report_without_a_system_is_under_the_only_contract_and_its_system_is_named_later(
    house: World, engine: None
) -> None:
    ticket, shop = report(house, ""), house.services["SHOP", "shop"]
    assert (number_of(ticket), ticket.service, asks_system(ticket)) == (number_of(report(house)), None, "name")
    due = ticket.due_at
    for _ in range(2):
        ticket = actions.name_system(ticket, shop, by=house.cora, now=START + HOUR, key="k")
    row = next(one for one in evidence_of(ticket.customer_id).events if one.id == f"{ticket.key}:0002")
    assert (row.kind, row.by, row.service, row.contract) == (Kind.MOVED, Role.CUSTOMER, "shop", number_of(ticket))
    assert (ticket.service, ticket.due_at, ticket.events_count, asks_system(ticket)) == (shop, due, 2, "no")
    with pytest.raises(AlreadyThere, match="known already"):
        actions.name_system(ticket, shop, by=house.ben, now=START + HOUR)
    house.services["SHOP", "erp"].is_active = False
    house.services["SHOP", "erp"].save()
    assert check().differences == ()


def test_under_several_contracts_the_system_decides_and_clocks_count_from_the_report(
    world: World, engine: None
) -> None:
    for key in ("shop", "erp"):
        accepted(world, f"{key.upper()}-1", key)
    ticket = report(world, "")
    assert (ticket.version, ticket.due_at, asks_system(ticket)) == (None, None, "choose")
    with pytest.raises(NotCovered, match="not known yet which system"):
        actions.adopt(ticket, by=world.ben, now=START + HOUR)
    letter = mails().filter(notice__user=world.cora, notice__ref=ticket.key).latest("pk")
    assert "Nie wiemy jeszcze, którego systemu to dotyczy. Wskaż system" in " ".join(letter.text.split())
    Ticket.objects.filter(pk=ticket.pk).update(class_id="ordinary")
    ticket = actions.name_system(ticket, world.services["SHOP", "erp"], by=world.cora, now=START + HOUR)
    assert (number_of(ticket), ticket.clocks.get(clock="response").started_at) == ("ERP-1", START)
    letter = mails().filter(notice__user=world.cora, notice__ref=ticket.key).latest("pk")
    assert "Integracja z ERP" in letter.text


def test_an_acceptance_that_covers_a_waiting_ticket_is_an_event_of_the_system(world: World, engine: None) -> None:
    ticket = report(world)
    client = next(one for one in CLIENTS if one.key == "SHOP")
    agree(world, client, START.date().replace(month=5, day=1), START - timedelta(days=50))
    actions.rejudge_customer(ticket.customer_id, now=START + HOUR)
    actions.rejudge_customer(ticket.customer_id, now=START + 2 * HOUR)
    ticket.refresh_from_db()
    row = last(ticket)
    assert (row.kind, row.by, row.automatic, row.contract) == (Kind.ADOPTED, Role.SYSTEM, True, number_of(ticket))
    assert ticket.events_count == 2
    assert ticket.due_at is not None
    assert check().differences == ()


def test_a_waiting_ticket_takes_the_class_that_its_contract_would_know(house: World, engine: None) -> None:
    ticket = report(house)
    Ticket.objects.filter(pk=ticket.pk).update(version=None, class_id="odd")
    ticket = actions.classify(ticket, "ordinary", by=house.ben, now=START + HOUR)
    ticket = actions.adopt(ticket, by=house.ben, now=START + HOUR)
    assert ticket.version is not None


def test_giving_it_to_somebody_stores_no_sentence(house: World, engine: None) -> None:
    ticket = actions.assign(report(house), house.dorota, by=house.ben, now=START + HOUR)
    assert (last(ticket).kind, last(ticket).assignee) == (Kind.ASSIGNED, house.dorota.opaque)
    assert not hasattr(ticket.events.latest("number"), "message")
    ticket = actions.assign(ticket, None, by=house.ben, now=START + HOUR)
    assert (ticket.assignee, last(ticket).assignee) == (None, "")


def test_taking_the_ticket_of_somebody_who_left_makes_it_the_takers(house: World, engine: None) -> None:
    ticket = actions.assign(report(house), house.dorota, by=house.ben, now=START + HOUR)
    house.dorota.is_active = False
    house.dorota.save()
    ticket = actions.acknowledge(ticket, by=house.ben, now=START + HOUR)
    assert (ticket.assignee, last(ticket).assignee) == (house.ben, house.ben.opaque)
    ticket = actions.acknowledge(ticket, by=house.alice, now=START + HOUR)
    assert (ticket.assignee, last(ticket).assignee) == (house.ben, "")


def test_what_shows_a_pause_is_a_salted_text(house: World, engine: None) -> None:
    ticket = actions.pause(report(house), "third_party", "Call of Jan Kowalski", by=house.ben, now=START + HOUR)
    event = ticket.events.latest("number")
    assert (event.ref, last(ticket).ref, event.message.body) == ("", "", "Call of Jan Kowalski")
    assert event.message.is_public
