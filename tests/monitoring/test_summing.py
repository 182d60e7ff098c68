"""What pages read of a sealed day, and what is kept of each turn of a state."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from looks_in import laid, stored

from gwarant.cli import monitoring
from gwarant.monitoring.leasing import lease
from gwarant.monitoring.models import DAY, Latency, Monitor, Prober, SeenLook, Stretch, Turn
from gwarant.monitoring.moments import moment_of, start_of
from gwarant.monitoring.sealing import due, seal
from gwarant.monitoring.summing import stood
from gwarant.monitoring.taking import take
from gwarant.prober.model import Answer, Look
from gwarant.prober.protocol import packed
from gwarant.sla.evidence.model import State
from gwarant.sla.latency import percentile, unpacked

FIRST = start_of(date(2026, 11, 27))
HOUR, MINUTE = 3_600_000, 60_000


@pytest.fixture
def shop(monitor: Monitor, prober_at: Callable[[], Prober]) -> Monitor:
    """A monitor that looks each hour, with a prober that has a lease."""
    prober_at()
    Monitor.objects.update(every=HOUR)
    monitor.refresh_from_db()
    return monitor


def sealed(days: int) -> None:
    now = moment_of(FIRST + days * DAY)
    for one in [*due(now)]:
        seal(*one, now)


def stretches() -> list[tuple[str, float, float]]:
    """State, beginning and end of each in hours since the first day began."""
    found = Stretch.objects.order_by("start").values_list("state", "start", "end")
    return [(state, (start - FIRST) / HOUR, (end - FIRST) / HOUR) for state, start, end in found]


def test_a_sealed_day_stands_in_stretches_and_what_lies_between_is_unknown(shop: Monitor) -> None:
    half = FIRST + HOUR // 2
    states = [State.UP] * 5 + [State.DOWN] * 2 + [State.UP] * 3 + [State.UNKNOWN] * 2 + [State.UP] * 36
    laid(shop, "waw", [(half + at * HOUR, state) for at, state in enumerate(states)])
    sealed(4)
    assert stretches() == [
        ("up", 0.5, 5.5),
        ("down", 5.5, 7.5),
        ("up", 7.5, 10.5),
        ("up", 12.5, 24),
        ("up", 24, 48),
    ]


def test_a_state_goes_on_over_midnight_until_the_first_look(shop: Monitor) -> None:
    half = FIRST + HOUR // 2
    laid(shop, "waw", [(half + at * HOUR, State.DOWN if at < 24 else State.UP) for at in range(48)])
    sealed(4)
    assert stretches() == [("down", 0.5, 24), ("down", 24, 24.5), ("up", 24.5, 48)]
    whole = [(one.state, one.start - FIRST, one.end - FIRST) for one in stood([shop.pk], (FIRST, FIRST + 9 * DAY))]
    assert whole == [("down", HOUR // 2, 24 * HOUR + HOUR // 2), ("up", 24 * HOUR + HOUR // 2, 48 * HOUR)]


def test_stretches_and_latencies_can_be_made_anew(shop: Monitor) -> None:
    laid(shop, "waw", [(FIRST + at * HOUR, State.DOWN if at == 30 else State.UP) for at in range(48)])
    SeenLook.objects.filter(slot__lt=FIRST + DAY).update(phases=[0, 0, 0, 200_000, 0])
    sealed(4)
    before, kept = stretches(), [bytes(one.counts) for one in Latency.objects.order_by("day")]
    Stretch.objects.all().delete()
    assert monitoring.sum_up() == 2
    assert stretches() == before
    assert [bytes(one.counts) for one in Latency.objects.order_by("day")] == kept
    first, second = (unpacked(one) for one in kept)
    assert (first.sum(), second.sum()) == (24, 23)  # what failed did not answer
    assert percentile(first, 0.95) == pytest.approx(200_000, rel=0.02)
    assert percentile(first + second, 0.5) == pytest.approx(200_000, rel=0.02)
    assert percentile(second[6], 0.5) is None  # the hour that failed


def test_what_comes_late_is_in_the_day_when_it_is_sealed(shop: Monitor) -> None:
    laid(shop, "waw", [(FIRST + at * HOUR, State.UP) for at in range(24) if at not in (5, 6)])
    sealed(3)
    assert ("up", 0, 24) not in stretches()
    laid(shop, "waw", [(FIRST + at * HOUR, State.DOWN) for at in (5, 6)], came=3 * DAY)
    sealed(5)
    assert stretches() == [("up", 0, 5), ("down", 5, 7), ("up", 7, 24)]


def test_each_turn_keeps_what_was_said_there_and_nothing_else_is_kept(shop: Monitor) -> None:
    at, last = FIRST, FIRST + 4 * MINUTE
    stored(shop, [(at + n * MINUTE, 0, last, state) for n, state in enumerate([State.UP, State.UP])])
    prober = Prober.objects.get()
    tokens = {one.share: one.token for one in lease(prober, 1, last)}
    down = Answer(State.DOWN, "502", address="192.0.2.9", said="Bad Gateway")
    seen = [Look(shop.pk, at + n * MINUTE, at + n * MINUTE, down) for n in (2, 3)]
    data = packed(seen, 1, last, tokens)
    take(prober, data, last)
    take(prober, data, last)
    stored(shop, [(at + 4 * MINUTE, 0, last, State.UP)])
    found = Turn.objects.order_by("slot").values_list("slot", "state", "code", "said", "address")
    assert list(found) == [
        (at, "up", "200", "", "192.0.2.1"),
        (at + 2 * MINUTE, "down", "502", "Bad Gateway", "192.0.2.9"),
        (at + 4 * MINUTE, "up", "200", "", "192.0.2.1"),
    ]
    for change in (lambda: Turn.objects.update(said=""), lambda: Turn.objects.all().delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()
