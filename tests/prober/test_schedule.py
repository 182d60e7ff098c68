"""When which target is looked at: on the grid, sooner while a state is new, and what is missed is told."""

import random

from hypothesis import given
from hypothesis import strategies as st

from gwarant.prober.model import Target
from gwarant.prober.schedule import Schedule, Slot
from gwarant.sla.evidence.model import State

MINUTE = 60_000
START = 1_796_000_000_000


def target(number: int = 1, every: int = MINUTE, phase: int = 0) -> Target:
    return Target(id=number, kind="http", every=every, timeout=10_000, phase=phase)


def begun(schedule: Schedule, now: int, state: State = State.UP, takes: int = 100) -> list[Slot]:
    """What is due, each look ended at once with the state."""
    found = list(schedule.due(now))
    for slot in found:
        if not slot.late:
            schedule.seen(slot, state, now + takes)
    return found


def run(schedule: Schedule, start: int, end: int, state_at: object) -> list[tuple[Slot, State]]:
    """Every look from `start` to `end`, each at its moment."""
    looks: list[tuple[Slot, State]] = []
    while (moment := schedule.next_at()) is not None and moment < end:
        for slot in list(schedule.due(max(moment, start))):
            state = state_at(slot.at)  # type: ignore[operator]
            schedule.seen(slot, state, slot.at)
            looks.append((slot, state))
    return looks


@given(st.integers(1_000, 600_000), st.data())
def test_looks_stand_on_the_grid_from_start_to_start_whatever_they_take(every: int, data: st.DataObject) -> None:
    phase = data.draw(st.integers(0, every - 1))
    schedule = Schedule()
    schedule.put(target(every=every, phase=phase), START)
    looks = run(schedule, START, START + 20 * every, lambda _at: State.UP)
    moments = [slot.at for slot, _ in looks]
    assert moments == [START + (phase - START) % every + one * every for one in range(20)]


def test_a_slot_that_was_missed_is_told_and_the_next_one_keeps_its_place() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    first = schedule.next_at()
    assert first is not None
    found = begun(schedule, first + 3 * MINUTE + 1_000)
    assert [(slot.at - first, slot.late) for slot in found] == [
        (0, True),
        (MINUTE, True),
        (2 * MINUTE, True),
        (3 * MINUTE, False),
    ]
    assert schedule.next_at() == first + 4 * MINUTE


def test_a_look_that_is_still_under_way_at_the_next_slot_makes_that_one_late() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    first = schedule.next_at()
    assert first is not None
    assert [slot.late for slot in schedule.due(first)] == [False]
    assert [slot.late for slot in schedule.due(first + MINUTE)] == [True]


def test_after_days_asleep_a_day_of_slots_is_told() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    found = begun(schedule, START + 30 * 24 * 60 * MINUTE)
    assert 24 * 60 <= len(found) <= 24 * 60 + 1


def test_a_new_state_is_looked_at_sooner_at_failure_and_at_recovery() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    down = range(START + 5 * MINUTE, START + 9 * MINUTE)
    looks = run(schedule, START, START + 20 * MINUTE, lambda at: State.DOWN if at in down else State.UP)
    extra = [(slot.at, state) for slot, state in looks if slot.extra]
    assert extra[0][0] - START < 7 * MINUTE
    assert State.UP in {state for _, state in extra}
    assert len(extra) <= 16
    assert all(slot.at % MINUTE for slot, _ in looks if slot.extra)


def test_a_steady_state_is_looked_at_on_the_grid_alone_also_while_it_is_down() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    looks = run(schedule, START, START + 60 * MINUTE, lambda at: State.UP if at < START + MINUTE else State.DOWN)
    assert not [slot for slot, _ in looks if slot.extra and slot.at > START + 10 * MINUTE]


@given(st.lists(st.integers(0, 3_600_000), max_size=12, unique=True))
def test_looks_between_the_slots_move_no_slot(turns: list[int]) -> None:
    """Whatever the states, the looks of the grid are the same."""
    edges = sorted(turns)
    schedule = Schedule()
    schedule.put(target(), START)

    def state_at(at: int) -> State:
        return State.DOWN if sum(edge <= at - START for edge in edges) % 2 else State.UP

    looks = run(schedule, START, START + 60 * MINUTE, state_at)
    assert [slot.at for slot, _ in looks if not slot.extra] == list(
        range(START + (-START) % MINUTE, START + 60 * MINUTE, MINUTE)
    )


def test_unknown_is_no_change_of_state() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    states = iter([State.UP, State.UNKNOWN, State.UP, State.UNKNOWN, State.UP])
    looks = run(schedule, START, START + 5 * MINUTE, lambda _at: next(states))
    assert not [slot for slot, _ in looks if slot.extra]


def test_a_target_that_is_dropped_or_replaced_is_looked_at_no_longer_as_before() -> None:
    schedule = Schedule()
    schedule.put(target(1), START)
    schedule.put(target(2), START)
    schedule.drop(2)
    schedule.put(target(1, every=30_000), START)
    looks = run(schedule, START, START + 10 * MINUTE, lambda _at: State.UP)
    assert {slot.target.id for slot, _ in looks} == {1}
    assert len(looks) == 20


def test_the_same_target_again_changes_nothing() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    for one in range(10):
        schedule.put(target(), START + one)
    assert len(run(schedule, START, START + 10 * MINUTE, lambda _at: State.UP)) == 10


def test_targets_with_many_intervals_come_in_the_order_of_their_moments() -> None:
    schedule, chance = Schedule(), random.Random(1)
    for number in range(200):
        every = chance.choice([20_000, 60_000, 300_000])
        schedule.put(target(number, every, chance.randrange(every)), START)
    moments = [slot.at for slot, _ in run(schedule, START, START + 10 * MINUTE, lambda _at: State.UP)]
    assert moments == sorted(moments)


def test_while_nothing_may_begin_what_was_missed_is_told_and_the_rest_waits() -> None:
    schedule = Schedule()
    schedule.put(target(), START)
    first = schedule.next_at()
    assert first is not None
    now = first + 2 * MINUTE + 4_000  # the third slot may still begin in its time
    assert [(slot.at - first, slot.late) for slot in schedule.due(now, begins=False)] == [(0, True), (MINUTE, True)]
    assert [(slot.at - first, slot.late) for slot in schedule.due(now)] == [(2 * MINUTE, False)]
