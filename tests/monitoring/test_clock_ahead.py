"""What was written while our own clock was ahead stands in nobody's way once it is right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from django.db import connection

from gwarant.engine.probers import Listening
from gwarant.monitoring import righting
from gwarant.monitoring.alarms import run_once, silent
from gwarant.monitoring.giving import give
from gwarant.monitoring.leasing import lease
from gwarant.monitoring.models import Monitor, Prober, SeenLook, Share, Standing, Watch
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.taking import take
from gwarant.notify.models import Notice
from gwarant.prober.model import Answer, Look
from gwarant.prober.protocol import SHARES, Wanted, packed
from gwarant.sla.evidence.model import State

START = datetime(2026, 11, 30, 12, tzinfo=UTC)
NOW, HOUR = milliseconds_of(START), 3_600_000


@pytest.fixture
def now(db: None) -> datetime:
    """By the clock of the database, which must agree that something is of the future."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_trunc('second', clock_timestamp())")
        return cast(datetime, cursor.fetchone()[0])


def tell(prober: Prober, monitor: Monitor, now: int, *found: tuple[State, int]) -> None:
    tokens = {one.share: one.token for one in give(prober, Wanted(), now).leases}
    looks = [Look(monitor.pk, slot, slot, Answer(state, "x")) for state, slot in found]
    take(prober, packed(looks, 1, now, tokens), now)


def states() -> list[str]:
    return list(SeenLook.objects.order_by("slot").values_list("state", flat=True))


def test_each_slot_is_looked_at_again_and_what_is_down_now_stands_so(
    prober_at: Callable[[], Prober], monitor: Monitor, now: datetime
) -> None:
    prober, at = prober_at(), milliseconds_of(now)
    tell(prober, monitor, at + HOUR, (State.UNKNOWN, at), (State.UP, at + HOUR))
    tell(prober, monitor, at, (State.DOWN, at))  # before any engine has noticed
    stands = Standing.objects.get()
    assert (stands.state, stands.slot, stands.since) == ("down", at, at)
    assert Watch.objects.get().due_at == now
    assert states() == ["down", "up"]
    Prober.objects.update(seen_at=now + timedelta(hours=1))
    assert [righting.run_once(now), righting.run_once(now)] == [True, False]
    assert states() == ["down", "unknown"]
    tell(prober, monitor, at + HOUR, (State.DOWN, at + HOUR))
    assert states() == ["down", "down"]
    assert Standing.objects.get().since == at


def test_nothing_stands_as_seen_that_was_seen_then_until_somebody_looks(
    prober_at: Callable[[], Prober], monitor: Monitor, now: datetime
) -> None:
    tell(prober_at(), monitor, milliseconds_of(now) + HOUR, (State.UP, milliseconds_of(now) + HOUR))
    assert not righting.run_once(now + timedelta(hours=1))
    assert righting.run_once(now)
    stands = Standing.objects.get()
    assert (stands.state, stands.code, stands.slot) == ("unknown", "clock", milliseconds_of(now))
    assert not Share.objects.filter(until__gt=milliseconds_of(now)).exists()
    Monitor.objects.update(changed_at=now)
    assert run_once(now + silent()) == 0
    assert run_once(now + silent() + timedelta(seconds=1)) == 1
    assert Notice.objects.filter(code="prober_silent").exists()


def test_an_engine_whose_own_clock_is_behind_takes_nothing_back(
    prober_at: Callable[[], Prober], monitor: Monitor, now: datetime
) -> None:
    tell(prober_at(), monitor, milliseconds_of(now), (State.UP, milliseconds_of(now)))
    assert not righting.run_once(now - timedelta(hours=1))
    assert states() == ["up"]


def test_a_share_that_was_given_then_is_free_and_who_was_heard_then_is_not_there(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    first, second = prober_at(), prober_at()
    give(first, Wanted(), NOW + HOUR)
    assert len(give(second, Wanted(), NOW).leases) == SHARES
    assert not {one.share for one in lease(first, 1, NOW + 1)}
    tokens = {one.share: one.token for one in lease(second, 1, NOW + 2)}
    assert set(tokens.values()) == {2}


def test_a_silence_that_was_told_then_is_over_as_soon_as_the_prober_is_heard_and_the_next_one_is_told(
    prober_at: Callable[[], Prober], monitor: Monitor, now: datetime
) -> None:
    first, second = prober_at(), prober_at()
    Monitor.objects.update(changed_at=now - timedelta(hours=1))
    assert run_once(now + timedelta(hours=2)) == 2
    assert righting.run_once(now)
    for one in (first, second):
        give(one, Wanted(), milliseconds_of(now) + 1_000)
    assert run_once(now + timedelta(seconds=2)) == 1  # both were told together, and are back together
    assert run_once(now + timedelta(seconds=3) + silent()) == 2
    codes = Notice.objects.filter(kind="prober").order_by("pk").values_list("code", flat=True).distinct()
    assert [*dict.fromkeys(codes)] == ["prober_silent", "prober_back"]
    assert Notice.objects.filter(code="prober_silent").count() == 4  # two managers, twice


def test_who_hears_begins_to_listen_anew_when_its_clock_goes_back() -> None:
    listening = Listening()
    listening.for_(START + timedelta(hours=1))
    assert listening.for_(START) == timedelta(0)
    assert listening.for_(START + timedelta(seconds=20)) == timedelta(seconds=20)
