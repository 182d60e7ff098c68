"""What a contract promises to be up and nobody looks at, and the monitors that it asks for."""

from datetime import timedelta

from service import START

from gwarant.contracts.models import Contract
from gwarant.contracts.terms import wording_of
from gwarant.customers.actions import change_service
from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor, pause_monitor
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.proposing import gaps, make_monitors
from gwarant.web.contracts.watching import _missing


def test_a_promise_is_watched_once_enough_places_look(house: World, engine: None) -> None:
    """The shop's contract asks for three places, a look each minute, an answer within ten seconds."""
    shop, wording = house.customers["SHOP"], wording_of(Contract.objects.get(number="SHOP-2026-01").versions.get())
    (gap,) = gaps(shop, wording)
    assert (gap.places, gap.needed, gap.monitor, gap.facts) == (0, 3, None, None)  # it has no address

    service = house.services["SHOP", "shop"]
    told = {"name": service.name, "environment": service.environment, "card": ""}
    change_service(service, **told, address="https://shop.example/")
    Monitor.objects.all().delete()
    assert make_monitors(shop, wording, by=house.marek, now=START) == []  # and there is no place

    for number, key in enumerate(("waw", "krk", "fra", "ber")):
        open_place(key, key.title(), now=START + timedelta(minutes=number))
    open_place("own", "Of another customer", customer=house.customers["UNI"], now=START)
    closed = open_place("gone", "Closed", now=START - timedelta(days=1))
    closed.is_active = False
    closed.save()
    (made,) = make_monitors(shop, wording, by=house.marek, now=START)
    assert (made.kind, made.settings, made.every, made.timeout) == (
        "http",
        {"url": "https://shop.example/"},
        60_000,
        10_000,
    )
    assert made.counts
    assert sorted(one.key for one in made.places.all()) == ["fra", "krk", "waw"]
    assert gaps(shop, wording) == []
    assert make_monitors(shop, wording, by=house.marek, now=START) == []


def test_what_is_looked_at_from_too_few_places_is_looked_at_from_more(house: World, engine: None) -> None:
    shop, wording = house.customers["SHOP"], wording_of(Contract.objects.get(number="SHOP-2026-01").versions.get())
    service = house.services["SHOP", "shop"]
    told = {"name": service.name, "environment": service.environment, "card": ""}
    change_service(service, **told, address="https://shop.example/")
    open_place("waw", "Warsaw", now=START)
    (made,) = make_monitors(shop, wording, by=house.marek, now=START)
    (gap,) = gaps(shop, wording)
    assert (gap.places, gap.facts) == (1, None)  # there is no other place
    open_place("krk", "Cracow", now=START)
    (gap,) = gaps(shop, wording)
    assert (gap.places, gap.would_look, gap.needed) == (1, 2, 3)
    assert make_monitors(shop, wording, by=house.marek, now=START) == [made]
    assert made.places.count() == 2
    pause_monitor(made, False, by=house.marek, now=START)
    assert [(one.places, one.facts) for one in gaps(shop, wording)] == [(0, None)]
    assert make_monitors(shop, wording, by=house.marek, now=START) == []  # no second one beside it


def test_what_tells_of_itself_is_not_counted_and_the_offer_says_so(house: World, engine: None) -> None:
    shop, wording = house.customers["SHOP"], wording_of(Contract.objects.get(number="SHOP-2026-01").versions.get())
    facts = Facts(name="Backup", kind="heartbeat", settings={"every": "1d"}, places=())
    assert [one.is_told for one in gaps(shop, wording)] == [False]
    add_monitor(house.services["SHOP", "shop"], facts, by=None, now=START)
    (gap,) = gaps(shop, wording)
    assert (gap.is_told, gap.places) == (True, 0)
    assert "which is not counted" in _missing(gap)
