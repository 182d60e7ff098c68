"""Clauses of the definition on dates chosen for trouble."""

import pickle
from datetime import UTC, date, datetime

import numpy as np
import pytest
from reckoning import moment

from gwarant.sla.calendar import (
    Calendar,
    CalendarError,
    DatedHours,
    Holiday,
    NoOpenTime,
    RangeError,
    Season,
    Week,
    statutory,
)

HOUR = 3600
NIGHT = "Mon-Sun 22:00-06:00"
CLOSED = Week.parse("closed")


def warsaw(week, **parts):
    return Calendar("Europe/Warsaw", Week.parse(week), **parts)


def hours_on(calendar, first, last):
    return calendar.elapsed(moment(first), moment(last)) / HOUR


@pytest.mark.parametrize(
    ("day", "next_day", "hours"),
    [("2026-03-29", "2026-03-30", 0.5), ("2026-10-25", "2026-10-26", 1.5), ("2026-06-07", "2026-06-08", 1.0)],
)
def test_a_skipped_half_hour_is_not_there_and_a_repeated_one_counts_twice(day, next_day, hours):
    assert hours_on(warsaw("Sun 02:30-03:30"), day, next_day) == hours


@pytest.mark.parametrize(("last", "hours"), [("2026-03-30", 23), ("2026-10-26", 25)])
def test_a_day_may_have_23_or_25_hours(last, hours):
    end = moment(last)
    start = moment(last[:-2] + f"{int(last[-2:]) - 1}")
    assert warsaw("24/7").elapsed(start, end) == hours * HOUR


def test_a_day_that_apia_skipped_has_no_open_time():
    apia = Calendar("Pacific/Apia", Week.parse("Mon-Sun 09:00-17:00"))
    start, end = moment("2011-12-29", "Pacific/Apia"), moment("2012-01-01", "Pacific/Apia")
    assert apia.elapsed(start, end) == 16 * HOUR
    assert apia.nth_working_day(start, 1) == moment("2011-12-31T17:00", "Pacific/Apia")


def test_a_window_over_midnight_is_cut_by_the_holiday_it_runs_into():
    calendar = warsaw(NIGHT, holidays=(Holiday(date(2026, 6, 4)),))
    assert hours_on(calendar, "2026-06-03T12:00", "2026-06-04T12:00") == 2
    assert hours_on(calendar, "2026-06-04T12:00", "2026-06-05T12:00") == 6


def test_an_exception_replaces_its_whole_day_even_a_holiday():
    calendar = warsaw(
        "Mon-Fri 08:00-16:00",
        holidays=(Holiday(date(2026, 6, 4)),),
        exceptions=(DatedHours.parse(date(2026, 6, 4), "10:00-12:00"), DatedHours(date(2026, 6, 5))),
    )
    assert calendar.spans(moment("2026-06-04"), moment("2026-06-07")) == (
        (moment("2026-06-04T10:00"), moment("2026-06-04T12:00")),
    )


def test_an_exception_over_midnight_stops_at_the_next_exception():
    dated = (DatedHours.parse(date(2026, 6, 4), "22:00-06:00"), DatedHours.parse(date(2026, 6, 5), "09:00-10:00"))
    assert hours_on(warsaw("Mon 08:00-16:00", exceptions=dated), "2026-06-04", "2026-06-06") == 3
    assert hours_on(warsaw("Mon 08:00-16:00", exceptions=dated[:1]), "2026-06-04", "2026-06-06") == 8


def test_a_season_holds_another_week_until_its_last_day():
    exams = Season(date(2026, 6, 10), date(2026, 6, 12), Week.parse("Mon-Sun 08:00-22:00"))
    calendar = warsaw("Mon-Fri 08:00-16:00", seasons=(exams,))
    assert hours_on(calendar, "2026-06-08", "2026-06-15") == 3 * 8 + 2 * 14


def test_a_calendar_that_never_opens_is_refused():
    with pytest.raises(CalendarError, match="never open"):
        Calendar("Europe/Warsaw", CLOSED)
    assert Calendar("Europe/Warsaw", CLOSED, exceptions=(DatedHours.parse(date(2026, 6, 4), "09:00-10:00"),))


def test_overlapping_seasons_and_doubled_exceptions_are_refused():
    season = Season(date(2026, 6, 1), date(2026, 7, 1), Week.parse("24/7"))
    with pytest.raises(CalendarError, match="begins before"):
        warsaw("24/7", seasons=(season, Season(date(2026, 6, 30), date(2026, 8, 1), season.week)))
    with pytest.raises(CalendarError, match="two exceptions"):
        warsaw("24/7", exceptions=(DatedHours(date(2026, 6, 1)), DatedHours(date(2026, 6, 1), ((0, 60),))))
    with pytest.raises(CalendarError, match="end on a later day"):
        Season(date(2026, 6, 1), date(2026, 6, 1), season.week)


def test_the_closing_instant_is_due_and_the_open_boundary_moves_on(office):
    friday = moment("2026-05-29T08:00")
    assert office.due(friday, 8 * HOUR) == moment("2026-05-29T16:00")
    assert office.due(friday, 8 * HOUR, boundary="open") == moment("2026-06-01T08:00")


@pytest.mark.parametrize(
    ("start", "due", "back"),
    [
        ("2026-05-29T16:00", "2026-05-29T16:00", "2026-05-29T16:00"),
        ("2026-05-29T16:01", "2026-06-01T08:00", "2026-05-29T16:00"),
        ("2026-05-30T12:00", "2026-06-01T08:00", "2026-05-29T16:00"),
        ("2026-06-01T08:00", "2026-06-01T08:00", "2026-06-01T08:00"),
        ("2026-06-01T11:00", "2026-06-01T11:00", "2026-06-01T11:00"),
    ],
)
def test_nothing_is_due_at_once_inside_hours_and_at_the_opening_outside(office, start, due, back):
    assert office.due(moment(start), 0) == moment(due)
    assert office.back(moment(start), 0) == moment(back)


def test_nothing_is_due_after_the_pause_it_starts_in(office):
    pauses = [
        (moment("2026-06-01T09:00"), moment("2026-06-01T15:00")),
        (moment("2026-06-01T14:00"), moment("2026-06-02")),
    ]
    assert office.due(moment("2026-06-01T10:00"), 0, pauses) == moment("2026-06-02T08:00")


def test_a_pause_of_decades_does_not_loop(office):
    start, pause = moment("2026-06-01T10:00"), (moment("2026-06-01T11:00"), moment("2056-06-01T00:00"))
    assert office.due(start, 2 * HOUR, [pause]) == moment("2056-06-01T09:00")
    with pytest.raises(RangeError):
        office.due(start, 2 * HOUR, [(pause[0], 10**15)])


def test_no_open_time_within_five_years_is_said_whatever_was_asked_before():
    late = warsaw(
        "closed", exceptions=tuple(DatedHours.parse(date(year, 6, 4), "09:00-10:00") for year in (2026, 2040))
    )
    start = moment("2026-06-04T09:30")
    with pytest.raises(NoOpenTime, match="five years from 2026-06-04"):
        late.due(start, HOUR)
    assert late.elapsed(start, moment("2041-01-01")) == 1.5 * HOUR
    with pytest.raises(NoOpenTime, match="five years from 2026-06-04"):
        late.due(start, HOUR)
    with pytest.raises(NoOpenTime):
        late.back(moment("2040-06-04T09:30"), HOUR)
    assert late.due(start, HOUR / 2) == moment("2026-06-04T10:00")


@pytest.mark.parametrize("year", [1899, 2201])
def test_a_moment_outside_the_years_that_are_counted_is_refused(office, year):
    far = int(datetime(year, 6, 1, tzinfo=UTC).timestamp())
    for ask in (office.next_open, office.is_open, lambda t: office.elapsed(t, 0), lambda t: office.due(t, 1)):
        with pytest.raises(RangeError, match="1900 to 2199"):
            ask(far)


def test_swapped_ends_give_nothing(office):
    assert office.elapsed(moment("2026-06-02"), moment("2026-06-01")) == 0
    assert office.spans(moment("2026-06-02"), moment("2026-06-01")) == ()
    assert office.classify(moment("2026-06-02"), moment("2026-06-01")) == []


@pytest.mark.parametrize("ask", ["due", "back"])
def test_negative_seconds_are_refused(office, ask):
    with pytest.raises(CalendarError, match="none or more"):
        getattr(office, ask)(0, -1)


def test_a_week_is_told_apart_for_the_panel(office):
    reasons = office.classify(moment("2026-06-03T15:00"), moment("2026-06-05T09:00"))
    assert [(r.kind, r.name, (r.end - r.start) / HOUR) for r in reasons] == [
        ("open", "", 1),
        ("outside_hours", "", 8),
        ("holiday", "Dzień Bożego Ciała", 24),
        ("outside_hours", "", 8),
        ("open", "", 1),
    ]


def test_an_exception_gives_its_name_to_the_closed_time_of_its_day():
    calendar = warsaw("24/7", exceptions=(DatedHours.parse(date(2026, 6, 5), "09:00-12:00", "stocktaking"),))
    assert calendar.closed_reason(moment("2026-06-05T13:00")).name == "stocktaking"
    assert calendar.closed_reason(moment("2026-06-05T10:00")) is None


def test_equal_calendars_are_one_key_and_pickle_after_use(office):
    again = Calendar("Europe/Warsaw", Week.parse("Mon-Fri 08:00-16:00"), statutory("PL", range(2024, 2029)))
    again.due(moment("2026-06-01"), 1)
    assert {again: 1}[office] == 1
    assert pickle.loads(pickle.dumps(again)) == office


def test_a_compiled_calendar_refuses_what_lies_outside(office):
    start, end = moment("2026-01-01"), moment("2027-01-01")
    hours = office.compile(start, end)
    inside = datetime(2026, 12, 31, 12, tzinfo=UTC)
    for ask in (
        lambda: hours.elapsed(start - 1, end),
        lambda: hours.due(end - HOUR, 80 * HOUR),
        lambda: hours.back(start, 1),
        lambda: hours.is_open(end + 1),
        lambda: hours.elapsed_between(inside, datetime(2028, 1, 1, tzinfo=UTC)),
        lambda: hours.due_at(inside, 10**6),
        lambda: hours.elapsed_many(np.array([start]), np.array([end + 1])),
        lambda: hours.elapsed_many(np.array([start - 1]), np.array([end])),
        lambda: hours.due_many(np.array([end - HOUR]), np.array([80 * HOUR])),
        lambda: hours.due_many(np.array([start]), np.array([2**62])),
        lambda: hours.due_many(np.array([end]), np.array([0])),
        lambda: office.compile(end, start),
    ):
        with pytest.raises(RangeError):
            ask()


def test_arrays_are_of_whole_seconds(office):
    hours = office.compile(moment("2026-01-01"), moment("2027-01-01"))
    at = np.array([moment("2026-06-01T09:00")])
    assert hours.due_many(at, 60).tolist() == [at[0] + 60]
    assert hours.elapsed_many(at[:0], at[:0]).tolist() == []
    for wrong in (at.astype(float), at.reshape(1, 1)):
        with pytest.raises(CalendarError):
            hours.elapsed_many(wrong, wrong)
    with pytest.raises(CalendarError, match="cannot be added"):
        hours.due_many(at, np.array([-5]))


def test_windows_too_fine_for_tables_are_still_counted():
    fine = ", ".join(f"{hour:02}:{minute:02}:00-{hour:02}:{minute:02}:01" for hour in range(24) for minute in range(60))
    hours = warsaw(f"Mon-Sun {fine}").compile(moment("2026-01-01"), moment("2027-01-01"))
    starts = np.arange(hours.start, hours.start + 5000, 7)
    assert hours.elapsed_many(starts, starts + 86_400).tolist() == [1440] * len(starts)
    assert hours.due_many(starts, 60).tolist() == [hours.due(start, 60) for start in starts.tolist()]


@pytest.mark.parametrize("ask", [lambda h, a: h.elapsed_between(a, a), lambda h, a: h.due_at(a, 1)])
def test_a_time_without_a_zone_is_refused(office, ask):
    for hours in (office, office.compile(moment("2026-01-01"), moment("2027-01-01"))):
        with pytest.raises(CalendarError, match="give a datetime with a time zone"):
            ask(hours, datetime(2026, 6, 1, 12))


@pytest.mark.parametrize("fold", [0, 1])
def test_the_two_halves_of_the_repeated_hour_are_told_apart(fold):
    calendar = warsaw("24/7")
    hours = calendar.compile(moment("2026-01-01"), moment("2027-01-01"))
    once = datetime(2026, 10, 25, 2, 30, tzinfo=hours.zone, fold=fold)
    midnight = datetime(2026, 10, 25, tzinfo=hours.zone)
    assert hours.elapsed_between(midnight, once) == calendar.elapsed_between(midnight, once) == (2.5 + fold) * HOUR
    skipped = datetime(2026, 3, 29, 2, 30, tzinfo=hours.zone, fold=fold)
    midnight = datetime(2026, 3, 29, tzinfo=hours.zone)
    assert hours.elapsed_between(midnight, skipped) == calendar.elapsed_between(midnight, skipped)
