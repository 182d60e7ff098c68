"""Looks between the slots of the grid: they tighten the bounds and confirm a state; the point is the grid's alone."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from availability_world import S, figure, looks, promise
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.prober.model import Target
from gwarant.prober.schedule import Schedule
from gwarant.sla.contract.model.promises import Unknown
from gwarant.sla.evidence.model import Check, State
from gwarant.sla.spans import Spans, covers

EVERY = 60
quick = settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def extra(letters: str, *, every: int, start: int, place: str = "") -> list[Check]:
    return [replace(one, id=f"{one.id}+", extra=True) for one in looks(letters, every=every, start=start, place=place)]


def probed(down: Spans, end: int, phase: int) -> list[Check]:
    """What the prober's own schedule looks at in `[0, end)` seconds, each look taking no time."""
    schedule, found = Schedule(), []
    schedule.put(Target(id=1, kind="http", every=EVERY * S, timeout=10 * S, phase=phase * S), 0)
    while (now := schedule.next_at()) is not None and now < end * S:
        for slot in schedule.due(now):
            state = State.DOWN if covers(down, now // S) else State.UP
            found.append(Check(id=str(now), at=now, received=now, service="shop", state=state, extra=slot.extra))
            schedule.seen(slot, state, now)
    return found


def drawn(chance: Random, count: int) -> Spans:
    """Outages of all lengths, too far apart to meet in one look."""
    starts = [600 + 1200 * number + chance.randrange(300) for number in range(count)]
    return tuple((start, start + chance.choice([7, 20, 45, 60, 61, 95, 200, 411])) for start in starts)


def errors(down: Spans, *, as_flagged: bool) -> list[int]:
    """By how many seconds the point misses the truth, for each phase that the grid can have."""
    end, found = 1200 * (len(down) + 1), []
    for phase in range(EVERY):
        checks = probed(down, end, phase)
        checks = checks if as_flagged else [replace(one, extra=False) for one in checks]
        point = figure(promise(), end - EVERY, start=EVERY, checks=checks).downtime.point
        found.append(int(point) // S - sum(b - a for a, b in down))
    return found


def test_over_all_phases_of_the_grid_the_point_is_the_truth() -> None:
    down = drawn(Random(12), 8)
    assert any(one.extra for one in probed(down, 9600, 0))
    assert sum(errors(down, as_flagged=True)) == 0


def test_taken_for_looks_of_the_grid_the_extra_ones_would_shorten_every_outage() -> None:
    missed = errors(drawn(Random(12), 8), as_flagged=False)
    assert sum(missed) / len(missed) / 8 < -10


def test_extra_looks_draw_the_bounds_together_and_leave_the_point() -> None:
    grid = looks("uuddduuuu")
    closer = [*extra("ddddd", every=10, start=130), *extra("ddduu", every=10, start=250)]
    alone, both = (figure(promise(), 540, checks=rows) for rows in (grid, [*grid, *closer]))
    assert alone.point == both.point
    assert (alone.downtime.least, alone.downtime.most) == (120 * S, 240 * S)
    assert (both.downtime.least, both.downtime.most) == (150 * S, 220 * S)
    (outage,) = both.outages
    assert (outage.start, outage.end) == (120 * S, 300 * S)
    assert (outage.at_most.start, outage.at_most.end) == (60 * S, 280 * S)


def test_where_the_looks_disprove_the_grid_the_bound_is_the_point() -> None:
    """Up ten seconds before the failed slot and ten seconds after it: it was not down for a minute."""
    rows = [*looks("uuuduuu"), *extra("u", every=10, start=170), *extra("u", every=10, start=190)]
    found = figure(promise(), 420, checks=rows)
    assert found.downtime.point == found.downtime.most == 20 * S
    assert found.point == found.lower
    assert sum(b - a for a, b in found.lost) == 20 * S


def test_a_failure_that_only_extra_looks_saw_counts_as_far_as_it_is_sure() -> None:
    rows = [*looks("uduuu"), *extra("uuddd", every=10, start=70), *extra("u", every=10, start=190)]
    found = figure(promise(), 300, checks=rows)
    assert found.downtime.least <= found.downtime.point <= found.downtime.most
    rows = [*looks("uuuuu"), *extra("ddd", every=10, start=130)]
    found = figure(promise(), 300, checks=rows)
    assert (found.downtime.least, found.downtime.point, found.downtime.most) == (20 * S, 20 * S, 60 * S)
    assert sum(b - a for a, b in found.lost) == 20 * S


def test_the_outage_may_end_in_the_next_month_by_the_grid_alone() -> None:
    """The grid's tail beyond midnight, which an extra look saw as up, is not down in the new month."""
    rows = [*looks("uudduuu"), *extra("ddu", every=10, start=190)]
    assert figure(promise(), 420, start=210, checks=rows).point == 100


def test_where_the_grid_is_blind_the_extra_looks_speak() -> None:
    rows = [*looks("uud    uuu"), *extra("ddddduuuuu", every=30, start=150)]
    found = figure(promise(), 600, checks=rows)
    assert (found.time.unknown, found.downtime.point) == (0, 180 * S)


def test_an_extra_look_that_could_not_see_takes_nothing_away() -> None:
    rows = looks("uduuu")
    assert figure(promise(), 300, checks=[*rows, *extra("??", every=10, start=70)]).time.unknown == 0


@st.composite
def watches(draw):
    places = draw(st.integers(1, 3))
    agreed = promise(
        every=6,
        timeout=1,
        locations=places,
        down_when=draw(st.integers(1, places)),
        min_outage=draw(st.sampled_from([0, 7])),
        merge_gap=draw(st.sampled_from([0, 3])),
        unknown=draw(st.sampled_from(Unknown)),
        degraded_weight=draw(st.sampled_from(["0", "0.3"])),
    )
    rows = []
    for name in "abc"[: draw(st.integers(1, places))]:
        phase = draw(st.integers(0, 5))
        rows += looks(draw(st.text("uuudg? ", min_size=8, max_size=14)), every=6, start=phase, place=name)
        rows += extra(draw(st.text("     uudg?", max_size=60)), every=1, start=phase, place=name)
    return agreed, rows


@quick
@given(watches(), st.randoms(use_true_random=False))
def test_a_row_less_never_raises_the_lower_bound_but_a_failure_between_the_slots(watch, chance):
    """Of a look between the slots nothing shows that it was made: up, up with a failure between them is up, up."""
    agreed, rows = watch
    told = [row for row in rows if not row.extra or row.state is State.UP]
    whole = figure(agreed, 120, checks=rows)
    for gone in chance.sample(told, min(3, len(told))):
        less = figure(agreed, 120, checks=[row for row in rows if row is not gone])
        assert less.lower <= whole.lower
        assert gone.state is not State.UP or less.coverage <= whole.coverage


@quick
@given(watches(), st.integers(0, 30), st.integers(40, 80))
def test_the_laws_of_the_figure_hold_with_extra_looks(watch, start, end):
    agreed, rows = watch
    found = figure(agreed, end, start=start, checks=rows)
    point = found.lower if found.point is None else found.point
    assert 0 <= found.lower <= point <= found.upper <= 100
    down, time = found.downtime, found.time
    assert 0 <= down.least <= down.point <= down.most <= down.of
    assert time.up + time.down + time.degraded + time.unknown == (end - start) * S
    assert min(time.up, time.down, time.degraded, time.unknown) >= 0
    assert 0 <= sum(b - a for a, b in found.lost) - down.point < len(rows) + 1
    assert all(a[1] < b[0] for a, b in pairwise(found.lost))


@quick
@given(watches(), st.integers(0, 80), st.booleans())
def test_evidence_of_up_never_lowers_coverage_or_the_lower_bound_with_extra_looks(watch, at, is_extra):
    agreed, rows = watch
    if not rows or any(row.at == at * S for row in rows):
        return
    place = rows[0].place
    more = (extra if is_extra else looks)("u", every=1, start=at, place=place)
    before, after = (figure(agreed, 120, checks=given) for given in (rows, [*rows, *more]))
    assert after.lower >= before.lower
    assert after.coverage >= before.coverage


@pytest.mark.parametrize("policy", list(Unknown))
def test_a_month_without_extra_looks_counts_as_before(policy):
    rows = looks("uud?guuddu gu")
    marked = [*rows, *extra("?", every=1, start=61)]
    agreed = promise(unknown=policy, degraded_weight="0.3")
    assert figure(agreed, 780, checks=rows).downtime == figure(agreed, 780, checks=marked).downtime
