"""Working days, wall-clock times on them, and Nth weekdays."""

from datetime import date

import pytest
from reckoning import moment

from gwarant.sla.calendar import Calendar, CalendarError, DatedHours, Holiday, NoOpenTime, RangeError, Week

NIGHTS = Calendar("Europe/Warsaw", Week.parse("Mon-Fri 22:00-06:00"))


@pytest.mark.parametrize(
    ("start", "n", "closes"),
    [
        ("2026-06-01T10:00", 0, "2026-06-01T16:00"),
        ("2026-06-01T10:00", 1, "2026-06-02T16:00"),
        ("2026-06-01T07:00", 1, "2026-06-02T16:00"),
        ("2026-06-01T17:00", 1, "2026-06-03T16:00"),
        ("2026-06-03T15:59", 1, "2026-06-05T16:00"),
        ("2026-05-30T12:00", 1, "2026-06-02T16:00"),
        ("2026-12-23T09:00", 1, "2026-12-28T16:00"),
    ],
)
def test_the_nth_working_day_does_not_count_the_deemed_start(office, start, n, closes):
    assert office.nth_working_day(moment(start), n) == moment(closes)


def test_a_contract_may_count_the_day_of_the_start(office):
    assert office.nth_working_day(moment("2026-06-01T10:00"), 1, count_start_day=True) == moment("2026-06-01T16:00")
    assert office.nth_working_day(moment("2026-05-30T12:00"), 2, count_start_day=True) == moment("2026-06-02T16:00")


def test_a_working_day_may_end_at_the_time_of_the_start(office):
    assert office.nth_working_day(moment("2026-06-03T11:30"), 1, ends="same_time") == moment("2026-06-05T11:30")
    assert office.nth_working_day(moment("2026-06-03T17:30"), 1, ends="same_time") == moment("2026-06-08T08:00")


def test_the_same_time_on_a_shorter_day_is_its_closing():
    calendar = Calendar("Europe/Warsaw", Week.parse("Fri 08:00-16:00; Sat 09:00-12:00"))
    assert calendar.nth_working_day(moment("2026-06-05T15:00"), 1, ends="same_time") == moment("2026-06-06T12:00")
    assert calendar.nth_working_day(moment("2026-06-05T08:00"), 1, ends="same_time") == moment("2026-06-06T09:00")


@pytest.mark.parametrize(
    ("start", "closes"), [("2026-06-01T23:00", "2026-06-03T06:00"), ("2026-06-02T05:00", "2026-06-03T06:00")]
)
def test_a_night_shift_is_the_day_on_which_it_opens(start, closes):
    assert NIGHTS.nth_working_day(moment(start), 1) == moment(closes)


def test_around_the_clock_a_day_closes_at_midnight():
    always = Calendar("Europe/Warsaw", Week.parse("24/7"), (Holiday(date(2026, 6, 4)),))
    assert always.nth_working_day(moment("2026-06-02T10:00"), 2) == moment("2026-06-06")
    assert always.nth_working_day(moment("2026-03-28T10:00"), 1) == moment("2026-03-30")


def test_by_ten_on_the_next_working_day(office):
    assert office.wall_clock_on(moment("2026-06-03T15:00"), 1, "10:00") == moment("2026-06-05T10:00")
    assert office.wall_clock_on(moment("2026-06-03T15:00"), 0, "24:00") == moment("2026-06-04T00:00")
    assert office.wall_clock_on(moment("2026-06-03T17:00"), 1, "10:00") == moment("2026-06-08T10:00")


@pytest.mark.parametrize(
    ("start", "n", "weekday", "closes"),
    [
        ("2026-06-01T10:00", 2, 1, "2026-06-09T16:00"),
        ("2026-06-02T10:00", 1, 1, "2026-06-09T16:00"),
        ("2026-06-01T10:00", 1, 3, "2026-06-05T16:00"),
        ("2026-06-01T10:00", 1, 6, "2026-06-08T16:00"),
    ],
)
def test_the_nth_weekday_lies_after_the_start_and_gives_way_to_an_open_day(office, start, n, weekday, closes):
    assert office.nth_weekday(moment(start), n, weekday) == moment(closes)


def test_the_nth_weekday_may_name_its_time(office):
    assert office.nth_weekday(moment("2026-06-01T10:00"), 2, 1, "20:00") == moment("2026-06-09T20:00")


def test_days_that_cannot_be_counted_are_refused(office):
    start = moment("2026-06-01T10:00")
    once = Calendar("UTC", Week.parse("closed"), exceptions=(DatedHours.parse(date(2026, 6, 1), "00:00-24:00"),))
    for ask, error in (
        (lambda: office.nth_working_day(start, -1), CalendarError),
        (lambda: office.nth_weekday(start, 0, 1), CalendarError),
        (lambda: office.nth_weekday(start, 1, 7), CalendarError),
        (lambda: office.nth_weekday(start, 10**9, 1), RangeError),
        (lambda: office.nth_working_day(start, 10**9), RangeError),
        (lambda: once.nth_working_day(start, 1), NoOpenTime),
    ):
        with pytest.raises(error):
            ask()
