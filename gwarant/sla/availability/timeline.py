"""What each place saw: its rows as known stretches of one state; whatever lies between them is unknown."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.evidence.model import Check, State, StateInterval
from gwarant.sla.spans import Span, Spans, gaps, subtract, union

WORST_FIRST = (State.DOWN, State.DEGRADED, State.UP)
DOWN = (State.DOWN,)
IMPAIRED = (State.DOWN, State.DEGRADED)

_RANK = {State.UNKNOWN: 0, State.UP: 1, State.DEGRADED: 2, State.DOWN: 3}


class Seen(NamedTuple):
    """One state over `[start, end)`, last looked at in `last`, with looks `every` apart (milliseconds)."""

    start: int
    end: int
    last: int
    every: int
    state: State
    vouched: bool  # the looks are on a grid from the start on, and not rows of their own


@dataclass(frozen=True)
class Track:
    """What one place knows: disjoint stretches in order, and the moments and ids of its rows."""

    place: str
    seen: tuple[Seen, ...]
    moments: tuple[int, ...]
    ids: tuple[str, ...]

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
        found = bisect_right(self.moments, after)
        return self.moments[found] if found < len(self.moments) else seen.end

    def rows_within(self, span: Span) -> range:
        """The numbers of the rows that fall in the span."""
        return range(bisect_left(self.moments, span[0]), bisect_left(self.moments, span[1]))

    def ids_around(self, moment: int) -> tuple[str, ...]:
        """The last row before the moment and the first one from it on."""
        found = bisect_left(self.moments, moment)
        return self.ids[max(0, found - 1) : found + 1]


@dataclass(frozen=True)
class Layer:
    """The stretches of some states in one place, each bound wider than the one before (milliseconds)."""

    sure: Spans  # from the first such look to the last one
    seen: Spans
    possible: Spans  # with unknown time and the unseen time since the last better look


def tracks(checks: Iterable[Check], states: Iterable[StateInterval], probe: Probe) -> tuple[Track, ...]:
    """One track a place, in the order of their names."""
    looks: defaultdict[str, list[Check]] = defaultdict(list)
    vouched: defaultdict[str, list[StateInterval]] = defaultdict(list)
    for check in checks:
        looks[check.place].append(check)
    for state in states:
        vouched[state.place].append(state)
    places = sorted(looks.keys() | vouched.keys())
    return tuple(_track(place, looks[place], vouched[place], probe) for place in places)


def on_the_grid(
    whole: tuple[Track, ...], checks: Iterable[Check], states: Iterable[StateInterval], probe: Probe
) -> tuple[Track, ...]:
    """The same places by the looks of their grids; what those leave in the dark is as all looks say.

    Without looks between the slots these are the very same tracks.
    """
    checks = tuple(checks)
    ours = tuple(check for check in checks if not check.extra)
    if len(ours) == len(checks):
        return whole
    grid = {track.place: track for track in tracks(ours, states, probe)}
    return tuple(_filled(grid.get(track.place, Track(track.place, (), (), ())), track) for track in whole)


def layer(seen: Sequence[Seen], states: Collection[State], within: Span) -> Layer:
    """The three readings of "in one of these states" for one place."""
    found = union((one.start, one.end) for one in seen if one.state in states)
    edges = ((a.last, b.start) for a, b in pairwise(seen) if b.state in states and a.state not in states)
    unknown = gaps(union((one.start, one.end) for one in seen), within)
    return Layer(union(_sure(seen, states)), found, union((*found, *edges, *unknown)))


def _sure(seen: Sequence[Seen], states: Collection[State]) -> Iterator[Span]:
    for one, after in zip_longest(seen, seen[1:]):
        if one.state in states:
            goes_on = after is not None and after.start == one.end and after.state in states
            yield one.start, one.end if goes_on else one.last


def _track(place: str, checks: list[Check], states: list[StateInterval], probe: Probe) -> Track:
    ordered = sorted(checks, key=lambda check: (check.at, _RANK[check.state], check.id))
    rows = [(check.at, check.id) for check in ordered]
    if states:
        rows = sorted(rows + [(state.start, state.id) for state in states])
    seen = _painted([*_carried(ordered, probe), *_vouched(states, probe)])
    return Track(place, tuple(seen), tuple(at for at, _ in rows), tuple(row for _, row in rows))


def _filled(grid: Track, whole: Track) -> Track:
    """The grid's stretches, and of the others what lies beside them."""
    known = union((one.start, one.end) for one in grid.seen)
    beside = (
        one._replace(start=start, end=end, last=max(start, min(one.last, end)))
        for one in whole.seen
        for start, end in subtract(((one.start, one.end),), known)
    )
    return replace(grid, seen=tuple(sorted([*grid.seen, *beside])))


def _carried(checks: Sequence[Check], probe: Probe) -> Iterator[Seen]:
    """Each look holds until the next one, or for one interval when the next one is too far away.

    Between the slots nothing is owed: a look there that could not see anything takes nothing from the one before.
    """
    checks = [check for check in checks if not (check.extra and check.state is State.UNKNOWN)]
    for check, after in zip_longest(checks, (check.at for check in checks[1:])):
        if check.state is State.UNKNOWN:
            continue
        every = (check.every or probe.every.seconds) * 1000
        limit = 2 * every + (check.timeout or probe.timeout.seconds) * 1000
        end = after if after is not None and after - check.at <= limit else check.at + every
        if check.at < end:
            yield Seen(check.at, end, check.at, every, check.state, False)


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
