"""Holidays are dated data."""

from datetime import date

import holidays
import pytest
from reckoning import moment

from gwarant.sla.calendar import (
    HOLIDAYS_VERSION,
    Calendar,
    CalendarError,
    Holiday,
    Shoulder,
    Week,
    check_place,
    statutory,
)


def test_christmas_eve_is_free_in_poland_since_2025():
    free = {holiday.day for holiday in statutory("PL", range(2023, 2028))}
    assert [date(year, 12, 24) in free for year in range(2023, 2028)] == [False, False, True, True, True]


def test_holidays_are_sorted_and_named_in_the_language_of_the_country():
    poland = statutory("PL", 2026)
    assert poland[0] == Holiday(date(2026, 1, 1), "Nowy Rok")
    assert list(poland) == sorted(poland)
    assert len(poland) == 14
    assert holidays.__version__ == HOLIDAYS_VERSION


def test_a_subdivision_has_its_own():
    assert len(statutory("DE", 2026, "BY")) > len(statutory("DE", 2026))
    assert statutory("DE-BY", 2026) == statutory("DE", 2026, "BY")
    free = {place: {one.day for one in statutory(place, 2026)} for place in ("GB", "GB-ENG", "GB-SCT", "US-TX")}
    assert date(2026, 4, 6) in free["GB-ENG"] - free["GB-SCT"]
    assert date(2026, 3, 2) in free["US-TX"]


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("PL", "XX"), ("GB-XX", None), ("-", None)])
def test_an_unknown_place_is_refused(country, subdivision):
    with pytest.raises(CalendarError, match="no holidays are known"):
        statutory(country, 2026, subdivision)


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        ("GB-XX", "GB-ENG, GB-NIR, GB-SCT, GB-WLS"),
        ("moon", "such as 'PL'"),
        ("", "such as 'PL'"),
        ("PL-", "write PL"),
        ("Bayern", "write DE, or DE-BY for the region"),
        ("United Kingdom", "write GB"),
        ("de_by", "write DE-BY"),
        ("pl", "write PL"),
    ],
)
def test_a_place_that_is_none_comes_with_what_would_be_right(code: str, mend: str) -> None:
    check_place("PL")
    check_place("US-NY")
    with pytest.raises(CalendarError, match=mend):
        check_place(code)


def test_shoulders_reach_into_the_days_around():
    corpus_christi = (Holiday(date(2026, 6, 4), "Boże Ciało"),)
    always = Calendar("Europe/Warsaw", Week.parse("24/7"), corpus_christi, Shoulder(6 * 3600, 8 * 3600))
    reason = always.closed_reason(moment("2026-06-03T20:00"))
    assert (reason.kind, reason.name) == ("holiday", "Boże Ciało")
    assert always.spans(moment("2026-06-03"), moment("2026-06-06")) == (
        (moment("2026-06-03"), moment("2026-06-03T18:00")),
        (moment("2026-06-05T08:00"), moment("2026-06-06")),
    )


@pytest.mark.parametrize("sides", [(-1, 0), (0, 8 * 86_400)])
def test_a_shoulder_lasts_up_to_seven_days(sides):
    with pytest.raises(CalendarError, match="seven days"):
        Shoulder(*sides)
