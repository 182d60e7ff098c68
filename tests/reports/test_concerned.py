"""Whom of a customer's people an answer concerns."""

from datetime import UTC, datetime

import pytest

from gwarant.customers.models import Membership
from gwarant.demo.cast import World
from gwarant.reports.concerned import concerned

pytestmark = pytest.mark.usefixtures("engine")


def test_whoever_spoke_comes_first_and_nobody_twice(house: World) -> None:
    assert concerned(house.customers["SHOP"], [house.cyryl, house.cora]) == [house.cyryl, house.cora]
    assert concerned(house.customers["SHOP"], []) == [house.cora]


def test_who_has_left_the_customer_hears_nothing_though_they_are_somebody_elses_now(house: World) -> None:
    Membership.objects.filter(user=house.cora).update(ended_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert concerned(house.customers["SHOP"], [house.cora, house.zoe, house.cyryl]) == [house.cyryl]
