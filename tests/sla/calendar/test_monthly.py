"""Windows on a certain weekday of each month."""

from datetime import UTC, datetime

import pytest

from gwarant.sla.calendar import CalendarError
from gwarant.sla.calendar.monthly import recurring
from gwarant.sla.civil import civil_period


def opened(text: str, month: str, zone: str = "UTC") -> list[str]:
    period = civil_period(month, zone)
    spans = recurring(text, zone).spans(period.start, period.end)
    return [f"{datetime.fromtimestamp(start, UTC):%d %H:%M} +{(end - start) // 60}" for start, end in spans]


@pytest.mark.parametrize(("month", "day"), [("2026-10", "25"), ("2026-11", "29")])
def test_the_last_sunday_of_a_month(month: str, day: str) -> None:
    """Case CV119 of the published examples."""
    assert opened("last Sun 02:00-06:00", month) == [f"{day} 02:00 +240"]


def test_the_second_tuesday_beside_every_sunday() -> None:
    assert opened("Sun 01:00-05:00; 2nd Tue 22:00-24:00", "2026-12") == [
        *("06 01:00 +240", "08 22:00 +120", "13 01:00 +240", "20 01:00 +240", "27 01:00 +240"),
    ]


def test_a_fifth_weekday_comes_only_in_some_months() -> None:
    assert opened("5th Mon 08:00-09:00", "2026-02") == []
    assert opened("5th Mon 08:00-09:00", "2026-03") == ["30 08:00 +60"]


def test_a_window_over_midnight_ends_in_the_next_month() -> None:
    assert opened("last Sat 22:00-04:00", "2026-10") == ["31 22:00 +120"]
    assert opened("last Sat 22:00-04:00", "2026-11") == ["01 00:00 +240", "28 22:00 +360"]


def test_the_night_on_which_clocks_go_forward_is_an_hour_shorter() -> None:
    """Case CV121: 23:00 to 04:00 on 28 March 2026 in Poland."""
    assert "28 22:00 +240" in opened("Mon-Sun 23:00-04:00", "2026-03", "Europe/Warsaw")


@pytest.mark.parametrize("wrong", ["", "closed", "6th Mon 08:00-09:00", "last Foo 08:00-09:00", "last Sun 9-8"])
def test_what_is_never_open_is_refused(wrong: str) -> None:
    with pytest.raises(CalendarError):
        recurring(wrong, "UTC")
