"""The looks of one place as arrays in the order of their moments, from single rows and from packed ones alike."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.evidence.model import Check, Looks, State
from gwarant.sla.evidence.packed import STATES
from gwarant.sla.evidence.unpacking import begun, look_id

MS = 1000
Ints = NDArray[np.int64]
RANKED = (State.UNKNOWN, State.UP, State.DEGRADED, State.DOWN)  # known beats unknown, the worse is believed

_RANK = {state: rank for rank, state in enumerate(RANKED)}
_RANK_OF_PACKED = np.array([_RANK[state] for state in STATES])


@dataclass(frozen=True, eq=False)
class Gathered:
    """Looks in order: moment, rank of the state, milliseconds to the next and at most, whether extra, and their ids."""

    at: Ints
    rank: Ints
    every: Ints
    limit: Ints
    extra: NDArray[np.bool_]
    ids: "Ids"

    def of_the_grid(self) -> "Gathered":
        keep = ~self.extra
        return Gathered(
            at=self.at[keep],
            rank=self.rank[keep],
            every=self.every[keep],
            limit=self.limit[keep],
            extra=self.extra[keep],
            ids=self.ids.chosen(np.flatnonzero(keep)),
        )


@dataclass(frozen=True, eq=False)
class Ids:
    """The id of each look, made when it is asked for: of heaps of rows, which row stands where."""

    heaps: tuple[Callable[[int], str], ...]
    firsts: tuple[int, ...]  # the number of the first row of each heap
    order: Ints

    def __getitem__(self, place: int) -> str:
        return self.of_row(int(self.order[place]))

    def of_row(self, number: int) -> str:
        heap = bisect_right(self.firsts, number) - 1
        return self.heaps[heap](number - self.firsts[heap])

    def chosen(self, places: Ints) -> "Ids":
        return Ids(self.heaps, self.firsts, self.order[places])


def gathered(checks: Sequence[Check], packed: Sequence[Looks], probe: Probe) -> Gathered:
    """All looks of one place; of packed rows those within their stretch."""
    blocks = [*_single(checks, probe), *(_packed(row, probe) for row in packed)]
    columns = [np.concatenate(parts) for parts in zip(*(arrays for arrays, _ in blocks), strict=True)]
    at, rank, every, limit, extra = columns or [np.zeros(0, np.int64)] * 5
    firsts = tuple(accumulate((len(arrays[0]) for arrays, _ in blocks[:-1]), initial=0))
    ids = Ids(tuple(name for _, name in blocks), firsts, np.arange(len(at)))
    order = in_order(at, rank, ids.of_row)
    return Gathered(at[order], rank[order], every[order], limit[order], extra[order].astype(bool), ids.chosen(order))


def in_order(at: Ints, rank: Ints, name: Callable[[int], str]) -> Ints:
    """The order by moment and rank; by their names where both are the same."""
    order = np.lexsort((rank, at))
    same = (np.diff(at[order]) == 0) & (np.diff(rank[order]) == 0)
    for first, last in _runs(np.flatnonzero(same)):
        order[first : last + 2] = sorted(order[first : last + 2].tolist(), key=name)
    return order


def _runs(places: Ints) -> Iterator[tuple[int, int]]:
    """Of rising numbers the first and the last of each stretch without a gap."""
    if len(places):
        cuts = np.flatnonzero(np.diff(places) > 1)
        yield from zip(places[[0, *(cuts + 1)]].tolist(), places[[*cuts, -1]].tolist(), strict=True)


_Block = tuple[tuple[Ints, ...], Callable[[int], str]]


def _single(checks: Sequence[Check], probe: Probe) -> Iterator[_Block]:
    if not checks:
        return
    count, every, timeout = len(checks), probe.every.seconds, probe.timeout.seconds
    steps = MS * np.fromiter((row.every or every for row in checks), np.int64, count)
    yield (
        (
            np.fromiter((row.at for row in checks), np.int64, count),
            np.fromiter((_RANK[row.state] for row in checks), np.int64, count),
            steps,
            2 * steps + MS * np.fromiter((row.timeout or timeout for row in checks), np.int64, count),
            np.fromiter((row.extra for row in checks), np.int64, count),
        ),
        lambda number: checks[number].id,
    )


def _packed(row: Looks, probe: Probe) -> _Block:
    looks = begun(row)
    inside = np.flatnonzero((looks.at >= row.start) & (looks.at < row.end))
    every = looks.every or probe.every.seconds * MS
    limit = 2 * every + (looks.timeout or probe.timeout.seconds * MS)
    arrays = (
        looks.at[inside],
        _RANK_OF_PACKED[looks.state[inside]],
        np.full(len(inside), every, np.int64),
        np.full(len(inside), limit, np.int64),
        looks.extra[inside].astype(np.int64),
    )
    return arrays, lambda number: look_id(row.id, int(inside[number]))
