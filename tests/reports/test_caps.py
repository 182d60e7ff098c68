"""A cap is spent by the down time that was seen, not by the minutes that were announced."""

from datetime import UTC, datetime, timedelta

import pytest
from looks_in import each_hour, watched

from gwarant.demo.cast import World
from gwarant.monitoring.maintenance.announcing import announce, planned
from gwarant.monitoring.maintenance.withdrawing import withdraw
from gwarant.monitoring.models import Maintenance
from gwarant.monitoring.moments import milliseconds_of
from gwarant.reports.caps import over_caps

JUNE = datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Warsaw
SUNDAY = JUNE + timedelta(days=6)  # the contract lets six hours of each Sunday leave the count, and six of a month
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
TOLD, NOW = JUNE + timedelta(days=1), SUNDAY + timedelta(days=2)
PLACES = "waw", "krk", "fra"
pytestmark = pytest.mark.usefixtures("engine")


def window(house: World, start: datetime, hours: int, now: datetime) -> list[Maintenance]:
    return planned(house.services["SHOP", "shop"], [(start, start + hours * HOUR)], by=house.ben, now=now)


def looks(house: World, *down: int) -> None:
    """Each hour until now, down in these hours of Sunday."""
    shop, first = house.services["SHOP", "shop"], int((SUNDAY - JUNE) / HOUR)
    found = watched(shop, PLACES, JUNE)
    hours = range(int((NOW - JUNE) / HOUR) + 1)
    each_hour(found, PLACES, milliseconds_of(JUNE), hours, down=[first + hour for hour in down])


def test_only_down_time_spends_a_cap_and_what_is_left_of_it_is_compared_with_what_comes(house: World) -> None:
    shop = house.services["SHOP", "shop"]
    announce(window(house, SUNDAY, 5, TOLD), now=TOLD)
    looks(house, 1, 2)
    coming = window(house, SUNDAY + WEEK, 4, NOW)
    assert over_caps(shop, coming, NOW) == []  # nine hours are announced, and two of the cap's six are spent
    (first,) = announce(coming, now=NOW)
    (over,) = over_caps(shop, window(house, SUNDAY + 2 * WEEK, 1, NOW), NOW)
    assert (over.minutes, over.cap, over.spent, over.left) == (300, 360, 120, 240)
    withdraw(first, by=house.ben, now=NOW)
    assert over_caps(shop, window(house, SUNDAY + 2 * WEEK, 1, NOW), NOW) == []


def test_of_a_month_that_has_not_begun_nothing_is_spent(house: World) -> None:
    announce(window(house, SUNDAY, 5, TOLD), now=TOLD)
    looks(house, 1, 2)
    july = datetime(2026, 7, 4, 22, tzinfo=UTC)  # a Sunday in Warsaw
    assert over_caps(house.services["SHOP", "shop"], window(house, july, 6, NOW), NOW) == []
