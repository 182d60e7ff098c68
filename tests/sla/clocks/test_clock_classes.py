"""What a change of class, a workaround, a season or an amendment does to a running clock."""

from dataclasses import replace

from world import BUSINESS, Desk, at, contract, hours, text, ticket

from gwarant.pictures.faces import face_of
from gwarant.sla.clocks.reading import ClockState, SegmentKind, Verdict
from gwarant.sla.contract.versions import in_force

desk = Desk()
USUAL = "Mon 2026-06-15 09:00 Cora reported class=usual"
SERIOUS = "Mon 2026-06-15 09:00 Cora reported class=serious"
CRITICAL = "Mon 2026-06-15 09:00 Cora reported class=critical"


def test_a_raise_is_counted_from_the_creation():
    reading = desk.read("Mon 2026-06-15 13:00", USUAL, "Mon 2026-06-15 11:00 Cora classified class=serious")["fix"]
    assert text(reading.started_at) == "Mon 2026-06-15 09:00"
    assert text(reading.due_at) == "Tue 2026-06-16 09:00"
    assert hours(reading.used) == 4


def test_a_raise_to_another_calendar_counts_on_that_one():
    reading = desk.read("Mon 2026-06-15 12:00", USUAL, "Mon 2026-06-15 11:00 Cora classified class=critical")["fix"]
    assert (text(reading.due_at), reading.calendar) == ("Mon 2026-06-15 13:00", "always")


def test_after_a_raise_the_breach_is_never_before_the_raise():
    late = "Tue 2026-06-16 11:00 Cora classified class=critical"
    reading = desk.read("Tue 2026-06-16 12:00", USUAL, late)["fix"]
    assert text(reading.verdict_at) == "Tue 2026-06-16 11:00"


def test_a_fix_in_the_second_of_such_a_raise_is_met():
    late = "Tue 2026-06-16 11:00 Cora classified class=critical"
    reading = desk.read("Tue 2026-06-16 12:00", USUAL, late, "Tue 2026-06-16 11:00 Alice resolved")["fix"]
    assert reading.verdict is Verdict.MET


def test_the_contract_may_grant_time_after_a_raise():
    kind = Desk(classification="{raise_grace: 30m}")
    reading = kind.read("Tue 2026-06-16 12:00", USUAL, "Tue 2026-06-16 11:00 Cora classified class=critical")["fix"]
    assert text(reading.due_at) == "Tue 2026-06-16 11:30"


def test_a_lowering_grants_no_such_time():
    kind = Desk(
        classification="{raise_grace: 9h}", targets="{serious: {fix: [2h, office]}, usual: {fix: [3h, office]}}"
    )
    reading = kind.read("Mon 2026-06-15 18:00", SERIOUS, "Mon 2026-06-15 10:00 Cora classified class=usual")["fix"]
    assert text(reading.due_at) == "Mon 2026-06-15 12:00"


def test_to_say_the_same_class_again_changes_nothing():
    kind = Desk(classification="{raise_grace: 9h}")
    lines = CRITICAL, "Mon 2026-06-15 12:59 Alice classified class=critical"
    assert text(kind.read("Mon 2026-06-15 12:59", *lines)["fix"].due_at) == "Mon 2026-06-15 13:00"


def test_a_breach_is_not_erased_by_a_lower_class():
    lowered = "Mon 2026-06-15 14:00 Cora classified class=usual"
    reading = desk.read("Mon 2026-06-15 18:00", CRITICAL, lowered, "Mon 2026-06-15 15:00 Alice resolved")["fix"]
    assert (reading.verdict, text(reading.verdict_at), reading.class_) == (
        Verdict.BREACHED,
        "Mon 2026-06-15 13:00",
        "critical",
    )


def test_lowered_in_time_the_lower_target_holds():
    lowered = "Mon 2026-06-15 13:00 Cora classified class=usual"
    reading = desk.read("Mon 2026-06-15 18:00", CRITICAL, lowered)["fix"]
    assert (reading.verdict, reading.class_) == (Verdict.PENDING, "usual")


def test_up_and_down_again_leaves_the_first_deadline():
    up, down = "Mon 2026-06-15 10:00 Cora classified class=critical", "Mon 2026-06-15 10:30 Cora classified class=usual"
    assert (
        desk.read("Mon 2026-06-15 11:00", USUAL, up, down)["fix"].due_at
        == desk.read("Mon 2026-06-15 11:00", USUAL)["fix"].due_at
    )


def test_a_class_set_late_holds_from_the_report():
    bare = "Mon 2026-06-15 09:00 Cora reported"
    reading = desk.read("Mon 2026-06-15 11:00", bare, "Mon 2026-06-15 10:00 Alice classified class=critical")[
        "response"
    ]
    assert text(reading.verdict_at) == "Mon 2026-06-15 09:15"


def test_until_a_class_is_set_there_is_no_reading():
    bare = "Mon 2026-06-15 09:00 Cora reported"
    assert desk.read("Mon 2026-06-15 09:59", bare, "Mon 2026-06-15 10:00 Alice classified class=critical") == {}


def test_a_ticket_that_becomes_a_change_request_is_not_reached():
    change = "Mon 2026-06-15 12:00 Cora classified class=change"
    reading = desk.read("Fri 2026-06-26 12:00", SERIOUS, change)["fix"]
    assert (reading.verdict, text(reading.verdict_at)) == (Verdict.NOT_REACHED, "Mon 2026-06-15 12:00")


def test_what_was_breached_before_it_became_a_change_request_stays_breached():
    change = "Mon 2026-06-15 14:00 Cora classified class=change"
    assert desk.read("Fri 2026-06-26 12:00", CRITICAL, change)["fix"].is_breached


def test_a_change_request_that_turns_out_a_defect_counts_from_its_report():
    change = "Mon 2026-06-15 09:00 Cora reported class=change"
    reading = desk.read("Mon 2026-06-15 17:00", change, "Mon 2026-06-15 16:00 Cora classified class=critical")["fix"]
    assert (text(reading.started_at), text(reading.verdict_at)) == ("Mon 2026-06-15 09:00", "Mon 2026-06-15 16:00")


def test_class_and_report_in_the_same_second_are_one():
    reading = desk.read(
        "Mon 2026-06-15 10:00",
        "Mon 2026-06-15 09:00 Cora classified class=critical",
        "Mon 2026-06-15 09:00 Cora reported",
    )["fix"]
    assert reading.class_ == "critical"


WORKAROUND = """
  - {id: restore, stop: service_restored, holding: 2h}
  - {id: fix, stop: resolved}
"""
TARGETS = "{critical: {restore: [4h, always], fix: [24h, always]}, serious: {fix: [20h, office]}}"
lowering = Desk(clocks=WORKAROUND, targets=TARGETS, after_workaround="{critical: serious}")
RESTORED = "Mon 2026-06-15 11:00 Ben restored"


def test_after_the_workaround_the_rest_runs_under_the_lower_class_from_the_restoration():
    reading = lowering.read("Mon 2026-06-15 12:00", CRITICAL, RESTORED)["fix"]
    assert (reading.class_, text(reading.started_at)) == ("serious", "Mon 2026-06-15 11:00")
    assert text(reading.due_at) == "Wed 2026-06-17 11:00"


def test_the_workaround_clock_itself_is_judged_under_the_class_that_held():
    reading = lowering.read("Mon 2026-06-15 12:00", CRITICAL, RESTORED)["restore"]
    assert (reading.class_, reading.verdict, hours(reading.used)) == ("critical", Verdict.MET, 2)


def test_a_breach_before_the_restoration_stays():
    reading = lowering.read("Wed 2026-06-17 12:00", CRITICAL, "Tue 2026-06-16 09:00:01 Ben restored")["fix"]
    assert (reading.verdict, reading.class_) == (Verdict.BREACHED, "critical")


def test_a_restoration_that_fails_soon_is_as_if_it_had_not_been():
    failed = "Mon 2026-06-15 12:00 Cora restoration_failed"
    reading = lowering.read("Mon 2026-06-15 12:30", CRITICAL, RESTORED, failed)["restore"]
    assert (reading.verdict, reading.state, hours(reading.used)) == (Verdict.PENDING, ClockState.RUNNING, 3.5)
    assert (text(reading.due_at), {one.kind for one in reading.segments}) == (
        "Mon 2026-06-15 13:00",
        {SegmentKind.COUNTED},
    )
    assert lowering.read("Mon 2026-06-15 13:00:01", CRITICAL, RESTORED, failed)["restore"].is_breached


def test_a_restoration_that_fails_soon_lowers_nothing():
    failed = "Mon 2026-06-15 12:00 Cora restoration_failed"
    assert lowering.read("Mon 2026-06-15 13:00", CRITICAL, RESTORED, failed)["fix"].class_ == "critical"


def test_exactly_at_the_end_of_the_holding_time_it_still_fails():
    failed = "Mon 2026-06-15 13:00 Cora restoration_failed"
    assert lowering.read("Mon 2026-06-15 14:00", CRITICAL, RESTORED, failed)["restore"].is_breached


def test_a_restoration_is_kept_only_so_far_while_it_must_still_hold():
    early, later = (
        lowering.read(f"Mon 2026-06-15 {at}", CRITICAL, RESTORED)["restore"] for at in ("13:00", "13:00:01")
    )
    assert (early.verdict, text(early.holds_until), later.holds_until) == (Verdict.MET, "Mon 2026-06-15 13:00", None)
    assert [face_of(one, "en").text for one in (early, later)] == ["✓ met so far", "✓ met"]


def test_a_restoration_that_held_long_enough_stays():
    failed = "Mon 2026-06-15 13:00:01 Cora restoration_failed"
    assert lowering.read("Mon 2026-06-15 14:00", CRITICAL, RESTORED, failed)["restore"].verdict is Verdict.MET


RESOLVED, REFUSED = "Mon 2026-06-15 11:00 Ben resolved", "Mon 2026-06-15 12:00 Cora rejected"


def test_a_fix_that_the_customer_refuses_soon_restored_nothing():
    reading = lowering.read("Mon 2026-06-15 13:00", CRITICAL, RESOLVED, REFUSED)["restore"]
    assert (reading.verdict, reading.stopped_at, hours(reading.used)) == (Verdict.PENDING, None, 4)


def test_a_fix_that_is_refused_after_the_holding_time_had_restored_the_service():
    late = "Mon 2026-06-15 13:00:01 Cora rejected"
    assert lowering.read("Mon 2026-06-15 14:00", CRITICAL, RESOLVED, late)["restore"].verdict is Verdict.MET


def test_a_refused_fix_leaves_the_workaround_that_came_before_it():
    resolved = "Mon 2026-06-15 11:30 Ben resolved"
    reading = lowering.read("Mon 2026-06-15 13:00", CRITICAL, RESTORED, resolved, REFUSED)["restore"]
    assert (reading.verdict, reading.stopped_at) == (Verdict.MET, at("2026-06-15 11:00"))


def test_the_second_restoration_stops_the_clock():
    failed, again = "Mon 2026-06-15 12:00 Cora restoration_failed", "Mon 2026-06-15 12:30 Ben restored"
    reading = lowering.read("Mon 2026-06-15 14:00", CRITICAL, RESTORED, failed, again)["restore"]
    assert (hours(reading.used), reading.verdict) == (3.5, Verdict.MET)


def test_the_lower_class_is_known_though_the_class_was_set_before_the_report_counted():
    early = "Mon 2026-06-15 08:30 Alice classified class=critical"
    reading = lowering.read("Mon 2026-06-15 12:00", early, "Mon 2026-06-15 09:00 Cora reported", RESTORED)["fix"]
    assert reading.class_ == "serious"


def test_the_rest_after_a_reopening_goes_on_under_the_lower_class():
    resolved, again = "Mon 2026-06-15 13:00 Ben resolved", "Tue 2026-06-16 08:00 Cora reopened"
    reading = lowering.read("Tue 2026-06-16 09:00", CRITICAL, RESTORED, resolved, again)["fix/2"]
    assert (reading.class_, hours(reading.target)) == ("serious", 18)


SEASON = """
  - id: rush
    every: "11-15..12-31"
    effect: {targets.serious.response: [30m, always], calendars.office.week: "Mon-Sun 07:00-22:00"}
"""


def test_in_the_season_its_target_and_hours_hold():
    rush = Desk(phases=SEASON)
    reading = rush.read("Sun 2026-11-15 12:00", "Sun 2026-11-15 00:00 Cora reported class=serious")
    assert text(reading["response"].due_at) == "Sun 2026-11-15 00:30"
    assert text(reading["fix"].due_at) == "Sun 2026-11-15 17:00"


def test_a_second_before_the_season_the_old_target_holds():
    rush = Desk(phases=SEASON)
    reading = rush.read("Sun 2026-11-15 12:00", "Sat 2026-11-14 23:59:59 Cora reported class=serious")["response"]
    assert (reading.target_text, text(reading.due_at)) == ("1h", "Sun 2026-11-15 08:00")


def test_christmas_eve_is_free_since_2025():
    reading = desk.read("Wed 2026-12-23 18:00", "Wed 2026-12-23 17:30 Cora reported class=serious")["response"]
    assert text(reading.due_at) == "Mon 2026-12-28 08:30"


def test_an_amended_wording_judges_what_was_received_under_it():
    first = replace(contract(), effective=replace(contract().effective, to=None))
    second = contract(
        BUSINESS.replace("version: 1", "version: 2").replace("from: 2026-01-01", "from: 2026-07-01"),
        term="{change_notice: P1M}",
    )
    before = ticket("Tue 2026-06-30 23:59:59 Cora reported class=serious")
    after = ticket("Wed 2026-07-01 00:00 Cora reported class=serious")
    assert in_force([first, second], before.received).metadata.version == 1
    assert in_force([first, second], after.received).metadata.version == 2


def test_a_late_import_is_judged_by_the_wording_in_force_when_it_was_received():
    late = ticket("Tue 2026-06-30 23:00 Cora reported class=serious received=2026-07-02T09:00")
    assert late.received == at("2026-07-02 09:00")
