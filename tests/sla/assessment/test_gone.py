"""What could not be read is never said to be kept, and what was voided does not count: both are told."""

import json

import pytest

from gwarant.pictures.facts import tell
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.assessment.codes import UNREAD, VOID
from gwarant.sla.clocks.reading import Verdict
from tests.sla.assessment.cast import contract, iso, judged, rows, ticket

HOURS = """
hours:
  pool: {amount: 10h}
  rates: {included: 100.00, above: 150.00}
"""
ON_TIME = ticket("T-1", "2026-03-05T10:00", 30)
LATE = ticket("T-2", "2026-03-05T10:00", 90)


def row(type_: str, id_: str, at: str, **more: str) -> list[str]:
    return [json.dumps({"type": type_, "id": id_, "at": iso(at), **more})]


def lost(of: str, ticket_: str = "", at: str = "2026-03-06T10:00", id_: str = "T-1-9") -> list[str]:
    return row("unread", id_, at, of=of, line="9f2c", ticket=ticket_)


def entry(id_: str, day: str, hours: int) -> list[str]:
    since = f"2026-03-{day}T08:00"
    return [json.dumps({"type": "time", "id": id_, "from": iso(since), "to": iso(since, hours * 60)})]


def verdicts(found: Assessment) -> list[tuple[str, Verdict]]:
    return [(one.ticket, one.verdict) for one in found.readings]


def test_a_ticket_of_which_a_row_could_not_be_read_is_not_said_to_be_kept() -> None:
    found = judged("", "2026-03", ON_TIME, lost("ticket", "T-1"))
    assert (verdicts(found), found.counts.unjudged) == ([], 1)
    assert UNREAD(of="ticket", rows=("T-1-9",), more=0) in found.notes


def test_its_breach_stays_and_other_tickets_are_judged_as_ever() -> None:
    found = judged("", "2026-03", ON_TIME, LATE, lost("ticket", "T-2"))
    assert verdicts(found) == [("T-1", Verdict.MET), ("T-2", Verdict.BREACHED)]


def test_a_month_that_was_over_when_the_row_came_says_nothing_of_it() -> None:
    later = lost("ticket", "T-1", at="2026-04-06T10:00")
    assert verdicts(judged("", "2026-03", ON_TIME, later)) == [("T-1", Verdict.MET)]


def test_an_unreadable_entry_is_named_and_the_others_count() -> None:
    found = judged(HOURS, "2026-03", entry("h1", "05", 2), lost("time", "T-1", id_="h2"))
    (month,) = found.months
    assert month.hours is not None
    assert month.hours.drained == 7200
    assert UNREAD(of="time", rows=("h2",), more=0) in found.notes


def test_a_void_is_told_and_what_it_names_does_not_count() -> None:
    void = row("void", "v1", "2026-03-07T10:00", row="h1", reason="twice")
    found = judged(HOURS, "2026-03", entry("h1", "05", 2), entry("h2", "06", 3), void)
    (month,) = found.months
    assert month.hours is not None
    assert month.hours.drained == 3 * 3600
    assert [line.part.entry for line in month.hours.lines] == ["h1", "h2", "v1"]
    assert VOID(row="h1", reason="twice", void="v1") in found.notes


def test_a_later_void_leaves_the_earlier_month_as_it_was_known() -> None:
    void = row("void", "v1", "2026-04-07T10:00", row="T-1-2", reason="wrong_place")
    found = rows(ON_TIME, void)
    assert verdicts(assess([contract("")], found, "2026-03")) == [("T-1", Verdict.MET)]
    april = assess([contract("")], found, "2026-04")
    (corrected,) = april.corrections
    assert (tell(corrected.what, "en"), corrected.before.verdict) == ("T-1/response/1", "met")
    assert [(one.kind, one.id, one.about) for one in corrected.facts] == [("void", "v1", "T-1-2")]


@pytest.mark.parametrize("of", ["check", "exclusion", "amount"])
def test_a_row_of_any_type_is_named(of: str) -> None:
    assert any(one.code == UNREAD.name and one["of"] == of for one in judged("", "2026-03", ON_TIME, lost(of)).notes)


def test_a_void_of_an_entry_of_a_closed_month_is_taken_back_in_the_next_one() -> None:
    closing = row("closing", "c1", "2026-04-02T09:00", month="2026-03")
    void = row("void", "v1", "2026-04-07T10:00", row="h1", reason="twice")
    found = rows(entry("h1", "05", 2), closing, void)
    march, april = (assess([contract(HOURS)], found, name).months[0].hours for name in ("2026-03", "2026-04"))
    assert march is not None
    assert april is not None
    assert (march.drained, april.returned) == (7200, 7200)
