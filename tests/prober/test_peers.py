"""When nearly all targets fail at once it is the prober, not they; one that fails among others is down."""

from collections.abc import Callable

from gwarant.prober.peers import GLANCES, Peers
from gwarant.sla.evidence.model import State


class World:
    """Targets at addresses of their own, some of them down; a glance is answered at once, or when it is `late`."""

    def __init__(self, many: int, per_address: int = 1, late: bool = False) -> None:
        self.down: set[int] = set()
        self.glanced: list[int] = []
        self.late, self.waiting = late, list[tuple[int, Callable[[State], None]]]()
        self.at = {one: f"192.0.2.{one // per_address}" for one in range(many)}
        self.peers = Peers(self.glance)
        for one in self.at:
            self.peers.seen(one, State.UP, self.at[one])

    def glance(self, target: int, done: Callable[[State], None]) -> None:
        self.glanced.append(target)
        if self.late:
            self.waiting.append((target, done))
        else:
            done(self.state(target))

    def state(self, target: int) -> State:
        return State.DOWN if target in self.down else State.UP

    def look(self, target: int, now: int = 1) -> list[bool]:
        """Look at a target; what was told of a down one: whether it is ours."""
        told: list[bool] = []
        has_turned = self.peers.seen(target, self.state(target), self.at[target])
        if target in self.down:
            self.peers.ask(target, self.at[target], now, has_turned, told.append)
        return told


def test_one_that_fails_among_others_is_down() -> None:
    world = World(20)
    world.down = {3}
    assert world.look(3) == [False]
    assert len(world.glanced) == GLANCES
    assert world.peers.since == 0


def test_the_others_are_glanced_at_when_something_turns_and_not_at_each_look_of_what_stays_down() -> None:
    world = World(20)
    world.down = {3}
    assert [world.look(3) for _ in range(50)] == [[False]] * 50
    assert len(world.glanced) == GLANCES


def test_where_all_fail_at_once_it_is_ours_from_the_first_on_until_enough_answer_again() -> None:
    world = World(20)
    world.down = set(range(20))
    assert world.look(3, now=77) == [True]
    assert [world.look(one) for one in range(4, 10)] == [[True]] * 6
    assert world.peers.since == 77
    assert len(world.glanced) == GLANCES  # once, not for each
    world.down = set()
    for one in range(4):
        world.look(one)
    assert world.peers.since == 0
    world.down = {7}
    assert world.look(7) == [False]


def test_nearly_all_is_all_but_one_in_five() -> None:
    world = World(6)
    world.down = {0, 1, 2, 3, 4}
    assert world.look(0) == [True]
    world = World(6)
    world.down = {0, 1, 2, 3}
    assert world.look(0) == [False]


def test_one_machine_that_carries_most_of_the_targets_is_not_the_prober() -> None:
    world = World(40, per_address=36)
    world.at |= {36: "198.51.100.1", 37: "198.51.100.2", 38: "198.51.100.3", 39: "198.51.100.4"}
    for one in range(36, 40):
        world.peers.seen(one, State.UP, world.at[one])
    world.down = set(range(36))
    assert [world.look(one) for one in range(36)] == [[False]] * 36


def test_without_two_others_there_is_nothing_to_doubt_by() -> None:
    world = World(2)
    world.down = {0, 1}
    assert [world.look(0), world.look(1)] == [[False], [False]]


def test_what_was_down_already_says_nothing_about_us() -> None:
    world = World(6)
    world.down = {0, 1, 2}
    for one in (0, 1, 2):
        world.look(one)
    world.down |= {3}
    assert world.look(3) == [False]
    assert set(world.glanced[-2:]) <= {4, 5}


def test_whoever_falls_while_others_are_glanced_at_is_told_with_them() -> None:
    world = World(6, late=True)
    world.down = set(range(6))
    first, second = world.look(0), world.look(1)
    assert (first, second) == ([], [])
    for target, done in world.waiting:
        done(world.state(target))
    assert (first, second) == ([True], [True])


def test_what_could_not_be_looked_at_is_no_witness() -> None:
    world = World(6)
    world.glance = lambda _target, done: done(State.UNKNOWN)  # type: ignore[method-assign]
    world.peers._glance = world.glance
    world.down = set(range(6))
    assert world.look(0) == [False]
