"""Whatever several places see: at most one outage at a time, begun by a quorum, ended by one, never for the past."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gwarant.monitoring.outages.seeing import Looked, Seen, seen
from gwarant.monitoring.outages.turning import Open, turn
from gwarant.sla.evidence.model import Check, State

MINUTE = 60_000
U, D, N = State.UP, State.DOWN, State.UNKNOWN
PLACES = ("a", "b", "c")


def looks(place: str, *states: State | None, start: int = 0) -> list[Check]:
    """A look a minute; None: there was none."""
    return [
        Check(id=f"{place}{at}", at=start + at * MINUTE, received=0, service="", state=one, place=place, every=60)
        for at, one in enumerate(states)
        if one is not None
    ]


def by(*places: list[Check], needed: int = 2, now: int | None = None, gap: int = 0, watching: int = 0) -> Seen:
    found = [look for place in places for look in place]
    at = max((look.at for look in found), default=0) if now is None else now
    return seen([Looked(found, watching or len(places), needed, MINUTE, 10_000)], gap, at)


def test_an_outage_is_detected_by_its_first_failed_look_and_confirmed_by_the_quorum() -> None:
    late = [replace(look, at=look.at + 20_000) for look in looks("b", U, D, D)]
    found = by(looks("a", U, D, D), late, looks("c", U, U, U))
    assert [(run.detected, run.confirmed) for run in found.runs] == [(MINUTE, MINUTE + 20_000)]
    assert found.state is State.DOWN
    assert by(looks("a", U, D, D), looks("b", U, U, U), looks("c", U, U, U)).state is State.UP


def test_what_nobody_has_said_yet_is_not_known_and_old_news_are_none() -> None:
    assert by(looks("a", U, D, D), looks("b", U, D), looks("c", U, U)).state is State.DOWN  # as of a minute ago
    assert by(looks("a", U, D), looks("b", U, None), looks("c", U, None)).state is State.UP
    assert by(looks("a", D, D), looks("b", D, D), now=20 * MINUTE).state is State.UNKNOWN
    assert by(looks("a", D, D), needed=1, watching=3).state is State.DOWN
    assert by(looks("a", U, U), needed=1, watching=3).state is State.UNKNOWN  # the two that are silent may see it down


def test_two_monitors_that_fail_from_one_place_each_are_no_quorum() -> None:
    shop = Looked([*looks("a", U, D), *looks("b", U, U), *looks("c", U, U)], 3, 2, MINUTE, 10_000)
    login = Looked([*looks("a", U, U), *looks("b", U, D), *looks("c", U, U)], 3, 2, MINUTE, 10_000)
    assert seen([shop, login], 0, MINUTE).state is State.UP
    assert seen([shop, replace(login, needed=1)], 0, MINUTE).state is State.DOWN


def step(open_: Open | None, found: Seen, gap: int) -> tuple[Open | None, list[tuple[int, int]]]:
    """What the engine keeps of a turn, and the outages that ended in it."""
    done = turn(open_, found, gap)
    ended = [(open_.detected, done.ended)] if open_ and done.ended is not None else []
    if done.begins is not None:
        return Open(done.begins.detected, done.begins.end), ended
    if open_ is None or ended:
        return None, ended
    down_at = open_.down_at if done.down_at is None else done.down_at
    return Open(open_.detected, down_at, done.restored), ended


def test_a_flap_that_the_gap_joins_is_one_outage_and_a_longer_one_is_another() -> None:
    for gap, wanted in ((2 * MINUTE, 1), (MINUTE // 2, 2)):
        open_: Open | None = None
        begun: list[int] = []
        states = [U, D, D, U, D, D, U, U, U, U]
        for last in range(1, len(states) + 1):
            was = open_
            open_, _ = step(open_, by(looks("a", *states[:last]), needed=1, gap=gap), gap)
            begun += [open_.detected] if open_ and (was is None or was.detected != open_.detected) else []
        assert (len(begun), open_) == (wanted, None)


def test_what_was_down_and_is_up_again_before_anybody_heard_of_it_begins_nothing() -> None:
    assert step(None, by(looks("a", U, D, D, U), needed=1), 0) == (None, [])
    open_, _ = step(None, by(looks("a", U, D, D, D), needed=1), 0)
    assert open_ is not None
    assert open_.detected == MINUTE


def test_an_engine_that_was_away_ends_one_outage_and_begins_the_next() -> None:
    open_ = Open(MINUTE, MINUTE * 2)
    found = by(looks("a", U, D, D, U, U, U, D, D), needed=1)
    assert step(open_, found, 0) == (Open(6 * MINUTE, found.runs[-1].end), [(MINUTE, 3 * MINUTE)])


def test_what_nobody_saw_ends_no_outage() -> None:
    open_ = Open(MINUTE, MINUTE * 2)
    for states in ([D, D, D, N, N, N, N, N], [D, D, D, None, None, None, None, D]):
        open_again, ended = step(open_, by(looks("a", *states), needed=1), 0)
        assert open_again is not None
        assert open_again.detected == MINUTE
        assert not ended


STATES = st.lists(st.tuples(*(st.sampled_from([U, U, D, N, None]) for _ in PLACES)), min_size=1, max_size=25)


@given(STATES, st.integers(1, 3), st.sampled_from([0, MINUTE, 3 * MINUTE]), st.lists(st.booleans(), min_size=25))
def test_outages_follow_the_quorum_whenever_the_engine_looks(
    rows: list[tuple[State | None, ...]], needed: int, gap: int, awake: list[bool]
) -> None:
    """Begun only while the quorum says down, ended only at a moment at which it says up, one after the other."""
    open_: Open | None = None
    spans: list[tuple[int, int]] = []
    for last in range(1, len(rows) + 1):
        if not awake[last - 1]:
            continue
        columns = zip(*rows[:last], strict=True)
        found = by(*(looks(place, *own) for place, own in zip(PLACES, columns, strict=True)), needed=needed, gap=gap)
        was = open_
        open_, ended = step(open_, found, gap)
        spans += ended
        down, up = _says(rows[last - 1], needed), _surely_up(rows[last - 1], needed)
        if open_ is not None and (was is None or was.detected != open_.detected):
            assert found.state is State.DOWN
        if down:
            assert open_ is not None
            assert open_.restored is None
        if up and gap == 0:
            assert open_ is None
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for _, end in spans:
        assert _surely_up(_carried(rows, end // MINUTE), needed)


def _says(row: tuple[State | None, ...], needed: int) -> bool:
    return sum(one is D for one in row) >= needed


def _carried(rows: list[tuple[State | None, ...]], at: int) -> list[State | None]:
    """What holds there: a look that is left out once changes nothing."""
    return [one or before for one, before in zip(rows[at], rows[max(0, at - 1)], strict=True)]


def _surely_up(row: tuple[State | None, ...], needed: int) -> bool:
    return sum(one is not U for one in row) < needed


def test_runs_are_told_apart_only_where_it_was_up() -> None:
    assert [len(by(looks("a", D, one, D), needed=1).runs) for one in (N, U)] == [1, 2]
