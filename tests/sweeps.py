"""Sweeps: laws that are tried row by row, over everything that there is.

A check of a change tries a tenth of the rows, the same at each run, and at least one of each kind; every row is tried
by `bin/drill --sweeps`. That no row is left out of the list, which costs nothing, is tested where the list is. Of what
property tests draw, a check of a change tries a quarter.
"""

import os
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")
SHARE = 10
IS_WHOLE = os.environ.get("SWEEPS") == "whole"
IS_CHECK = bool(os.environ.get("CI")) and not IS_WHOLE


def mark(*words: object) -> int:
    """A number that these words always have."""
    return crc32("\0".join(map(str, words)).encode())


def is_drawn(law: str, *row: object) -> bool:
    """Whether a row is among the tenth that is tried of a law in this run."""
    return IS_WHOLE or mark(law, *row) % SHARE == 0


def drawn(
    rows: Iterable[T], law: str, kind: Callable[[T], Hashable] = lambda _: "", name: Callable[[T], object] = str
) -> list[T]:
    """The rows that are tried of a law in this run, in their order: a tenth, and of each kind at least one.

    Which they are is told by the law's name and theirs, so that two laws try different ones, and a row more
    changes nothing for the others.
    """
    everything = [*rows]
    if IS_WHOLE:
        return everything
    marks = [mark(law, name(row)) for row in everything]
    first: dict[Hashable, int] = {}
    for number, row in enumerate(everything):
        of = kind(row)
        first[of] = min(first.get(of, number), number, key=marks.__getitem__)
    kept = {*first.values()} | {number for number, one in enumerate(marks) if one % SHARE == 0}
    return [everything[number] for number in sorted(kept)]


def examples(number: int) -> int:
    """How many examples of a law are drawn: all of them, or in a check of a change a quarter."""
    return max(number // 4, 3) if IS_CHECK else number
