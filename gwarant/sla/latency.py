"""How long answers took, by the hour in fixed buckets: added together without loss, the same from the same looks.

A bucket is four percent wider than the one before, so that a percentile is off by two percent at most.
"""

import zlib
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

HOURS = 24
LONGEST = 2**35  # microseconds: five phases of the longest that is kept
WIDER = 1.04

Counts = NDArray[np.int64]  # of each bucket, or for each hour of each bucket


def _bounds() -> NDArray[np.int64]:
    """Above each but the first lies a bucket that ends at the next."""
    found, at = [0, 1], 1.0
    while found[-1] < LONGEST:
        at *= WIDER
        if ceil(at) > found[-1]:
            found.append(ceil(at))
    return np.array(found, np.int64)


BOUNDS = _bounds()


def counted(hours: NDArray[np.int64], microseconds: NDArray[np.int64]) -> Counts:
    """How many of the lengths, each of an hour from 0 to 23, lie in which bucket of their hour."""
    found = np.zeros((HOURS, len(BOUNDS)), np.int64)
    np.add.at(found, (hours, np.searchsorted(BOUNDS, np.minimum(microseconds, LONGEST), "left")), 1)
    return found


def percentile(counts: Counts, share: float) -> float | None:
    """The length, in microseconds, that this share of them does not exceed; None of none."""
    summed = counts.reshape(-1, len(BOUNDS)).sum(axis=0).cumsum()
    if not summed[-1]:
        return None
    place = int(np.searchsorted(summed, max(1, ceil(share * int(summed[-1]))), "left"))
    first = int(BOUNDS[place - 1]) + 1 if place else 0
    return sqrt(first * int(BOUNDS[place]))


def packed(counts: Counts) -> bytes:
    """A day's counts as they are kept, some hundred bytes."""
    return zlib.compress(np.minimum(counts, 0xFFFF).astype("<u2").tobytes(), 9)


def unpacked(data: bytes) -> Counts:
    """The counts of a day, by its hours."""
    return np.frombuffer(zlib.decompress(data), "<u2").reshape(HOURS, len(BOUNDS)).astype(np.int64)
