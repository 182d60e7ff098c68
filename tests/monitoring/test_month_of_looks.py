"""The month that thirteen tools answer differently, from the wire through the storage to the figure."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from random import Random

import pytest

from gwarant.monitoring.evidence import looks_of
from gwarant.monitoring.leasing import lease
from gwarant.monitoring.models import DAY, DayOfLooks, Monitor, Prober, SeenLook
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.sealing import due, seal
from gwarant.monitoring.taking import take
from gwarant.prober.model import Answer, Look, Phases, Reason
from gwarant.prober.protocol import packed
from gwarant.sla.availability import Figure, Verdict, display, measure
from gwarant.sla.contract.model.promises import Availability, Bound, Maintenance, Probe
from gwarant.sla.evidence.model import MaintenanceWindow, State
from gwarant.sla.spans import Span, covers, subtract, union

FIRST = milliseconds_of(datetime(2026, 9, 1, tzinfo=UTC))
LAST = FIRST + 30 * DAY
MINUTE, HOUR = 60_000, 3_600_000


def on(day: float, size: int, hour: int = 0) -> Span:
    begin = FIRST + int(day * DAY) + hour * HOUR
    return begin, begin + size


WORKS, WORKS_DOWN = on(10, 2 * HOUR), on(10, 90 * MINUTE)
BLIND, BLIND_DOWN = on(15, 5 * HOUR), on(15, HOUR, hour=1)
LONG, SLOW = on(20, 40 * MINUTE), on(25, 3 * HOUR)
PROMISE = Availability(
    id="up", service="shop", target=Bound(ge=Decimal("99.8")), probe=Probe(), maintenance=Maintenance()
)


def blips(chance: Random) -> list[Span]:
    return [on(day + chance.uniform(0.05, 0.95), 45_000) for day in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12)]


def looks(monitor: int, phase: int, down: tuple[Span, ...]) -> Iterator[Look]:
    """Of the month and an hour on both sides; the prober stands still while it is blind, and tells that afterwards."""
    for slot in range(FIRST - HOUR + phase, LAST + HOUR, MINUTE):
        if BLIND[0] <= slot < BLIND[1]:
            yield Look(monitor, slot, slot, Answer(State.UNKNOWN, Reason.LATE))
            continue
        seen = State.DOWN if covers(down, slot) else State.DEGRADED if SLOW[0] <= slot < SLOW[1] else State.UP
        yield Look(monitor, slot, slot + 3, Answer(seen, "200", Phases(1, 2, 3, 4, 5), "192.0.2.1"))


def kept(monitor: Monitor, prober: Prober, found: Iterator[Look]) -> None:
    """Ten days are handed over when they are over, and sealed two days later."""
    for part, own in groupby(found, key=lambda look: (look.slot - FIRST) // (10 * DAY)):
        now = FIRST + (part + 1) * 10 * DAY
        tokens = {one.share: one.token for one in lease(prober, 1, now)}
        take(prober, packed([*own], part + 1, now, tokens), now)
        sealed(now + HOUR)


def sealed(now: int) -> None:
    for one in [*due(moment_of(now))]:
        seal(*one, moment_of(now))


def figure(monitor: Monitor) -> Figure:
    rows = looks_of(monitor.service, (FIRST - DAY, LAST + DAY))
    works = MaintenanceWindow(id="w", start=WORKS[0], end=WORKS[1], announced=FIRST, received=FIRST, service="shop")
    return measure(PROMISE, (FIRST, LAST), packed=rows, maintenance=[works])


def test_the_bounds_of_a_month_contain_the_truth_and_the_unknown_is_named(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    Monitor.objects.update(counts_at=moment_of(FIRST - DAY))
    chance = Random(33)
    down = union([WORKS_DOWN, BLIND_DOWN, LONG, *blips(chance)])
    kept(monitor, prober_at(), looks(monitor.pk, chance.randrange(MINUTE), down))
    before = figure(monitor)
    sealed(LAST + 4 * DAY)
    found = figure(monitor)
    assert found == before
    assert not SeenLook.objects.exists()
    assert sum(one.looks for one in DayOfLooks.objects.all()) == 30 * 24 * 60 + 120

    lost = sum(end - start for start, end in subtract(down, (WORKS,)))
    truth = 100 - Decimal(100 * lost) / (LAST - FIRST - 2 * HOUR)
    assert truth == pytest.approx(Decimal("99.7505"), abs=Decimal("0.0001"))
    assert found.lower < truth < found.upper
    assert 99.87 < found.point < 99.91
    assert (display(found.lower, 1), display(found.upper, 1), display(found.coverage, 1)) == ("99.1", "99.9", "99.3")
    assert found.verdict is Verdict.UNDETERMINED
    assert found.time.unknown == pytest.approx(5 * HOUR, abs=MINUTE)
    assert sum(one.unknown for one in DayOfLooks.objects.all()) == 300
    assert found.time.excluded == {"maintenance": 2 * HOUR}
