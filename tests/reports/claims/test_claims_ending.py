"""What can be claimed is told in time: on the pages, with the report, and once in the week before its last day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from june import CLOSED, claimable_june

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.notify.models import Delivery, Notice
from gwarant.reports.claims.acting import claim
from gwarant.reports.claims.ending import claimable, claimable_of, tell_of_claims
from gwarant.reports.claims.standing import standing_of
from gwarant.reports.delivery.sending import deliver
from gwarant.reports.running import begin, restate

pytestmark = pytest.mark.usefixtures("engine")
DAY = timedelta(days=1)
MONTH = "2026-06"
WEEK_BEFORE = datetime(2026, 7, 23, 8, 0, tzinfo=UTC)  # it is claimed until the thirtieth


@pytest.fixture
def contract(house: World) -> Contract:
    """The shop's contract, whose June was closed and pays 810 to whoever claims it."""
    return claimable_june(house)


def reminded() -> list[int | None]:
    return list(Notice.objects.filter(code="claim_ends").values_list("user", flat=True))


def test_what_can_be_claimed_is_named_with_its_last_day_and_no_longer(contract: Contract, house: World) -> None:
    (one,) = claimable(contract, CLOSED)
    assert (one.month, one.sum, one.last) == (MONTH, Decimal(810), date(2026, 7, 30))
    assert claimable(contract, WEEK_BEFORE + 8 * DAY) == []
    (part,) = standing_of(contract, MONTH, CLOSED)
    claim(contract, MONTH, [part.key], by=house.cora, now=CLOSED)
    assert claimable(contract, CLOSED + DAY) == []


def test_of_a_quarter_nothing_is_claimed_beside_its_months(contract: Contract) -> None:
    assert claimable_of(contract, "2026-Q2", CLOSED) == []


def test_the_reminder_comes_a_week_before_and_once(contract: Contract, house: World) -> None:
    assert tell_of_claims(contract, WEEK_BEFORE - DAY) == 0
    assert tell_of_claims(contract, WEEK_BEFORE) == 1
    assert tell_of_claims(contract, WEEK_BEFORE + DAY) == 0
    assert reminded() == [house.cora.pk]


def test_the_sweep_of_running_months_reminds(contract: Contract, house: World) -> None:
    begin(WEEK_BEFORE)
    restate(contract.running.pk, WEEK_BEFORE)
    assert reminded() == [house.cora.pk]


def test_the_mail_with_the_report_says_what_can_be_claimed_and_leads_there(contract: Contract, house: World) -> None:
    report = contract.reports.get(period=MONTH)
    deliver(report, [house.cora], by=house.olga, now=CLOSED + timedelta(hours=1))
    text = " ".join(Delivery.objects.filter(medium="mail", notice__code="report_sent").latest("pk").text.split())
    assert "810,00" in text
    assert "do: 30 lipca 2026" in text
    assert f"/portal/contracts/SHOP-2026-01/months/{MONTH}/claims" in text
