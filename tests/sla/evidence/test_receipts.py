"""When each look of a block came: to the second, for a fraction of a byte, and refused where it is none."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.evidence.packed import PackRefused
from gwarant.sla.evidence.receipts import had_come, pack_receipts

FIRST = 1_772_323_200_000
waits = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 2**32)), min_size=1, max_size=50)


@given(waits, st.integers(-100, 2**23))
def test_what_had_come_at_a_second_is_what_came_before_it(drawn: list[tuple[int, int]], second: int) -> None:
    at = FIRST + np.cumsum([one for one, _ in drawn])
    came = at + np.array([one for _, one in drawn])
    moment = FIRST + second * 1000
    assert had_come(pack_receipts(at, came), at, moment).tolist() == (came < moment).tolist()


def test_a_look_that_came_before_it_began_by_another_clock_came_when_it_began() -> None:
    at = np.array([FIRST + 5_000])
    data = pack_receipts(at, at - 3_000)
    assert [had_come(data, at, FIRST + one).tolist() for one in (5_000, 6_000)] == [[False], [True]]


def test_a_day_of_usual_waits_takes_less_than_a_quarter_of_a_byte_a_look() -> None:
    at = FIRST + 17_041 + np.arange(1440) * 60_000
    came = at + 60 + np.array([Random(3 + one).randrange(2_000) for one in range(1440)])
    assert len(pack_receipts(at, came)) < 1440 / 4


def test_bytes_that_are_no_receipts_of_so_many_looks_are_refused() -> None:
    at = FIRST + np.arange(9) * 60_000
    data = pack_receipts(at, at + np.arange(9) * 1_000)
    for wrong in (b"", b"GWL1" + data[4:], data[:-1], data + b"\0", data[:9]):
        with pytest.raises(PackRefused):
            had_come(wrong, at, FIRST)
    with pytest.raises(PackRefused, match="not one of 8 looks"):
        had_come(data, at[:8], FIRST)
