"""A ticket that an address reported: its page names it, and the desk says whose it is."""

from collections.abc import Callable
from typing import Any

import pytest

from gwarant.customers.actions import who_writes
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]
KASIA = "kasia@shop.example"


@pytest.fixture
def mailed(house: World) -> Ticket:
    """What Kasia, who has no account, has reported."""
    shop, at = house.customers["SHOP"], now()
    told = {"title": "Orders fail", "text": "x", "class_id": "serious", "service": house.services["SHOP", "shop"]}
    with scoped(ENGINE):
        kasia = who_writes(shop, email=KASIA, name="Kasia Kos", now=at)
        return actions.report(shop, by=kasia, channel="email", now=at, **told)


@pytest.mark.parametrize(("who", "side", "shows_address"), [("ben", "desk", True), ("cora", "portal", False)])
def test_the_page_names_whoever_reported_it(
    house: World, mailed: Ticket, visit: Send, who: str, side: str, shows_address: bool
) -> None:
    page = visit(house.people[who], f"/{side}/tickets/{mailed.key}").content.decode()
    assert "Kasia Kos" in page
    assert (KASIA in page) == shows_address


def test_the_desk_says_whose_address_it_is(house: World, mailed: Ticket, send: Send, visit: Send) -> None:
    answer = send(house.ben, f"/desk/tickets/{mailed.key}/reporter", seen=1, to=str(house.cyryl.pk))
    assert answer.status_code == 303
    with scoped(ENGINE):
        assert Ticket.objects.get(pk=mailed.pk).reporter == house.cyryl
    page = visit(house.ben, f"/desk/tickets/{mailed.key}").content.decode()
    assert "Cyryl Cichy" in page
    assert f"/desk/tickets/{mailed.key}/reporter" not in page


@pytest.mark.parametrize("to", ["", "nobody", "celina", "ula"])
def test_nobody_else_can_be_chosen(house: World, mailed: Ticket, send: Send, kinds: Send, to: str) -> None:
    typed = str(house.people[to].pk) if to in house.people else to
    answer = send(house.ben, f"/desk/tickets/{mailed.key}/reporter", seen=1, to=typed)
    assert (answer.status_code, kinds(mailed)) == (422, ["reported"])


def test_it_is_not_asked_of_what_a_person_reported(
    house: World, ticket: Ticket, visit: Send, send: Send, kinds: Send
) -> None:
    assert "/reporter" not in visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/reporter", seen=1, to=str(house.cyryl.pk))
    assert (answer.status_code, kinds(ticket)) == (422, ["reported"])
