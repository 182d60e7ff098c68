"""The month strip as values: one cell a day, each showing the worst that is known of it.

Unknown is never shown as up: a day is up only if at least 95 % of it is known to have been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from gwarant.sla.availability import Figure
from gwarant.sla.civil import day_of, days_between
from gwarant.sla.spans import Spans, clip, measure, union

MS = 1000
DAY = 86_400


class DayState(StrEnum):
    DOWN = "down"
    DEGRADED = "degraded"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"
    UNSURE = "unsure"  # no outage seen, yet part of the period was not measured and nobody says which
    UP = "up"


# A stretch shorter than this share of the day does not colour it, outages excepted: those always show.
_ENOUGH = 0.05
_SHARE = {DayState.DEGRADED: _ENOUGH, DayState.UNKNOWN: _ENOUGH, DayState.EXCLUDED: _ENOUGH}
SHAPES = {
    DayState.UP: "█",
    DayState.DOWN: "✕",
    DayState.DEGRADED: "▄",
    DayState.UNKNOWN: "?",
    DayState.UNSURE: "░",
    DayState.EXCLUDED: "▨",
}


@dataclass(frozen=True)
class Day:
    """A day of the strip; `down` and `unknown` are its seconds of each."""

    day: date
    state: DayState
    down: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Located:
    """Stretches `[start, end)` of states whose place is known, in UTC milliseconds."""

    degraded: Spans = ()
    unknown: Spans = ()
    excluded: Spans = ()


def days_of(figure: Figure, zone: str, located: Located | None = None) -> tuple[Day, ...]:
    """The days of a figure in the contract's zone; without `located` only its outages have a place."""
    first, last = day_of(figure.start // MS, zone), day_of((figure.end - 1) // MS, zone)
    edges = days_between(first, last + timedelta(days=1), zone)
    spans = _spans(figure, located or Located())
    calm = _calm(figure, located)
    return tuple(_day(first + timedelta(days=n), (a * MS, b * MS), spans, calm) for n, (a, b) in enumerate(edges))


def states_of(days: Sequence[Day]) -> tuple[DayState, ...]:
    """The states that occur, in a fixed order, for a legend."""
    found = {day.state for day in days}
    return tuple(state for state in (*reversed(DayState),) if state in found)


def _spans(figure: Figure, located: Located) -> dict[DayState, Spans]:
    down = union((max(one.start, figure.start), min(one.end, figure.end)) for one in figure.outages)
    return {
        DayState.DOWN: down,
        DayState.DEGRADED: located.degraded,
        DayState.UNKNOWN: located.unknown,
        DayState.EXCLUDED: located.excluded,
    }


def _calm(figure: Figure, located: Located | None) -> DayState:
    """What a day is on which nothing is known to have happened."""
    without_place = 0 if located else figure.time.unknown + figure.time.degraded
    if without_place <= _ENOUGH * DAY * MS:
        return DayState.UP
    return DayState.UNKNOWN if figure.coverage < Fraction(1, 100) else DayState.UNSURE


def _day(day: date, edges: tuple[int, int], spans: dict[DayState, Spans], calm: DayState) -> Day:
    lengths = {state: measure(clip(found, edges)) for state, found in spans.items()}
    whole = edges[1] - edges[0]
    states = [state for state, length in lengths.items() if length > _SHARE.get(state, 0) * whole]
    down, unknown = (ceil(lengths[state] / MS) for state in (DayState.DOWN, DayState.UNKNOWN))
    return Day(day, states[0] if states else calm, down, unknown)
