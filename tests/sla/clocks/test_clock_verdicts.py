"""When a verdict falls, what moves it, and how a reading explains itself."""

import pytest
from world import Desk, at, exclusion, hours, text

from gwarant.sla.clocks.codes import EXCLUDED, EXCLUSION_REFUSED
from gwarant.sla.clocks.fold import warning_at
from gwarant.sla.clocks.reading import ClockState, SegmentKind, Verdict

desk = Desk()
REPORT = "Fri 2026-06-12 15:00 Cora reported class=serious"
REPLY = "Fri 2026-06-12 15:30 Alice replied"


def test_done_exactly_at_the_deadline_is_met():
    assert (
        desk.read("Mon 2026-06-15 18:00", REPORT, "Mon 2026-06-15 15:00 Alice resolved")["fix"].verdict is Verdict.MET
    )


def test_one_second_later_is_breached_at_the_deadline():
    reading = desk.read("Mon 2026-06-15 18:00", REPORT, "Mon 2026-06-15 15:00:01 Alice resolved")["fix"]
    assert (reading.verdict, text(reading.verdict_at)) == (Verdict.BREACHED, "Mon 2026-06-15 15:00")


def test_as_of_the_deadline_nothing_is_late():
    assert desk.read("Mon 2026-06-15 15:00", REPORT)["fix"].verdict is Verdict.PENDING
    assert desk.read("Mon 2026-06-15 15:00:01", REPORT)["fix"].verdict is Verdict.BREACHED


def test_a_deadline_on_the_closing_is_the_closing():
    reading = desk.read("Fri 2026-06-12 18:00", "Fri 2026-06-12 17:00 Cora reported class=serious")["response"]
    assert text(reading.due_at) == "Fri 2026-06-12 18:00"


def test_five_minutes_before_closing_the_rest_is_on_monday():
    reading = desk.read("Fri 2026-06-12 18:00", "Fri 2026-06-12 17:55 Cora reported class=serious")["response"]
    assert text(reading.due_at) == "Mon 2026-06-15 08:55"


def test_what_was_done_at_night_after_a_deadline_on_the_closing_is_late():
    late = "Sat 2026-06-13 02:00 Alice replied"
    assert desk.read("Mon 2026-06-15 08:00", "Fri 2026-06-12 17:00 Cora reported class=serious", late)[
        "response"
    ].is_breached


def test_a_verdict_falls_when_the_clock_stops():
    assert text(desk.read("Fri 2026-06-12 18:00", REPORT, REPLY)["response"].verdict_at) == "Fri 2026-06-12 15:30"


def test_an_event_after_the_moment_changes_nothing():
    early = desk.read("Fri 2026-06-12 15:29", REPORT, REPLY, "Fri 2026-06-12 15:40 Cora classified class=critical")
    assert early == desk.read("Fri 2026-06-12 15:29", REPORT)


def test_a_day_has_twenty_three_hours_in_march():
    reading = desk.read("Sun 2026-03-29 12:00", "Sun 2026-03-29 00:30 Cora reported class=critical")["fix"]
    assert text(reading.due_at) == "Sun 2026-03-29 05:30"


def test_and_twenty_five_in_october():
    reading = desk.read("Sun 2026-10-25 12:00", "Sun 2026-10-25 00:30 Cora reported class=critical")["fix"]
    assert text(reading.due_at) == "Sun 2026-10-25 03:30"


def test_the_hour_that_comes_twice_is_told_apart():
    first = desk.read("Sun 2026-10-25 12:00", "Sun 2026-10-25 02:30+02:00 Cora reported class=critical")["response"]
    second = desk.read("Sun 2026-10-25 12:00", "Sun 2026-10-25 02:30+01:00 Cora reported class=critical")["response"]
    assert second.due_at - first.due_at == 3600


def test_a_zero_target_is_due_at_once_or_at_the_next_opening():
    instant = Desk(targets="{serious: {fix: [0m, office]}}")
    assert text(instant.read("Fri 2026-06-12 15:00", REPORT)["fix"].due_at) == "Fri 2026-06-12 15:00"
    night = instant.read("Fri 2026-06-12 20:00", "Fri 2026-06-12 19:00 Cora reported class=serious")["fix"]
    assert text(night.due_at) == "Mon 2026-06-15 08:00"


def test_a_target_of_more_than_five_years_is_found():
    patient = Desk(targets="{serious: {fix: [15000h, office]}}")
    reading = patient.read("Fri 2026-06-12 18:00", REPORT)["fix"]
    assert (reading.verdict, text(reading.due_at)[4:8]) == (Verdict.PENDING, "2032")


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ("1wd", "Mon 2026-06-15 18:00"),
        ("3wd 10:00", "Wed 2026-06-17 10:00"),
        ("1wd 20:00", "Mon 2026-06-15 20:00"),
        ("2nd Tue", "Tue 2026-06-23 18:00"),
        ("2026-12-31", "Thu 2026-12-31 18:00"),
        ("2026-12-27", "Mon 2026-12-28 00:00"),
        ("P1M", "Mon 2026-07-13 00:00"),
        ("P10D", "Tue 2026-06-23 00:00"),
        ("PT2H", "Fri 2026-06-12 17:00"),
    ],
)
def test_each_kind_of_time_value_ends_where_it_says(value, due):
    agreed = Desk(targets=f"{{serious: {{fix: ['{value}', office]}}}}")
    assert text(agreed.read("Fri 2026-06-12 16:00", REPORT)["fix"].due_at) == due


def test_a_fix_in_the_evening_before_the_agreed_hour_is_in_time():
    agreed = Desk(targets="{serious: {fix: ['1wd 20:00', office]}}")
    assert (
        agreed.read("Tue 2026-06-16 08:00", REPORT, "Mon 2026-06-15 19:59 Alice resolved")["fix"].verdict is Verdict.MET
    )


def test_the_segments_name_the_holiday():
    reading = desk.read("Fri 2026-06-05 12:00", "Wed 2026-06-03 17:00 Cora reported class=serious")["fix"]
    holiday = next(one for one in reading.segments if one.kind is SegmentKind.HOLIDAY)
    assert (text(holiday.start), text(holiday.end)) == ("Thu 2026-06-04 00:00", "Fri 2026-06-05 00:00")
    assert holiday.why["name"] == "Dzień Bożego Ciała"


def test_an_exclusion_needs_reason_author_and_consent():
    reading = desk.read("Fri 2026-06-19 12:00", REPORT, exclusions=[exclusion("Tue 2026-06-16 10:00", clock="fix")])[
        "fix"
    ]
    assert (reading.verdict, reading.reason) == (
        Verdict.EXCLUDED,
        EXCLUDED(exclusion="x1", reason="the shop's own server was off"),
    )
    assert reading.evidence[-1] == "x1"


@pytest.mark.parametrize("field", ["reason", "person", "consent"])
def test_without_one_of_them_it_is_refused_and_says_why(field):
    row = exclusion("Tue 2026-06-16 10:00", **{field: ""})
    reading = desk.read("Fri 2026-06-19 12:00", REPORT, exclusions=[row])["fix"]
    assert reading.is_breached
    assert reading.reason == EXCLUSION_REFUSED(exclusion="x1", lacks=(field,))


def test_a_complete_exclusion_holds_beside_a_refused_one():
    rows = [exclusion("Tue 2026-06-16 10:00", consent=""), exclusion("Wed 2026-06-17 10:00", id="x2")]
    for order in (rows, rows[::-1]):
        reading = desk.read("Fri 2026-06-19 12:00", REPORT, exclusions=order)["fix"]
        assert (reading.verdict, reading.evidence[-1]) == (Verdict.EXCLUDED, "x2")


def test_an_exclusion_of_one_clock_leaves_the_others():
    readings = desk.read("Fri 2026-06-19 12:00", REPORT, exclusions=[exclusion("Tue 2026-06-16 10:00", clock="fix")])
    assert readings["response"].is_breached


def test_an_exclusion_of_one_cycle_leaves_the_others():
    lines = REPORT, "Tue 2026-06-16 15:00 Alice resolved", "Wed 2026-06-17 10:00 Cora reopened"
    readings = desk.read("Fri 2026-06-19 12:00", *lines, exclusions=[exclusion("Thu 2026-06-18 10:00", cycle=2)])
    assert (readings["fix"].verdict, readings["fix/2"].verdict) == (Verdict.BREACHED, Verdict.EXCLUDED)


def test_what_is_not_yet_decided_cannot_be_excluded():
    row = exclusion("Fri 2026-06-12 15:10")
    assert desk.read("Fri 2026-06-12 15:20", REPORT, exclusions=[row])["fix"].verdict is Verdict.PENDING


def test_before_it_was_decided_the_breach_stood():
    row = exclusion("Tue 2026-06-16 10:00")
    assert desk.read("Tue 2026-06-16 09:59:59", REPORT, exclusions=[row])["fix"].is_breached


def test_an_exclusion_that_was_taken_back_leaves_the_verdict_from_then_on():
    rows = [exclusion("Tue 2026-06-16 10:00"), exclusion("Thu 2026-06-18 10:00", id="x2", of="x1")]
    for moment, is_breached in (("Wed 2026-06-17 12:00", False), ("Fri 2026-06-19 12:00", True)):
        assert desk.read(moment, REPORT, exclusions=rows)["response"].is_breached is is_breached


def test_an_exclusion_of_another_ticket_is_none_of_ours():
    row = exclusion("Tue 2026-06-16 10:00", ticket="T-2")
    assert desk.read("Fri 2026-06-19 12:00", REPORT, exclusions=[row])["fix"].is_breached


def test_warnings_fall_inside_hours():
    line = "Fri 2026-06-12 17:30 Cora reported class=serious"
    reading = desk.read("Fri 2026-06-12 17:40", line)["response"]
    assert text(warning_at(reading, 75, desk.terms)) == "Mon 2026-06-15 08:15"


def test_a_warning_on_the_closing_waits_for_the_opening():
    line = "Fri 2026-06-12 17:30 Cora reported class=serious"
    reading = desk.read("Fri 2026-06-12 17:40", line)["response"]
    assert text(warning_at(reading, 50, desk.terms)) == "Mon 2026-06-15 08:00"


def test_at_the_full_target_the_warning_is_the_deadline():
    reading = desk.read("Fri 2026-06-12 17:40", "Fri 2026-06-12 17:00 Cora reported class=serious")["response"]
    assert warning_at(reading, 100, desk.terms) == reading.due_at


def test_a_pause_moves_the_warning():
    asking = Desk(pauses="[{id: waiting, start: question_sent, stop: client_reply, applies: [fix]}]")
    lines = REPORT, "Fri 2026-06-12 16:00 Alice asked", "Fri 2026-06-12 17:00 Cora replied"
    reading = asking.read("Fri 2026-06-12 18:00", *lines)["fix"]
    assert text(warning_at(reading, 50, asking.terms)) == "Mon 2026-06-15 11:00"


def test_a_clock_of_a_sao_paulo_office_counts_there():
    abroad = Desk(
        calendars="{office: {week: 'Mon-Fri 08:00-18:00', timezone: America/Sao_Paulo}, "
        "always: {week: 'Mon-Sun 00:00-24:00'}}"
    )
    reading = abroad.read("Fri 2026-06-12 18:00", "Fri 2026-06-12 10:00 Cora reported class=serious")["response"]
    assert text(reading.due_at) == "Fri 2026-06-12 14:00"
    assert reading.zone == "America/Sao_Paulo"


def test_the_reading_carries_contract_clause_and_target():
    quoted = Desk(text="{'§4 ust. 2': targets}")
    reading = quoted.read("Fri 2026-06-12 18:00", REPORT)["fix"]
    assert (reading.contract, reading.clause, reading.target_text) == ("SHOP-1@1", "§4 ust. 2", "10h")


def test_a_ticket_of_which_nothing_is_known_yet_has_no_clock():
    assert desk.read("Fri 2026-06-12 14:59", REPORT) == {}


def test_a_running_clock_runs():
    reading = desk.read("Fri 2026-06-12 16:00", REPORT)["fix"]
    assert (reading.state, hours(reading.used), hours(reading.remaining)) == (ClockState.RUNNING, 1, 9)
    assert reading.started_at == at("2026-06-12 15:00")
