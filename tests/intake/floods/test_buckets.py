"""The law of a bucket: never more than a burst and what time adds, nothing taken from others."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_in import NOW
from sweeps import examples

from gwarant.intake.floods.buckets import ANSWERS, DOMAIN, DOOR, MACHINES, PEOPLE, Draw, Rate, fill, forget_full, take
from gwarant.intake.floods.models import Bucket, Kind

NAMES = count()
MINUTE = timedelta(minutes=1)


def own(rate: Rate) -> Draw:
    """A bucket that nobody has used yet."""
    return Draw(Kind.ADDRESS, f"{next(NAMES)}@shop.example", rate)


@pytest.mark.usefixtures("engine")
@settings(max_examples=examples(40))
@given(
    st.integers(1, 5),
    st.integers(1, 9),
    st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=30),
)
def test_no_order_and_no_moments_let_more_through_than_burst_and_rate(
    burst: int, every: int, asked: list[tuple[int, bool]]
) -> None:
    rate = Rate(burst, every * MINUTE)
    hers, his = own(rate), own(rate)
    through: dict[str, list[int]] = {hers.whose: [], his.whose: []}
    for minute, is_hers in asked:
        one = hers if is_hers else his
        if take(one, NOW + minute * MINUTE):
            through[one.whose].append(minute)
    for one in (hers, his):
        alone = [minute for minute, is_hers in asked if is_hers is (one is hers)]
        passed = through[one.whose]
        span = max(alone, default=0) - min(alone, default=0)
        assert len(passed) * every <= burst * every + span
        assert len(passed) >= min(burst, len(alone)), "the first ones always go through"
        apart = own(rate)  # the same moments, with nobody else about
        assert [minute for minute in alone if take(apart, NOW + minute * MINUTE)] == passed


@pytest.mark.usefixtures("engine")
@settings(max_examples=examples(20))
@given(st.lists(st.integers(0, 59), min_size=10, max_size=10), st.integers(1, 3))
def test_who_writes_ten_mails_in_each_hour_is_never_held_back(minutes: list[int], hours: int) -> None:
    person = own(PEOPLE)
    moments = [timedelta(hours=hour, minutes=minute) for hour in range(hours) for minute in sorted(minutes)]
    if hours == 1:
        moments.reverse()
    assert all(take(person, NOW + one) for one in moments if one < timedelta(hours=1))
    assert all(take(person, NOW + timedelta(hours=2 * hours + 1) + one) for one in moments[:10])


@pytest.mark.usefixtures("engine")
def test_who_is_refused_and_goes_on_is_refused_until_they_pause() -> None:
    rate = Rate(3, 5 * MINUTE)
    one = own(rate)
    assert [take(one, NOW + n * MINUTE) for n in range(30)].count(True) == 3
    assert not take(one, NOW + 33 * MINUTE)
    assert take(one, NOW + 39 * MINUTE)


@pytest.mark.usefixtures("engine")
def test_a_bucket_that_is_filled_or_long_full_is_as_new() -> None:
    one = own(Rate(1, MINUTE))
    assert (take(one, NOW), take(one, NOW)) == (True, False)
    fill(one.kind, one.name)
    assert take(one, NOW)
    assert forget_full(NOW + timedelta(days=1)) == 0
    assert forget_full(NOW + timedelta(days=3)) == 1
    assert not Bucket.objects.exists()


def test_the_figures_are_those_of_the_explanation() -> None:
    told = [(one.burst, one.every.total_seconds()) for one in (PEOPLE, MACHINES, DOMAIN, DOOR, ANSWERS)]
    assert told == [(12, 300), (120, 30), (60, 60), (200, 20), (3, 3600)]
