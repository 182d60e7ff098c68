"""The algebra of half-open spans agrees with sets of integers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla import spans

numbers = st.integers(-20, 40)
heaps = st.lists(st.tuples(numbers, numbers), max_size=6)
tidy = heaps.map(spans.union)
within = st.tuples(numbers, numbers)


def points(some):
    return {n for start, end in some for n in range(start, end)}


def is_tidy(some):
    edges = [edge for span in some for edge in span]
    return all(a < b for a, b in pairwise(edges))


@given(heaps)
def test_a_union_holds_every_point_once_and_in_order(heap):
    assert points(spans.union(heap)) == points(heap)
    assert is_tidy(spans.union(heap))


@given(tidy, tidy)
def test_intersection_and_difference_are_those_of_the_points(left, right):
    assert points(spans.intersect(left, right)) == points(left) & points(right)
    assert points(spans.subtract(left, right)) == points(left) - points(right)
    assert is_tidy(spans.intersect(left, right))
    assert is_tidy(spans.subtract(left, right))


@given(tidy, within)
def test_what_is_clipped_and_the_gaps_partition_the_whole(some, whole):
    inside, beside = spans.clip(some, whole), spans.gaps(some, whole)
    assert points(inside) | points(beside) == points([whole])
    assert not points(inside) & points(beside)
    assert spans.measure(inside) + spans.measure(beside) == max(0, whole[1] - whole[0])


@given(tidy, numbers)
def test_a_moment_is_covered_from_the_start_and_not_at_the_end(some, moment):
    assert spans.covers(some, moment) == (moment in points(some))
