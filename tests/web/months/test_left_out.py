"""A quarter that runs says that it leaves out the availability of the month that runs."""

from datetime import UTC, datetime

import pytest
from june import shop_was_down

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports.month import month_of
from gwarant.web.months.figures import leaves_out

AUGUST, OCTOBER = datetime(2026, 8, 10, 8, 0, tzinfo=UTC), datetime(2026, 10, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def contract(engine: None, house: World) -> Contract:
    shop_was_down(house)
    return Contract.objects.get(number="SHOP-2026-01")


@pytest.mark.parametrize(
    ("name", "now", "is_left_out"),
    [("2026-Q3", AUGUST, True), ("2026", AUGUST, True), ("2026-08", AUGUST, False), ("2026-Q3", OCTOBER, False)],
)
def test_the_figure_of_a_month_that_runs_is_told_to_be_left_out(
    contract: Contract, name: str, now: datetime, is_left_out: bool
) -> None:
    assert leaves_out(month_of(contract, name, "en", now)) is is_left_out
