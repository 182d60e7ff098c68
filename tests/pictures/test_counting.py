"""What is left on a calendar that closes says so, and a clock outside its hours says when it goes on."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gwarant.pictures.counting import counts_from, counts_in_hours, days_left, hours_of
from gwarant.pictures.names import Names, names_of
from gwarant.pictures.segments import sum_words
from gwarant.pictures.sentence import sentence
from gwarant.sla.calendar import Week
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.terms import Terms

WORDING = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 1000}
calendars:
  office: {week: "Mon-Fri 08:00-16:00", holidays: PL}
  always: {week: "Mon-Sun 00:00-24:00"}
classes: [{id: usual}, {id: critical}]
clocks: [{id: fix, stop: resolved}]
pauses: [{id: waiting, label: Waiting, start: question_sent, stop: client_reply}]
targets:
  usual: {fix: [8h, office]}
  critical: {fix: [8h, always]}
"""
TERMS = Terms(resolve(parse(WORDING).required()))
NAMES = replace(names_of(TERMS.contract), calendars=TERMS.calendars)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def read(as_of: str, *more: TicketEvent, class_id: str = "usual", reported: str = "2026-12-04T13:00") -> Reading:
    """The clock of a ticket that came on Friday 4 December 2026 at 14:00 in Warsaw."""
    came = at(reported)
    first = TicketEvent(
        id="1", at=came, received=came, ticket="SHOP-1", kind=Kind.REPORTED, by=Role.CUSTOMER, class_=class_id
    )
    (ticket,) = tickets_of([first, *more])
    (reading,) = read_clocks(ticket, TERMS, at(as_of))
    return reading


def event(kind: Kind, when: str) -> TicketEvent:
    moment = at(when)
    return TicketEvent(id=kind.value, at=moment, received=moment, ticket="SHOP-1", kind=kind, by=Role.PROVIDER)


def test_what_closes_at_times_counts_in_hours() -> None:
    assert counts_in_hours(read("2026-12-04T14:00"), NAMES)
    assert not counts_in_hours(read("2026-12-04T14:00", class_id="critical"), NAMES)


def test_of_a_calendar_that_is_not_known_nothing_is_said() -> None:
    reading = read("2026-12-05T10:00")
    assert not counts_in_hours(reading, Names())
    assert counts_from(reading, "en", Names()) == ""


@pytest.mark.parametrize(
    ("as_of", "en", "pl"),
    [
        ("2026-12-04T14:59", "", ""),
        ("2026-12-04T15:00", "stands still until Mon 08:00", "stoi do pon. 08:00"),  # the second at which it closes
        ("2026-12-06T20:00", "stands still until Mon 08:00", "stoi do pon. 08:00"),
        ("2026-12-07T06:59", "stands still until Mon 08:00", "stoi do pon. 08:00"),
        ("2026-12-07T07:00", "", ""),
    ],
)
def test_outside_its_hours_it_says_when_it_goes_on(as_of: str, en: str, pl: str) -> None:
    reading = read(as_of)
    assert (counts_from(reading, "en", NAMES), counts_from(reading, "pl", NAMES)) == (en, pl)


def test_a_clock_around_the_clock_is_never_outside_its_hours() -> None:
    assert counts_from(read("2026-12-04T16:00", class_id="critical"), "en", NAMES) == ""


def test_what_is_overdue_stopped_or_paused_goes_on_by_itself_at_no_opening() -> None:
    over = read("2026-12-12T10:00")
    stopped = read("2026-12-05T10:00", event(Kind.RESOLVED, "2026-12-04T14:00"))
    paused = read("2026-12-05T10:00", event(Kind.ASKED, "2026-12-04T14:00"))
    assert [counts_from(one, "en", NAMES) for one in (over, stopped, paused)] == ["", "", ""]


def test_the_sentence_of_bar_and_mail_says_it_too() -> None:
    assert sentence(read("2026-12-05T10:00"), "en", NAMES) == (
        "Standing still until Mon 08:00: 2 h of 8 h used, counted from Friday 4 December 14:00; due Mon 7 Dec 14:00."
    )
    assert sentence(read("2026-12-05T10:00"), "pl", NAMES).startswith(
        "Stoi do pon. 08:00: wykorzystano 2 godz. z 8 godz."
    )


def test_the_hours_of_a_promise_are_words_and_no_key() -> None:
    readings = (read("2026-12-04T14:00"), read("2026-12-04T14:00", class_id="critical"))
    assert [hours_of(one, "en", NAMES) for one in readings] == ["in service hours", "around the clock"]
    assert [hours_of(one, "pl", NAMES) for one in readings] == ["w godzinach serwisu", "przez całą dobę"]
    assert hours_of(readings[0], "en", Names()) == ""


def test_what_has_not_begun_has_one_beginning() -> None:
    ahead = read("2026-12-05T10:00", reported="2026-12-05T09:00")
    assert sentence(ahead, "en", NAMES).startswith("Counts from Mon 08:00: nothing of 8 h used yet; due ")
    assert sentence(ahead, "pl", NAMES).startswith(
        "Liczy się od pon. 08:00: z 8 godz. nie upłynęło jeszcze nic; termin "
    )


def test_a_far_opening_is_named_by_its_day() -> None:
    fridays = replace(TERMS.calendars["office"], week=Week.parse("Fri 08:00-16:00"))
    names = replace(NAMES, calendars={"office": fridays})
    assert counts_from(read("2026-12-04T16:00"), "en", names) == "stands still until Fri 11 Dec 08:00"
    assert counts_from(read("2026-12-05T16:00"), "en", names) == "stands still until Fri 08:00"


DAYS = Terms(resolve(parse(WORDING.replace("usual: {fix: [8h, office]}", "usual: {fix: [2wd, office]}")).required()))


def test_of_working_days_used_and_left_add_up_and_only_whole_days_are_called_days() -> None:
    """Reported on Friday at 14:00, two hours before closing; two working days end on Tuesday at 16:00."""
    names = replace(names_of(DAYS.contract), calendars=DAYS.calendars)
    came = at("2026-12-04T13:00")
    report = TicketEvent(
        id="1", at=came, received=came, ticket="SHOP-1", kind=Kind.REPORTED, by=Role.CUSTOMER, class_="usual"
    )
    asked = [event(Kind.ASKED, "2026-12-07T08:00"), replace(event(Kind.REPLIED, "2026-12-07T11:00"), by=Role.CUSTOMER)]

    def seen(as_of: str, *more: TicketEvent) -> Reading:
        (ticket,) = tickets_of([report, *more])
        return read_clocks(ticket, DAYS, at(as_of))[0]

    friday = seen("2026-12-04T14:00")
    assert sum_words(friday, "en") == ("1 h", "17 h left of 18 h (2 working days)")
    assert days_left(friday, names) == 2
    paused = seen("2026-12-07T15:00", *asked)  # for three hours, so that it is due on Wednesday at 10:00
    assert (days_left(paused, names), paused.left) == (1, 11 * 3600)
    assert days_left(seen("2026-12-08T15:00", *asked), names) == 0
