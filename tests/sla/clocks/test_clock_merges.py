"""Tickets that become one: the earliest clock survives, and no customer's word is lost."""

from world import Desk, at, hours, text, tickets

from gwarant.sla.clocks.reading import Verdict

desk = Desk()
NOW = "Mon 2026-06-15 18:00"
ELDER = "Mon 2026-06-15 09:00 Cora reported class=serious ticket=T-1"
YOUNGER = "Mon 2026-06-15 11:00 Zoe reported class=serious ticket=T-2"


def read(*lines, id="T-1", as_of=NOW):
    return desk.clocks(tickets(*lines)[id], as_of)


def merge(source, target, when="Mon 2026-06-15 12:00"):
    return f"{when} Alice merged ticket={source} into={target}"


def test_the_source_is_not_judged():
    assert read(ELDER, YOUNGER, merge("T-2", "T-1"), id="T-2") == {}


def test_a_merge_into_the_younger_keeps_the_elder_clock():
    readings = read(ELDER, YOUNGER, merge("T-1", "T-2"), id="T-2")
    assert text(readings["fix"].started_at) == "Mon 2026-06-15 09:00"


def test_what_answered_the_elder_stays_answered():
    readings = read(ELDER, "Mon 2026-06-15 09:20 Alice replied ticket=T-1", YOUNGER, merge("T-1", "T-2"), id="T-2")
    assert readings["response"].used == 20 * 60


def test_a_reply_on_the_younger_source_does_not_answer_the_elder():
    readings = read(ELDER, YOUNGER, "Mon 2026-06-15 11:01 Alice replied ticket=T-2", merge("T-2", "T-1"))
    assert readings["response"].is_breached


def test_closing_the_source_does_not_close_the_survivor():
    readings = read(ELDER, YOUNGER, merge("T-1", "T-2"), "Mon 2026-06-15 12:00 Alice closed ticket=T-1", id="T-2")
    assert readings["fix"].stopped_at is None


def test_a_customer_who_answers_on_the_source_is_heard():
    asking = Desk(pauses="[{id: waiting, start: question_sent, stop: client_reply, applies: [fix]}]")
    asked, answer = "Mon 2026-06-15 10:00 Alice asked ticket=T-1", "Mon 2026-06-15 12:30 Zoe replied ticket=T-2"
    one = tickets(ELDER, asked, YOUNGER, merge("T-2", "T-1", "Mon 2026-06-15 13:00"), answer)["T-1"]
    assert hours(asking.clocks(one, "Mon 2026-06-15 14:00")["fix"].used) == 4


def test_a_higher_class_on_the_younger_source_is_not_lost():
    urgent = "Mon 2026-06-15 11:00 Zoe reported class=critical ticket=T-2"
    assert read(ELDER, urgent, merge("T-2", "T-1"), as_of="Mon 2026-06-15 12:30")["fix"].class_ == "critical"


def test_a_milder_report_on_the_younger_source_lowers_nothing():
    grave, mild = ELDER.replace("serious", "critical"), YOUNGER
    assert read(grave, mild, merge("T-2", "T-1"))["fix"].class_ == "critical"
    assert read(grave, mild, merge("T-1", "T-2"), id="T-2")["fix"].class_ == "critical"


def test_the_class_of_the_whole_can_still_be_lowered_by_us():
    lowered = "Mon 2026-06-15 12:30 Alice classified class=serious ticket=T-1"
    assert read(ELDER.replace("serious", "critical"), YOUNGER, merge("T-2", "T-1"), lowered)["fix"].class_ == "serious"


def undo(source, when="Mon 2026-06-15 15:00"):
    return f"{when} Alice unmerged ticket={source}"


def test_what_was_merged_in_error_is_judged_as_if_it_had_never_been():
    answered = "Mon 2026-06-15 14:00 Alice replied ticket=T-1"
    apart, undone = (ELDER, YOUNGER, answered), (ELDER, YOUNGER, merge("T-2", "T-1"), answered, undo("T-2"))
    for id in ("T-1", "T-2"):
        was, now = (desk.clocks(tickets(*lines)[id], NOW) for lines in (apart, undone))
        assert [(one.key, one.due_at, one.used) for one in now.values()] == [
            (one.key, one.due_at, one.used) for one in was.values()
        ]
    assert desk.clocks(tickets(*undone)["T-2"], "Mon 2026-06-15 13:00") == {}, "then nobody knew that it was an error"


def test_what_was_parted_can_be_merged_again():
    lines = ELDER, YOUNGER, merge("T-2", "T-1"), undo("T-2"), merge("T-2", "T-1", "Mon 2026-06-15 16:00")
    assert read(*lines, id="T-2") == {}
    assert tickets(*lines)["T-1"].absorbed == ("T-2",)
    assert "fix" in read(*lines, id="T-2", as_of="Mon 2026-06-15 15:30")


def test_a_chain_of_merges_ends_in_the_last():
    third = "Mon 2026-06-15 11:30 Cora reported class=serious ticket=T-3"
    lines = ELDER, YOUNGER, third, merge("T-1", "T-2"), merge("T-2", "T-3", "Mon 2026-06-15 13:00")
    assert text(read(*lines, id="T-3")["fix"].started_at) == "Mon 2026-06-15 09:00"
    assert read(*lines, id="T-1") == read(*lines, id="T-2") == {}


def test_between_two_merges_the_middle_one_is_judged():
    third = "Mon 2026-06-15 11:30 Cora reported class=serious ticket=T-3"
    lines = ELDER, YOUNGER, third, merge("T-1", "T-2"), merge("T-2", "T-3", "Mon 2026-06-15 13:00")
    assert text(read(*lines, id="T-2", as_of="Mon 2026-06-15 12:30")["fix"].started_at) == "Mon 2026-06-15 09:00"
    assert text(read(*lines, id="T-3", as_of="Mon 2026-06-15 12:30")["fix"].started_at) == "Mon 2026-06-15 11:30"


def test_a_circle_of_merges_keeps_one_ticket():
    lines = ELDER, YOUNGER, merge("T-1", "T-2"), merge("T-2", "T-1", "Mon 2026-06-15 13:00")
    found = tickets(*lines)
    assert (found["T-1"].merged_into, found["T-2"].merged_into) == ("", "T-1")
    assert found["T-1"].absorbed == ("T-2",)


def test_in_a_circle_no_event_counts_twice():
    lines = ELDER, YOUNGER, merge("T-1", "T-2"), merge("T-2", "T-1", "Mon 2026-06-15 13:00")
    refs = [event.id for event in tickets(*lines)["T-1"].events]
    assert len(refs) == len(set(refs))


def test_a_ticket_that_leads_into_a_circle_is_merged_too():
    third = "Mon 2026-06-15 11:30 Cora reported class=serious ticket=T-3"
    found = tickets(ELDER, YOUNGER, third, merge("T-1", "T-2"), merge("T-2", "T-3"), merge("T-3", "T-2"))
    assert [one.merged_into for one in found.values()] == ["T-2", "", "T-2"]


def test_a_merge_into_a_ticket_that_nobody_knows_leaves_the_clock_running():
    assert read(ELDER, merge("T-1", "T-99"))["fix"].stopped_at is None


def test_a_merge_into_itself_is_none():
    assert "fix" in read(ELDER, merge("T-1", "T-1"))


def test_before_the_merge_both_are_judged_on_their_own():
    lines = ELDER, YOUNGER, merge("T-1", "T-2")
    early = "Mon 2026-06-15 11:59"
    assert text(read(*lines, id="T-1", as_of=early)["fix"].started_at) == "Mon 2026-06-15 09:00"
    assert text(read(*lines, id="T-2", as_of=early)["fix"].started_at) == "Mon 2026-06-15 11:00"


def test_an_elder_that_was_over_comes_back_as_a_second_cycle():
    over = "Mon 2026-06-15 10:00 Alice resolved ticket=T-1"
    readings = read(ELDER, over, YOUNGER, merge("T-1", "T-2"), id="T-2")
    assert (readings["fix"].verdict, readings["fix"].stopped_at) == (Verdict.MET, at("2026-06-15 10:00"))
    assert (hours(readings["fix/2"].target), text(readings["fix/2"].started_at)) == (9, "Mon 2026-06-15 11:00")


def test_a_duplicate_of_what_is_resolved_reopens_it():
    over = "Mon 2026-06-15 10:00 Alice resolved ticket=T-1"
    assert "fix/2" in read(ELDER, over, YOUNGER, merge("T-2", "T-1"))


def test_the_survivor_is_judged_by_the_wording_of_the_elder():
    assert tickets(ELDER, YOUNGER, merge("T-1", "T-2"))["T-2"].received == at("2026-06-15 09:00")
