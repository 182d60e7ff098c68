"""The page of somebody who leaves: what is open is listed, and to whom it goes is asked."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from gwarant.customers.models import Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
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


def test_a_leavers_ticket_can_be_taken(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.ben)
    place = f"/desk/tickets/{ticket.key}"
    assert b"/acknowledgement" not in as_(house.dorota).get(place).content
    as_(house.olga).post(reverse("desk:person_departure", args=[house.ben.pk]), {"to": "nobody"})
    act("assign", ticket, house.ben, by=house.olga)
    assert b"/acknowledgement" in as_(house.dorota).get(place).content


def test_both_sides_see_what_a_customers_person_leaves_behind(ticket: Ticket, house: World) -> None:
    with scoped(ENGINE):
        pk = Membership.objects.get(user=house.cyryl).pk
    places = {
        house.olga: reverse("desk:customer_person_departure", args=["SHOP", pk]),
        house.cora: reverse("portal:person_departure", args=[pk]),
    }
    for who, place in places.items():
        page = as_(who).get(place).content.decode()
        assert ticket.key in page
        assert "Cora Czarnecka" in page
    assert as_(house.cora).post(places[house.cora]).status_code == 302


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
