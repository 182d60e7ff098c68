"""The hours of days as values: of each day, from its midnight on, which stretch was in which state.

Time that nobody measured stays unknown however short it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from gwarant.pictures.month import MS, DayState
from gwarant.sla.availability import Figure
from gwarant.sla.civil import day_of, days_between
from gwarant.sla.spans import Span, Spans, clip, measure, subtract, union


@dataclass(frozen=True)
class Piece:
    """One state from `start` to `end`, each a share of the day."""

    state: DayState
    start: float
    end: float


@dataclass(frozen=True)
class HoursOfDay:
    """A day in pieces in the order of time; `lengths` are the seconds of each state."""

    day: date
    pieces: tuple[Piece, ...]
    lengths: dict[DayState, int]


def hours_of(figure: Figure, closed: Spans, zone: str) -> tuple[HoursOfDay, ...]:
    """The days of a figure in the contract's zone; `closed` is the time outside its service hours (milliseconds)."""
    first, last = day_of(figure.start // MS, zone), day_of((figure.end - 1) // MS, zone)
    edges = [(start * MS, end * MS) for start, end in days_between(first, last + timedelta(days=1), zone)]
    spans = located(figure, closed)
    return tuple(_day(first + timedelta(days=n), own, figure.period, spans) for n, own in enumerate(edges))


def located(figure: Figure, closed: Spans) -> dict[DayState, Spans]:
    """Where in the figure's time each state lies; together they are all of it, and no moment has two."""
    known = {
        DayState.CLOSED: clip(closed, figure.period),
        DayState.EXCLUDED: figure.located.excluded,
        DayState.UNKNOWN: figure.located.unknown,
        DayState.DEGRADED: figure.located.degraded,
    }
    taken = union(span for spans in known.values() for span in spans)
    down = clip(union((one.start, one.end) for one in figure.outages), figure.period)
    known[DayState.DOWN] = subtract(down, taken)
    return known | {DayState.UP: subtract((figure.period,), union((*taken, *known[DayState.DOWN])))}


def found_in(days: Iterable[HoursOfDay]) -> tuple[DayState, ...]:
    """The states that occur, in the order of a legend."""
    seen = {state for day in days for state in day.lengths}
    return tuple(state for state in reversed(DayState) if state in seen)


def lengths_of(days: Sequence[HoursOfDay], state: DayState) -> int:
    """The seconds of that state in all of the days."""
    return sum(day.lengths.get(state, 0) for day in days)


def _day(day: date, edges: Span, period: Span, spans: dict[DayState, Spans]) -> HoursOfDay:
    whole, own = edges[1] - edges[0], (max(edges[0], period[0]), min(edges[1], period[1]))
    parts = {state: clip(found, own) for state, found in spans.items()}
    pieces = (
        Piece(state, (start - edges[0]) / whole, (end - edges[0]) / whole)
        for state, found in parts.items()
        for start, end in found
    )
    lengths = {state: ceil(measure(found) / MS) for state, found in parts.items() if found}
    return HoursOfDay(day, tuple(sorted(pieces, key=lambda one: one.start)), lengths)
