"""Who follows a ticket is seen by both sides, and begins and ends with a click."""

from collections.abc import Callable
from typing import Any

import pytest

from gwarant.customers.actions import who_writes
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.models import RawMail, Way
from gwarant.tickets.models import Ticket
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
    assert all(one in page for one in ("Celina", "jan@shop.example", "Take off", "celina@shop.example"))
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


def test_who_was_in_copy_only_is_shown_to_the_house_alone(house: World, ticket: Ticket, visit: Send) -> None:
    told = {"way": Way.PIPE, "box": "b", "sha256": "0" * 64, "size": 1, "arrived_at": now(), "received_at": now()}
    with scoped(ENGINE):
        RawMail.objects.create(**told, ticket=ticket, copies=["eve@else.example"])
    assert "eve@else.example" in visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    assert "eve@else.example" not in visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
