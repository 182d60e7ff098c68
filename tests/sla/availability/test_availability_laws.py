from dataclasses import replace
from fractions import Fraction

import pytest
from availability_oracle import Oracle
from availability_world import S, exclusion, figure, looks, promise, report, state, works
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.availability import Verdict
from gwarant.sla.contract.model.promises import Beyond, Maintenance, MaintenanceCap, OutageStart, Undetermined, Unknown
from gwarant.sla.evidence.model import State

END = 80
EVERY, TIMEOUT = 4, 1

quick = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def promises(draw):
    locations = draw(st.integers(1, 3))
    cap = draw(st.none() | st.builds(MaintenanceCap, minutes=st.integers(0, 1)))
    return promise(
        every=EVERY,
        timeout=TIMEOUT,
        locations=locations,
        down_when=draw(st.integers(1, locations)),
        min_outage=draw(st.sampled_from([0, 6, 10])),
        merge_gap=draw(st.sampled_from([0, 2, 8])),
        unknown=draw(st.sampled_from(Unknown)),
        degraded_weight=draw(st.sampled_from(["0", "0.3", "1"])),
        start=tuple(draw(st.sets(st.sampled_from(OutageStart), min_size=1))),
        target=draw(st.sampled_from(["50", "80", "99"])),
        maintenance=Maintenance(cap=cap, above_cap=draw(st.sampled_from(Beyond))),
    )


@st.composite
def place(draw, name):
    """Checks with gaps, or vouched stretches one after the other."""
    if draw(st.booleans()):
        letters = draw(st.text("uuuddg? ", min_size=1, max_size=22))
        start = draw(st.integers(-2, 3)) * 2
        return looks(letters, every=EVERY, start=start, place=name), []
    rows, at = [], draw(st.integers(-3, 5)) * 2
    for _ in range(draw(st.integers(1, 6))):
        at += draw(st.sampled_from([0, 0, 4]))
        end = at + draw(st.integers(1, 12)) * 2
        rows.append(state(draw(st.sampled_from("uudg?")), at, end, place=name))
        at = end
    return [], [row for row in rows if row.end <= (END + 20) * S]


@st.composite
def cases(draw):
    agreed = draw(promises())
    names = "abc"[: draw(st.integers(1, 3))]  # also more than are asked for
    places = {name: rows for name in names if any(rows := draw(place(name)))}
    return agreed, places


spans = st.lists(st.tuples(st.integers(-10, END), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])), max_size=3)
moments = st.lists(st.integers(0, END - 1), max_size=4)


def measured(agreed, places, *, end=END, start=0, excluded=(), maintenance=(), reports=(), **more):
    return figure(
        agreed,
        end,
        start=start,
        checks=[row for checks, _ in places.values() for row in checks],
        states=[row for _, states in places.values() for row in states],
        exclusions=[exclusion(a, b, id=f"x{n}") for n, (a, b) in enumerate(excluded)],
        maintenance=[works(a, b) for a, b in maintenance],
        reports=[report(at) for at in reports],
        **more,
    )


@settings(quick, max_examples=examples(400))
@given(cases(), spans, spans, moments)
def test_the_fast_way_agrees_with_looking_at_every_second(case, excluded, maintenance, reports):
    agreed, places = case
    found = measured(agreed, places, excluded=excluded, maintenance=maintenance, reports=reports, cap_periods=[WIDE])
    slow = Oracle(agreed, END, places, reports, excluded, maintenance)
    time, down = found.time, found.downtime
    assert (down.of, down.least, down.point, down.most) == tuple(S * part for part in slow.downtime())
    states = {State.UP: time.up, State.DEGRADED: time.degraded, State.DOWN: time.down, State.UNKNOWN: time.unknown}
    assert states == {name: S * count for name, count in slow.by_state().items()}


@quick
@given(cases(), spans, spans, moments)
def test_the_point_lies_between_the_bounds(case, excluded, maintenance, reports):
    found = measured(*case, excluded=excluded, maintenance=maintenance, reports=reports)
    point = found.lower if found.point is None else found.point
    assert 0 <= found.lower <= point <= found.upper <= 100
    assert 0 <= found.coverage <= 100


@quick
@given(cases(), spans, spans)
def test_the_times_of_all_states_sum_to_the_period(case, excluded, maintenance):
    found = measured(*case, excluded=excluded, maintenance=maintenance, open_spans=office)
    time = found.time
    whole = time.up + time.degraded + time.down + time.unknown + sum(time.excluded.values()) + time.out_of_hours
    assert whole == END * S


@quick
@given(cases(), st.integers(1, END - 1), spans, spans)
def test_parts_of_a_period_sum_to_the_whole(case, cut, excluded, maintenance):
    agreed, places = case
    rows = {"excluded": excluded, "maintenance": maintenance, "cap_periods": [WIDE], "open_spans": office}
    whole = measured(agreed, places, **rows).time
    parts = [measured(agreed, places, start=a, end=b, **rows).time for a, b in ((0, cut), (cut, END))]
    for name in ("up", "degraded", "down", "unknown", "out_of_hours"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
    for reason in whole.excluded:
        assert whole.excluded[reason] == sum(part.excluded.get(reason, 0) for part in parts)


@quick
@given(cases(), st.integers(0, END - 1), st.integers(1, 30))
def test_an_exclusion_takes_time_away_only_inside_itself(case, start, size):
    agreed, places = case
    before = measured(agreed, places)
    inside = measured(agreed, places, start=start, end=min(END, start + size))
    after = measured(agreed, places, excluded=[(start, start + size)])
    for name in ("up", "degraded", "down", "unknown"):
        assert getattr(after.time, name) == getattr(before.time, name) - getattr(inside.time, name)


@st.composite
def logs(draw):
    """Looks of all states from one to three places, and a good one among them."""
    locations = draw(st.integers(1, 3))
    agreed = promise(
        every=EVERY,
        timeout=TIMEOUT,
        locations=locations,
        down_when=draw(st.integers(1, locations)),
        min_outage=draw(st.sampled_from([0, 6, 10])),
        merge_gap=draw(st.sampled_from([0, 2, 8])),
        degraded_weight=draw(st.sampled_from(["0", "0.3", "1"])),
        start=draw(st.sampled_from([(OutageStart.FIRST_FAILED_PROBE,), tuple(OutageStart)])),
    )
    rows = []
    for name in "abc"[: draw(st.integers(1, locations))]:
        letters = draw(st.text("uuuddg? ", min_size=1, max_size=14))
        rows += looks(letters, every=EVERY, start=2 * draw(st.integers(-2, 3)), place=name)
    good = [row for row in rows if row.state is State.UP]
    return agreed, rows, draw(st.sampled_from(good)) if good else None


@st.composite
def stretches(draw):
    """Rows of states one after the other from one to three places, one of them alone for each moment of a place."""
    locations = draw(st.integers(1, 3))
    agreed = promise(
        every=EVERY,
        locations=locations,
        down_when=draw(st.integers(1, locations)),
        min_outage=draw(st.sampled_from([0, 6, 10])),
    )
    rows = []
    for name in "abc"[: draw(st.integers(1, locations))]:
        at = draw(st.integers(-3, 5)) * 2
        for _ in range(draw(st.integers(1, 6))):
            at += draw(st.sampled_from([0, 0, 4]))
            end = at + draw(st.integers(1, 8)) * 2
            rows.append(state(draw(st.sampled_from("uudg?")), at, end, place=name))
            at = end
    return agreed, rows


@st.composite
def crowds(draw):
    """Looks from any places, one perhaps without a name, of which one to three are asked for at each instant."""
    agreed, rows, _ = draw(logs())
    for name in draw(st.sets(st.sampled_from(["", "d", "e"]), min_size=1)):
        letters = draw(st.text("uuudg? ", min_size=1, max_size=8))
        rows += looks(letters, every=EVERY, start=2 * draw(st.integers(-2, 20)), place=name)
    good = [row for row in rows if row.state is State.UP]
    return agreed, rows, good


@settings(quick, max_examples=200)
@given(crowds(), st.randoms(use_true_random=False))
def test_however_many_places_come_and_go_evidence_of_up_lowers_nothing(crowd, chance):
    agreed, rows, good = crowd
    whole = figure(agreed, END, checks=rows)
    for gone in chance.sample(good, min(4, len(good))):
        less = figure(agreed, END, checks=[one for one in rows if one is not gone])
        assert (less.lower, less.coverage) <= (whole.lower, whole.coverage)
        assert less.coverage <= whole.coverage


@settings(quick, max_examples=200)
@given(logs(), st.randoms(use_true_random=False), moments)
def test_evidence_of_up_lowers_neither_coverage_nor_the_lower_bound_and_a_row_less_never_raises_it(log, chance, told):
    agreed, rows, good = log
    reports = [report(at) for at in told]
    whole = figure(agreed, END, checks=rows, reports=reports)
    for gone in chance.sample(rows, min(3, len(rows))) + ([good] if good else []):
        less = figure(agreed, END, checks=[one for one in rows if one is not gone], reports=reports)
        assert less.lower <= whole.lower
        assert gone is not good or less.coverage <= whole.coverage


@quick
@given(stretches(), st.randoms(use_true_random=False))
def test_the_same_holds_of_stretches_that_somebody_vouches_for(log, chance):
    agreed, rows = log
    whole, gone = figure(agreed, END, states=rows), chance.choice(rows)
    less = figure(agreed, END, states=[one for one in rows if one is not gone])
    assert less.lower <= whole.lower
    assert gone.state is not State.UP or less.coverage <= whole.coverage


@quick
@given(cases(), st.integers(0, 19))
def test_one_more_good_look_never_lowers_the_lower_bound(case, slot):
    agreed, places = case
    places = {name: rows for name, rows in places.items() if rows[0]}
    if not places:
        return
    name, (checks, states) = next(iter(places.items()))
    at = checks[0].at // S + slot * EVERY
    if any(check.at == at * S for check in checks):
        return
    more = sorted([*checks, *looks("u", start=at, place=name)], key=lambda check: check.at)
    assert measured(agreed, places | {name: (more, states)}).lower >= measured(agreed, places).lower


@quick
@given(cases(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(case, chance):
    agreed, places = case
    mixed = {}
    for name, (checks, states) in places.items():
        mixed[name] = (chance.sample(checks, len(checks)), chance.sample(states, len(states)))
    assert measured(agreed, mixed) == measured(agreed, places)


@quick
@given(cases(), spans)
def test_the_outages_account_for_the_down_time(case, excluded):
    agreed, places = case
    agreed = replace(agreed, probe=replace(agreed.probe, degraded_weight=0, unknown=Unknown.UP))
    found = measured(agreed, places, excluded=excluded)
    assert sum(one.counted_ms for one in found.outages) == found.downtime.point
    assert all(one.at_most.start <= one.start < one.end <= one.at_most.end for one in found.outages)
    assert not any(one.counted_ms for one in found.outages if one.too_short)


@quick
@given(cases())
def test_the_verdict_follows_the_bounds(case):
    found, target = measured(*case), case[0].target
    expected = {(True, True): Verdict.MET, (False, False): Verdict.BREACHED, (False, True): Verdict.UNDETERMINED}
    assert found.verdict is expected[found.lower >= Fraction(target.ge), found.upper >= Fraction(target.ge)]


@quick
@given(cases(), spans)
def test_a_cap_excludes_no_more_than_no_cap(case, maintenance):
    agreed, places = case
    free = replace(agreed, maintenance=Maintenance())
    capped = replace(agreed, maintenance=Maintenance(cap=MaintenanceCap(minutes=0)))
    most = measured(free, places, maintenance=maintenance).time.excluded.get("maintenance", 0)
    assert measured(capped, places, maintenance=maintenance).time.excluded.get("maintenance", 0) <= most


def test_every_money_policy_is_known_to_the_contract():
    assert {policy.value for policy in Undetermined} == {"point", "none", "lower"}


def test_no_evidence_is_unknown_and_never_green():
    found = figure(promise(locations=1, down_when=2), END)
    assert (found.lower, found.point, found.upper, found.coverage) == (0, None, 100, 0)
    assert found.verdict is Verdict.UNDETERMINED
    assert found.time.unknown == END * S


@pytest.mark.parametrize("cap_periods", [[(0, END * S - 1)], [(1, END * S)]])
def test_cap_periods_must_cover_the_period(cap_periods):
    with pytest.raises(ValueError, match="cover"):
        figure(promise(), END, cap_periods=cap_periods)


WIDE = (-100 * S, (END + 100) * S)


def office(start: int, end: int):
    """Open for 15 s, closed for 5 s, over and over."""
    firsts = range(start - start % (20 * S), end, 20 * S)
    return tuple((max(a, start), min(a + 15 * S, end)) for a in firsts if max(a, start) < min(a + 15 * S, end))
