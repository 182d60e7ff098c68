"""Laws that hold on every calendar, and the slow reckoning that every answer agrees with."""

from datetime import UTC, date, datetime
from itertools import pairwise

import numpy as np
import pytest
import reckoning as slow
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.calendar import Calendar, Holiday, NoOpenTime, Shoulder, Week
from gwarant.sla.spans import measure, union

some = settings(max_examples=examples(60), deadline=None)
few = settings(max_examples=examples(35), deadline=None)

minutes = st.integers(1, 3000).map(lambda n: n * 60)


@few
@given(slow.cases(), minutes, st.data())
def test_elapsed_agrees_with_counting_minute_by_minute(case, length, data):
    calendar, start = case
    pauses = data.draw(slow.pauses(start))
    assert calendar.elapsed(start, start + length, pauses) == slow.slowly_elapsed(
        calendar, start, start + length, pauses
    )


@few
@given(slow.cases(), st.integers(1, 600).map(lambda n: n * 60), st.data())
def test_due_agrees_with_counting_minute_by_minute(case, target, data):
    calendar, start = case
    pauses = data.draw(slow.pauses(start))
    if calendar.elapsed(start, start + 5 * slow.DAY, pauses) >= target:
        assert calendar.due(start, target, pauses) == slow.slowly_due(calendar, start, target, pauses)


@few
@given(slow.cases(), st.integers(-40, 40), st.integers(1, 600))
def test_elapsed_agrees_with_counting_second_by_second(case, offset, length):
    calendar, start = case
    opening = calendar.next_open(start) + offset
    assert calendar.elapsed(opening, opening + length) == slow.slowly_elapsed(
        calendar, opening, opening + length, step=1
    )


@some
@given(slow.cases(), minutes, minutes, st.data())
def test_time_adds_up_over_a_cut(case, one, other, data):
    calendar, start = case
    pauses = data.draw(slow.pauses(start))
    parts = calendar.elapsed(start, start + one, pauses), calendar.elapsed(start + one, start + one + other, pauses)
    assert calendar.elapsed(start, start + one + other, pauses) == sum(parts)


@some
@given(slow.cases(), st.integers(1, 200_000), st.data())
def test_what_is_due_has_elapsed_and_leads_back(case, target, data):
    calendar, start = case
    pauses = data.draw(slow.pauses(start))
    due = calendar.due(start, target, pauses)
    assert calendar.elapsed(start, due, pauses) == target
    assert calendar.elapsed(start, due - 1, pauses) == target - 1
    assert calendar.back(due, target, pauses) == calendar.next_open(start, pauses)
    assert calendar.due(start, target + 1, pauses) > due


@some
@given(slow.cases(), minutes, st.data())
def test_a_pause_never_adds_time(case, length, data):
    calendar, start = case
    pauses = data.draw(slow.pauses(start))
    paused = calendar.elapsed(start, start + length, pauses)
    assert paused <= calendar.elapsed(start, start + length)
    assert paused == calendar.elapsed(start, start + length, union(pauses))


@some
@given(slow.cases(), st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_later_start_and_a_longer_target_are_never_due_earlier(case, target, more):
    calendar, start = case
    assert calendar.due(start, target) <= calendar.due(start, target + more)
    assert calendar.due(start, target) <= calendar.due(start + more, target)


@some
@given(slow.cases(), st.integers(0, 50_000), st.data())
def test_the_open_boundary_is_an_open_instant_no_earlier(case, target, data):
    calendar, start = case
    pauses = data.draw(slow.pauses(start))
    close, opened = (calendar.due(start, target, pauses, boundary) for boundary in ("close", "open"))
    assert opened == calendar.next_open(close, pauses)


@some
@given(slow.cases(), minutes)
def test_a_classification_covers_all_and_agrees_with_the_count(case, length):
    calendar, start = case
    reasons = calendar.classify(start, start + length)
    assert [start, *(r.end for r in reasons)] == [*(r.start for r in reasons), start + length]
    assert sum(r.end - r.start for r in reasons if r.kind == "open") == calendar.elapsed(start, start + length)


@few
@given(slow.cases(), st.integers(0, 2**32))
def test_arrays_answer_as_single_questions_do(case, seed):
    calendar, start = case
    hours = calendar.compile(start - 40 * slow.DAY, start + 400 * slow.DAY)
    random = np.random.default_rng(seed)
    starts, ends = random.integers(start - 30 * slow.DAY, start + 60 * slow.DAY, (2, 50))
    seconds = random.integers(0, min(200_000, hours.elapsed(start + 60 * slow.DAY, hours.end)), 50, endpoint=True)
    pairs = [(int(a), int(b), int(n)) for a, b, n in zip(starts, ends, seconds, strict=True)]
    assert hours.elapsed_many(starts, ends).tolist() == [calendar.elapsed(a, b) for a, b, _ in pairs]
    assert hours.due_many(starts, seconds).tolist() == [calendar.due(a, n) for a, _, n in pairs]


@few
@given(slow.cases(), minutes, st.integers(0, 100_000), st.booleans())
def test_datetimes_answer_as_epoch_seconds_do(case, length, target, in_utc):
    calendar, start = case
    hours = calendar.compile(start - 40 * slow.DAY, start + 400 * slow.DAY)
    tz = UTC if in_utc else hours.zone
    a, b = datetime.fromtimestamp(start, tz), datetime.fromtimestamp(start + length, tz)
    assert hours.elapsed_between(a, b) == calendar.elapsed_between(a, b) == calendar.elapsed(start, start + length)
    assert hours.elapsed_between(b, a) == 0
    if calendar.elapsed(start, hours.end) > target:
        assert hours.due_at(a, target) == calendar.due_at(a, target)
        assert hours.due_at(a, target).timestamp() == calendar.due(start, target)


@pytest.mark.parametrize("zone", sorted(slow.TROUBLE))
def test_around_the_clock_counts_real_seconds(zone):
    calendar = Calendar(zone, Week.parse("24/7"))
    start = slow.moment("2010-06-01", "UTC")
    assert calendar.elapsed(start, start + 10**9) == 10**9
    assert calendar.due(start, 10**9 + 7) == start + 10**9 + 7


def test_months_partition_the_year(office):
    edges = [slow.moment(f"2026-{month:02}-01") for month in range(1, 13)] + [slow.moment("2027-01-01")]
    months = [office.elapsed(a, b) for a, b in pairwise(edges)]
    assert sum(months) == office.elapsed(edges[0], edges[-1]) == measure(office.spans(edges[0], edges[-1]))
    assert sum(months) == (261 - 8) * 8 * 3600


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Australia/Lord_Howe", "Pacific/Apia"])
def test_a_calendar_open_once_never_loops(zone):
    calendar = Calendar(zone, Week.parse("Sun 00:00-00:01"), (Holiday(date(2026, 1, 4)),), Shoulder(60, 60))
    assert calendar.due(slow.moment("2026-01-01", "UTC"), 3600) > slow.moment("2027-02-01", "UTC")
    first = date(2026, 1, 1).toordinal()
    never = tuple(Holiday(date.fromordinal(day)) for day in range(first, first + 6 * 366))
    with pytest.raises(NoOpenTime):
        Calendar(zone, Week.parse("Sun 00:00-00:01"), never).due(slow.moment("2026-01-05", "UTC"), 1)
