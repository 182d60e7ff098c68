"""Who follows a ticket is seen by both sides, and begins and ends with a click."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gwarant.customers.actions import who_writes
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.models import RawMail, Way
from gwarant.notify.models import DeadAddress, Delivery
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.tickets.stopping import stop_path
from gwarant.web.moment import now

Send = Callable[..., Any]


def followers(ticket: Ticket) -> list[str]:
    with scoped(ENGINE):
        return list(Ticket.objects.get(pk=ticket.pk).followers)


def test_the_house_has_people_and_addresses_follow_and_takes_them_off(
    house: World, ticket: Ticket, visit: Send, send: Send
) -> None:
    place = f"/desk/tickets/{ticket.key}"
    assert send(house.ben, f"{place}/followers", to=house.celina.opaque).status_code == 303
    assert send(house.ben, f"{place}/followers", email="Jan@shop.example").status_code == 303
    assert len(followers(ticket)) == 2
    page = visit(house.ben, place).content.decode()
    assert all(one in page for one in ("Celina", "jan@shop.example", "Remove", "celina@shop.example"))
    assert send(house.ben, f"{place}/followers/end", follower=house.celina.opaque).status_code == 303
    assert house.celina.opaque not in followers(ticket)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"to": "c-nobody"},
        {"to": "", "email": "ula@uni.example"},
        {"email": "ben@house.example"},
        {"email": "kim@uni.example"},
        {"email": "no address"},
    ],
)
def test_nobody_else_follows(house: World, ticket: Ticket, send: Send, typed: dict[str, str]) -> None:
    with scoped(ENGINE):
        who_writes(house.customers["UNI"], email="kim@uni.example", now=now())
    assert send(house.ben, f"/desk/tickets/{ticket.key}/followers", **typed).status_code == 422
    assert followers(ticket) == []


def test_a_person_follows_and_stops_and_only_who_may_decides_for_others(
    house: World, ticket: Ticket, visit: Send, send: Send
) -> None:
    place = f"/portal/tickets/{ticket.key}"
    celina, cyryl = house.celina, house.cyryl  # a reader, a requester; Cora is the administrator
    assert "Obserwuj zgłoszenie" in visit(celina, place).content.decode()
    assert send(celina, f"{place}/followers", to=cyryl.opaque).status_code == 422
    assert send(celina, f"{place}/followers", to=celina.opaque).status_code == 303
    page = visit(celina, place).content.decode()
    assert "Przestań obserwować" in page
    assert "Obserwuj zgłoszenie" not in page
    assert send(cyryl, f"{place}/followers/end", follower=celina.opaque).status_code == 422
    assert followers(ticket) == [celina.opaque]
    assert send(house.cora, f"{place}/followers/end", follower=celina.opaque).status_code == 303
    assert followers(ticket) == []


def test_the_customer_sees_who_of_their_own_mails_was_in_copy_only(house: World, ticket: Ticket, visit: Send) -> None:
    told = {"way": Way.PIPE, "box": "b", "sha256": "0" * 64, "size": 1, "arrived_at": now(), "received_at": now()}
    with scoped(ENGINE):
        report = ticket.events.get(number=1)
        told |= {"ticket": ticket, "event": report}
        sender = report.author.email
        RawMail.objects.create(**told, sender=sender, copies=["eve@else.example", house.ben.email])
        told["sha256"] = "1" * 64
        RawMail.objects.create(**told, sender=house.ben.email, copies=["ula@uni.example"])  # a colleague passed it on
    desk = visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    portal = visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
    assert all(one in desk for one in ("eve@else.example", "ula@uni.example"))
    assert "eve@else.example · adres z kopii, nie dostaje wiadomości" in portal
    assert not [one for one in ("ula@uni.example", house.ben.email) if one in portal]


def test_the_customer_sees_whom_of_the_followers_no_mail_reaches(house: World, ticket: Ticket, visit: Send) -> None:
    with scoped(ENGINE):
        actions.follow(ticket, house.celina, by=house.cora, now=now())
        mail = Delivery.objects.filter(medium="mail")[0]
        DeadAddress.objects.create(address=house.celina.email, delivery=mail, since_at=now())
    assert "e-mail na ten adres nie dociera" in visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()


def test_a_follower_stops_by_the_link_of_a_mail_without_signing_in(
    house: World, ticket: Ticket, client: Client
) -> None:
    with scoped(ENGINE):
        kasia = who_writes(house.customers["SHOP"], email="kasia@shop.example", now=now())
        actions.follow(ticket, kasia, by=house.cora, now=now())
        link = stop_path(ticket, kasia.opaque)
    page = client.get(link, headers={"accept-language": "pl"})
    assert page.status_code == 200
    assert all(one in page.content.decode() for one in ("kasia@shop.example", "Przestań obserwować", "nie wygasa"))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert followers(ticket) == [kasia.opaque]  # looking stops nothing
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):  # a mail program's click, and once more
        answer = strict.post(link, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, followers(ticket)) == (200, [])
    assert "no more messages" in answer.content.decode()
    with scoped(ENGINE):
        assert ticket.events.get(kind="unfollowed").author == kasia
    assert client.get(link[:-1]).status_code == 404
