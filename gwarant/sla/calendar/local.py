"""Open time on the wall clock: sorted spans in seconds since 1970-01-01 00:00 of no zone, and their way to UTC."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.week import Week
from gwarant.sla.calendar.zone import segments
from gwarant.sla.spans import Spans, intersect, union

Ints = NDArray[np.int64]
Edges = tuple[Ints, Ints]

NOTHING: Edges = (np.empty(0, np.int64), np.empty(0, np.int64))

_THURSDAY = 3


def weekly(week: Week, days: Ints) -> Edges:
    """The windows of the week on the given days (numbers since 1970-01-01), not yet joined."""
    weekday = (days + _THURSDAY) % 7
    starts, ends = [], []
    for number, windows in enumerate(week.days):
        midnights = days[weekday == number] * DAY
        for opening, closing in windows:
            starts.append(midnights + opening)
            ends.append(midnights + closing)
    return (np.concatenate(starts), np.concatenate(ends)) if starts else NOTHING


def edges(spans: Iterable[tuple[int, int]]) -> Edges:
    """The pairs as two arrays."""
    table = np.array(list(spans), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def joined(spans: Edges) -> Edges:
    """Sorted, with what touches or overlaps made one."""
    if not len(spans[0]):
        return NOTHING
    order = np.argsort(spans[0], kind="stable")
    starts, ends = spans[0][order], np.maximum.accumulate(spans[1][order])
    first = np.flatnonzero(np.append(True, starts[1:] > ends[:-1]))
    return starts[first], ends[np.append(first[1:] - 1, len(ends) - 1)]


def layered(layers: Sequence[tuple[int, Edges]]) -> Edges:
    """The spans in which the weights of the layers that are there sum to more than nothing."""
    tidy = [(weight, joined(spans)) for weight, spans in layers]
    at = np.concatenate([side for _, spans in tidy for side in spans])
    change = np.repeat(
        [sign * weight for weight, _ in tidy for sign in (1, -1)], [len(s) for _, two in tidy for s in two]
    )
    order = np.argsort(at, kind="stable")
    at, level = at[order], np.cumsum(change[order])
    settled = np.append(at[1:] != at[:-1], True)[: len(at)]
    at, is_open = at[settled], level[settled] > 0
    turns = at[np.flatnonzero(np.diff(is_open, prepend=False))]
    return turns[::2], turns[1::2]


def to_utc(zone_name: str, spans: Edges, start: int, end: int) -> Edges:
    """The instants of [start, end) whose wall clock lies in one of the sorted spans."""
    starts, ends = [], []
    for since, until, offset in segments(zone_name, start, end):
        first = np.searchsorted(spans[1], since + offset, side="right")
        last = np.searchsorted(spans[0], until + offset, side="left")
        starts.append(np.maximum(spans[0][first:last] - offset, since))
        ends.append(np.minimum(spans[1][first:last] - offset, until))
    return joined((np.concatenate(starts), np.concatenate(ends)))


def instants(zone_name: str, spans: Spans) -> Spans:
    """The same as `to_utc` for a few local spans, wherever on the clock they lie."""
    found: list[tuple[int, int]] = []
    for since, until, offset in segments(zone_name, spans[0][0] - DAY, spans[-1][1] + DAY):
        local = intersect(spans, ((since + offset, until + offset),))
        found += ((start - offset, end - offset) for start, end in local)
    return union(found)
