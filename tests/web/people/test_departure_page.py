"""The page of somebody who leaves: what is open is listed, and to whom it goes is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import Ticket

Act = Callable[..., Any]


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def holder(ticket: Ticket) -> str:
    with scoped(ENGINE):
        found = Ticket.objects.get(pk=ticket.pk).assignee
        return found.name if found else ""


def test_the_open_tickets_are_listed_and_it_is_asked_who_gets_them(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.ben)
    client, place = as_(house.olga), reverse("desk:person_departure", args=[house.ben.pk])
    assert ticket.key in client.get(place).content.decode()
    for wrong in ({}, {"to": "99999"}, {"to": str(house.ben.pk)}):
        answer = client.post(place, wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to"])
    house.ben.refresh_from_db()
    assert house.ben.is_active
    assert client.post(place, {"to": str(house.dorota.pk)}).status_code == 302
    assert holder(ticket) == house.dorota.name


def test_back_to_the_caretaker_and_to_nobody_are_answers(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.dorota)
    as_(house.olga).post(reverse("desk:person_departure", args=[house.dorota.pk]), {"to": "caretaker"})
    assert holder(ticket) == house.alice.name
    as_(house.olga).post(reverse("desk:person_departure", args=[house.alice.pk]), {"to": "nobody"})
    assert holder(ticket) == ""


def test_the_caretaker_is_no_answer_where_the_leaver_alone_cares(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.alice)
    with scoped(ENGINE):
        Customer.objects.filter(pk=ticket.customer_id).update(deputy=None)
    answer = as_(house.olga).post(reverse("desk:person_departure", args=[house.alice.pk]), {"to": "caretaker"})
    assert answer.status_code == 422
    assert ticket.key in str(answer.context["form"].errors["to"])
    assert holder(ticket) == house.alice.name


def test_a_leavers_ticket_can_be_taken(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.ben)
    place = f"/desk/tickets/{ticket.key}"
    assert b"/acknowledgement" not in as_(house.dorota).get(place).content
    as_(house.olga).post(reverse("desk:person_departure", args=[house.ben.pk]), {"to": "nobody"})
    act("assign", ticket, house.ben, by=house.olga)
    assert b"/acknowledgement" in as_(house.dorota).get(place).content


def departures(house: World, who: User) -> dict[User, str]:
    """The two pages on which a person of the shop leaves: the house's and the shop's own."""
    with scoped(ENGINE):
        pk = Membership.objects.get(user=who).pk
    desk = reverse("desk:customer_person_departure", args=["SHOP", pk])
    return {house.olga: desk, house.cora: reverse("portal:person_departure", args=[pk])}


def reporter(ticket: Ticket) -> User | None:
    with scoped(ENGINE):
        return Ticket.objects.get(pk=ticket.pk).reporter


def test_both_sides_see_what_a_customers_person_leaves_behind(ticket: Ticket, house: World) -> None:
    for who, place in departures(house, house.cyryl).items():
        page = as_(who).get(place).content.decode()
        assert ticket.key in page
        assert "Cora Czarnecka" in page
        assert "Celina Czuba" not in page  # who only reads is asked nothing


@pytest.mark.parametrize("who", ["olga", "cora"])
def test_a_colleague_is_asked_about_the_reports_of_who_leaves(ticket: Ticket, house: World, who: str) -> None:
    place = departures(house, house.cyryl)[getattr(house, who)]
    client = as_(getattr(house, who))
    for wrong in ({}, {"to": "99999"}, {"to": str(house.cyryl.pk)}, {"to": str(house.celina.pk)}):
        answer = client.post(place, wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to"])
    assert reporter(ticket) == house.cyryl
    assert client.post(place, {"to": str(house.cora.pk)}).status_code == 302
    assert reporter(ticket) == house.cora
    with scoped(ENGINE):
        assert ticket.events.filter(kind=Kind.LEFT).count() == 1
        assert not Membership.objects.active().filter(user=house.cyryl).exists()


@pytest.mark.parametrize("who", ["olga", "cora"])
def test_the_administrators_are_an_answer_too(ticket: Ticket, house: World, who: str) -> None:
    place = departures(house, house.cyryl)[getattr(house, who)]
    assert as_(getattr(house, who)).post(place, {"to": "administrators"}).status_code == 302
    assert reporter(ticket) is None


def test_whoever_reported_nothing_leaves_without_a_question(house: World) -> None:
    place = departures(house, house.celina)[house.olga]
    assert b'name="to"' not in as_(house.olga).get(place).content
    assert as_(house.olga).post(place).status_code == 302


def test_whoever_becomes_an_auditor_hands_on_what_is_open(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.ben)
    client, place = as_(house.olga), reverse("desk:person_role", args=[house.ben.pk])
    asked = client.post(place, {"role": "auditor"})
    assert (asked.status_code, ticket.key in asked.content.decode()) == (200, True)
    wrong = client.post(place, {"role": "auditor", "to": str(house.ben.pk)})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["to"])
    house.ben.refresh_from_db()
    assert (house.ben.staff_role, holder(ticket)) == ("engineer", house.ben.name)
    assert client.post(place, {"role": "auditor", "to": str(house.dorota.pk)}).status_code == 302
    house.ben.refresh_from_db()
    assert (house.ben.staff_role, holder(ticket)) == ("auditor", house.dorota.name)
    with scoped(ENGINE):
        assert ticket.events.get(kind="assigned").leaver == ""  # who audits has not left


def test_an_auditor_cares_for_no_customer(house: World) -> None:
    customer = house.customers["SHOP"]
    former = (customer.caretaker, customer.deputy)
    assert (
        as_(house.olga).post(reverse("desk:person_role", args=[house.alice.pk]), {"role": "auditor"}).status_code == 302
    )
    with scoped(ENGINE):
        customer.refresh_from_db()
    assert former[0] == house.alice
    assert (customer.caretaker, customer.deputy) == (former[1], None)
