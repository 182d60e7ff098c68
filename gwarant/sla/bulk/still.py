"""The stretches in which clocks stand still, of many tickets at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_WIDE = 1 << 42  # wider than all moments, so that the stretches of two tickets never meet


@dataclass(frozen=True)
class Still:
    """Stretches `[start, end)`, disjoint, sorted by whose they are; `first` is where each one's begin, and the end."""

    first: Ints
    start: Ints
    end: Ints

    def turns(self, who: Ints, since: Ints, until: Ints) -> list[tuple[Ints, Ints]]:
        """The first stretch of each of `who`, the second, …, clipped to `[since, until)`; an empty one for none."""
        lows, highs = self.first[who], self.first[who + 1]
        found = []
        for turn in range(int((highs - lows).max(initial=0))):
            has = lows + turn < highs
            at = np.where(has, lows + turn, 0)
            start = np.where(has, np.maximum(self.start[at], since), since)
            found.append((start, np.where(has, np.maximum(np.minimum(self.end[at], until), start), start)))
        return found


def united(size: int, who: Ints, start: Ints, end: Ints) -> Still:
    """The union of any stretches of `size` ones, of `who` each is; empty ones are dropped."""
    kept = start < end
    who, start, end = who[kept], start[kept], end[kept]
    order = np.lexsort((start, who))
    who, start, end = who[order], start[order], end[order]
    reached = np.maximum.accumulate(end + who * _WIDE) if len(who) else end
    is_new = np.ones(len(who), bool)
    is_new[1:] = start[1:] + who[1:] * _WIDE > reached[:-1]
    heads = np.flatnonzero(is_new)
    ends = (reached - who * _WIDE)[np.append(heads[1:], len(who)) - 1] if len(heads) else end
    first = np.searchsorted(who[heads], np.arange(size + 1))
    return Still(first, start[heads], ends)
