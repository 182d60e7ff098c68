"""Months that ended and nobody closed: told after some days, each week and before the last day, until one is closed."""

from datetime import UTC, datetime, timedelta

import pytest
from june import late_ticket
from letters_out import mails

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.notify.models import Notice
from gwarant.reports.actions import close
from gwarant.reports.delivery.duty import last_moment
from gwarant.reports.delivery.unattended import set_unattended
from gwarant.reports.delivery.unclosed import remind_of_unclosed
from gwarant.reports.month import period_of

pytestmark = pytest.mark.usefixtures("engine")
DAY = timedelta(days=1)
ENDED = datetime(2026, 6, 30, 22, tzinfo=UTC)  # June, in Warsaw
JUNE = "2026-06"


@pytest.fixture
def contract(house: World) -> Contract:
    """The shop's, of which May was closed."""
    late_ticket(house)
    found = Contract.objects.get(number="SHOP-2026-01")
    close(found, "2026-05", by=house.olga, now=ENDED - 20 * DAY)
    return found


def days_heard(first: int, after: int) -> list[int]:
    return [n for n in range(first, after) if _heard(n)]


def _heard(n: int) -> bool:
    before = Notice.objects.filter(facts__number="SHOP-2026-01").count()
    remind_of_unclosed(ENDED + n * DAY)
    return Notice.objects.filter(facts__number="SHOP-2026-01").count() > before


def test_it_is_told_after_five_days_before_the_last_day_and_each_week(contract: Contract) -> None:
    last = last_moment(contract, period_of(contract, JUNE, ENDED))
    assert last is not None
    assert (last - ENDED).days == 13
    assert days_heard(0, 30) == [5, 11, 14, 19, 26]


def test_who_looks_after_the_customer_hears_first_and_later_who_leads_the_house(
    contract: Contract, house: World
) -> None:
    own = Notice.objects.filter(code="month_waits", facts__number=contract.number)
    remind_of_unclosed(ENDED + 5 * DAY)
    first = {one.user_id for one in own}
    assert house.alice.pk in first
    remind_of_unclosed(ENDED + 20 * DAY)
    assert {one.user_id for one in own.all()} >= first | {house.olga.pk, house.marek.pk}


def test_the_mail_says_which_month_and_until_when(contract: Contract, house: World) -> None:
    remind_of_unclosed(ENDED + 13 * DAY)
    own = mails().filter(notice__code="month_waits", notice__facts__number=contract.number, notice__user=house.olga)
    (text,) = {one.text for one in own}
    for words in (
        "najpóźniej 14 lipca 2026",
        "nie ma raportu",
        f"/desk/contracts/{contract.number}/months/{JUNE}/closing",
    ):
        assert words in text


def test_a_closed_month_is_told_no_more(contract: Contract, house: World) -> None:
    close(contract, JUNE, by=house.olga, now=ENDED + 4 * DAY)
    assert days_heard(4, 30) == []


def test_what_closes_by_itself_is_told_only_once_its_time_has_passed(contract: Contract, house: World) -> None:
    shop = house.customers["SHOP"]
    set_unattended(shop, 10, on_last_day=False, by=house.olga, now=ENDED - 5 * DAY)
    assert days_heard(0, 20) == [10, 11, 14, 19]
