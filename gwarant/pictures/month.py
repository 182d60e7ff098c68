"""The month strip as values: one cell a day, each showing the worst that is known of it.

Unknown is never shown as up: a day is up only if at least 95 % of it is known to have been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from gwarant.pictures.summary import period_name
from gwarant.sla.availability import Figure
from gwarant.sla.civil import CivilPeriod, day_of, days_between, month_of
from gwarant.sla.spans import Spans, clip, measure, union

MS = 1000


def measured_in(figure: Figure, stated: CivilPeriod, zone: str, lang: str) -> str:
    """The month, or the first and last one, that a figure is of; empty where it is of all that is stated."""
    first, last = (month_of(day_of(at, zone), zone) for at in (figure.start // MS, figure.end // MS - 1))
    if (first.first, last.after) == (stated.first, stated.after):
        return ""
    names = dict.fromkeys(period_name(one, lang) for one in (first, last))
    return " – ".join(names)


class DayState(StrEnum):
    DOWN = "down"
    DEGRADED = "degraded"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"
    CLOSED = "outside_hours"
    UP = "up"


# A stretch shorter than this share of the day does not colour it, outages excepted: those always show.
_ENOUGH = 0.05
_SHARE = {DayState.DEGRADED: _ENOUGH, DayState.UNKNOWN: _ENOUGH, DayState.EXCLUDED: _ENOUGH}
SHAPES = {
    DayState.UP: "█",
    DayState.DOWN: "✕",
    DayState.DEGRADED: "▄",
    DayState.UNKNOWN: "?",
    DayState.EXCLUDED: "▨",
    DayState.CLOSED: "·",
}


@dataclass(frozen=True)
class Day:
    """A day of the strip; `down` and `unknown` are its seconds of each."""

    day: date
    state: DayState
    down: int = 0
    unknown: int = 0


def days_of(figure: Figure, zone: str) -> tuple[Day, ...]:
    """The days of a figure in the contract's zone."""
    first, last = day_of(figure.start // MS, zone), day_of((figure.end - 1) // MS, zone)
    edges = days_between(first, last + timedelta(days=1), zone)
    spans = _spans(figure)
    return tuple(_day(first + timedelta(days=n), (a * MS, b * MS), spans) for n, (a, b) in enumerate(edges))


def states_of(days: Sequence[Day]) -> tuple[DayState, ...]:
    """The states that occur, in a fixed order, for a legend."""
    found = {day.state for day in days}
    return tuple(state for state in (*reversed(DayState),) if state in found)


def _spans(figure: Figure) -> dict[DayState, Spans]:
    down = union((max(one.start, figure.start), min(one.end, figure.end)) for one in figure.outages)
    return {
        DayState.DOWN: down,
        DayState.DEGRADED: figure.located.degraded,
        DayState.UNKNOWN: figure.located.unknown,
        DayState.EXCLUDED: figure.located.excluded,
    }


def _day(day: date, edges: tuple[int, int], spans: dict[DayState, Spans]) -> Day:
    lengths = {state: measure(clip(found, edges)) for state, found in spans.items()}
    whole = edges[1] - edges[0]
    states = [state for state, length in lengths.items() if length > _SHARE.get(state, 0) * whole]
    down, unknown = (ceil(lengths[state] / MS) for state in (DayState.DOWN, DayState.UNKNOWN))
    return Day(day, states[0] if states else DayState.UP, down, unknown)
