"""When a clock stands still, for whose sake, and what that costs."""

import pytest
from world import Desk, at, hours, text

from gwarant.sla.clocks.reading import ClockState, SegmentKind, Verdict
from gwarant.sla.evidence.model import Role

PAUSES = """
  - {id: waiting, label: Waiting for the customer, start: question_sent, stop: client_reply, applies: [fix]}
  - {id: unreachable, start: second_attempt, stop: contact, applies: [fix]}
  - {id: third_party, applies: [fix]}
  - {id: force_majeure, applies: all, approve: client}
  - {id: parts, applies: [fix], cap: 1wd}
  - {id: silence, start: declared, stop: client_reply, applies: [fix], cap: 1wd, then: close_after_notice}
"""
desk = Desk(pauses=PAUSES)
REPORT = "Fri 2026-06-12 15:00 Cora reported class=serious"
SOON = "Mon 2026-06-15 17:00"


def read(*lines, as_of=SOON):
    return desk.read(as_of, REPORT, *lines)["fix"]


def paused(reading):
    return [
        (text(s.start), text(s.end), s.why["label"] or s.why["reason"])
        for s in reading.segments
        if s.kind is SegmentKind.PAUSED
    ]


def test_a_question_stops_the_clock_until_the_customer_replies():
    reading = read("Fri 2026-06-12 16:00 Alice asked", "Mon 2026-06-15 10:00 Cora replied")
    assert paused(reading) == [
        ("Fri 2026-06-12 16:00", "Fri 2026-06-12 18:00", "Waiting for the customer"),
        ("Mon 2026-06-15 08:00", "Mon 2026-06-15 10:00", "Waiting for the customer"),
    ]
    assert hours(reading.used) == 8


def test_a_pause_says_by_whom_and_on_what_evidence():
    reading = read("Fri 2026-06-12 16:00 Alice asked ref=mail-77", "Fri 2026-06-12 17:00 Cora replied")
    segment = next(one for one in reading.segments if one.kind is SegmentKind.PAUSED)
    assert (segment.person, segment.role, segment.ref) == ("alice", Role.PROVIDER, "mail-77")


def test_without_a_reference_the_event_itself_is_the_evidence():
    reading = read("Fri 2026-06-12 16:00 Alice asked", "Fri 2026-06-12 17:00 Cora replied")
    assert next(one.ref for one in reading.segments if one.kind is SegmentKind.PAUSED) == "e002"


def test_a_pause_over_a_weekend_costs_twenty_open_minutes_and_not_sixty_four_hours():
    still = read("Fri 2026-06-12 17:50 Alice asked", "Mon 2026-06-15 08:10 Cora replied")
    assert still.due_at - read().due_at == 20 * 60


def test_a_pause_outside_hours_costs_nothing():
    asked = read("Sat 2026-06-13 10:00 Alice asked", "Sun 2026-06-14 10:00 Cora replied")
    assert (asked.due_at, asked.used, paused(asked)) == (read().due_at, read().used, [])


def test_pauses_that_overlap_count_once():
    both = read(
        "Fri 2026-06-12 16:00 Alice asked",
        "Fri 2026-06-12 16:30 Alice paused reason=third_party",
        "Fri 2026-06-12 17:00 Cora replied",
        "Fri 2026-06-12 17:30 Alice resumed reason=third_party",
    )
    assert both.due_at - read().due_at == 90 * 60


def test_the_list_of_reasons_is_closed():
    assert read("Fri 2026-06-12 16:00 Alice paused reason=lunch").used == read().used
    assert read("Fri 2026-06-12 16:00 Alice paused").used == read().used


def test_an_open_pause_shows_as_such():
    reading = read("Fri 2026-06-12 16:00 Alice asked")
    assert (reading.state, reading.verdict, hours(reading.used)) == (ClockState.PAUSED, Verdict.PENDING, 1)


def test_a_breach_before_the_pause_stays():
    late = read("Tue 2026-06-16 16:00 Alice asked", as_of="Wed 2026-06-17 10:00")
    assert text(late.verdict_at) == "Mon 2026-06-15 15:00"
    early = read(as_of="Tue 2026-06-16 08:00")
    assert early.due_at == late.due_at


@pytest.mark.parametrize(
    "word", ["Cora replied automatic", "Alice noted", "Alice replied", "Mailer replied", "Cora merged"]
)
def test_what_is_no_answer_of_the_customer_leaves_the_question_open(word):
    reading = read("Fri 2026-06-12 16:00 Alice asked", f"Fri 2026-06-12 17:00 {word}")
    assert hours(reading.used) == 1


@pytest.mark.parametrize("word", ["Cora replied channel=chat", "Zoe called", "Cora classified class=serious"])
def test_whatever_the_customer_says_closes_the_question(word):
    reading = read("Fri 2026-06-12 16:00 Alice asked", f"Fri 2026-06-12 17:00 {word}", as_of="Fri 2026-06-12 18:00")
    assert hours(reading.used) == 2


@pytest.mark.parametrize("asker", ["Cora asked", "Mailer asked", "Alice asked automatic"])
def test_only_a_question_of_ours_pauses(asker):
    assert read(f"Fri 2026-06-12 16:00 {asker}").used == read().used


def test_an_explicit_resumption_ends_the_wait():
    reading = read(
        "Fri 2026-06-12 16:00 Alice asked", "Fri 2026-06-12 17:00 Alice resumed", as_of="Fri 2026-06-12 18:00"
    )
    assert hours(reading.used) == 2


def test_the_second_attempt_in_vain_pauses_and_the_contact_resumes():
    reading = read(
        "Fri 2026-06-12 15:30 Alice attempted",
        "Fri 2026-06-12 16:00 Ben attempted",
        "Fri 2026-06-12 17:00 Alice called",
        as_of="Fri 2026-06-12 18:00",
    )
    assert paused(reading) == [("Fri 2026-06-12 16:00", "Fri 2026-06-12 17:00", "unreachable")]


def test_an_attempt_after_the_customer_was_heard_is_the_first_again():
    reading = read(
        "Fri 2026-06-12 15:30 Alice attempted",
        "Fri 2026-06-12 15:40 Cora replied",
        "Fri 2026-06-12 16:00 Ben attempted",
    )
    assert paused(reading) == []


def test_an_out_of_office_mail_between_two_attempts_is_no_contact():
    reading = read(
        "Fri 2026-06-12 15:30 Alice attempted",
        "Fri 2026-06-12 15:31 Cora replied automatic",
        "Fri 2026-06-12 16:00 Ben attempted",
        as_of="Fri 2026-06-12 18:00",
    )
    assert hours(reading.used) == 1


def test_an_automatic_attempt_is_none():
    reading = read("Fri 2026-06-12 15:30 Mailer attempted automatic", "Fri 2026-06-12 16:00 Ben attempted")
    assert paused(reading) == []


FLOOD = "Fri 2026-06-12 16:00 Alice paused reason=force_majeure ref=declaration"
DRY = "Fri 2026-06-12 17:00 Alice resumed reason=force_majeure"


def test_a_pause_that_awaits_approval_runs_as_asked():
    assert paused(read(FLOOD)) != []


def test_a_refusal_counts_the_time_again():
    assert read(FLOOD, "Mon 2026-06-15 09:00 Cora pause_decided reason=force_majeure refused").used == read().used


def test_a_refusal_after_the_pause_still_undoes_it():
    reading = read(FLOOD, DRY, "Mon 2026-06-15 09:00 Cora pause_decided reason=force_majeure refused")
    assert (reading.used, paused(reading)) == (read().used, [])


def test_before_the_refusal_the_pause_stood_as_asked():
    refusal = "Mon 2026-06-15 09:00 Cora pause_decided reason=force_majeure refused"
    assert paused(read(FLOOD, DRY, refusal, as_of="Mon 2026-06-15 08:59")) != []


def test_an_approval_keeps_the_pause_running():
    reading = read(FLOOD, "Fri 2026-06-12 16:10 Cora pause_decided reason=force_majeure approved")
    assert hours(reading.used) == 1


def test_an_approval_is_no_answer_to_an_open_question():
    reading = read(
        "Fri 2026-06-12 16:00 Alice asked", "Fri 2026-06-12 17:00 Cora pause_decided reason=force_majeure approved"
    )
    assert hours(reading.used) == 1


def test_each_decision_concerns_the_pause_asked_last():
    reading = read(
        FLOOD,
        "Fri 2026-06-12 16:05 Cora pause_decided approved",
        "Fri 2026-06-12 16:30 Alice resumed",
        "Mon 2026-06-15 08:00 Alice paused reason=force_majeure",
        "Mon 2026-06-15 08:05 Cora pause_decided refused",
    )
    assert paused(reading) == [("Fri 2026-06-12 16:00", "Fri 2026-06-12 16:30", "force_majeure")]


def test_a_decision_may_name_its_pause():
    reading = read(
        FLOOD,
        DRY,
        "Mon 2026-06-15 08:00 Alice paused reason=force_majeure",
        "Mon 2026-06-15 08:05 Cora pause_decided refused ref=declaration",
    )
    assert [start for start, *_ in paused(reading)] == ["Mon 2026-06-15 08:00"]


def test_a_refusal_means_nothing_where_no_approval_is_asked():
    reading = read(
        "Fri 2026-06-12 16:00 Alice paused reason=third_party", "Fri 2026-06-12 17:00 Cora pause_decided refused"
    )
    assert hours(reading.used) == 1


def test_a_capped_pause_runs_out():
    reading = read("Fri 2026-06-12 16:00 Alice paused reason=parts", as_of="Tue 2026-06-16 09:00")
    assert paused(reading)[-1][1] == "Mon 2026-06-15 18:00"
    assert reading.state is ClockState.RUNNING


def test_where_the_cap_brings_a_closing_the_pause_waits_for_it():
    reading = read("Fri 2026-06-12 16:00 Alice paused reason=silence", as_of="Tue 2026-06-16 09:00")
    assert reading.state is ClockState.PAUSED


def test_a_pause_stops_only_the_clocks_it_names():
    two = Desk(
        pauses="[{id: waiting, start: question_sent, stop: client_reply, applies: [fix]}]",
        clocks="[{id: response, stop: diagnosed}, {id: fix, stop: resolved}]",
    )
    readings = two.read("Fri 2026-06-12 18:00", REPORT, "Fri 2026-06-12 15:30 Alice asked")
    assert (hours(readings["response"].used), hours(readings["fix"].used)) == (3, 0.5)


def test_working_days_become_open_time_so_that_a_pause_moves_them():
    days = Desk(pauses=PAUSES, targets="{serious: {fix: [2wd, office]}}")
    plain = days.read(SOON, REPORT)["fix"]
    assert text(plain.due_at) == "Tue 2026-06-16 18:00"
    moved = days.read(SOON, REPORT, "Mon 2026-06-15 10:00 Alice asked", "Mon 2026-06-15 11:00 Cora replied")["fix"]
    assert text(moved.due_at) == "Wed 2026-06-17 09:00"


def test_a_six_month_pause_is_six_months():
    reading = read(
        "Fri 2026-06-12 16:00 Alice asked", "Mon 2026-12-14 08:00 Cora replied", as_of="Mon 2026-12-14 09:00"
    )
    assert hours(reading.used) == 2
    assert reading.verdict is Verdict.PENDING


def test_a_pause_across_the_night_when_an_hour_comes_twice_is_real_time():
    line = "Sat 2026-10-24 22:00 Cora reported class=critical"
    asked, answered = "Sat 2026-10-24 23:00 Alice asked", "Sun 2026-10-25 06:00 Cora replied"
    reading = desk.read("Sun 2026-10-25 07:00", line, asked, answered)["fix"]
    assert sum(s.seconds for s in reading.segments if s.kind is SegmentKind.PAUSED) == 8 * 3600


@pytest.mark.parametrize("words", [("Alice asked", "Cora replied"), ("Cora replied", "Alice asked")])
def test_a_question_answered_in_its_own_second_costs_nothing(words):
    assert read(*(f"Fri 2026-06-12 16:00 {word}" for word in words)).used == read().used


def test_in_its_first_second_a_pause_is_open():
    assert read("Fri 2026-06-12 16:00 Alice asked", as_of="Fri 2026-06-12 16:00").state is ClockState.PAUSED


def test_a_stop_in_the_second_of_a_pause_stops():
    reading = read("Fri 2026-06-12 16:00 Alice asked", "Fri 2026-06-12 16:00 Alice resolved")
    assert (reading.state, reading.stopped_at) == (ClockState.STOPPED, at("2026-06-12 16:00"))
