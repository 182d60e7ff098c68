"""A prober's time: nobody's setting of a clock moves it, and the server's answers move it gently."""

from hypothesis import given
from hypothesis import strategies as st

from gwarant.prober.clock import Clock


def test_time_goes_as_the_stopwatch_goes() -> None:
    watch = iter([1_000, 1_500, 9_000])
    clock = Clock(50_000, lambda: next(watch))
    assert [clock.now(), clock.now()] == [50_500, 58_000]


@given(st.integers(-10_000, 10_000))
def test_it_is_moved_by_half_a_second_at_once_at_most_and_gets_there(off: int) -> None:
    clock, left, turns = Clock(50_000, lambda: 0), off, 0
    while left:
        before = clock.now()
        left = clock.steer(left)
        assert abs(clock.now() - before) <= 500
        turns += 1
    assert clock.now() == 50_000 + off
    assert turns <= 20
