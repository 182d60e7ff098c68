"""How long a round of a sweep lasts: what is left is due in the next, so that a long queue is no sweep that hangs."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

ROUND = 5.0  # seconds
T = TypeVar("T")


def in_round(rows: Iterable[T]) -> Iterator[T]:
    """Those of the rows for which the round has time; the first in any case."""
    until = monotonic() + ROUND
    for tried, one in enumerate(rows):
        if tried and monotonic() > until:
            return
        yield one
