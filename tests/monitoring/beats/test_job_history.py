"""What became of each expected time of a job, by the fold that says how it stands."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gwarant.monitoring.beats.fold import Beat, Heard, Said, Stands, hear, wait
from gwarant.monitoring.beats.history import History, How, history
from gwarant.monitoring.beats.schedule import Schedule, schedule_of

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def scheduled(**told: str) -> Schedule:
    return schedule_of(json.dumps(told).encode())


NIGHTLY = scheduled(cron="30 2 * * *", zone="UTC", grace="1h")


def told(*rows: tuple[float, Said]) -> list[Heard]:
    """What was said so many hours after the start."""
    return [Heard(said, START + HOUR * hours) for hours, said in rows]


def hows(found: History) -> list[How]:
    return [one.how for one in found.slots]


def test_each_night_is_kept_late_failed_or_missed() -> None:
    night = 14.5  # hours from the start to the first 02:30
    pings = told(
        (0, Said.SUCCESS),
        (night + 0.1, Said.SUCCESS),
        (night + 24.1, Said.FAIL),
        (night + 48.1, Said.FAIL),
        (night + 48.6, Said.SUCCESS),  # tried again within the grace
        (night + 75, Said.SUCCESS),  # too late
    )
    found = history(pings, NIGHTLY, (), START + HOUR * (night + 24 * 6))
    assert hows(found) == [How.DONE, How.FAILED, How.DONE, How.LATE, How.MISSED, How.MISSED]
    assert found.slots[3].at == START + HOUR * (night + 75)


def test_a_night_in_which_we_could_not_hear_is_neither_kept_nor_missed() -> None:
    gap = (START + HOUR * 14, START + HOUR * 15)
    found = history(told((0, Said.SUCCESS)), NIGHTLY, (gap,), START + HOUR * 48)
    assert hows(found) == [How.AWAY, How.MISSED]


def test_a_run_is_measured_from_its_start_to_its_end() -> None:
    pings = told(
        (0, Said.START), (0.5, Said.LOG), (1, Said.SUCCESS), (2, Said.SUCCESS), (3, Said.START), (5, Said.FAIL)
    )
    found = history(pings, scheduled(every="1d", longest="90m"), (), START + HOUR * 6)  # the second takes too long
    assert found.took == (None, None, 3_600_000, None, None, 7_200_000)


def waited(beat: Beat, schedule: Schedule, until: datetime) -> Beat:
    return [beat, *(after for _, after in wait(beat, schedule, until, ()))][-1]


WORDS = st.sampled_from([Said.SUCCESS, Said.FAIL, Said.START, Said.LOG])


@given(st.lists(st.tuples(st.integers(0, 400), WORDS), max_size=12), st.sampled_from(["cron", "every"]))
def test_it_ends_as_the_job_stands_and_no_expected_time_is_told_twice(
    said: Sequence[tuple[int, Said]], way: str
) -> None:
    schedule = NIGHTLY if way == "cron" else scheduled(every="10h", grace="2h")
    pings, until = told(*sorted(said)), START + HOUR * 401
    found, beat = history(pings, schedule, (), until), Beat()
    for ping in pings:
        beat = hear(waited(beat, schedule, ping.at - timedelta(seconds=1)), ping, schedule)
    beat = waited(beat, schedule, until)
    expected = [one.expected for one in found.slots]
    assert expected == sorted(set(expected))
    if found.slots and found.slots[-1].how in (How.MISSED, How.FAILED):
        assert beat.state is not Stands.UP
