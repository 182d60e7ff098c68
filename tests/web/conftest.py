"""What tests of the ticket's pages share: a ticket under a contract, and a form as a page gives it."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.web.moment import now

Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def uncounted() -> None:
    """Each test begins with no tries counted: the limits per minute are kept in the process."""
    cache.clear()


@pytest.fixture
def one_day() -> None:
    """The test falls into one day of its house: within seconds of midnight it waits for the next."""
    here = now().astimezone(ZoneInfo("Europe/Warsaw"))
    if (here + timedelta(seconds=20)).date() != here.date():
        time.sleep(21)


@pytest.fixture
def reported(house: World) -> Callable[[], Ticket]:
    """The shop's critical fault, reported by Cyryl just now; a new one each time."""

    def one_more() -> Ticket:
        with scoped(ENGINE):
            return actions.report(
                house.customers["SHOP"],
                title="Checkout fails",
                text="Every payment ends with an error.",
                class_id="critical",
                by=house.cyryl,
                now=now(),
                service=house.services["SHOP", "shop"],
            )

    return one_more


@pytest.fixture
def ticket(reported: Callable[[], Ticket]) -> Ticket:
    """One such ticket."""
    return reported()


@pytest.fixture
def uncovered(world: World) -> Ticket:
    """A ticket of a customer that has no contract."""
    with scoped(ENGINE):
        return actions.report(
            world.customers["SHOP"], title="No contract", text="…", class_id="serious", by=world.cora, now=now()
        )


def act(name: str, ticket: Ticket, *args: Any, **told: Any) -> Ticket:
    """Do something to a ticket behind the page's back."""
    with scoped(ENGINE):
        return getattr(actions, name)(ticket, *args, now=now(), **told)


@pytest.fixture(name="act")
def act_on() -> Send:
    return act


def sign_in(client: Client, who: User) -> None:
    """Let somebody be signed in: whoever is already stays so."""
    is_known = settings.SESSION_COOKIE_NAME in client.cookies
    if not is_known or client.session.get(SESSION_KEY) != str(who.pk):
        client.force_login(who)


@pytest.fixture
def send(client: Client) -> Send:
    """Post a form as somebody."""

    def sent(who: User, address: str, **typed: Any) -> Any:
        sign_in(client, who)
        return client.post(address, {"key": "0" * 32, **typed})

    return sent


@pytest.fixture
def visit(client: Client) -> Send:
    """Open a page as somebody."""

    def opened(who: User, address: str, **headers: str) -> Any:
        sign_in(client, who)
        return client.get(address, headers=headers)

    return opened


def kinds(ticket: Ticket) -> list[str]:
    """What has happened to the ticket."""
    with scoped(ENGINE):
        return list(TicketEvent.objects.filter(ticket=ticket).order_by("number").values_list("kind", flat=True))


@pytest.fixture(name="kinds")
def kinds_of() -> Callable[[Ticket], list[str]]:
    return kinds
