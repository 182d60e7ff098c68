"""The page of claims names remedies as the month does: in the reader's language."""

from datetime import UTC, datetime

import pytest
from june import shop_was_down

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports.month import month_of
from gwarant.web.claims.page import page_of
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.remedies import remedies_of


@pytest.mark.usefixtures("engine")
def test_the_parts_are_called_as_in_the_month(house: World) -> None:
    shop_was_down(house)
    now = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
    month = month_of(Contract.objects.get(number="SHOP-2026-01"), "2026-06", "pl", now)
    addresses = Addresses("portal", "SHOP-2026-01", "2026-06")
    (row,) = page_of(month, addresses)["rows"]
    (told,) = remedies_of(month, addresses, None)
    assert row["label"] == told["lines"][0]["remedy"] == "Rekompensata za niedostępność"
