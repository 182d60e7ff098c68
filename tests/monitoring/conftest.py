"""A place with probers, and a shop that is looked at from there."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.enrolling import enrol, invite, open_place
from gwarant.monitoring.models import Monitor, Place, Prober
from gwarant.monitoring.moments import milliseconds_of
from gwarant.prober.identity import public_half

START = datetime(2026, 11, 30, 12, tzinfo=UTC)
NOW = milliseconds_of(START)


@pytest.fixture
def place(world: World, engine: None) -> Place:
    return open_place("waw", "Warszawa", now=START)


@pytest.fixture
def prober_at(place: Place) -> Callable[[], Prober]:
    """One more prober at the place, each time."""

    def one() -> Prober:
        key = Ed25519PrivateKey.generate()
        return enrol(invite(place, by=None, now=START), public_half(key), "1", now=START)

    return one


@pytest.fixture
def monitor(world: World, place: Place) -> Monitor:
    facts = Facts(name="Sklep", kind="http", settings={"url": "https://shop.example/"}, places=(place,))
    return add_monitor(world.services["SHOP", "shop"], facts, by=None, now=START)
