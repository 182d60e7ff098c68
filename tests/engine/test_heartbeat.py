"""An engine says that it lives, and old engines are forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from gwarant.engine import heartbeat
from gwarant.engine.clock import clock
from gwarant.engine.loop import tick
from gwarant.engine.models import Heartbeat
from gwarant.engine.status import engine_age
from gwarant.engine.tally import DONE

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("engine")


def test_it_is_written_every_few_seconds_with_what_was_done() -> None:
    DONE["clocks"] += 2
    heartbeat.run_once(NOW)
    heartbeat.run_once(NOW + timedelta(seconds=2))
    beat = Heartbeat.objects.get()
    assert (beat.name, beat.at, beat.done["clocks"]) == (heartbeat.name_of_engine(), NOW, DONE["clocks"])
    heartbeat.run_once(NOW + timedelta(seconds=5))
    assert Heartbeat.objects.get().at == NOW + timedelta(seconds=5)


def test_it_says_when_each_sweep_came_round() -> None:
    tick({"clocks": lambda now: 1, "broken": lambda now: 1 // 0}, NOW)
    heartbeat.run_once(NOW)
    told = Heartbeat.objects.get().rounds
    assert "broken" not in told
    assert clock() - datetime.fromisoformat(told["clocks"]) < timedelta(minutes=5)


def test_engines_that_are_gone_for_a_day_are_forgotten() -> None:
    Heartbeat.objects.create(name="elsewhere:1", at=NOW - timedelta(hours=25))
    Heartbeat.objects.create(name="elsewhere:2", at=NOW - timedelta(hours=1))
    heartbeat.run_once(NOW)
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"elsewhere:2", heartbeat.name_of_engine()}


def test_the_age_is_that_of_the_youngest() -> None:
    assert engine_age(NOW) is None
    Heartbeat.objects.create(name="elsewhere:1", at=NOW - timedelta(minutes=5))
    Heartbeat.objects.create(name="elsewhere:2", at=NOW - timedelta(seconds=7))
    assert engine_age(NOW) == 7


def test_a_heartbeat_from_the_future_is_no_sign_of_life() -> None:
    Heartbeat.objects.create(name="elsewhere:1", at=NOW + timedelta(days=1))
    assert engine_age(NOW) is None
    Heartbeat.objects.create(name="elsewhere:2", at=NOW - timedelta(minutes=5))
    assert engine_age(NOW) == 300


def test_an_engine_whose_clock_was_set_back_says_again_that_it_lives() -> None:
    heartbeat.run_once(NOW + timedelta(days=1))
    heartbeat.run_once(NOW)
    assert Heartbeat.objects.get().at == NOW
