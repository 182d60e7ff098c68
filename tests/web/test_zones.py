"""A house and a contract in different zones: page, form, inbox and mail tell the same moment, and name its zone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from letters_out import mails

from gwarant.accounts.models import Company
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.pictures.words import dated, read_in, short
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]
WARSAW, NEW_YORK = ZoneInfo("Europe/Warsaw"), ZoneInfo("America/New_York")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def test_a_moment_of_another_zone_names_its_zone_and_one_of_the_readers_does_not() -> None:
    when = at("2026-12-04T15:00")
    assert dated(when, "Europe/Warsaw", "en") == "Fri 4 Dec 16:00"
    with read_in("Europe/Warsaw"):
        assert dated(when, "Europe/Warsaw", "en") == "Fri 4 Dec 16:00"
        assert dated(when, "Europe/Berlin", "en") == "Fri 4 Dec 16:00"  # the same clocks
    with read_in("America/New_York"):
        assert dated(when, "Europe/Warsaw", "en") == "Fri 4 Dec 16:00 CET"
        assert short(when, "America/Sao_Paulo", "pl") == "pt. 12:00 UTC-03"
    assert short(when, "Europe/Warsaw", "en") == "Fri 16:00"


@pytest.fixture
def in_new_york(house: World) -> World:
    """The house lives in New York, the shop's contract in Warsaw."""
    with scoped(ENGINE):
        Company.objects.update(zone=NEW_YORK.key)
    return house


def test_a_house_of_another_zone_reads_and_types_the_contracts_time_by_its_name(
    in_new_york: World, send: Send, visit: Send
) -> None:
    house, came = in_new_york, now().replace(second=0, microsecond=0) - timedelta(hours=3)
    here = came.astimezone(WARSAW)
    typed = {"system": "SHOP/shop", "class_id": "critical", "title": "t", "text": "x", "channel": "phone"}
    form = visit(house.ben, "/desk/tickets/new?customer=SHOP").content.decode()
    assert "Europe/Warsaw" in form
    answer = send(
        house.ben,
        "/desk/tickets/new?customer=SHOP",
        **typed,
        reporter=str(house.cora.pk),
        came_at=f"{here:%Y-%m-%dT%H:%M}",
    )
    with scoped(ENGINE):
        ticket = Ticket.objects.get()
    assert (answer.status_code, ticket.reported_at) == (303, came)
    told = f"{here:%H:%M} {here.tzname()}"
    page = visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    assert told in page
    assert "Europe/Warsaw" in page  # beside what is typed there: a call, hours
    assert re.search(r"due [^<]*\d\d:\d\d CES?T", visit(house.ben, "/desk/").content.decode())
    assert f"{here:%H:%M}</time>" in visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()  # her own time


def test_a_mail_names_the_contracts_zone_and_the_clients_inbox_tells_the_same_time_without(
    in_new_york: World, visit: Send
) -> None:
    house = in_new_york
    with scoped(ENGINE):
        ticket = actions.report(
            house.customers["SHOP"],
            title="t",
            text="x",
            class_id="critical",
            by=house.cora,
            now=now(),
            service=house.services["SHOP", "shop"],
        )
        due = ticket.due_at
        text = " ".join(mails().filter(notice__ref=ticket.key, address="cora@shop.example")[0].text.split())
    assert due is not None
    told = f"{due.astimezone(WARSAW):%H:%M} {due.astimezone(WARSAW).tzname()}"
    assert told in text
    inbox = " ".join(visit(house.cora, "/inbox").content.decode().split())
    assert told[:5] in inbox  # she lives where the contract does
    assert told not in inbox
