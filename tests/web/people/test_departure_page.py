"""The page of somebody who leaves: what is open is listed, and to whom it goes is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gwarant.accounts.models import User
from gwarant.customers.models import CareChange, Customer, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.notify.models import Notice
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import Ticket
from gwarant.web.people.forms import HandOverForm

Act = Callable[..., Any]


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def holder(ticket: Ticket) -> str:
    with scoped(ENGINE):
        found = Ticket.objects.get(pk=ticket.pk).assignee
        return found.name if found else ""


def suggested(person: User) -> dict[str, str]:
    """What the form suggests about the customers of somebody who goes, and nobody where it suggests nobody."""
    with scoped(ENGINE):
        return {one.html_name: str(one.initial or "nobody") for one in HandOverForm(leaver=person).carers}


def cares(key: str) -> tuple[User | None, User | None]:
    with scoped(ENGINE):
        found = Customer.objects.get(key=key)
        return found.caretaker, found.deputy


def test_the_open_tickets_are_listed_and_it_is_asked_who_gets_them(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.ben)
    client, place = as_(house.olga), reverse("desk:person_departure", args=[house.ben.pk])
    assert ticket.key in client.get(place).content.decode()
    asked = suggested(house.ben)
    for wrong in ({}, {"to": "99999"}, {"to": str(house.ben.pk)}):
        answer = client.post(place, asked | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to"])
    house.ben.refresh_from_db()
    assert house.ben.is_active
    assert client.post(place, asked | {"to": str(house.dorota.pk)}).status_code == 302
    assert holder(ticket) == house.dorota.name


def test_back_to_the_caretaker_and_to_nobody_are_answers(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.dorota)
    as_(house.olga).post(reverse("desk:person_departure", args=[house.dorota.pk]), {"to": "caretaker"})
    assert holder(ticket) == house.alice.name
    told = suggested(house.alice) | {"to": "nobody"}
    as_(house.olga).post(reverse("desk:person_departure", args=[house.alice.pk]), told)
    assert holder(ticket) == ""


def test_the_caretaker_is_no_answer_where_the_leaver_alone_cares(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.alice)
    with scoped(ENGINE):
        Customer.objects.filter(pk=ticket.customer_id).update(deputy=None)
    client, place = as_(house.olga), reverse("desk:person_departure", args=[house.alice.pk])
    told = suggested(house.alice) | {"to": "caretaker"}
    answer = client.post(place, told)
    assert answer.status_code == 422
    assert ticket.key in str(answer.context["form"].errors["to"])
    assert holder(ticket) == house.alice.name
    assert client.post(place, told | {"caretaker_SHOP": str(house.dorota.pk)}).status_code == 302
    assert holder(ticket) == house.dorota.name  # the caretaker is who cares from now on


def test_a_leavers_ticket_can_be_taken(ticket: Ticket, house: World, act: Act) -> None:
    act("acknowledge", ticket, by=house.ben)
    place = f"/desk/tickets/{ticket.key}"
    assert b"/acknowledgement" not in as_(house.dorota).get(place).content
    told = suggested(house.ben) | {"to": "nobody"}
    as_(house.olga).post(reverse("desk:person_departure", args=[house.ben.pk]), told)
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
    answered = suggested(house.ben) | {"role": "auditor"}
    wrong = client.post(place, answered | {"to": str(house.ben.pk)})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["to"])
    house.ben.refresh_from_db()
    assert (house.ben.staff_role, holder(ticket)) == ("engineer", house.ben.name)
    assert client.post(place, answered | {"to": str(house.dorota.pk)}).status_code == 302
    house.ben.refresh_from_db()
    assert (house.ben.staff_role, holder(ticket)) == ("auditor", house.dorota.name)
    with scoped(ENGINE):
        assert ticket.events.get(kind="assigned").leaver == ""  # who audits has not left


GOING = {"person_role": {"role": "auditor"}, "person_departure": {}}


@pytest.mark.parametrize("way", GOING)
def test_it_is_asked_who_cares_from_now_on(house: World, way: str) -> None:
    client, place = as_(house.olga), reverse(f"desk:{way}", args=[house.alice.pk])
    asked = client.post(place, GOING[way]) if way == "person_role" else client.get(place)
    fields = {one.html_name: one.initial for one in asked.context["form"].carers}
    assert fields["caretaker_SHOP"] == str(house.ben.pk)  # who was the deputy is suggested
    assert fields["deputy_SHOP"] == ""  # and nobody for the place that falls free: it has to be said
    assert cares("SHOP") == (house.alice, house.ben)
    told = GOING[way] | suggested(house.alice)
    told |= {"caretaker_SHOP": str(house.dorota.pk), "deputy_SHOP": str(house.ben.pk)}
    assert client.post(place, told).status_code == 302
    assert cares("SHOP") == (house.dorota, house.ben)


@pytest.mark.parametrize("way", GOING)
def test_what_was_chosen_stays_where_something_is_missing(house: World, way: str) -> None:
    client, place = as_(house.olga), reverse(f"desk:{way}", args=[house.alice.pk])
    told = GOING[way] | suggested(house.alice) | {"caretaker_SHOP": str(house.dorota.pk)}
    for wrong in ("", "99999", str(house.alice.pk), str(house.dorota.pk)):
        answer = client.post(place, told | {"deputy_SHOP": wrong})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["deputy_SHOP"])
        assert f'<option value="{house.dorota.pk}" selected>' in answer.content.decode()
    assert cares("SHOP") == (house.alice, house.ben)


def test_of_a_deputy_only_the_deputys_place_is_asked(house: World) -> None:
    place = reverse("desk:person_role", args=[house.ben.pk])
    assert "caretaker_SHOP" not in suggested(house.ben)
    told = {"role": "auditor"} | suggested(house.ben) | {"deputy_SHOP": str(house.dorota.pk)}
    assert as_(house.olga).post(place, told).status_code == 302
    assert cares("SHOP") == (house.alice, house.dorota)


def test_who_decided_about_the_care_is_kept_and_whom_it_concerns_is_told(house: World) -> None:
    place = reverse("desk:person_role", args=[house.alice.pk])
    told = {"role": "auditor"} | suggested(house.alice) | {"deputy_SHOP": str(house.dorota.pk)}
    as_(house.olga).post(place, told)
    with scoped(ENGINE):
        kept = CareChange.objects.get(customer__key="SHOP")
        heard = {one.user: one for one in Notice.objects.filter(code="cared_for", customer__key="SHOP")}
    assert (kept.caretaker, kept.deputy, kept.decided_by) == (house.ben, house.dorota, house.olga)
    assert set(heard) == {house.ben, house.dorota}
    assert heard[house.dorota].facts["former"] == house.alice.name
    page = as_(house.dorota).get(reverse("desk:customer", args=["SHOP"])).content.decode()
    assert house.olga.name in page


def test_on_the_customers_page_a_new_caretaker_is_told_and_kept_in_the_same_way(house: World) -> None:
    place = reverse("desk:edit_customer", args=["SHOP"])
    shop = house.customers["SHOP"]
    told = {"name": shop.name, "nip": shop.nip, "language": shop.language, "caretaker": house.dorota.pk}
    assert as_(house.olga).post(place, told | {"deputy": house.ben.pk}).status_code == 302
    with scoped(ENGINE):
        assert [one.caretaker for one in CareChange.objects.filter(customer=shop)] == [house.dorota]
        heard = Notice.objects.filter(code="cared_for", customer=shop).order_by("user__name")
        assert {one.user for one in heard} == {house.alice, house.dorota}  # the deputy's place did not change
    assert as_(house.olga).post(place, told | {"deputy": house.ben.pk}).status_code == 302
    with scoped(ENGINE):
        assert CareChange.objects.filter(customer=shop).count() == 1
