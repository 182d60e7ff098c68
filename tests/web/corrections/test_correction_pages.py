"""Asking for a correction, agreeing to it on both sides, and the month that states it."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from june import this_month
from looks_in import each_hour, watched
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.corrections.models import Correction
from gwarant.monitoring.moments import milliseconds_of
from gwarant.reports.month import _judged

Visit = Callable[..., Any]
JUNE = datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Warsaw
PLACES = "waw", "krk", "fra"
NEW = "/desk/corrections/new?promise=SHOP-2026-01/shop"
TYPED = {
    "begins": "2026-06-10T00:00",
    "ends": "2026-06-10T12:00:00",
    "reason": "measured_wrongly",
    "text": "It asked for a page that had moved.",
    "shown": "SHOP-7",
}


@pytest.fixture
def shop(house: World) -> None:
    """Down for half of 10 June."""
    _judged.cache_clear()
    with scoped(ENGINE):
        found = watched(house.services["SHOP", "shop"], PLACES, JUNE)
        each_hour(found, PLACES, milliseconds_of(JUNE), range(-3, 724), down=range(216, 228))


def month(house: World, name: str) -> dict[str, Any]:
    return dict(json.loads(signed_in(house.ben).get(f"/desk/contracts/SHOP-2026-01/months/{name}.json").content))


def stated_in(house: World, name: str) -> list[dict[str, Any]]:
    """What the running month states; what is written in this second belongs to the next one's reading."""
    for _ in range(30):
        if found := month(house, name)["corrections"]:
            return list(found)
        time.sleep(0.1)
    return []


def test_what_both_sides_agreed_to_is_stated_with_the_figures_before_and_after(house: World, shop: None) -> None:
    this = this_month()
    desk, second, portal = (signed_in(one) for one in (house.ben, house.marek, house.cora))
    june, running = month(house, "2026-06"), month(house, this)
    assert (
        NEW.replace("/shop", "%2Fshop")
        in desk.get("/desk/contracts/SHOP-2026-01/months/2026-06/availability/shop").content.decode()
    )

    assert desk.post(NEW, TYPED).status_code == 302
    with scoped(ENGINE):
        pk = Correction.objects.get().pk
    page, portal_page = f"/desk/corrections/{pk}", f"/portal/corrections/{pk}"
    (effect,) = desk.get(page).context["effects"]
    assert (effect["before"], effect["after"]) == ("98.3333%", "100.0000%")
    assert desk.post(f"{page}/approval").status_code == 409
    assert portal.get(portal_page).status_code == 404  # nobody of ours has agreed yet
    assert second.post(f"{page}/approval").status_code == 302
    assert month(house, this)["corrections"] == running["corrections"]

    assert f"corrections/{pk}" in portal.get("/portal/").content.decode()
    (shown,) = portal.get(portal_page).context["effects"]
    assert (shown["before"].replace(",", "."), shown["after"].replace(",", ".")) == ("98.3333%", "100.0000%")
    assert signed_in(house.cyryl).post(f"{portal_page}/consent").status_code == 403
    assert portal.post(f"{portal_page}/consent").status_code == 302
    assert portal.post(f"{portal_page}/refusal", {"text": "No."}).status_code == 409

    (stated,) = stated_in(house, this)
    assert (stated["before"]["point"], stated["after"]["point"]) == ("98.3333", "100.0000")
    assert month(house, "2026-06") == june
    assert desk.get(page).context["counts"]
    assert (
        f"corrections/{pk}"
        in portal.get("/portal/contracts/SHOP-2026-01/months/2026-06/availability/shop").content.decode()
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": "2026-06-09T12:00"}, "ends"),
        ({"ends": "2999-06-09T12:00"}, "ends"),
        ({"begins": "yesterday"}, "begins"),
        ({"begins": "0001-01-01T00:00"}, "begins"),
        ({"reason": "bad_luck"}, "reason"),
        ({"text": " "}, "text"),
        ({"shown": ""}, "shown"),
    ],
)
def test_bad_input_is_refused_at_its_field(house: World, wrong: dict[str, str], field: str) -> None:
    answer = signed_in(house.ben).post(NEW, TYPED | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_of_which_promise_is_asked_first_and_what_is_no_promise_is_none(house: World) -> None:
    desk = signed_in(house.ben)
    for address in ("/desk/corrections/new", "/desk/corrections/new?promise=NONE/shop"):
        assert "?promise=SHOP-2026-01/shop" in desk.get(address).content.decode()
    assert desk.get("/desk/corrections/new?window=1").status_code == 404
    assert desk.get("/desk/corrections").status_code == 200
