"""How often within how long: against a slow and obvious way of counting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.civil import add_period
from gwarant.sla.contract.model.money import Condition
from gwarant.sla.contract.values import Period
from gwarant.sla.triggers.model import Hit
from gwarant.sla.triggers.windows import occasions, window_start

FIRST = date(2026, 1, 1)


def hit(day: date, position: int = 0) -> Hit:
    return Hit(str(day), position, day, int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))


def months(numbers: set[int]) -> list[Hit]:
    return [hit(add_period(FIRST, Period(months=number)), number) for number in sorted(numbers)]


@given(st.sets(st.integers(0, 40)), st.integers(1, 5), st.integers(1, 12))
def test_three_in_any_six_months_is_what_trying_every_six_months_gives(numbers: set[int], n: int, within: int) -> None:
    condition = Condition(miss="x", n=n, within=within, unit="month")
    fast = {one.at for one in occasions(condition, months(numbers))}
    windows = {last: [m for m in numbers if last - within < m <= last] for last in numbers}
    assert fast == {months({last})[0].at for last, inside in windows.items() if len(inside) >= n}


@given(st.sets(st.integers(0, 90)), st.integers(1, 4), st.integers(1, 40))
def test_so_many_in_any_days_is_what_trying_every_stretch_gives(numbers: set[int], n: int, within: int) -> None:
    hits = [hit(FIRST + timedelta(days=number)) for number in sorted(numbers)]
    condition = Condition(miss="x", n=n, within=within, unit="day")
    stretches = [[m for m in numbers if start <= m < start + within] for start in range(-within, 91)]
    assert bool(list(occasions(condition, hits))) == any(len(inside) >= n for inside in stretches)


@given(st.sets(st.integers(0, 30)), st.integers(1, 5))
def test_in_a_row_are_periods_without_one_between_them(numbers: set[int], n: int) -> None:
    condition = Condition(miss="x", n=n, in_a_row=True)
    slow = {last for last in numbers if all(last - back in numbers for back in range(n))}
    assert {one.at for one in occasions(condition, months(numbers))} == {one.at for one in months(slow)}


@pytest.mark.parametrize(
    ("day", "within", "unit", "before"),
    [
        (date(2026, 1, 30), 30, "day", date(2025, 12, 31)),
        (date(2026, 3, 1), 3, "month", date(2025, 12, 1)),
        (date(2026, 3, 31), 1, "month", date(2026, 2, 28)),
        (date(2026, 7, 1), 2, "quarter", date(2026, 1, 1)),
        (date(2026, 7, 1), 1, "year", date(2025, 7, 1)),
        (date(2026, 7, 8), 1, "week", date(2026, 7, 1)),
    ],
)
def test_a_window_begins_after_a_day(day: date, within: int, unit: str, before: date) -> None:
    assert window_start(day, within, unit) == before
