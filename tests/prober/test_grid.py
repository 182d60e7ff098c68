"""The grid: every target has its own moments, the same for ever."""

from hypothesis import given
from hypothesis import strategies as st

from gwarant.prober.grid import TICK, closer, phase_of, slot_from, tolerance

EVERY = st.integers(1_000, 86_400_000)


@given(st.text(), EVERY)
def test_a_phase_lies_within_the_interval(key: str, every: int) -> None:
    found = phase_of(key, every)
    assert 0 <= found < every
    assert found % TICK == 0


def test_phases_are_spread_evenly() -> None:
    tenths = [phase_of(f"monitor {one}", 60_000) * 10 // 60_000 for one in range(5_000)]
    assert all(400 < tenths.count(one) < 600 for one in range(10))


@given(st.integers(0, 4_000_000_000_000), EVERY, st.data())
def test_a_slot_is_the_first_moment_of_the_grid_from_there_on(moment: int, every: int, data: st.DataObject) -> None:
    phase = data.draw(st.integers(0, every - 1))
    slot = slot_from(moment, every, phase)
    assert moment <= slot < moment + every
    assert slot % every == phase


@given(EVERY)
def test_a_look_that_begins_within_the_tolerance_is_nearer_to_its_slot_than_to_any_other(every: int) -> None:
    assert 0 < tolerance(every) <= min(every // 10, 5_000)


@given(EVERY)
def test_looks_between_the_slots_leave_room_for_one_at_least(every: int) -> None:
    assert closer(every) == 0 or 5_000 <= closer(every) <= every // 2
