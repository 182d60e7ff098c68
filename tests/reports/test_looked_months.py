"""Months judged from what probers saw: met, breached with a credit, and the same for whoever computes them again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from looks_in import each_hour, watched

from gwarant.contracts.models import Contract
from gwarant.contracts.terms import wording_of
from gwarant.database.scope import ENGINE, customer_scope, scoped
from gwarant.demo.cast import World
from gwarant.ledger.actions import seal as seal_rows
from gwarant.monitoring.models import DayOfLooks, Monitor, SeenLook
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.sealing import due, seal
from gwarant.reports.marks import marks_of
from gwarant.reports.month import Month, _judged, accepted, month_of, period_of
from gwarant.reports.verifying import verify_all
from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.assessment.model import Promised
from gwarant.sla.availability import Verdict, display
from gwarant.sla.evidence.jsonl import read_lines, write_lines

JUNE = datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Warsaw
JULY = datetime(2026, 6, 30, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)
FAILED = JUNE + 9 * 24 * HOUR
PLACES = "waw", "krk", "fra"  # the shop's contract asks for three, and two of them decide


@pytest.fixture
def contract(house: World) -> Iterator[Contract]:
    _judged.cache_clear()  # another test may have laid as many looks of each kind, and was taken back
    with scoped(ENGINE):
        yield Contract.objects.get(number="SHOP-2026-01")


@pytest.fixture
def shop(house: World, contract: Contract) -> Monitor:
    """The shop is looked at from three places, an hour from one look to the next."""
    return watched(house.services["SHOP", "shop"], PLACES, JUNE - HOUR)


def looked(
    shop: Monitor, hours: range, *, down: range = range(0), came: int = 500, places: tuple[str, ...] = PLACES
) -> None:
    """A look each hour of June, counted from its beginning, from each place; in some the shop is down."""
    each_hour(shop, places, milliseconds_of(JUNE), hours, down=down, came=came)


def june(contract: Contract, now: datetime) -> Month:
    return month_of(contract, "2026-06", "en", now)


def promised(month: Month) -> Promised:
    (found,) = month.assessment.availability
    return found


def computed_again(month: Month, contract: Contract) -> bytes:
    """From the files of the month alone, as the light part does."""
    evidence = read_lines(write_lines(month.evidence))
    return to_bytes(assess([wording_of(one) for one in accepted(contract)], evidence, month.period.name, month.until))


def sealed(now: datetime) -> int:
    return sum(seal(*one, now) for one in [*due(now)])


def test_a_month_without_a_failed_look_is_met_and_owes_nothing(shop: Monitor, contract: Contract) -> None:
    looked(shop, range(-3, 724))
    month = june(contract, JULY + 3 * HOUR)
    assert promised(month).figure.verdict is Verdict.MET
    assert promised(month).figure.lower == 100
    assert [one.remedies.total for one in month.assessment.months] == [0]


def test_an_outage_breaches_the_month_and_pays_its_credit(shop: Monitor, contract: Contract) -> None:
    """Twelve hours of 720 are 98.33 percent: the band from 98 to 99 pays 7 percent of the fee."""
    looked(shop, range(-3, 724), down=range(216, 228))
    now = JULY + 3 * HOUR
    month = june(contract, now)
    figure = promised(month).figure
    assert (figure.verdict, display(figure.point or 0, 2)) == (Verdict.BREACHED, "98.33")
    (money,) = month.assessment.months
    assert money.remedies is not None
    fee = wording_of(accepted(contract)[0]).fee.monthly
    assert money.remedies.total == fee * 7 / 100
    before, mark = to_bytes(month.assessment), marks_of(contract, [month.period], now)
    assert computed_again(month, contract) == before

    later = JULY + 72 * HOUR
    assert sealed(later) == 3 * 32
    assert DayOfLooks.objects.count() == 3 * 32
    assert not SeenLook.objects.exists()
    assert marks_of(contract, [month.period], now) == mark
    again = june(contract, later)
    assert to_bytes(again.assessment) == before
    assert list(write_lines(again.evidence)) == list(write_lines(month.evidence))
    assert seal_rows(contract.customer_id, later) == 3 * 32 + 2  # and what the parties did about the wording
    assert verify_all([contract.customer]).problems == ()
    cora = customer_scope(1, [contract.customer_id])
    with scoped(cora):
        assert to_bytes(june(contract, later + HOUR).assessment) == before


def test_where_too_few_places_look_nothing_is_said_to_be_kept(shop: Monitor, contract: Contract) -> None:
    looked(shop, range(-3, 724), places=("waw",))
    assert promised(june(contract, JULY + 3 * HOUR)).figure.verdict is Verdict.UNDETERMINED


def test_looks_that_come_after_the_month_correct_it_in_the_next_one(shop: Monitor, contract: Contract) -> None:
    """Hours of which nobody had told, down from all places: June stays as it was stated, July says what it was."""
    silent = range(216, 228)
    looked(shop, range(-3, 216))
    looked(shop, range(228, 724))
    stated = to_bytes(june(contract, JULY + 24 * HOUR).assessment)
    spool = milliseconds_of(JULY + 100 * HOUR) - milliseconds_of(FAILED)
    looked(shop, silent, down=silent, came=spool)
    now = JULY + 200 * HOUR
    assert to_bytes(june(contract, now).assessment) == stated
    july = month_of(contract, "2026-07", "en", now)
    (told,) = july.assessment.corrections
    assert [one and display(one, 2) for one in (told.before.point, told.after.point)] == ["100.00", "98.33"]
    (money,) = july.assessment.money_corrections
    assert (money.month, money.before, money.after - money.before > 0) == ("2026-06", 0, True)
    before = to_bytes(july.assessment)
    sealed(now)
    assert to_bytes(month_of(contract, "2026-07", "en", now).assessment) == before
    assert computed_again(july, contract) == before


def test_nobody_looks_and_it_is_not_measured(shop: Monitor, contract: Contract) -> None:
    month = june(contract, JULY + 3 * HOUR)
    assert promised(month).figure.evidence.rows == 0
    assert promised(month).figure.point is None
    assert period_of(contract, "2026-06", JULY + HOUR).name == "2026-06"


def test_a_month_that_runs_is_the_same_for_ever_as_of_one_moment(shop: Monitor, contract: Contract) -> None:
    """Later looks of the day, and one that was on its way, change nothing of what is read as of then."""
    looked(shop, range(-3, 218))
    moment = JUNE + timedelta(hours=217, seconds=30)
    SeenLook.objects.filter(slot=milliseconds_of(JUNE + 217 * HOUR), place__key="fra").delete()
    month = june(contract, moment)
    seen, judged = list(write_lines(month.evidence)), to_bytes(month.assessment)
    looked(shop, range(217, 218), came=60_000, places=("fra",))
    looked(shop, range(218, 300), down=range(218, 219))
    later = june(contract, moment)
    assert list(write_lines(later.evidence)) == seen
    assert to_bytes(later.assessment) == judged
    assert computed_again(later, contract) == judged
