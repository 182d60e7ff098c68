"""Services that are looked at from places of the house."""

from collections.abc import Callable

import pytest
from outages_in import NOON, Watched, prober_at

from gwarant.demo.cast import World
from gwarant.monitoring.enrolling import open_place


@pytest.fixture
def watched_in(house: World, engine: None) -> Callable[[int], Watched]:
    """With so many places of the house."""

    def one(count: int) -> Watched:
        places = [open_place(f"p{number}", f"Place {number}", now=NOON) for number in range(count)]
        return Watched(house, places, [prober_at(place) for place in places])

    return one


@pytest.fixture
def unpromised(world: World, engine: None) -> Watched:
    """From one place, in a house without contracts."""
    place = open_place("p0", "Place 0", now=NOON)
    return Watched(world, [place], [prober_at(place)])


@pytest.fixture
def watched(watched_in: Callable[[int], Watched]) -> Watched:
    """With three, as the contracts ask for."""
    return watched_in(3)
