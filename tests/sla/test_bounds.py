"""What is asked about, what is refused, and what was probably meant."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.bounds import CHANGE, CONTRACT, REPORT, WORK, Bounds, Standing, is_kept, meant
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.evidence.readback import checked_line

TODAY = date(2026, 11, 29)
ALL = (WORK, REPORT, CONTRACT, CHANGE)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 11, 29), Standing.FINE),
        (date(2026, 9, 28), Standing.FINE),
        (date(2026, 9, 27), Standing.PAST),
        (date(2016, 1, 1), Standing.TOO_OLD),
        (date(26, 11, 27), Standing.TOO_OLD),
        (date(1, 1, 1), Standing.TOO_OLD),
        (date(2026, 11, 30), Standing.TOO_FAR),
        (date(9999, 12, 31), Standing.TOO_FAR),
    ],
)
def test_a_day_of_work_is_fine_odd_or_absurd(day: date, standing: Standing) -> None:
    assert WORK.of(day, TODAY) is standing


@pytest.mark.parametrize(
    ("day", "probably"),
    [
        (date(26, 11, 27), date(2026, 11, 27)),
        (date(2062, 11, 27), date(2026, 11, 27)),
        (date(1926, 2, 3), date(2026, 2, 3)),
        (date(26, 1, 1), date(2026, 1, 1)),
        (date(2024, 2, 29), None),
        (date(1999, 6, 1), None),
    ],
)
def test_the_day_that_was_probably_meant_is_found(day: date, probably: date | None) -> None:
    assert meant(day, TODAY) == probably


@given(st.sampled_from(ALL), st.dates(), st.dates(date(1970, 1, 1), date(2150, 1, 1)))
def test_every_day_has_a_standing_and_what_is_offered_instead_is_not_refused(
    bounds: Bounds, day: date, today: date
) -> None:
    assert bounds.of(day, today) in Standing
    assert not bounds.of(bounds.oldest(today), today).is_absurd
    assert not bounds.of(bounds.furthest(today), today).is_absurd


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=OFFSETS))
def test_a_moment_that_is_kept_can_stand_in_a_row(moment: datetime) -> None:
    if is_kept(moment):
        at = int(moment.timestamp())
        assert checked_line(TimeEntry(id="h", start=at, end=at, received=at))


@given(st.sampled_from(ALL), st.dates(), st.dates(date(1970, 1, 1), date(2150, 1, 1)))
def test_a_day_that_is_not_refused_is_kept_whole_in_every_zone(bounds: Bounds, day: date, today: date) -> None:
    if not bounds.of(day, today).is_absurd:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        assert is_kept(noon - timedelta(hours=26))
        assert is_kept(noon + timedelta(hours=26))
