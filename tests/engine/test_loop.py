"""The loop goes round, outlives what fails, and ends when it is told."""

import os
import select
import signal
import threading
import time
from datetime import UTC, datetime

import psycopg
import pytest

from gwarant.engine import loop
from gwarant.engine.bell import Bell
from gwarant.engine.stop import Stop
from gwarant.engine.tally import DONE, FAILED

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def test_sweeps_run_in_their_order_with_the_same_moment() -> None:
    seen: list[tuple[str, datetime]] = []

    def sweep(name: str) -> loop.Sweep:
        return lambda now: seen.append((name, now)) or 1  # type: ignore[func-returns-value]

    assert loop.tick({"b": sweep("b"), "a": sweep("a")}, NOW) == 2
    assert seen == [("b", NOW), ("a", NOW)]


def test_a_sweep_that_fails_is_told_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    def bad(now: datetime) -> int:
        raise ValueError("whole sweep broken")

    before = FAILED["bad"], DONE["good"]
    assert loop.tick({"bad": bad, "good": lambda now: 3}, NOW) == 3
    assert (FAILED["bad"], DONE["good"]) == (before[0] + 1, before[1] + 3)
    assert "the sweep bad failed" in caplog.text


@pytest.mark.usefixtures("connected")
def test_the_loop_goes_on_after_the_database_was_away() -> None:
    stop, calls = Stop(), []

    def sweep(now: datetime) -> int:
        calls.append(now)
        if len(calls) == 1:
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        stop.set()
        return 0

    loop.run({"sweep": sweep}, stop)
    assert len(calls) == 2


class Counted(Stop):
    """Tells how long it was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return super().wait(0)

    def is_set(self) -> bool:
        return super().wait(0)


@pytest.mark.usefixtures("connected")
def test_while_there_is_work_it_does_not_sleep() -> None:
    stop, work = Counted(), [1, 1, 7, 0, 1, 0]

    def sweep(now: datetime) -> int:
        done = work.pop(0)
        if not work:
            stop.set()
        return done

    loop.run({"sweep": sweep}, stop)
    assert stop.waits == [0, 0, 0, loop.PAUSE, 0, loop.PAUSE]


@pytest.mark.usefixtures("connected")
def test_an_idle_lane_looks_again_when_its_bell_rings_and_not_before() -> None:
    stop, bell, rounds = Stop(), Bell(), list[datetime]()

    def sweep(now: datetime) -> int:
        rounds.append(now)
        bell.ring()
        if len(rounds) == 3:
            stop.set()
        return 0

    begun = time.monotonic()
    loop.run({"sweep": sweep}, stop, bell)
    assert (len(rounds), time.monotonic() - begun < loop.LONGEST) == (3, True)
    bell.ring(), bell.ring()
    bell.wait(20, Stop())  # two rings end one wait
    assert not select.select([bell], [], [], 0)[0]


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(
    ("rarely", "expected"), [(60.0, ["told", "other", "other", "other", "told", "other"]), (0.0, ["told", "other"] * 4)]
)
def test_by_itself_a_lane_looks_rarely_after_what_it_is_told_of(
    monkeypatch: pytest.MonkeyPatch, rarely: float, expected: list[str]
) -> None:
    monkeypatch.setattr(loop, "LONGEST", 0.01)
    monkeypatch.setattr(loop, "RARELY", rarely)
    stop, bell, rounds = Stop(), Bell(), list[str]()

    def other(_now: datetime) -> int:
        rounds.append("other")
        if rounds.count("other") == 3:
            bell.ring()
        elif rounds.count("other") == 4:
            stop.set()
        return 0

    def told(_now: datetime) -> int:
        rounds.append("told")
        return 0

    loop.run({"told": told, "other": other}, stop, bell, {"told"})
    assert rounds == expected


def test_a_signal_ends_the_sleep_at_once() -> None:
    stop = Stop()
    former = signal.signal(signal.SIGTERM, stop.set)
    try:
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
        begun = time.monotonic()
        assert stop.wait(20)
        assert time.monotonic() - begun < 5
        assert stop.is_set()
    finally:
        signal.signal(signal.SIGTERM, former)


def test_every_waiting_thread_wakes_up() -> None:
    stop, woken = Stop(), []
    threads = [threading.Thread(target=lambda: woken.append(stop.wait(20))) for _ in range(3)]
    for thread in threads:
        thread.start()
    stop.set()
    for thread in threads:
        thread.join(5)
    assert woken == [True, True, True]
