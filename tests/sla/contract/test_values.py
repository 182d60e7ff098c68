from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.contract.values import (
    NthWeekday,
    OnDate,
    Period,
    Seconds,
    TimeValue,
    WorkingDays,
    period,
    seconds,
    time_value,
)

VALUES = st.one_of(
    st.integers(0, 10**9).map(Seconds),
    st.builds(WorkingDays, st.integers(0, 400), st.sampled_from(["", "10:00", "00:00", "23:59"])),
    st.builds(NthWeekday, st.integers(1, 5), st.integers(0, 6)),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(OnDate),
    st.builds(Period, st.integers(0, 200), st.integers(0, 400)),
)


@given(VALUES)
def test_a_time_is_read_back_from_its_notation(value: TimeValue) -> None:
    assert time_value(str(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15m", Seconds(900)),
        ("4h", Seconds(14_400)),
        ("90s", Seconds(90)),
        ("2d", Seconds(172_800)),
        ("PT15M", Seconds(900)),
        ("PT1H30M", Seconds(5400)),
        ("P1DT1H", Seconds(90_000)),
        ("3wd", WorkingDays(3)),
        ("3wd 10:00", WorkingDays(3, "10:00")),
        ("2nd Tue", NthWeekday(2, 1)),
        ("2026-12-31", OnDate(date(2026, 12, 31))),
        ("P1M", Period(months=1)),
        ("P1Y6M", Period(months=18)),
        ("P2W", Period(days=14)),
    ],
)
def test_the_notation(text: str, value: TimeValue) -> None:
    assert time_value(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "15",
        "m",
        "1,5h",
        "1.5h",
        "3wd 25:00",
        "3wd 10:60",
        "P1MT1H",
        "-1h",
        "2026-02-30",
        "15 minutes",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        time_value(text)


def test_an_exact_length_may_be_written_in_days_of_the_iso_notation() -> None:
    assert seconds("P2D") == Seconds(172_800)


@pytest.mark.parametrize("text", ["3wd", "P1M", "2026-12-31"])
def test_an_exact_length_is_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match="exact length"):
        seconds(text)


def test_a_period_is_nothing_else() -> None:
    with pytest.raises(ValueError, match="civil period"):
        period("4h")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("0th Mon", "1st to the 5th"),
        ("6th Mon", "1st to the 5th"),
        ("9999999h", "100 years"),
        ("PT9999999H", "100 years"),
        ("P90000D", "100 years"),
        ("P9999Y", "100 years"),
        ("99999wd", "100 years"),
        ("1899-12-31", "1900 to 2199"),
        ("2200-01-01", "1900 to 2199"),
    ],
)
def test_a_time_that_cannot_be_counted_is_refused(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        time_value(text)


@pytest.mark.parametrize("text", ["P100Y", "876000h", "5th Mon", "1900-01-01", "2199-12-31"])
def test_the_longest_and_the_furthest_are_still_read(text: str) -> None:
    assert time_value(text)
