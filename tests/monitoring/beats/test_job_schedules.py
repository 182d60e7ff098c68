"""When a job is expected, in its zone, also on the days on which clocks are changed."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.monitoring.beats.schedule import Schedule, schedule_of, settings_of
from gwarant.prober.checks import SettingsRefused


def schedule(**told: str) -> Schedule:
    text = json.dumps({"zone": "Europe/Warsaw", **told}).encode()
    settings_of(text)
    return schedule_of(text)


def coming(one: Schedule, start: datetime, count: int) -> list[str]:
    found, at = [], start
    for _ in range(count):
        following = one.after(at)
        assert following is not None
        assert following > at
        at = following
        found.append(f"{at:%m-%d %H:%M}")
    return found


SPRING, AUTUMN = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)


def test_a_time_that_is_skipped_in_spring_comes_when_clocks_go_on() -> None:
    assert coming(schedule(cron="30 2 * * *"), SPRING, 2) == ["03-29 01:00", "03-30 00:30"]


def test_a_time_that_comes_twice_in_autumn_is_expected_once() -> None:
    for told in ({"cron": "30 2 * * *"}, {"calendar": "*-*-* 02:30:00"}):
        assert coming(schedule(**told), AUTUMN, 2) == ["10-25 00:30", "10-26 01:30"]


def test_half_an_hour_is_half_an_hour_in_both_hours_of_autumn_for_cron_and_each_time_comes_once_for_systemd() -> None:
    late = datetime(2026, 10, 24, 23, 45, tzinfo=UTC)
    both = ["10-25 00:00", "10-25 00:30", "10-25 01:00", "10-25 01:30", "10-25 02:00"]
    assert coming(schedule(cron="*/30 * * * *"), late, 5) == both
    assert coming(schedule(calendar="*:0/30"), late, 3) == [both[0], both[1], both[4]]


def test_systemd_skips_a_time_that_is_not_there() -> None:
    assert coming(schedule(calendar="*-*-* 02:30:00"), SPRING, 1) == ["03-30 00:30"]


ZONES = ("Europe/Warsaw", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "UTC")
STEP = timedelta(minutes=5)


def changes(zone: str) -> list[datetime]:
    """The hours of 2026 before which the clocks of the zone are changed; the middle of the year where none is."""
    at = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(8760)]
    away = [one.astimezone(ZoneInfo(zone)).utcoffset() for one in at]
    found = [one for one, before, after in zip(at[1:], away, away[1:], strict=False) if before != after]
    return found or [at[4380]]


CHANGES = {zone: changes(zone) for zone in ZONES}


@given(
    st.sampled_from(ZONES).flatmap(lambda zone: st.tuples(st.just(zone), st.sampled_from(CHANGES[zone]))),
    st.sets(st.integers(0, 23), min_size=1, max_size=4),
    st.sets(st.integers(0, 11).map(lambda n: 5 * n), min_size=1, max_size=3),
    st.integers(-300, 120),
)
def test_each_time_that_clocks_show_comes_once_for_a_calendar_and_one_that_they_skip_does_not(
    change: tuple[str, datetime], hours: set[int], minutes: set[int], steps: int
) -> None:
    zone, at = change
    start = at + steps * STEP
    text = f"{','.join(f'{one:02}' for one in sorted(hours))}:{','.join(f'{one:02}' for one in sorted(minutes))}"
    each = (start + n * STEP for n in range(1, 600))
    local = ((one, one.astimezone(ZoneInfo(zone))) for one in each)
    shown = (one for one, clock in local if clock.hour in hours and clock.minute in minutes and not clock.fold)
    assert schedule(calendar=text, zone=zone).after(start) == next(shown)


@given(
    st.sampled_from(ZONES).flatmap(lambda zone: st.tuples(st.just(zone), st.sampled_from(CHANGES[zone]))),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(-300, 120),
)
def test_a_time_of_cron_comes_once_on_each_day_also_where_clocks_skip_or_repeat_it(
    change: tuple[str, datetime], hour: int, minute: int, steps: int
) -> None:
    (zone, at), moments = change, list[datetime]()
    one, moment = schedule(cron=f"{minute} {hour} * * *", zone=zone), change[1] + steps * STEP
    for _ in range(4):
        following = one.after(moment)
        assert following is not None
        assert following > moment
        moments.append(moment := following)
    days = [each.astimezone(ZoneInfo(zone)).date() for each in moments]
    assert days == [days[0] + timedelta(days=n) for n in range(4)], (zone, at)


def test_in_the_hour_that_comes_again_nothing_is_expected_before_now() -> None:
    again = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 02:15 for the second time
    assert coming(schedule(calendar="*:0/30"), again, 2) == ["10-25 02:00", "10-25 02:30"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({}, "every"),
        ({"every": "1h", "cron": "* * * * *"}, "every"),
        ({"every": "1 hour"}, "every: '1 hour' is no time"),
        ({"every": "1s"}, "ten seconds"),
        ({"every": "1h", "grace": "0m"}, "grace"),
        ({"every": "1h", "zone": "Europe/Warsaw"}, "zone"),
        ({"every": "1h", "slug": "A b"}, "slug"),
        ({"every": "1h", "retries": "2"}, "retries"),
        ({"cron": "* * * * *"}, "zone"),
        ({"cron": "* * * * *", "zone": "Europe"}, "zone"),
        ({"cron": "* * * * *", "zone": "../etc"}, "zone"),
        ({"cron": "61 * * * *", "zone": "UTC"}, "cron"),
        ({"cron": "0 0 30 2 *", "zone": "UTC"}, "cron"),
        ({"calendar": "Mon 25:00", "zone": "UTC"}, "calendar"),
        ({"calendar": "2020-01-01", "zone": "UTC"}, "never comes"),
        ({"every": 5}, "every"),
    ],
)
def test_what_is_no_schedule_is_refused_by_its_field(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsRefused, match=told):
        settings_of(json.dumps(wrong).encode())


@given(st.text(max_size=20), st.sampled_from(["cron", "calendar", "every", "grace", "zone"]))
def test_whatever_is_written_is_a_schedule_or_is_refused(text: str, name: str) -> None:
    told = {"cron": "* * * * *", "zone": "UTC", name: text}
    if name in ("calendar", "every"):
        told.pop("cron")
    with suppress(SettingsRefused):
        settings_of(json.dumps(told).encode())
