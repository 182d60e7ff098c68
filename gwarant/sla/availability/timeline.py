"""What each place saw: its rows as known stretches of one state; whatever lies between them is unknown."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import NamedTuple

import numpy as np

from gwarant.sla.availability.gathered import RANKED, Gathered, Ids, Ints, gathered, in_order
from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.evidence.model import Check, Looks, State, StateInterval
from gwarant.sla.spans import Span, Spans, gaps, subtract, union

WORST_FIRST = (State.DOWN, State.DEGRADED, State.UP)
DOWN = (State.DOWN,)
IMPAIRED = (State.DOWN, State.DEGRADED)


class Seen(NamedTuple):
    """One state over `[start, end)`, last looked at in `last`, with looks `every` apart (milliseconds)."""

    start: int
    end: int
    last: int
    every: int
    state: State
    vouched: bool  # the looks are on a grid from the start on, and not rows of their own


class Missed(NamedTuple):
    """After the look at `since` one was `due` of which there is no row, and the next one came at `until`."""

    since: int
    due: int
    until: int


@dataclass(frozen=True, eq=False)
class Track:
    """What one place knows: disjoint stretches in order, and the moments and ids of its rows."""

    place: str
    seen: tuple[Seen, ...]
    moments: Ints
    ids: Ids
    missed: tuple[Missed, ...] = ()  # looks of the grid that were due and of which there is no row
    vouched: Spans = ()  # what rows of states vouch for: there no look was due

    @cached_property
    def known(self) -> Spans:
        """When the place speaks."""
        return union((one.start, one.end) for one in self.seen)

    def at(self, moment: int) -> Seen | None:
        """The known stretch that holds the moment."""
        found = bisect_right(self.seen, moment, key=lambda one: one.start) - 1
        return self.seen[found] if found >= 0 and moment < self.seen[found].end else None

    def first_look(self, seen: Seen, after: int) -> int:
        """The first look of the stretch that is later than `after`."""
        if seen.start > after:
            return seen.start
        if seen.vouched:
            return seen.start + ((after - seen.start) // seen.every + 1) * seen.every
        found = int(np.searchsorted(self.moments, after, "right"))
        return int(self.moments[found]) if found < len(self.moments) else seen.end

    def rows_within(self, span: Span) -> range:
        """The numbers of the rows that fall in the span."""
        return range(*np.searchsorted(self.moments, span).tolist())

    def ids_around(self, moment: int) -> tuple[str, ...]:
        """The last row before the moment and the first one from it on."""
        found = int(np.searchsorted(self.moments, moment))
        return tuple(self.ids[at] for at in range(max(0, found - 1), min(found + 1, len(self.moments))))


@dataclass(frozen=True)
class Layer:
    """The stretches of some states in one place, each bound wider than the one before (milliseconds)."""

    sure: Spans  # from the first such look to the last one
    seen: Spans
    possible: Spans  # with unknown time and the unseen time since the last better look
    better: tuple[int, ...]  # these better looks: for a moment it was not so


@dataclass(frozen=True)
class Watch:
    """One track a place, in the order of their names: by all looks, and by those of the grid."""

    whole: tuple[Track, ...]
    grid: tuple[Track, ...]  # the very same tracks where no look is extra


def watch(checks: Iterable[Check], packed: Iterable[Looks], states: Iterable[StateInterval], probe: Probe) -> Watch:
    """What the places saw; what the grid of one leaves in the dark is there as all its looks say."""
    looks: defaultdict[str, list[Check]] = defaultdict(list)
    blocks: defaultdict[str, list[Looks]] = defaultdict(list)
    vouched: defaultdict[str, list[StateInterval]] = defaultdict(list)
    for check in checks:
        looks[check.place].append(check)
    for row in packed:
        blocks[row.place].append(row)
    for state in states:
        vouched[state.place].append(state)
    places = sorted(looks.keys() | blocks.keys() | vouched.keys())
    found = {place: gathered(looks[place], blocks[place], probe) for place in places}
    heard = {place: own for place, own in found.items() if len(own.at) or vouched[place]}
    whole = tuple(_track(place, own, vouched[place], probe) for place, own in heard.items())
    if not any(own.extra.any() for own in heard.values()):
        return Watch(whole, whole)
    grid = (_track(place, own.of_the_grid(), vouched[place], probe) for place, own in heard.items())
    return Watch(whole, tuple(_filled(one, all_of) for one, all_of in zip(grid, whole, strict=True)))


def runs(packed: Sequence[Looks], probe: Probe) -> tuple[Seen, ...]:
    """What the packed looks of one place say: known stretches of one state; whatever lies between them is unknown."""
    return tuple(_carried(gathered((), packed, probe)))


def layer(seen: Sequence[Seen], states: Collection[State], within: Span) -> Layer:
    """The three readings of "in one of these states" for one place."""
    found = union((one.start, one.end) for one in seen if one.state in states)
    edges = [(a.last, b.start) for a, b in pairwise(seen) if b.state in states and a.state not in states]
    unknown = gaps(union((one.start, one.end) for one in seen), within)
    return Layer(union(_sure(seen, states)), found, union((*found, *edges, *unknown)), tuple(at for at, _ in edges))


def _sure(seen: Sequence[Seen], states: Collection[State]) -> Iterator[Span]:
    for one, after in zip_longest(seen, seen[1:]):
        if one.state in states:
            goes_on = after is not None and after.start == one.end and after.state in states
            yield one.start, one.end if goes_on else one.last


def _track(place: str, looks: Gathered, states: list[StateInterval], probe: Probe) -> Track:
    runs = tuple(_carried(looks))
    missed = _missed(looks, runs[-1].end if runs else 0)
    if not states:
        return Track(place, runs, looks.at, looks.ids, missed)
    moments = np.concatenate([looks.at, np.array([state.start for state in states], np.int64)])
    both = Ids((looks.ids.__getitem__, lambda at: states[at].id), (0, len(looks.at)), np.arange(len(moments)))
    order = in_order(moments, np.zeros(len(moments), np.int64), both.of_row)
    vouched = tuple(_vouched(states, probe))
    known = union((one.start, one.end) for one in vouched)
    return Track(place, tuple(_painted([*runs, *vouched])), moments[order], both.chosen(order), missed, known)


def _filled(grid: Track, whole: Track) -> Track:
    """The grid's stretches, and of the others what lies beside them."""
    known = grid.known
    beside = (
        one._replace(start=start, end=end, last=max(start, min(one.last, end)))
        for one in whole.seen
        for start, end in subtract(((one.start, one.end),), known)
    )
    return replace(grid, seen=tuple(sorted([*grid.seen, *beside])))


def _carried(looks: Gathered) -> Iterator[Seen]:
    """Each look holds until the next one, or for one interval when the next one is too far away; equal ones joined.

    Between the slots nothing is owed: a look there that could not see anything takes nothing from the one before.
    """
    told = np.flatnonzero(~looks.extra | (looks.rank > 0))
    at, rank, every = looks.at[told], looks.rank[told], looks.every[told]
    gap = np.append(np.diff(at), np.iinfo(np.int64).max)
    end = at + np.where(gap <= looks.limit[told], gap, every)
    known = np.flatnonzero((rank > 0) & (at < end))
    at, rank, every, end = at[known], rank[known], every[known], end[known]
    first = np.flatnonzero(np.append(True, (np.diff(rank) != 0) | (at[1:] > end[:-1]))[: len(at)])
    last = np.append(first[1:], len(at))[: len(first)] - 1
    columns = (one.tolist() for one in (at[first], end[last], at[last], every[last], rank[first]))
    for start, until, seen, step, state in zip(*columns, strict=True):
        yield Seen(start, until, seen, step, RANKED[state], False)


def _missed(looks: Gathered, end: int) -> tuple[Missed, ...]:
    """Where no look of the grid came for more than an interval and a half, and after the last one, to the known `end`.

    Looks between the slots alone, before the first of the grid, show as little of what was due.
    """
    grid = np.flatnonzero(~looks.extra)
    at, every = looks.at[grid], looks.every[grid]
    after = np.append(at[1:], np.maximum(at[-1:] + every[-1:], end))
    apart = np.flatnonzero(np.append(2 * np.diff(at) > 3 * every[:-1], True)[: len(at)])
    columns = (one[apart].tolist() for one in (at, at + every, after))
    first, begun = (int(one[0]) if len(one) else end for one in (looks.at, at))
    before = [Missed(first, first, begun)] if first < begun else []
    return (*before, *(Missed(*one) for one in zip(*columns, strict=True)))


def _vouched(states: Iterable[StateInterval], probe: Probe) -> Iterator[Seen]:
    for one in states:
        every = (one.every or probe.every.seconds) * 1000
        if one.state is not State.UNKNOWN and one.start < one.end:
            yield Seen(one.start, one.end, max(one.start, one.end - every), every, one.state, True)


def _painted(pieces: list[Seen]) -> list[Seen]:
    """The pieces made disjoint: where rows contradict each other, the worse state is believed."""
    painted: Spans = ()
    parts: list[Seen] = []
    for state in WORST_FIRST:
        runs = _joined(sorted(piece for piece in pieces if piece.state is state))
        spans = tuple((run.start, run.end) for run in runs)
        parts += _cut(runs, subtract(spans, painted))
        painted = union((*painted, *spans))
    return sorted(parts)


def _joined(pieces: Iterable[Seen]) -> list[Seen]:
    runs: list[Seen] = []
    for piece in pieces:
        if runs and piece.start <= runs[-1].end:
            before = runs[-1]
            every = piece.every if piece.end >= before.end else before.every
            last, end = max(before.last, piece.last), max(before.end, piece.end)
            runs[-1] = Seen(before.start, end, last, every, piece.state, before.vouched or piece.vouched)
        else:
            runs.append(piece)
    return runs


def _cut(runs: Sequence[Seen], spans: Spans) -> Iterator[Seen]:
    for start, end in spans:
        run = runs[bisect_right(runs, start, key=lambda one: one.start) - 1]
        last = run.last if end == run.end else max(start, min(run.last, end - run.every))
        yield run._replace(start=start, end=end, last=last)
