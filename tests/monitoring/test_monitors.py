"""What people do with monitors."""

import pytest
from certificates import certificate, key_pem_of, pem_of

from gwarant.demo.cast import World
from gwarant.monitoring.actions import (
    Facts,
    MonitorChanged,
    MonitorRefused,
    NameTaken,
    add_monitor,
    change_monitor,
    pause_monitor,
    retire_monitor,
)
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.giving import settings_of, target_of
from gwarant.monitoring.models import Monitor, Place


def facts(place: Place, **other: object) -> Facts:
    told = {"name": "Sklep", "kind": "http", "settings": {"url": "https://shop.example/"}, "places": (place,)}
    return Facts(**{**told, **other})  # type: ignore[arg-type]


def test_a_secret_is_sealed_and_only_a_prober_is_given_it(monitor: Monitor, place: Place) -> None:
    secret = {"url": "https://shop.example/", "headers": {"Authorization": "Bearer hush"}}
    change_monitor(monitor, facts(place, settings=secret), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    assert "hush" not in str(monitor.settings)
    assert b"hush" not in bytes(monitor.sealed)
    assert settings_of(monitor) == secret
    assert b"hush" in bytes(target_of(monitor).settings)


def test_a_secret_that_is_not_given_again_stays(monitor: Monitor, place: Place) -> None:
    secret = {"url": "https://shop.example/", "body": "hush"}
    change_monitor(monitor, facts(place, settings=secret), by=None, now=monitor.created_at)
    change_monitor(monitor, facts(place, settings={"url": "https://shop.example/b"}), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    assert settings_of(monitor) == {"url": "https://shop.example/b", "body": "hush"}


ELSEWHERE = ("https://shop.example.evil.example/", "https://shop.example:8443/", "http://shop.example/")


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_secret_that_is_kept_goes_to_no_other_server(monitor: Monitor, place: Place, url: str) -> None:
    secret = {"url": "https://shop.example/", "headers": {"X-Key": "hush"}}
    change_monitor(monitor, facts(place, settings=secret), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    with pytest.raises(MonitorRefused, match=r"headers: it was kept for 'https://shop\.example'"):
        change_monitor(monitor, facts(place, settings={"url": url}), by=None, now=monitor.created_at)
    same = {"url": "https://shop.example:443/other?page"}
    change_monitor(monitor, facts(place, settings=same), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    assert settings_of(monitor) == same | {"headers": {"X-Key": "hush"}}
    again = {"url": url, "headers": {"X-Key": "typed"}}
    change_monitor(monitor, facts(place, settings=again), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    assert settings_of(monitor) == again


def test_a_key_that_is_kept_goes_with_its_certificate_until_it_is_forgotten(monitor: Monitor, place: Place) -> None:
    own = certificate("ours", ("ours.example",), monitor.created_at)
    told = {"url": "https://shop.example/", "certificate": pem_of(own)}
    pair = facts(place, settings=told | {"key": key_pem_of("ours")})
    change_monitor(monitor, pair, by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    change_monitor(monitor, facts(place, settings=told | {"slow": 9}), by=None, now=monitor.created_at)
    with pytest.raises(MonitorRefused, match="key: it is missing"):
        change_monitor(monitor, facts(place, settings=told, forgets=("key",)), by=None, now=monitor.created_at)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "name"),
        ({"kind": "ftp"}, "kind"),
        ({"every": 1_000}, "every"),
        ({"every": 10_000, "timeout": 10_000}, "timeout"),
        ({"places": ()}, "places"),
        ({"settings": {"url": "shop"}}, "url"),
        ({"settings": {"url": "https://a", "retry": 1}}, "retry"),
    ],
)
def test_what_cannot_be_looked_at_is_refused_by_its_field(
    world: World, place: Place, wrong: dict[str, object], told: str
) -> None:
    with pytest.raises(MonitorRefused, match=told):
        add_monitor(world.services["SHOP", "shop"], facts(place, **wrong), by=None, now=place.created_at)


def test_a_place_in_a_customers_network_looks_for_that_customer_alone(world: World, place: Place) -> None:
    theirs = open_place("clinic", "W klinice", customer=world.customers["CLINIC"], now=place.created_at)
    with pytest.raises(MonitorRefused, match="another customer"):
        add_monitor(world.services["SHOP", "shop"], facts(theirs), by=None, now=place.created_at)
    assert add_monitor(world.services["CLINIC", "booking"], facts(theirs), by=None, now=place.created_at).pk


def test_a_paused_monitor_is_not_looked_at(monitor: Monitor, place: Place) -> None:
    pause_monitor(monitor, False, by=None, now=monitor.created_at)
    assert not Monitor.objects.watched_from(place).exists()
    pause_monitor(monitor, True, by=None, now=monitor.created_at)
    assert Monitor.objects.watched_from(place).exists()


def test_of_two_secrets_one_can_be_given_anew_and_one_forgotten(monitor: Monitor, place: Place) -> None:
    secret = {"url": "https://shop.example/", "headers": {"A": "1"}, "body": "hush"}
    change_monitor(monitor, facts(place, settings=secret), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    plain = {"url": "https://shop.example/"}
    change_monitor(monitor, facts(place, settings={**plain, "body": "new"}), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    assert settings_of(monitor) == {**secret, "body": "new"}
    change_monitor(monitor, facts(place, settings=plain, forgets=("body",)), by=None, now=monitor.created_at)
    monitor.refresh_from_db()
    assert settings_of(monitor) == {**plain, "headers": {"A": "1"}}


def test_of_two_who_change_a_monitor_at_once_the_second_is_told(monitor: Monitor, place: Place) -> None:
    change_monitor(monitor, facts(place, every=30_000), seen=0, by=None, now=monitor.created_at)
    with pytest.raises(MonitorChanged) as told:
        change_monitor(monitor, facts(place, every=90_000), seen=0, by=None, now=monitor.created_at)
    assert told.value.monitor.every == 30_000
    with pytest.raises(MonitorChanged):
        pause_monitor(monitor, False, seen=0, by=None, now=monitor.created_at)


def test_a_retired_monitor_keeps_what_was_seen_and_frees_its_name(world: World, monitor: Monitor, place: Place) -> None:
    with pytest.raises(NameTaken):
        add_monitor(monitor.service, facts(place), by=None, now=monitor.created_at)
    retire_monitor(monitor, by=None, now=monitor.created_at)
    assert not Monitor.objects.watched_from(place).exists()
    add_monitor(monitor.service, facts(place), by=None, now=monitor.created_at)
    with pytest.raises(MonitorChanged):
        change_monitor(monitor, facts(place), by=None, now=monitor.created_at)
