"""Announcing maintenance: what speaks against it is asked first, nothing typed is lost, the portal shows it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.models import Maintenance
from gwarant.web.moment import now

NEW = "/desk/maintenance/new"


@pytest.fixture
def ben(house: World) -> Client:
    return signed_in(house.ben)


def typed(house: World, **told: Any) -> dict[str, Any]:
    at = now() + timedelta(days=9)
    shop = {"service": house.services["SHOP", "erp"].pk, "text": "New disks."}
    return shop | {"begins": f"{at:%Y-%m-%dT%H:%M}", "ends": f"{at + timedelta(hours=2):%Y-%m-%dT%H:%M}"} | told


def windows() -> int:
    with scoped(ENGINE):
        return Maintenance.objects.count()


def test_what_no_promise_judges_is_announced_at_once_and_stands_in_the_portal(house: World, ben: Client) -> None:
    assert ben.post(NEW, typed(house)).status_code == 302
    assert "New disks." in ben.get("/desk/maintenance").content.decode()
    assert "New disks." in signed_in(house.celina).get("/portal/").content.decode()
    assert "New disks." not in signed_in(house.zoe).get("/portal/").content.decode()


def test_what_the_contract_does_not_leave_out_is_asked_about_first(house: World, ben: Client) -> None:
    told = typed(house, service=house.services["SHOP", "shop"].pk, is_emergency="on")
    asked = ben.post(NEW, told)
    assert (asked.status_code, windows()) == (422, 0)
    assert "New disks." in asked.content.decode()
    sure = {**told, "sure": "on", "sure_of": f"begins={told['begins']}"}
    assert ben.post(NEW, sure).status_code == 302
    assert windows() == 1


def test_a_rule_announces_each_of_its_windows(house: World, ben: Client) -> None:
    until = (now() + timedelta(days=27)).date().isoformat()
    told = typed(house, begins="", ends="", rule="Sun 01:00-05:00", until=until)
    assert ben.post(NEW, told).status_code == 302
    assert windows() in (3, 4)  # on a Sunday the first one has begun


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": ""}, "ends"),
        ({"ends": "9999-12-31T23:59"}, "ends"),
        ({"ends": "2026-01-01T10:00"}, "ends"),
        ({"begins": "2026-01-01T10:00", "ends": "2026-01-01T11:00"}, "begins"),
        ({"rule": "Sun", "until": ""}, "until"),
        ({"rule": "whenever", "until": "{soon}"}, "rule"),
        ({"service": "0"}, "service"),
    ],
)
def test_bad_input_is_refused_at_its_field(house: World, ben: Client, wrong: dict[str, str], field: str) -> None:
    soon = (now() + timedelta(days=3)).date().isoformat()
    answer = ben.post(NEW, typed(house, **{name: value.format(soon=soon) for name, value in wrong.items()}))
    assert (answer.status_code, windows()) == (422, 0)
    assert list(answer.context["form"].errors) == [field]
