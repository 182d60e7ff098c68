"""What was seen where an outage begins and ends, read from the very rows that it was judged from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.availability import Outage
from gwarant.sla.evidence.model import Looks, State
from gwarant.sla.evidence.packed import STATES, Columns
from gwarant.sla.evidence.unpacking import look_id, opened

GOOD = [place for place, state in enumerate(STATES) if state in (State.UP, State.DEGRADED)]
DOWN = [STATES.index(State.DOWN)]


@dataclass(frozen=True)
class Glance:
    """One look: when it began (UTC milliseconds), from where, what it found, and its id in the evidence."""

    at: int
    slot: int
    place: str
    state: State
    code: str
    address: str
    certificate: str
    id: str


@dataclass(frozen=True)
class Edges:
    """The looks around an outage: the last good one, the first failed one of the same place, the first good one after.

    None where there is no such look, as before the first look of all, or in an outage that is not over.
    """

    before: Glance | None
    failed: Glance | None
    after: Glance | None


def edges_of(outage: Outage, rows: Sequence[Looks]) -> Edges:
    """The looks at the edges of an outage of the system whose looks the rows are."""
    start, end = outage.at_most.start, outage.at_most.end
    failed = _first(_there(rows, (start, end + 1)), start, end, DOWN)
    if failed is None:
        return Edges(None, None, None)
    same = [row for row in rows if row.place == failed.place]
    return Edges(
        before=_last(_there(same, (start, failed.at)), start, failed.at, GOOD),
        failed=failed,
        after=_first(_there(rows, (outage.end, end + 1)), outage.end, end + 1, GOOD),
    )


def _there(rows: Iterable[Looks], span: tuple[int, int]) -> Iterator[tuple[Looks, Columns]]:
    return ((row, _opened(row)) for row in rows if row.start < span[1] and row.end > span[0])


_opened = lru_cache(maxsize=64)(opened)  # several outages lie on one day


def _first(there: Iterable[tuple[Looks, Columns]], start: int, end: int, states: list[int]) -> Glance | None:
    found = [_glance(row, looks, int(at[0])) for row, looks in there if len(at := _fitting(looks, start, end, states))]
    return min(found, key=lambda one: (one.at, one.place), default=None)


def _last(there: Iterable[tuple[Looks, Columns]], start: int, end: int, states: list[int]) -> Glance | None:
    found = [_glance(row, looks, int(at[-1])) for row, looks in there if len(at := _fitting(looks, start, end, states))]
    return max(found, key=lambda one: (one.at, one.place), default=None)


def _fitting(looks: Columns, start: int, end: int, states: list[int]) -> NDArray[np.intp]:
    """The numbers of the looks in these states that began in the stretch."""
    return np.flatnonzero((looks.at >= start) & (looks.at < end) & np.isin(looks.state, states))


def _glance(row: Looks, looks: Columns, number: int) -> Glance:
    code, address, certificate = (
        looks.texts[int(column[number])] if looks.texts else ""
        for column in (looks.code, looks.address, looks.certificate)
    )
    state = STATES[int(looks.state[number])]
    slot = int(looks.slot[number])
    return Glance(int(looks.at[number]), slot, row.place, state, code, address, certificate, look_id(row.id, number))
