"""Whole months: the same facts that thirteen tools answer differently."""

from itertools import pairwise
from random import Random

import pytest
from availability_world import DAY, HOUR, S, figure, promise, state, works
from effort import growth

from gwarant.sla.availability import Verdict, display
from gwarant.sla.evidence.model import Check, State
from gwarant.sla.spans import covers

MONTH = 30 * DAY

WORKS = (10 * DAY, 10 * DAY + 2 * HOUR)
WORKS_DOWN = (10 * DAY, 10 * DAY + 90 * 60)
BLIND = (15 * DAY, 15 * DAY + 5 * HOUR)
BLIND_DOWN = (15 * DAY + HOUR, 15 * DAY + 2 * HOUR)
LONG = (20 * DAY, 20 * DAY + 40 * 60)
SLOW = (25 * DAY, 25 * DAY + 3 * HOUR)


def simulated(run: int) -> list[Check]:
    """60 s checks of the same month; the phase of the checks and the moments of the ten blips are drawn."""
    chance = Random(run)
    blips = [chance.uniform(day * DAY + HOUR, (day + 1) * DAY - HOUR) for day in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12)]
    shift = chance.uniform(0, 60)
    long = tuple(at + shift for at in LONG)
    down = tuple(sorted([WORKS_DOWN, BLIND_DOWN, long, *((at, at + 45) for at in blips)]))
    phase = chance.randrange(60_000)
    moments = (phase + number * 60_000 for number in range(-2, MONTH // 60 + 2))
    return [_look(at, down) for at in moments if not BLIND[0] <= at / S < BLIND[1]]


def _look(at: int, down) -> Check:
    seen = State.DOWN if covers(down, at / S) else State.DEGRADED if SLOW[0] <= at / S < SLOW[1] else State.UP
    return Check(id=str(at), at=at, received=at, service="shop", state=seen)


def test_the_month_that_thirteen_tools_answer_differently():
    runs = [figure(promise(), MONTH, checks=simulated(run), maintenance=[works(*WORKS)]) for run in range(6)]
    mean = {name: float(sum(getattr(one, name) for one in runs) / len(runs)) for name in ("lower", "point", "upper")}
    assert mean["lower"] == pytest.approx(99.1652, abs=0.008)
    assert mean["upper"] == pytest.approx(99.9095, abs=0.002)
    assert 99.87 < mean["point"] < 99.91
    assert {display(one.coverage, 1) for one in runs} == {"99.3"}
    assert all(one.lower < 99.7505 < one.upper for one in runs)


def test_the_honest_answer_about_that_month_is_undetermined():
    found = figure(promise(target="99.8"), MONTH, checks=simulated(1), maintenance=[works(*WORKS)])
    assert found.verdict is Verdict.UNDETERMINED
    assert found.time.excluded == {"maintenance": 2 * HOUR * S}
    assert found.time.degraded == pytest.approx(3 * HOUR * S, abs=60 * S)


def of_three_places(seconds):
    checks = [
        Check(id=f"{place}{n}", at=n * 60_000 + phase, received=0, service="shop", state=State.UP, place=place)
        for phase, place in ((0, "a"), (20_000, "b"), (40_000, "c"))
        for n in range(seconds // 60)
    ]
    return figure(promise(locations=3, down_when=2), seconds, checks=checks)


def test_a_month_from_three_places_is_counted():
    assert of_three_places(MONTH).verdict is Verdict.MET


def test_twice_the_checks_are_twice_the_work():
    assert growth(lambda: of_three_places(4 * HOUR), lambda: of_three_places(8 * HOUR)) < 2.3


def of_changes(hours):
    edges = [number * 3600 for number in range(hours + 1)]
    rows = [state("ud"[number % 2], a, b) for number, (a, b) in enumerate(pairwise(edges))]
    return figure(promise(), hours * HOUR, states=rows)


def test_a_year_of_changes_is_counted():
    assert of_changes(8760).point == 50


def test_twice_the_changes_are_twice_the_work():
    assert growth(lambda: of_changes(200), lambda: of_changes(400)) < 2.3
