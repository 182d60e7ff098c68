"""Which class each ticket had, and since when it had another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.batch import FAR, Batch

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Classes:
    """Of each ticket the number of its first class, and of its second with the moment (FAR for none); 0 is no class.

    `changes` counts how often a class was set that did not hold.
    """

    first: Ints
    second: Ints
    since: Ints
    changes: Ints

    def at(self, moments: Ints, who: Ints) -> Ints:
        """The class of each of `who` at a moment; before any was set, the first."""
        found: Ints = np.where(self.since[who] <= moments, self.second[who], self.first[who])
        return found


def classes_of(batch: Batch) -> Classes:
    named = np.flatnonzero(batch.class_)
    of, class_ = batch.of[named], batch.class_[named]
    is_new = np.ones(len(named), bool)
    is_new[1:] = (of[1:] != of[:-1]) | (class_[1:] != class_[:-1])
    named, of, class_ = named[is_new], of[is_new], class_[is_new]
    is_first = np.diff(of, prepend=-1) != 0
    is_second = np.zeros(len(of), bool)
    is_second[1:] = is_first[:-1] & ~is_first[1:]
    first, second, since = (np.full(batch.size, value, np.int64) for value in (0, 0, FAR))
    first[of[is_first]] = class_[is_first]
    second[of[is_second]] = class_[is_second]
    since[of[is_second]] = batch.at[named[is_second]]
    return Classes(first, second, since, np.bincount(of, minlength=batch.size))
