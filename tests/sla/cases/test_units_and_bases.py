"""Shares of a month before the first one, and units of delay that are days: what a paper means has a spelling each."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from case_files import changed, codes, rows, text
from hypothesis import given
from hypothesis import strategies as st

from gwarant.pictures.summary import kept_target
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.civil import midnight
from gwarant.sla.contract.model.money import Remedy, RemedyKind, RemedyOf
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.values import Seconds
from gwarant.sla.remedies import Breach
from gwarant.sla.remedies.codes import AT_MOST
from gwarant.sla.remedies.per_unit import unit_starts

OF, ZONE, DAY = "of: previous_month", "Europe/Warsaw", 86_400


def settled(period: str, **changes: str) -> Assessment:
    return assess([parse(changed("06/contract.yaml", changes)).required()], rows("06/evidence.jsonl"), period)


def paid(period: str, **changes: str) -> Decimal | None:
    (month,) = settled(period, **changes).months
    return month.remedies.total


# 06: the month before the first


def test_a_base_before_the_first_month_is_asked_about_and_can_be_said() -> None:
    assert "base-of-the-first-month" in codes(text("06/contract.yaml"))
    for first in ("none", "same_month"):
        assert "base-of-the-first-month" not in codes(changed("06/contract.yaml", {OF: f"{OF}, first: {first}"}))
    assert "invalid" in codes(changed("06/contract.yaml", {OF: f"{OF}, first: next_month"}))


@pytest.mark.parametrize(("first", "january"), [("none", 0), ("same_month", 100)])
def test_once_said_both_months_have_their_price_and_nothing_is_held_back(first: str, january: int) -> None:
    changes = {OF: f"{OF}, first: {first}"}
    assert (paid("2026-01", **changes), paid("2026-03", **changes)) == (january, 100)


def test_unsaid_the_third_month_says_what_it_pays_at_the_most() -> None:
    assert paid("2026-03") is None
    (month,) = settled("2026-03").months
    assert AT_MOST(amount=Decimal("100.00"), per="contract_year") in month.remedies.notes
    low = {"pct: 100, of: monthly": "amount: 60"}
    (month,) = settled("2026-03", **low).months
    assert AT_MOST(amount=Decimal("60.00"), per="contract_year") in month.remedies.notes


def test_without_a_cap_of_the_year_the_third_month_depends_on_no_other() -> None:
    assert paid("2026-03", **{"per: contract_year": "per: month"}) == 100


# 07: days of delay


@pytest.mark.parametrize(("count_on", "units"), [("elapsed", 28), ("calendar_days", 27), ("clock", 28)])
def test_a_day_of_delay_is_what_the_contract_says(count_on: str, units: int) -> None:
    wording = changed("07/contract.yaml", {"count_on: elapsed": f"count_on: {count_on}", "pct: 20": "pct: 90"})
    found = assess([parse(wording).required()], rows("07/evidence.jsonl"), "2026-10")
    (line,) = found.months[0].remedies.lines
    assert (line.count, found.months[0].remedies.total) == (units, 100 * units)


def test_working_days_are_those_of_the_clocks_own_calendar() -> None:
    office = {"week: 24/7": "week: Mon-Fri 08:00-16:00", "count_on: elapsed": "count_on: working_days"}
    found = assess([parse(changed("07/contract.yaml", office)).required()], rows("07/evidence.jsonl"), "2026-10")
    assert found.months[0].remedies.lines[0].count == 19


def test_a_day_without_a_way_to_count_is_asked_about_and_hours_are_not() -> None:
    bare = {", count_on: elapsed": ""}
    assert "days-of-delay" in codes(changed("07/contract.yaml", bare))
    assert "days-of-delay" in codes(changed("07/contract.yaml", {**bare, "unit: 1d": "unit: 7d"}))
    assert "days-of-delay" not in codes(changed("07/contract.yaml", {**bare, "unit: 1d": "unit: 1h"}))
    assert "days-of-delay" not in codes(text("07/contract.yaml"))


@pytest.mark.parametrize("odd", ["unit: 36h", "unit: 1d, free: 5h", "unit: 1d, kind: flat"])
def test_dates_are_counted_whole_and_only_by_units(odd: str) -> None:
    wording = changed("07/contract.yaml", {"elapsed": "calendar_days", "unit: 1d": odd.replace(", kind: flat", "")})
    wording = wording.replace("kind: per_unit", "kind: flat") if "flat" in odd else wording
    assert "invalid" in codes(wording)


def test_a_promised_date_is_told_as_a_date() -> None:
    found = assess([parse(text("07/contract.yaml")).required()], rows("07/evidence.jsonl"), "2026-10")
    assert [kept_target(found.kept[0], one) for one in ("en", "pl")] == ["30 September 2026", "30 września 2026"]


@given(st.integers(0, 5000), st.integers(0, DAY), st.integers(0, 40), st.integers(0, DAY - 1), st.integers(1, 5))
def test_dates_are_counted_as_by_looking_at_each(first: int, into: int, days: int, rest: int, unit: int) -> None:
    begin = date(2020, 1, 1) + timedelta(days=first)
    start = min(midnight(begin, ZONE) + into, midnight(begin + timedelta(days=1), ZONE) - 1)
    end = min(midnight(begin + timedelta(days=days), ZONE) + rest, midnight(begin + timedelta(days=days + 1), ZONE))
    remedy = Remedy(
        id="late",
        of=RemedyOf(clock="c"),
        kind=RemedyKind.PER_UNIT,
        unit=Seconds(unit * DAY),
        count_on="calendar_days",
        amount=Decimal(1),
    )
    late = ((start, end),) if start < end else ()
    slow = [
        day
        for day in (begin + timedelta(days=number) for number in range(days + 1))
        if late and midnight(day, ZONE) < end and midnight(day + timedelta(days=1), ZONE) > start
    ]
    found = unit_starts(remedy, Breach(incident="T", at=start, clock="c", elapsed=late), ZONE)
    assert list(found) == [max(start, midnight(day, ZONE)) for day in slow[::unit]]
