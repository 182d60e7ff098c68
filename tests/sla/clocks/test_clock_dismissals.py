"""What never was a report: nothing of it is judged, unless somebody of the customer may stand behind it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples
from world import Desk, at, events, ticket, tickets

from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.clocks.ticket import dismissed

desk = Desk()
REPORT = "Mon 2026-06-15 09:00 Cora reported class=serious channel=email"
DISMISSED = "Mon 2026-06-15 12:00 Alice dismissed reason=spam"
LATER = "Mon 2026-06-15 18:00"


def test_it_has_no_clock_from_then_on() -> None:
    assert desk.read(LATER, REPORT, DISMISSED) == {}
    assert desk.read("Mon 2026-06-15 11:59", REPORT, DISMISSED) == desk.read("Mon 2026-06-15 11:59", REPORT)


def test_taken_up_again_its_clocks_ran_on() -> None:
    found = desk.read(LATER, REPORT, DISMISSED, "Mon 2026-06-15 15:00 Ben taken_up")
    assert found == desk.read(LATER, REPORT)
    assert (found["response"].verdict, found["response"].verdict_at) == (Verdict.BREACHED, at("2026-06-15 10:00"))


def test_it_can_be_dismissed_again() -> None:
    again = "Mon 2026-06-15 16:00 Ben dismissed reason=misdirected"
    assert desk.read(LATER, REPORT, DISMISSED, "Mon 2026-06-15 15:00 Ben taken_up", again) == {}


@pytest.mark.parametrize(
    "theirs",
    [
        "Mon 2026-06-15 10:00 Cora replied channel=portal",
        "Mon 2026-06-15 10:00 Zoe pause_decided approved channel=portal",
        "Mon 2026-06-15 10:00 Alice called contact=cora channel=phone",
        "Mon 2026-06-15 10:00 Alice called channel=phone",
        "Mon 2026-06-15 10:00 Alice recognised reporter=cora",
        "Mon 2026-06-15 10:00 Zoe taken_up channel=portal",
        "Mon 2026-06-15 13:00 Cora replied channel=portal",
    ],
)
def test_what_is_surely_the_customers_cannot_be_dismissed(theirs: str) -> None:
    assert desk.read(LATER, REPORT, theirs, DISMISSED).keys() == {"response", "fix"}


@pytest.mark.parametrize("channel", ["portal", "phone", "chat"])
def test_only_what_came_by_mail_can_be_dismissed(channel: str) -> None:
    assert "fix" in desk.read(LATER, REPORT.replace("email", channel), DISMISSED)


@pytest.mark.parametrize(
    "row", [DISMISSED + " automatic", DISMISSED + " person=", DISMISSED.replace("Alice", "Mailer")]
)
def test_a_person_has_to_stand_for_it(row: str) -> None:
    assert "fix" in desk.read(LATER, REPORT, row)


@pytest.mark.parametrize("kind", ["reported", "replied"])
def test_a_mail_whose_sender_was_known_when_it_came_the_customer_alone_disowns(kind: str) -> None:
    known = f"Mon 2026-06-15 09:00 Cora {kind} class=serious channel=email known_sender"
    rows = (known,) if kind == "reported" else (REPORT, known)
    assert "fix" in desk.read(LATER, *rows, DISMISSED)
    assert desk.read(LATER, *rows, DISMISSED.replace("Alice", "Zoe")) == {}


def test_mails_of_who_reported_it_and_our_own_words_do_not_keep_it() -> None:
    words = "Mon 2026-06-15 10:00 Cora replied channel=email", "Mon 2026-06-15 10:30 Alice replied channel=desk"
    remark = "Mon 2026-06-15 11:00 Zoe remarked channel=portal"
    assert desk.read(LATER, REPORT, *words, remark, DISMISSED) == {}


def test_a_ticket_into_which_another_was_merged_goes_with_it() -> None:
    other = "Mon 2026-06-15 09:30 Zoe reported class=serious channel=CHANNEL ticket=T-2"
    merge = "Mon 2026-06-15 10:00 Alice merged ticket=T-2 into=T-1"
    gone = tickets(REPORT, other.replace("CHANNEL", "email"), merge, DISMISSED)
    assert desk.clocks(gone["T-1"], LATER) == desk.clocks(gone["T-2"], LATER) == {}
    kept = tickets(REPORT, other.replace("CHANNEL", "portal"), merge, DISMISSED)
    assert "fix" in desk.clocks(kept["T-1"], LATER)


MERGE = "Mon 2026-06-15 11:00 Alice merged ticket=T-2 into=T-1"
OTHERS = (
    "Mon 2026-06-15 10:00 Cora replied channel=email",
    "Mon 2026-06-15 10:00 Cora replied channel=portal",
    "Mon 2026-06-15 10:00 Cora closed channel=portal",
    "Mon 2026-06-15 10:00 Zoe remarked channel=portal",
    "Mon 2026-06-15 10:00 Alice replied channel=desk",
    "Mon 2026-06-15 10:00 Alice called channel=phone",
    "Mon 2026-06-15 10:00 Alice attempted channel=phone",
    "Mon 2026-06-15 10:00 Alice recognised reporter=cora",
    "Mon 2026-06-15 10:00 Alice reported channel=email reporter=cora",
    "Mon 2026-06-15 10:00 Alice reported channel=phone",
    "Mon 2026-06-15 10:00 Alice reported channel=email known_sender",
    "Mon 2026-06-15 10:00 Zoe remarked channel=email known_sender",
    "Mon 2026-06-15 10:00 Zoe taken_up channel=portal",
    "Mon 2026-06-15 10:00 Ben taken_up",
)


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.sampled_from(OTHERS), max_size=3), st.lists(st.sampled_from(OTHERS), max_size=2), st.booleans())
def test_what_refuses_the_dismissal_of_one_of_merged_tickets_refuses_it_of_the_whole(
    first: list[str], second: list[str], is_elder: bool
) -> None:
    early, late = REPORT.replace("09:00", "08:00"), REPORT.replace("09:00", "09:30")
    own = [early if is_elder else late, *first]
    other = [f"{row} ticket=T-2" for row in [late if is_elder else early, *second]]
    alone = ticket(*own, DISMISSED), tickets(*other, DISMISSED + " ticket=T-2")["T-2"]
    whole = tickets(*own, *other, MERGE, DISMISSED)["T-1"]
    assert whole.is_dismissed is all(one.is_dismissed for one in alone)
    assert whole.seen_at(at("2026-06-15 12:30")).is_dismissed is whole.is_dismissed


def test_who_asks_of_many_is_told_which_are_none() -> None:
    other = REPORT + " ticket=T-2"
    rows = events(REPORT, other, DISMISSED, DISMISSED.replace("12:00", "13:00") + " ticket=T-2 person=")
    assert dismissed(rows) == {"T-1"}
    assert dismissed(events(REPORT)) == frozenset()
    assert ticket(REPORT, DISMISSED).is_dismissed
