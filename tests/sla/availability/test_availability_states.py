from availability_world import HOUR, S, figure, looks, outages, promise, seconds, state

from gwarant.sla.availability import Verdict
from gwarant.sla.availability.codes import NO_PLACE, PLACES_MISSING

THREE = promise(locations=3, down_when=2)


def test_a_look_holds_until_the_next_one():
    assert seconds(figure(promise(), 300, checks=looks("uuuuu"))) == {"up": 300}


def test_a_look_holds_for_one_interval_when_the_next_is_too_far_away():
    found = figure(promise(), 240, checks=looks("u  u"))
    assert seconds(found) == {"up": 120, "unknown": 120}


def test_a_gap_of_twice_the_interval_and_the_timeout_is_still_bridged():
    late = looks("u", start=130)
    assert seconds(figure(promise(), 190, checks=[*looks("u"), *late])) == {"up": 190}
    later = looks("u", start=131)
    assert seconds(figure(promise(), 191, checks=[*looks("u"), *later])) == {"up": 120, "unknown": 71}


def test_the_last_look_holds_for_one_interval():
    assert seconds(figure(promise(), 240, checks=looks("uu"))) == {"up": 120, "unknown": 120}


def test_a_skipped_slot_is_unknown():
    assert seconds(figure(promise(), 240, checks=looks("u?uu"))) == {"up": 180, "unknown": 60}


def test_a_vouched_stretch_needs_no_looks_inside():
    assert seconds(figure(promise(), 30 * HOUR, states=[state("u", 0, 30 * HOUR)])) == {"up": 30 * HOUR}


def test_the_unseen_edge_of_a_vouched_change_is_one_interval():
    rows = [state("u", 0, 1000, every=300), state("d", 1000, 2000, every=300), state("u", 2000, 3000, every=300)]
    (outage,) = figure(promise(), 3000, states=rows).outages
    assert (outage.at_most.start, outage.at_most.end) == (700 * S, 2000 * S)
    assert (outage.at_least.start, outage.at_least.end) == (1000 * S, 1700 * S)


def test_the_worse_row_is_believed_when_two_contradict_each_other():
    found = figure(promise(), 300, states=[state("u", 0, 300), state("d", 60, 120)])
    assert seconds(found) == {"up": 240, "down": 60}


def test_two_of_three_places_make_it_down():
    rows = [*looks("uudduu", place="a"), *looks("uudduu", place="b"), *looks("uuuuuu", place="c")]
    assert outages(figure(THREE, 360, checks=rows)) == [(120, 240)]


def test_one_place_alone_is_reachability_and_costs_nothing():
    rows = [*looks("uudduu", place="a"), *looks("uuuuuu", place="b"), *looks("uuuuuu", place="c")]
    found = figure(THREE, 360, checks=rows)
    assert (found.lower, found.upper, found.outages) == (100, 100, ())
    assert found.reachability_ms == 120 * S
    assert [(one.place, one.start, one.end) for one in found.reachability] == [("a", 120 * S, 240 * S)]


def test_a_blind_place_leaves_it_unknown_when_its_voice_would_decide():
    rows = [*looks("uudduu", place="a"), *looks("uuuuuu", place="b"), *looks("u????u", place="c")]
    found = figure(THREE, 360, checks=rows)
    assert seconds(found) == {"up": 240, "unknown": 120}
    assert found.reachability == ()


def test_a_place_without_rows_counts_as_unknown():
    both = [*looks("uuuu", place="a"), *looks("uuuu", place="b")]
    found = figure(THREE, 240, checks=both)
    assert seconds(found) == {"up": 240}
    assert found.notes[0] == PLACES_MISSING(missing=1, of=3)
    assert seconds(figure(THREE, 240, checks=looks("uuuu", place="a"))) == {"unknown": 240}


def test_a_log_that_names_no_place_is_taken_as_one_of_one_and_says_so():
    found = figure(THREE, 240, checks=looks("uddu"))
    assert seconds(found) == {"up": 120, "down": 120}
    assert found.notes == (NO_PLACE(needed=2, of=3),)


def test_two_places_make_it_degraded_one_down_and_one_degraded():
    rows = [*looks("uudu", place="a"), *looks("uugu", place="b"), *looks("uuuu", place="c")]
    assert seconds(figure(THREE, 240, checks=rows)) == {"up": 180, "degraded": 60}


def test_degraded_time_costs_its_weight():
    found = figure(promise(degraded_weight="0.3"), 600, checks=looks("uuuuuguuuu"))
    assert found.point == 97
    assert found.lower < found.point < found.upper == 100


def test_an_unknown_month_is_neither_met_nor_breached():
    found = figure(promise(), HOUR, checks=looks("?" * 60))
    assert (found.point, found.coverage, found.verdict) == (None, 0, Verdict.UNDETERMINED)
