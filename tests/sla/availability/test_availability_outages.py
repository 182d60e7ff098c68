from availability_world import S, figure, looks, outages, promise, report

from gwarant.sla.availability import Verdict
from gwarant.sla.availability.codes import REPORTED_ALONE, REPORTED_UNSEEN
from gwarant.sla.contract.model.promises import OutageStart, Unknown

FIRST, REPORT, MIDPOINT = OutageStart.FIRST_FAILED_PROBE, OutageStart.CLIENT_REPORT, OutageStart.MIDPOINT


def test_an_outage_lasts_from_the_first_failed_look_to_the_first_good_one():
    (outage,) = figure(promise(), 600, checks=looks("uuudduuuuu")).outages
    assert (outage.start, outage.end, outage.counted_ms) == (180 * S, 300 * S, 120 * S)
    assert (outage.at_most.start, outage.at_most.end) == (120 * S, 300 * S)
    assert (outage.at_least.start, outage.at_least.end) == (180 * S, 240 * S)


def test_an_outage_seen_by_one_look_alone_has_no_sure_length():
    (outage,) = figure(promise(), 300, checks=looks("uuduu")).outages
    assert outage.at_least is None


def test_the_outage_starts_with_the_first_failed_look_of_the_round_that_made_the_quorum():
    agreed = promise(locations=3, down_when=2)
    rows = [
        *looks("uudduu", place="a"),
        *looks("uudduu", place="b", start=20),
        *looks("uuuuuu", place="c", start=40),
    ]
    assert outages(figure(agreed, 360, checks=rows)) == [(120, 240)]


def test_a_place_that_failed_for_long_does_not_move_the_start_out_of_the_round():
    agreed = promise(locations=2, down_when=2)
    rows = [*looks("udddddu", place="a"), *looks("uuuuddu", place="b", start=20)]
    assert outages(figure(agreed, 400, checks=rows)) == [(240, 360)]


def test_a_report_between_the_last_good_look_and_the_first_failed_one_is_the_start():
    agreed = promise(start=(FIRST, REPORT))
    found = figure(agreed, 600, checks=looks("uuudduuuuu"), reports=[report(150)])
    assert outages(found) == [(150, 300)]
    assert "t150" in found.outages[0].evidence


def test_a_report_before_the_last_good_look_moves_nothing_and_is_noted():
    found = figure(promise(start=(FIRST, REPORT)), 600, checks=looks("uuudduuuuu"), reports=[report(110)])
    assert outages(found) == [(180, 300)]
    assert found.notes == (REPORTED_ALONE(reports=("t110",)),)


def test_a_report_counts_only_where_the_contract_says_so():
    assert outages(figure(promise(), 600, checks=looks("uuudduuuuu"), reports=[report(150)])) == [(180, 300)]


def test_a_report_from_a_blind_hour_moves_the_start_into_it():
    found = figure(promise(start=(REPORT,)), 1200, checks=looks("uu           dduuuuu"), reports=[report(400)])
    assert outages(found) == [(400, 900)]


def test_the_midpoint_is_half_way_of_the_unseen_edge():
    assert outages(figure(promise(start=(MIDPOINT,)), 600, checks=looks("uuudduuuuu"))) == [(150, 300)]


def test_the_midpoint_is_not_taken_of_a_blind_stretch():
    found = figure(promise(start=(MIDPOINT,)), 1200, checks=looks("uu           dduuuuu"))
    assert outages(found) == [(780, 900)]


def test_outages_parted_by_the_merge_gap_are_one_and_the_gap_is_up():
    agreed = promise(merge_gap=60, min_outage=180)
    found = figure(agreed, 600, checks=looks("uuduududuu"))
    assert outages(found) == [(120, 180), (300, 480)]
    assert [(one.too_short, one.counted_ms) for one in found.outages] == [(True, 0), (False, 120 * S)]


def test_an_outage_as_long_as_the_minimum_counts_whole():
    at, below = (figure(promise(min_outage=120), 600, checks=looks(log)) for log in ("uuudduuuuu", "uuuduuuuuu"))
    assert (at.downtime.point, below.downtime.point) == (120 * S, 0)
    assert below.time.down == 60 * S


def test_a_short_outage_counts_in_the_lower_bound_when_it_may_have_been_long_enough():
    found = figure(promise(min_outage=120), 600, checks=looks("uuuduuuuuu"))
    assert (found.lower, found.point) == (80, 100)


def test_an_outage_over_midnight_is_judged_whole_and_counted_in_parts():
    agreed, rows = promise(min_outage=240), looks("uuuddddduu")
    before, after = figure(agreed, 300, checks=rows), figure(agreed, 600, start=300, checks=rows)
    assert outages(before) == outages(after) == [(180, 480)]
    assert (before.downtime.point, after.downtime.point) == (120 * S, 180 * S)


def test_the_unknown_policy_moves_only_the_point():
    rows = looks("uuuuu?????")
    found = {policy: figure(promise(unknown=policy), 600, checks=rows) for policy in Unknown}
    assert {policy.value: one.point for policy, one in found.items()} == {
        "not_counted_and_reported": 100,
        "up": 100,
        "down": 50,
    }
    assert {(one.lower, one.upper, one.coverage) for one in found.values()} == {(40, 100, 50)}


def test_unknown_that_counts_as_down_makes_a_short_outage_long_enough():
    found = figure(promise(unknown=Unknown.DOWN, min_outage=120), 600, checks=looks("uuuud?uuuu"))
    assert found.downtime.point == 120 * S


def test_bounds_on_both_sides_of_the_target_leave_it_undetermined():
    rows = looks("u" * 500 + "d" + "u" * 499)
    verdicts = [figure(promise(target=target), 60_000, checks=rows).verdict for target in ("99.8", "99.9", "100")]
    assert verdicts == [Verdict.MET, Verdict.UNDETERMINED, Verdict.UNDETERMINED]
    assert figure(promise(target="99.95"), 60_000, checks=looks("u" * 500 + "ddd" + "u" * 497)).verdict is (
        Verdict.BREACHED
    )


def test_only_the_rows_at_the_edges_of_an_outage_are_named():
    found = figure(promise(), 600, checks=looks("uudddddduu"))
    assert found.outages[0].evidence == ("@60", "@120", "@420", "@480")
    assert (found.evidence.rows, found.evidence.first, found.evidence.last) == (10, "@0", "@540")


def test_the_start_is_never_before_a_good_look_that_denied_the_quorum():
    agreed = promise(locations=2, down_when=2)
    rows = [*looks("uddd", start=10, place="a"), *looks("uu", start=20, place="b"), *looks("dd", start=90, place="b")]
    assert outages(figure(agreed, 200, checks=rows))[0][0] == 80


def test_a_report_at_the_moment_of_the_last_good_look_counts():
    found = figure(promise(start=(FIRST, REPORT)), 600, checks=looks("uuudduuuuu"), reports=[report(120)])
    assert outages(found) == [(120, 300)]


def test_the_down_time_of_a_short_outage_is_not_charged_as_degraded_time():
    found = figure(promise(min_outage=300, degraded_weight="1"), 600, checks=looks("uuuduuuuuu"))
    assert (found.point, found.lower) == (100, 90)


def test_a_good_look_within_blind_time_parts_what_was_before_from_the_outage_after():
    """Blind from 120 on, seen up at 600, down at 660: no report from before the good look makes it longer."""
    agreed = promise(start=(FIRST, REPORT))
    found = figure(agreed, 900, checks=looks("uu        uduuu"), reports=[report(300)])
    assert outages(found) == [(660, 720)]
    assert found.outages[0].at_most.start == 600 * S
    assert found.notes == (REPORTED_UNSEEN(reports=("t300",)),)  # nothing measured then


def test_reports_are_told_apart_by_whether_anything_measured_at_their_moment():
    """Looks until 120 and from 600 on: the report at 60 met looks that were good, that at 300 nobody's."""
    found = figure(promise(), 900, checks=looks("uuu       uuuuu"), reports=[report(60), report(300), report(660)])
    assert found.notes == (REPORTED_ALONE(reports=("t60", "t660")), REPORTED_UNSEEN(reports=("t300",)))
