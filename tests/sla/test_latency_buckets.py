"""Lengths in buckets: no percentile is off by more than two percent, and parts add up to the whole."""

from math import ceil

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.latency import BOUNDS, HOURS, counted, packed, percentile, unpacked

lengths = st.lists(st.tuples(st.integers(0, HOURS - 1), st.integers(1, 30_000_000)), min_size=1, max_size=60)


def of(rows: list[tuple[int, int]]) -> np.ndarray:
    hours, found = (np.array(one, np.int64) for one in zip(*rows, strict=True))
    return counted(hours, found)


@given(lengths, st.floats(0, 1))
def test_a_percentile_is_that_of_the_lengths_but_for_two_percent(rows: list[tuple[int, int]], share: float) -> None:
    exact = sorted(length for _, length in rows)[max(1, ceil(share * len(rows))) - 1]
    found = percentile(of(rows), share)
    assert found is not None
    assert abs(found - exact) <= max(1, 0.0201 * exact)


@given(lengths, lengths)
def test_parts_add_up_and_what_is_packed_comes_out_again(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    assert (of(one) + of(other) == of(one + other)).all()
    assert (unpacked(packed(of(one))) == of(one)).all()


def test_of_nothing_there_is_no_percentile_and_the_longest_has_a_bucket() -> None:
    none = counted(np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert percentile(none, 0.5) is None
    assert counted(np.array([3]), np.array([2**40]))[3, len(BOUNDS) - 1] == 1
