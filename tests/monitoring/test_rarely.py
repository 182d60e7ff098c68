"""A monitor that looks more rarely than its contract says is named at its page, at the contract and by the command."""

from datetime import timedelta

import pytest
from django.test import Client
from service import START

from gwarant.cli.monitoring import apply
from gwarant.contracts.models import Contract
from gwarant.contracts.terms import wording_of
from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.rarely import rare_now, too_rare

MINUTE = 60_000


def looked(house: World, every: int) -> Monitor:
    place = open_place("waw", "Warszawa", now=START)
    facts = Facts(name="Shop", kind="http", settings={"url": "https://shop.example/"}, places=(place,), every=every)
    return add_monitor(house.services["SHOP", "shop"], facts, by=house.ben, now=START)


@pytest.mark.usefixtures("engine")
def test_it_is_named_as_long_as_it_looks_more_rarely_than_every_minute(house: World) -> None:
    monitor, later = looked(house, 5 * MINUTE), START + timedelta(hours=1)
    contract = Contract.objects.get(number="SHOP-2026-01")
    wording = wording_of(contract.versions.get())
    assert (rare_now(monitor, later), too_rare(monitor, wording), too_rare(monitor, None)) == (MINUTE, MINUTE, None)
    desk = Client()
    desk.force_login(house.ben)
    assert "every 1m, and this one looks every 5m" in desk.get(f"/desk/monitors/{monitor.pk}").content.decode()
    assert "every 1m, and this one looks every 5m" in desk.get(f"/desk/monitors/{monitor.pk}/edit").content.decode()
    assert "a look every 1m is promised" in desk.get(f"/desk/contracts/{contract.number}").content.decode()
    written = "monitors: [{customer: SHOP, service: shop, name: Shop, check: http, places: [waw], every: %s, "
    written += "settings: {url: 'https://shop.example/'}}]"
    told, doubts = apply(written % "2m", only_tells=True)
    assert told == ["~ monitor SHOP Shop"]
    assert [one.split(":")[0] for one in doubts] == ["SHOP Shop looks every 2m, and its contract says every 1m"]
    assert apply(written % "1m", only_tells=True)[1] == []
    monitor.every = MINUTE
    assert too_rare(monitor, wording) is None
