"""Deliveries and their acceptance, endings, and tickets that come back."""

import pytest
from world import Desk, at, hours, text

from gwarant.sla.clocks.reading import ClockState, SegmentKind, Verdict

desk = Desk()
REPORT = "Mon 2026-06-15 09:00 Cora reported class=serious"
REPLY = "Mon 2026-06-15 09:30 Alice replied"
DONE = "Mon 2026-06-15 13:00 Alice resolved"


def test_a_reopened_ticket_has_the_rest_of_its_time():
    reading = desk.read("Wed 2026-06-17 12:00", REPORT, REPLY, DONE, "Wed 2026-06-17 08:00 Cora reopened")["fix/2"]
    assert (hours(reading.target), text(reading.due_at), hours(reading.used)) == (6, "Wed 2026-06-17 14:00", 4)


def test_the_first_verdict_stays():
    readings = desk.read("Fri 2026-06-19 12:00", REPORT, REPLY, DONE, "Wed 2026-06-17 08:00 Cora reopened")
    assert (readings["fix"].verdict, text(readings["fix"].verdict_at)) == (Verdict.MET, "Mon 2026-06-15 13:00")
    assert readings["fix/2"].verdict is Verdict.BREACHED


def test_a_response_is_not_asked_again():
    readings = desk.read("Fri 2026-06-19 12:00", REPORT, REPLY, DONE, "Wed 2026-06-17 08:00 Cora reopened")
    assert "response/2" not in readings


def test_a_fresh_budget_asks_for_everything_again():
    fresh = Desk(reopen="{within: P14D, budget: fresh}")
    readings = fresh.read("Wed 2026-06-17 12:00", REPORT, REPLY, DONE, "Wed 2026-06-17 08:00 Cora reopened")
    assert hours(readings["fix/2"].target) == 10
    assert "response/2" in readings


def test_on_the_last_day_it_is_the_same_ticket():
    readings = desk.read("Tue 2026-06-30 12:00", REPORT, REPLY, DONE, "Mon 2026-06-29 23:59:59 Cora reopened")
    assert hours(readings["fix/2"].target) == 6


def test_a_day_later_it_is_a_new_one():
    readings = desk.read("Tue 2026-06-30 12:00", REPORT, REPLY, DONE, "Tue 2026-06-30 00:00 Cora reopened")
    assert hours(readings["fix/2"].target) == 10
    assert "response/2" in readings


def test_the_third_cycle_has_what_two_have_left():
    lines = (
        "Wed 2026-06-17 08:00 Cora reopened",
        "Wed 2026-06-17 10:00 Alice resolved",
        "Thu 2026-06-18 08:00 Cora reopened",
    )
    assert hours(desk.read("Thu 2026-06-18 09:00", REPORT, DONE, *lines)["fix/3"].target) == 4


def test_nothing_is_left_after_a_breach():
    late = "Wed 2026-06-17 09:00 Alice resolved"
    reading = desk.read("Fri 2026-06-19 12:00", REPORT, late, "Thu 2026-06-18 10:00 Cora reopened")
    assert (reading["fix/2"].target, text(reading["fix/2"].verdict_at)) == (0, "Thu 2026-06-18 10:00")


def test_a_raise_in_the_second_cycle_keeps_what_the_first_used_up():
    raised = "Wed 2026-06-17 08:30 Cora classified class=serious"
    lines = "Mon 2026-06-15 09:00 Cora reported class=usual", DONE, "Wed 2026-06-17 08:00 Cora reopened", raised
    reading = desk.read("Wed 2026-06-17 09:00", *lines)["fix/2"]
    assert (reading.class_, hours(reading.target)) == ("serious", 6)


def test_the_rest_of_working_days_is_the_rest_of_the_first_days():
    days = Desk(targets="{serious: {fix: [2wd, office]}}")
    reading = days.read("Wed 2026-06-17 09:00", REPORT, DONE, "Wed 2026-06-17 08:00 Cora reopened")["fix/2"]
    assert hours(reading.target) == 9 + 20 - 4


def test_automatic_mail_does_not_reopen():
    readings = desk.read("Wed 2026-06-17 12:00", REPORT, DONE, "Wed 2026-06-17 08:00 Cora reopened automatic")
    assert "fix/2" not in readings
    assert "fix/2" not in desk.read("Wed 2026-06-17 12:00", REPORT, DONE, "Wed 2026-06-17 08:00 Mailer reopened")


def test_what_was_never_closed_cannot_be_reopened():
    assert "fix/2" not in desk.read("Wed 2026-06-17 12:00", REPORT, "Mon 2026-06-15 10:00 Cora reopened")


def test_resolved_and_reopened_in_one_second_is_stopped_and_started():
    readings = desk.read("Mon 2026-06-15 15:00", REPORT, "Mon 2026-06-15 13:00 Cora reopened", DONE)
    assert readings["fix"].verdict is Verdict.MET
    assert readings["fix/2"].state is ClockState.RUNNING


def test_resolved_twice_counts_the_first():
    assert desk.read("Mon 2026-06-15 18:00", REPORT, DONE, "Mon 2026-06-15 17:00 Alice resolved")[
        "fix"
    ].stopped_at == at("2026-06-15 13:00")


def test_a_ticket_that_ends_without_the_stop_is_not_reached():
    readings = desk.read("Mon 2026-06-15 18:00", REPORT, "Mon 2026-06-15 09:40 Cora closed")
    assert (readings["response"].verdict, text(readings["response"].verdict_at)) == (
        Verdict.NOT_REACHED,
        "Mon 2026-06-15 09:40",
    )
    assert readings["response"].state is ClockState.STOPPED


def test_a_breach_before_the_end_is_a_breach():
    assert desk.read("Mon 2026-06-15 18:00", REPORT, "Mon 2026-06-15 10:00:01 Cora closed")["response"].is_breached


def test_closed_at_birth_there_was_no_clock():
    assert "response" not in desk.read("Mon 2026-06-15 18:00", REPORT, "Mon 2026-06-15 09:00 Mailer closed automatic")


def test_closed_tickets_do_not_go_on_escalating():
    readings = desk.read("Fri 2026-12-18 18:00", REPORT, "Mon 2026-06-15 09:40 Alice closed")
    assert {one.state for one in readings.values()} == {ClockState.STOPPED}


ACCEPTED = """
  - {id: response, stop: first_human_reply}
  - {id: quote, stop: quote_sent}
  - {id: fix, stop: fix_accepted, acceptance: {deemed_after: 3wd, on_reject: %s}}
"""
TARGETS = "{serious: {response: [1h, office], fix: [10h, office], quote: [20h, office]}}"
strict = Desk(clocks=ACCEPTED % "resume_from_delivery", targets=TARGETS)
lenient = Desk(clocks=ACCEPTED % "resume_from_rejection", targets=TARGETS)
SHIPPED = "Mon 2026-06-15 13:00 Alice delivered"


def test_a_delivery_suspends_the_clock():
    reading = strict.read("Tue 2026-06-16 12:00", REPORT, SHIPPED)["fix"]
    assert (reading.state, reading.verdict, hours(reading.used)) == (ClockState.PAUSED, Verdict.PENDING, 4)
    assert reading.segments[-1].kind is SegmentKind.DELIVERED


def test_acceptance_stops_it_at_the_delivery_and_decides_it_then():
    reading = strict.read("Wed 2026-06-17 12:00", REPORT, SHIPPED, "Wed 2026-06-17 10:00 Cora accepted")["fix"]
    assert (text(reading.stopped_at), text(reading.verdict_at)) == ("Mon 2026-06-15 13:00", "Wed 2026-06-17 10:00")
    assert (reading.verdict, hours(reading.used)) == (Verdict.MET, 4)


def test_a_late_delivery_is_breached_at_its_deadline_whenever_accepted():
    reading = strict.read(
        "Wed 2026-06-17 12:00", REPORT, "Tue 2026-06-16 09:00:01 Alice delivered", "Wed 2026-06-17 10:00 Cora accepted"
    )["fix"]
    assert text(reading.verdict_at) == "Tue 2026-06-16 09:00"


def test_delivered_exactly_at_the_deadline_is_not_late_while_it_waits():
    reading = strict.read("Wed 2026-06-17 12:00", REPORT, "Tue 2026-06-16 09:00 Alice delivered")["fix"]
    assert (reading.verdict, reading.due_at) == (Verdict.PENDING, at("2026-06-16 09:00"))


def test_a_class_that_is_raised_while_a_fix_awaits_acceptance_does_not_concern_it():
    raising = Desk(
        clocks=ACCEPTED % "resume_from_delivery",
        targets="{serious: {fix: [10h, office]}, critical: {fix: [1h, office]}}",
    )
    raised = "Tue 2026-06-16 08:00 Cora classified class=critical"
    assert raising.read("Tue 2026-06-16 12:00", REPORT, SHIPPED, raised)["fix"].verdict is Verdict.PENDING
    rejected = "Tue 2026-06-16 10:00 Cora rejected"
    reading = raising.read("Tue 2026-06-16 12:00", REPORT, SHIPPED, raised, rejected)["fix"]
    assert text(reading.verdict_at) == "Tue 2026-06-16 08:00"


def test_silence_accepts_after_three_working_days():
    silent = strict.read("Fri 2026-06-19 08:00", REPORT, SHIPPED)["fix"]
    assert (silent.verdict, text(silent.verdict_at), hours(silent.used)) == (Verdict.MET, "Thu 2026-06-18 18:00", 4)


@pytest.mark.parametrize(
    "word",
    [
        "Cora replied",
        "Cora replied channel=email",
        "Cora called",
        "Alice called",
        "Cora asked",
        "Cora pause_decided refused",
        "Zoe classified class=serious",
        "Cora restoration_failed",
    ],
)
def test_whoever_spoke_was_not_silent(word):
    reading = strict.read("Fri 2026-07-31 08:00", REPORT, SHIPPED, f"Tue 2026-06-16 09:00 {word}")["fix"]
    assert (reading.verdict, reading.state) == (Verdict.PENDING, ClockState.PAUSED)


@pytest.mark.parametrize("word", ["Cora replied automatic", "Mailer replied automatic", "Alice replied", "Ben noted"])
def test_what_no_person_of_the_customer_said_is_no_word(word):
    reading = strict.read("Fri 2026-06-19 08:00", REPORT, SHIPPED, f"Tue 2026-06-16 09:00 {word}")["fix"]
    assert (reading.verdict, text(reading.verdict_at)) == (Verdict.MET, "Thu 2026-06-18 18:00")


def test_a_word_at_the_last_instant_ends_the_silence_and_one_after_it_does_not():
    last, late = "Thu 2026-06-18 18:00 Cora replied", "Thu 2026-06-18 18:00:01 Cora replied"
    assert strict.read("Fri 2026-06-19 12:00", REPORT, SHIPPED, last)["fix"].verdict is Verdict.PENDING
    assert strict.read("Fri 2026-06-19 12:00", REPORT, SHIPPED, late)["fix"].verdict is Verdict.MET


def test_a_word_before_the_delivery_says_nothing_about_it():
    before = "Mon 2026-06-15 12:00 Cora replied"
    assert strict.read("Fri 2026-06-19 12:00", REPORT, before, SHIPPED)["fix"].verdict is Verdict.MET


def test_nobody_but_the_customer_accepts_once_they_have_spoken():
    objection = "Tue 2026-06-16 09:00 Cora replied"
    for closing in ("Alice closed", "Mailer closed automatic"):
        reading = strict.read("Fri 2026-07-31 08:00", REPORT, SHIPPED, objection, f"Wed 2026-06-17 09:00 {closing}")
        assert reading["fix"].verdict is Verdict.PENDING
    own = strict.read("Fri 2026-06-19 12:00", REPORT, SHIPPED, objection, "Fri 2026-06-19 09:00 Cora accepted")["fix"]
    assert (own.verdict, text(own.verdict_at)) == (Verdict.MET, "Fri 2026-06-19 09:00")


def test_where_no_silence_accepts_a_closing_does_unless_the_customer_spoke():
    patient = Desk(clocks="[{id: fix, stop: fix_accepted}]", targets="{serious: {fix: [10h, office]}}")
    closed, word = "Wed 2026-06-17 09:00 Alice closed", "Tue 2026-06-16 09:00 Cora replied"
    assert patient.read("Fri 2026-06-19 12:00", REPORT, SHIPPED, closed)["fix"].verdict is Verdict.MET
    assert patient.read("Fri 2026-06-19 12:00", REPORT, SHIPPED, word, closed)["fix"].verdict is Verdict.PENDING


def test_a_word_that_is_taken_as_a_refusal_lets_the_clock_go_on_from_then():
    told = "Tue 2026-06-16 09:00 Cora replied", "Tue 2026-06-16 09:00 Alice rejected ref=e003"
    reading = lenient.read("Mon 2026-06-22 12:00", REPORT, SHIPPED, *told)["fix"]
    assert (reading.state, text(reading.due_at)) == (ClockState.RUNNING, "Tue 2026-06-16 15:00")


def test_a_refusal_after_a_word_counts_however_late():
    told = "Tue 2026-06-16 09:00 Cora replied", "Mon 2026-06-22 09:00 Cora rejected"
    assert strict.read("Mon 2026-06-22 12:00", REPORT, SHIPPED, *told)["fix"].state is ClockState.RUNNING


def test_a_late_delivery_that_is_refused_in_time_goes_on():
    late = "Wed 2026-06-17 09:00 Alice delivered"
    reading = strict.read("Mon 2026-06-22 12:00", REPORT, late, "Thu 2026-06-18 09:00 Cora rejected")["fix"]
    assert (reading.state, reading.verdict) == (ClockState.RUNNING, Verdict.BREACHED)


def test_a_second_before_that_nothing_is_certain():
    assert strict.read("Thu 2026-06-18 17:59:59", REPORT, SHIPPED)["fix"].verdict is Verdict.PENDING


def test_a_rejection_resumes_from_the_delivery():
    reading = strict.read("Mon 2026-06-15 17:00", REPORT, SHIPPED, "Mon 2026-06-15 16:00 Cora rejected")["fix"]
    assert (reading.state, hours(reading.used), text(reading.due_at)) == (ClockState.RUNNING, 8, "Tue 2026-06-16 09:00")


def test_or_from_the_rejection_where_the_contract_says_so():
    reading = lenient.read("Mon 2026-06-15 17:00", REPORT, SHIPPED, "Mon 2026-06-15 16:00 Cora rejected")["fix"]
    assert (hours(reading.used), text(reading.due_at)) == (5, "Tue 2026-06-16 12:00")


def test_while_it_waits_the_deadline_is_the_one_that_a_refusal_now_would_give():
    for desk_, due in ((strict, "Tue 2026-06-16 09:00"), (lenient, "Tue 2026-06-16 12:00")):
        waiting = desk_.read("Mon 2026-06-15 16:00", REPORT, SHIPPED)["fix"]
        refused = desk_.read("Mon 2026-06-15 16:00", REPORT, SHIPPED, "Mon 2026-06-15 16:00 Cora rejected")["fix"]
        assert (text(waiting.due_at), waiting.due_at, hours(waiting.used)) == (due, refused.due_at, 4)
        assert waiting.left == refused.remaining


def test_the_wait_for_a_rejection_is_explained():
    reading = lenient.read("Mon 2026-06-15 17:00", REPORT, SHIPPED, "Mon 2026-06-15 16:00 Cora rejected")["fix"]
    assert [one.seconds for one in reading.segments if one.kind is SegmentKind.DELIVERED] == [3 * 3600]


def test_a_rejection_at_the_last_instant_is_in_time():
    reading = lenient.read("Fri 2026-06-19 12:00", REPORT, SHIPPED, "Thu 2026-06-18 18:00 Cora rejected")["fix"]
    assert reading.state is ClockState.RUNNING


def test_a_rejection_a_second_too_late_changes_nothing():
    reading = strict.read("Fri 2026-06-19 12:00", REPORT, SHIPPED, "Thu 2026-06-18 18:00:01 Cora rejected")["fix"]
    assert reading.verdict is Verdict.MET


def test_the_second_delivery_is_the_one_that_is_accepted():
    again = "Mon 2026-06-15 17:00 Alice delivered", "Tue 2026-06-16 08:00 Cora accepted"
    reading = strict.read("Tue 2026-06-16 12:00", REPORT, SHIPPED, "Mon 2026-06-15 16:00 Cora rejected", *again)["fix"]
    assert text(reading.stopped_at) == "Mon 2026-06-15 17:00"


def test_resolved_and_rejected_the_clock_goes_on():
    reading = strict.read("Mon 2026-06-15 17:00", REPORT, DONE, "Mon 2026-06-15 16:00 Cora rejected")["fix"]
    assert (reading.state, reading.verdict) == (ClockState.RUNNING, Verdict.PENDING)


def test_after_a_rejection_the_other_clocks_of_the_ticket_go_on_too():
    reading = strict.read("Mon 2026-06-15 17:00", REPORT, DONE, "Mon 2026-06-15 16:00 Cora rejected")["quote"]
    assert reading.state is ClockState.RUNNING


def test_delivered_and_then_resolved_counts_the_delivery():
    reading = strict.read(
        "Mon 2026-06-15 17:00",
        REPORT,
        SHIPPED,
        "Mon 2026-06-15 15:00 Alice resolved",
        "Mon 2026-06-15 16:00 Cora accepted",
    )
    assert text(reading["fix"].stopped_at) == "Mon 2026-06-15 13:00"


def test_closing_it_ourselves_does_not_make_the_customer_accept():
    shut = "Mon 2026-06-15 13:05 Alice closed"
    assert strict.read("Tue 2026-06-16 12:00", REPORT, SHIPPED, shut)["fix"].verdict is Verdict.PENDING
    assert strict.read("Tue 2026-06-16 12:00", REPORT, SHIPPED, shut, "Tue 2026-06-16 08:00 Cora rejected")[
        "fix"
    ].is_breached


def test_the_customer_who_closes_accepts():
    reading = strict.read("Tue 2026-06-16 12:00", REPORT, SHIPPED, "Mon 2026-06-15 14:00 Cora closed")["fix"]
    assert text(reading.verdict_at) == "Mon 2026-06-15 14:00"


def test_a_reopening_of_what_was_only_delivered_is_a_rejection():
    reading = strict.read("Mon 2026-06-15 17:00", REPORT, SHIPPED, "Mon 2026-06-15 16:00 Cora reopened")["fix"]
    assert reading.state is ClockState.RUNNING


def test_an_acceptance_shows_that_something_was_delivered():
    reading = strict.read("Mon 2026-06-15 17:00", REPORT, "Mon 2026-06-15 16:00 Cora accepted")["fix"]
    assert (reading.verdict, text(reading.stopped_at)) == (Verdict.MET, "Mon 2026-06-15 16:00")


def test_rejected_and_reopened_the_rest_goes_to_the_second_cycle():
    lines = DONE, "Mon 2026-06-15 16:00 Cora rejected", "Mon 2026-06-15 17:00 Cora reopened"
    readings = strict.read("Tue 2026-06-16 08:30", REPORT, *lines)
    assert readings["fix"].verdict is Verdict.NOT_REACHED
    assert (hours(readings["fix/2"].target), text(readings["fix/2"].due_at)) == (2, "Tue 2026-06-16 09:00")


UPDATES = """
  - {id: response, stop: first_human_reply}
  - {id: updates, start: first_human_reply, stop: public_update, repeats: true}
  - {id: fix, stop: fix_accepted, acceptance: {deemed_after: 3wd}}
"""
UPDATED = "{serious: {response: [1h, office], updates: [2h, office], fix: [40h, office]}}"
telling = Desk(clocks=UPDATES, targets=UPDATED)


def links(as_of, *lines):
    readings = telling.read(as_of, REPORT, REPLY, *lines)
    return [(one.verdict, hours(one.used)) for name, one in readings.items() if name.startswith("updates")]


def test_each_public_update_ends_one_link_and_starts_the_next():
    told = "Mon 2026-06-15 11:00 Alice replied", "Mon 2026-06-15 13:00 Ben called"
    assert links("Mon 2026-06-15 14:00", *told) == [(Verdict.MET, 1.5), (Verdict.MET, 2), (Verdict.PENDING, 1)]


def test_a_late_link_is_one_breach():
    told = "Mon 2026-06-15 16:00 Alice replied", "Mon 2026-06-15 17:00 Alice replied"
    verdicts = [verdict for verdict, _ in links("Mon 2026-06-15 17:30", *told)]
    assert verdicts == [Verdict.BREACHED, Verdict.MET, Verdict.PENDING]


def test_a_note_or_an_automatic_mail_is_no_update():
    quiet = (
        "Mon 2026-06-15 10:00 Alice noted",
        "Mon 2026-06-15 10:30 Mailer replied automatic",
        "Mon 2026-06-15 11:00 Ben acknowledged",
    )
    assert links("Mon 2026-06-15 12:00", *quiet) == [(Verdict.BREACHED, 2.5)]


def test_the_links_end_with_the_resolution():
    assert links("Wed 2026-06-17 12:00", "Mon 2026-06-15 11:00 Alice resolved") == [(Verdict.MET, 1.5)]


def test_the_links_end_with_the_delivery():
    assert links("Wed 2026-06-17 12:00", "Mon 2026-06-15 11:00 Alice delivered") == [(Verdict.MET, 1.5)]


def test_after_a_rejection_they_go_on_and_what_was_rejected_is_as_if_it_had_not_been():
    told = (
        "Mon 2026-06-15 11:00 Alice delivered",
        "Mon 2026-06-15 11:30 Cora rejected",
        "Mon 2026-06-15 12:30 Alice replied",
    )
    assert links("Mon 2026-06-15 13:00", *told) == [(Verdict.MET, 1.5), (Verdict.MET, 1.5), (Verdict.PENDING, 0.5)]


def test_where_the_contract_goes_on_from_the_rejection_no_update_is_owed_while_the_customer_looks():
    clocks = UPDATES.replace("3wd", "3wd, on_reject: resume_from_rejection")
    told = (SHIPPED, "Tue 2026-06-16 11:00 Cora rejected", "Tue 2026-06-16 12:00 Alice replied")
    readings = Desk(clocks=clocks, targets=UPDATED).read("Tue 2026-06-16 12:30", REPORT, REPLY, *told)
    found = [(one.verdict, hours(one.used)) for name, one in readings.items() if name.startswith("updates")]
    assert found[1:] == [(Verdict.MET, 1), (Verdict.PENDING, 0.5)]


def test_a_rejection_after_the_acceptance_asks_for_no_more_updates():
    told = (
        "Mon 2026-06-15 11:00 Alice delivered",
        "Mon 2026-06-15 12:00 Cora accepted",
        "Tue 2026-06-16 11:00 Cora rejected",
    )
    assert links("Fri 2026-06-19 12:00", *told) == [(Verdict.MET, 1.5)]


def test_a_ticket_closed_before_the_first_reply_owes_no_updates():
    readings = telling.read("Fri 2026-06-19 12:00", REPORT, "Mon 2026-06-15 09:10 Cora closed", REPLY)
    assert not any(name.startswith("updates") for name in readings)


def test_a_reply_that_resolves_owes_no_updates():
    readings = telling.read("Fri 2026-06-19 12:00", REPORT, "Mon 2026-06-15 09:10 Alice resolved")
    assert not any(name.startswith("updates") for name in readings)
