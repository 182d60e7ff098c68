"""Civil days, months and years, where the wall clock is not what it seems."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import at, day, text

from gwarant.sla.civil import add_period, civil_period, day_of, days_between, midnight, month_of, months_between
from gwarant.sla.contract.values import Period

WARSAW, SAO_PAULO, TORONTO, APIA = "Europe/Warsaw", "America/Sao_Paulo", "America/Toronto", "Pacific/Apia"
ZONES = st.sampled_from([WARSAW, SAO_PAULO, TORONTO, APIA, "Asia/Beirut", "Africa/Cairo", "UTC"])
DAYS = st.dates(date(1915, 1, 1), date(2198, 12, 31))


@pytest.mark.parametrize(
    ("name", "first", "after"),
    [
        ("2026-03", "2026-03-01", "2026-04-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-Q1", "2026-01-01", "2026-04-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-02-29..2024-02-29", "2024-02-29", "2024-03-01"),
        ("2026-12-24..2027-01-06", "2026-12-24", "2027-01-07"),
    ],
)
def test_a_period_runs_from_its_first_day_to_the_day_after_its_last(name, first, after):
    period = civil_period(name, WARSAW)
    assert (period.first, period.after, period.name) == (day(first), day(after), name)
    assert (text(period.start), text(period.end)) == (text(at(f"{first} 00:00")), text(at(f"{after} 00:00")))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-3",
        "26",
        "2026-03-01",
        "2026-02-29..2026-03-01",
        "2026-03-15..2026-03-01",
        "2026-03-01..",
        "20260301..20260302",
        "9999",
        "9999-12-01..9999-12-31",
        "0000",
        "march",
    ],
)
def test_what_is_no_period_is_refused_with_the_notation(name):
    with pytest.raises(ValueError, match=r"is not a period; write 2016-03, 2016-Q1, 2016 or"):
        civil_period(name, WARSAW)


@pytest.mark.parametrize("name", ["1899", "0001", "2200-01", "1899-12-31..1900-01-05"])
def test_years_that_are_not_counted_are_refused(name):
    with pytest.raises(ValueError, match="lies outside the years 1900 to 2199 that are counted"):
        civil_period(name, WARSAW)


def test_the_first_and_the_last_counted_year_are_periods():
    assert civil_period("1900", WARSAW).first == date(1900, 1, 1)
    assert civil_period("2199-12", WARSAW).after == date(2200, 1, 1)


@pytest.mark.parametrize(("month", "hours"), [("2026-03", 31 * 24 - 1), ("2026-10", 31 * 24 + 1), ("2024-02", 29 * 24)])
def test_a_month_has_the_hours_that_it_really_has(month, hours):
    period = civil_period(month, WARSAW)
    assert period.end - period.start == hours * 3600


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-01-31", Period(months=1), "2026-02-28"),
        ("2024-01-31", Period(months=1), "2024-02-29"),
        ("2024-02-29", Period(months=12), "2025-02-28"),
        ("2026-12-31", Period(months=2), "2027-02-28"),
        ("2026-03-31", Period(months=1, days=1), "2026-05-01"),
        ("2026-12-24", Period(days=14), "2027-01-07"),
        ("2026-06-15", Period(), "2026-06-15"),
    ],
)
def test_a_day_that_the_month_lacks_becomes_its_last(start, period, end):
    assert add_period(day(start), period) == day(end)


@pytest.mark.parametrize("period", [Period(days=10), Period(months=12), Period(months=10**9), Period(days=10**12)])
def test_beyond_the_last_year_there_is_no_day(period):
    with pytest.raises(ValueError, match="lies beyond the years 1 to 9999"):
        add_period(date(9999, 12, 31), period)


@pytest.mark.parametrize(
    ("zone", "which", "first_instant"),
    [
        (WARSAW, "2026-03-29", "2026-03-28T23:00+00:00"),
        (WARSAW, "2026-03-30", "2026-03-29T22:00+00:00"),
        (WARSAW, "2026-10-25", "2026-10-24T22:00+00:00"),
        (WARSAW, "2026-10-26", "2026-10-25T23:00+00:00"),
        (SAO_PAULO, "2018-11-04", "2018-11-04T03:00+00:00"),  # midnight was skipped: the day began at 01:00
        (SAO_PAULO, "2019-02-17", "2019-02-17T03:00+00:00"),  # 23:00 came twice on the day before
        (TORONTO, "1919-03-31", "1919-03-31T04:30+00:00"),  # 23:30 was followed by 00:30
        (APIA, "2011-12-30", "2011-12-30T10:00+00:00"),  # a day that never was
        (APIA, "2011-12-31", "2011-12-30T10:00+00:00"),
    ],
)
def test_a_day_begins_at_its_first_instant(zone, which, first_instant):
    assert midnight(day(which), zone) == at(first_instant)


def test_the_day_of_a_moment_is_the_local_one():
    assert day_of(at("2026-12-31T23:30+00:00"), WARSAW) == date(2027, 1, 1)
    assert day_of(at("2026-12-31T23:30+00:00"), SAO_PAULO) == date(2026, 12, 31)


@given(DAYS, ZONES)
def test_the_first_instant_lies_in_the_day_and_the_one_before_does_not(which, zone):
    start = midnight(which, zone)
    assert start == midnight(date.fromordinal(which.toordinal() + 1), zone) or day_of(start, zone) == which
    assert day_of(start - 1, zone) < which


@given(DAYS, ZONES)
def test_days_follow_one_another_without_a_gap(which, zone):
    days = days_between(which, date.fromordinal(which.toordinal() + 3), zone)
    assert [left[1] for left in days[:-1]] == [right[0] for right in days[1:]]
    assert (
        sum(end - start for start, end in days) == midnight(date.fromordinal(which.toordinal() + 3), zone) - days[0][0]
    )


def test_days_of_nothing_are_none():
    assert days_between(date(2026, 3, 2), date(2026, 3, 2), WARSAW) == ()
    assert days_between(date(2026, 3, 2), date(2026, 3, 1), WARSAW) == ()


def test_days_of_march_include_one_of_twenty_three_hours():
    days = days_between(date(2026, 3, 28), date(2026, 3, 31), WARSAW)
    assert [(end - start) // 3600 for start, end in days] == [24, 23, 24]


def test_a_month_is_that_of_the_day():
    assert month_of(date(2024, 2, 29), WARSAW).name == "2024-02"


def test_the_months_that_a_stretch_touches_are_whole():
    months = months_between(date(2026, 11, 30), date(2027, 2, 1), WARSAW)
    assert [one.name for one in months] == ["2026-11", "2026-12", "2027-01"]


def test_a_stretch_that_ends_with_a_month_does_not_touch_the_next():
    assert [one.name for one in months_between(date(2026, 3, 1), date(2026, 4, 1), WARSAW)] == ["2026-03"]
    assert months_between(date(2026, 3, 1), date(2026, 3, 1), WARSAW) == ()
