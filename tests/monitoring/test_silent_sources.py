"""A tool that should tell again and again is missed when it falls silent, once, after we have listened for as long."""

from datetime import UTC, datetime, timedelta

import pytest

from gwarant.demo.cast import World
from gwarant.engine import probers
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.beats.models import Listening, Source
from gwarant.monitoring.models import Monitor, Standing
from gwarant.monitoring.telling import silence
from gwarant.monitoring.telling.reading import State
from gwarant.monitoring.telling.taking import open_source, retire_source, take
from gwarant.notify.models import Notice

pytestmark = pytest.mark.usefixtures("engine")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LONG, MINUTE = timedelta(days=1), timedelta(minutes=1)


def source(**told: int) -> Source:
    open_source("prom", "Prometheus", now=NOON)
    Source.objects.filter(key="prom").update(**told)
    return Source.objects.get(key="prom")


def takes(world: World) -> Monitor:
    facts = Facts(name="Alerts", kind="reported", settings={"source": "prom", "labels": {"job": "shop"}}, places=())
    return add_monitor(world.services["SHOP", "shop"], facts, by=None, now=NOON)


def firing(own: Source, now: datetime) -> None:
    take(own, [State("c1", "DiskFull", {"job": "shop"}, "No room", True, now, None)], now)


def standing() -> tuple[str, str]:
    found = Standing.objects.get()
    return found.state, found.code


def heard(code: str) -> int:
    return Notice.objects.filter(code=code).count()


def test_one_that_falls_silent_is_told_once_and_what_it_tells_of_is_unknown_until_it_is_heard_again(
    world: World,
) -> None:
    own = source(every=300)
    takes(world)
    assert silence.run_once(NOON + 9 * MINUTE, LONG) == 0  # it never told anything
    firing(own, NOON)
    late = NOON + 6 * MINUTE
    assert [silence.run_once(NOON + 4 * MINUTE, LONG), silence.run_once(late, 4 * MINUTE)] == [0, 0]
    assert [silence.run_once(late, LONG), silence.run_once(late, LONG)] == [1, 0]
    assert standing() == ("unknown", "silent")
    assert heard("source_silent") == 2  # a manager and an owner
    firing(own, late + MINUTE)
    assert standing() == ("down", "firing")
    assert heard("source_back") == 2
    assert silence.run_once(late + 7 * MINUTE, LONG) == 1


def test_one_that_tells_once_an_hour_is_missed_though_no_engine_lives_for_an_hour(world: World) -> None:
    own = source(every=3600)
    takes(world)
    firing(own, NOON)
    Listening.objects.create(name="web", since=NOON - LONG, until=NOON + 70 * MINUTE)
    assert probers.run_once(NOON + 59 * MINUTE, probers.Listening()) == 0
    assert probers.run_once(NOON + 70 * MINUTE, probers.Listening()) == 1
    assert heard("source_silent") == 2


def test_one_that_could_tell_nobody_is_not_missed(world: World) -> None:
    own = source(every=3600)
    takes(world)
    firing(own, NOON)
    engine = probers.Listening()
    for since, until in ((-60, 20), (30, 90)):  # no web process was there for ten minutes
        Listening.objects.create(name="web", since=NOON + since * MINUTE, until=NOON + until * MINUTE)
    told = [at for at in range(0, 100, 5) for _ in range(probers.run_once(NOON + at * MINUTE, engine))]
    assert told == [90]


def test_silence_says_nothing_of_one_that_promises_no_rhythm_and_a_retired_one_is_unknown(world: World) -> None:
    own = source()
    takes(world)
    firing(own, NOON)
    assert silence.run_once(NOON + 9 * LONG, LONG) == 0
    retire_source(own, NOON + MINUTE)
    assert standing() == ("unknown", "unheard")
    open_source("prom", "Another name", now=NOON + 2 * MINUTE)
    assert standing() == ("down", "firing")
    assert Source.objects.get().name == "Prometheus"
