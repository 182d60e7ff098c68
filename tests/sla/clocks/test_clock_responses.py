"""What starts a clock, and what answers it."""

import pytest
from world import Desk, at, text

from gwarant.sla.clocks.reading import Verdict

desk = Desk()
REPORT = "Fri 2026-06-12 15:00 Cora reported class=serious"
CHANNELS = "{channels: [{id: email}, {id: portal}, {id: chat, counts: false}]}"
LATER = "Mon 2026-06-15 12:00"


@pytest.mark.parametrize(
    "answer",
    [
        "Alice replied",
        "Alice called",
        "Ben acknowledged",
        "Alice asked",
        "Alice restored",
        "Alice quoted",
        "Alice resolved",
    ],
)
def test_a_person_who_answers_in_public_stops_the_response_clock(answer):
    assert desk.read(LATER, REPORT, f"Fri 2026-06-12 15:20 {answer}")["response"].stopped_at == at("2026-06-12 15:20")


@pytest.mark.parametrize(
    "noise",
    [
        "Mailer replied automatic",
        "Alice replied automatic",
        "Alice noted",
        "Cora replied automatic",
        "Cora replied",
        "Alice classified class=serious",
        "Alice work_started",
        "Alice merged into=T-9",
        "Mailer acknowledged",
        "Alice attempted",
    ],
)
def test_what_is_no_human_reply_leaves_the_response_clock_running(noise):
    assert desk.read(LATER, REPORT, f"Fri 2026-06-12 15:20 {noise}")["response"].verdict is Verdict.BREACHED


def test_an_acknowledgement_counts_only_where_the_contract_lists_it():
    strict = Desk(
        clocks="[{id: response, stop: first_human_reply, response_by: [reply, call]}, {id: fix, stop: resolved}]"
    )
    readings = strict.read(LATER, REPORT, "Fri 2026-06-12 15:01 Ben acknowledged", "Fri 2026-06-12 15:40 Ben called")
    assert readings["response"].stopped_at == at("2026-06-12 15:40")


def test_a_call_counts_only_where_the_contract_lists_it():
    strict = Desk(clocks="[{id: response, stop: first_human_reply, response_by: [reply]}, {id: fix, stop: resolved}]")
    assert strict.read(LATER, REPORT, "Fri 2026-06-12 15:01 Ben called")["response"].is_breached


def test_an_automatic_reply_counts_where_both_sides_agreed_so():
    lax = Desk(clocks="[{id: response, stop: first_human_reply, auto_reply_counts: true}, {id: fix, stop: resolved}]")
    assert lax.read(LATER, REPORT, "Fri 2026-06-12 15:01 Mailer replied automatic")["response"].used == 60


def test_an_out_of_office_mail_is_no_reply_even_where_automatic_replies_count():
    lax = Desk(clocks="[{id: response, stop: first_human_reply, auto_reply_counts: true}, {id: fix, stop: resolved}]")
    assert lax.read(LATER, REPORT, "Fri 2026-06-12 15:01 Cora replied automatic")["response"].is_breached


def test_a_reply_that_is_dated_before_the_report_counts_at_its_moment():
    reading = desk.read(LATER, "Fri 2026-06-12 14:59 Alice replied", REPORT)["response"]
    assert (reading.is_breached, reading.used, reading.stopped_at) == (False, 0, reading.started_at)


def test_a_question_does_not_pause_the_response_clock_it_stops_it():
    asking = Desk(pauses="[{id: waiting, start: question_sent, stop: client_reply, applies: all}]")
    readings = asking.read(LATER, REPORT, "Fri 2026-06-12 17:00 Alice asked")
    assert (readings["response"].used, readings["response"].is_breached) == (7200, True)


def test_the_response_clock_never_pauses_before_the_first_human_reply():
    pausing = Desk(pauses="[{id: force_majeure, applies: all}]")
    readings = pausing.read(LATER, REPORT, "Fri 2026-06-12 15:10 Alice paused reason=force_majeure")
    assert readings["response"].is_breached
    assert not readings["fix"].is_breached


def test_a_report_on_a_channel_that_does_not_count_starts_no_clock():
    narrow = Desk(intake=CHANNELS)
    assert narrow.read(LATER, "Fri 2026-06-12 15:00 Cora reported class=serious channel=chat") == {}


def test_a_later_word_on_a_counting_channel_starts_it():
    narrow = Desk(intake=CHANNELS)
    chat = "Fri 2026-06-12 15:00 Cora reported class=serious channel=chat"
    readings = narrow.read(LATER, chat, "Fri 2026-06-12 16:30 Cora replied channel=email")
    assert text(readings["response"].started_at) == "Fri 2026-06-12 16:30"


def test_an_answer_on_the_chat_counts_though_the_chat_starts_no_clock():
    narrow = Desk(intake=CHANNELS)
    mail = "Fri 2026-06-12 15:00 Cora reported class=serious channel=email"
    assert narrow.read(LATER, mail, "Fri 2026-06-12 15:30 Alice replied channel=chat")["response"].used == 1800


def test_a_channel_that_the_contract_does_not_name_starts_no_clock():
    assert Desk(intake=CHANNELS).read(LATER, "Fri 2026-06-12 15:00 Cora reported class=serious channel=pager") == {}


@pytest.mark.parametrize("sender", ["Mailer reported automatic", "Cora reported automatic", "Mailer reported"])
def test_mail_that_no_person_wrote_starts_no_clock(sender):
    assert desk.read(LATER, f"Fri 2026-06-12 15:00 {sender} class=serious channel=email") == {}


def test_a_person_who_writes_after_the_automatic_mail_starts_the_clock():
    bounce = "Fri 2026-06-12 14:00 Mailer reported automatic class=serious channel=email"
    readings = desk.read(LATER, bounce, "Fri 2026-06-12 15:00 Cora replied channel=email")
    assert text(readings["response"].started_at) == "Fri 2026-06-12 15:00"


def test_a_detection_by_monitoring_starts_the_clock_at_the_detection():
    detected = (
        "Sat 2026-06-13 03:07 Monitor reported automatic channel=monitoring class=critical received=2026-06-13T03:09"
    )
    readings = desk.read(LATER, detected, "Sat 2026-06-13 03:20 Ben acknowledged")
    assert (readings["response"].used, readings["response"].verdict) == (13 * 60, Verdict.MET)


def test_monitoring_that_sees_the_service_again_has_restored_it():
    restoring = Desk(clocks="[{id: response, stop: first_human_reply}, {id: fix, stop: service_restored}]")
    detected = "Sat 2026-06-13 03:07 Monitor reported automatic channel=monitoring class=critical"
    back = "Sat 2026-06-13 04:00 Monitor restored automatic channel=monitoring"
    assert restoring.read(LATER, detected, back)["fix"].stopped_at == at("2026-06-13 04:00")


def test_by_phone_the_clock_starts_with_the_call_and_not_with_its_writing_up():
    call = "Fri 2026-06-12 15:00 Cora reported class=serious channel=phone received=2026-06-12T15:14"
    assert text(desk.read(LATER, call)["fix"].started_at) == "Fri 2026-06-12 15:00"


def test_an_agent_may_report_for_the_caller():
    assert "fix" in desk.read(LATER, "Fri 2026-06-12 15:00 Alice reported class=serious channel=phone")


def test_a_report_outside_hours_counts_from_the_next_opening():
    reading = desk.read(LATER, "Fri 2026-06-12 19:30 Cora reported class=serious")["response"]
    assert text(reading.due_at) == "Mon 2026-06-15 09:00"


def test_a_critical_report_at_night_counts_at_once():
    reading = desk.read(LATER, "Sat 2026-06-13 02:30 Cora reported class=critical")["response"]
    assert text(reading.due_at) == "Sat 2026-06-13 02:45"


def test_what_is_imported_says_so():
    readings = desk.read(LATER, REPORT + " imported", "Fri 2026-06-12 15:30 Alice replied imported")
    assert readings["response"].imported
    assert readings["response"].verdict is Verdict.MET


def test_without_a_report_there_is_no_clock():
    assert desk.read(LATER, "Fri 2026-06-12 15:00 Cora replied class=serious") == {}


@pytest.mark.parametrize("class_", ["change", "unheard-of"])
def test_a_class_without_a_target_has_no_clock(class_):
    assert desk.read(LATER, f"Fri 2026-06-12 15:00 Cora reported class={class_}") == {}
    assert desk.read(LATER, "Fri 2026-06-12 15:00 Cora reported") == {}
