"""Where nobody can know how a clock ended, it says so and why: never met, never breached."""

from dataclasses import replace

import pytest
from world import Desk, at, contract, ticket

from gwarant.sla.clocks.codes import HOLIDAYS_UNKNOWN, NO_SUCH_CLASS
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.contract.model import Contract
from gwarant.sla.terms import Terms

LAST_DAYS = "Thu 2026-12-31 17:00 Cora reported class=serious"
SERIOUS = "Mon 2026-06-15 09:00 Cora reported class=serious"
ODD = "Mon 2026-06-15 10:00 Cora classified class=odd"


def known_until(year: int, wording: Contract) -> Terms:
    """Thirty years after the last listed one, which the installed data give."""
    return Terms(replace(wording, resolved=replace(wording.resolved, through=year - 30)))


def fix(as_of: str, *lines: str, terms: Terms | None = None) -> Reading:
    terms = terms or known_until(2026, contract())
    return {one.clock: one for one in read_clocks(ticket(*lines), terms, at(as_of))}["fix"]


def test_a_deadline_beyond_the_last_year_whose_holidays_are_listed_could_not_be_checked() -> None:
    reading = fix("Mon 2027-01-11 12:00", LAST_DAYS)
    assert (reading.verdict, reading.verdict_at) == (Verdict.COULD_NOT_CHECK, reading.due_at)
    assert reading.reason == HOLIDAYS_UNKNOWN(calendar="office", through=2026)


def test_what_was_done_in_time_was_done_in_time_whatever_day_may_be_free() -> None:
    assert fix("Mon 2027-01-11 12:00", LAST_DAYS, "Thu 2026-12-31 17:30 Ben resolved").verdict is Verdict.MET
    assert fix("Mon 2027-01-11 12:00", LAST_DAYS, "Fri 2027-01-01 09:00 Ben resolved").verdict is Verdict.MET
    assert fix("Thu 2026-12-31 18:00", LAST_DAYS).verdict is Verdict.PENDING


@pytest.mark.parametrize(
    "line", ["Wed 2026-12-30 09:00 Cora reported class=serious", LAST_DAYS.replace("serious", "critical")]
)
def test_a_deadline_within_the_listed_years_or_on_a_calendar_without_holidays_is_judged(line: str) -> None:
    assert fix("Mon 2027-01-11 12:00", line).verdict is Verdict.BREACHED


def test_a_class_that_the_wording_does_not_know_leaves_the_clock_unchecked_from_then_on() -> None:
    reading = Desk().read("Fri 2026-06-26 12:00", SERIOUS, ODD)["fix"]
    assert (reading.verdict, reading.verdict_at) == (Verdict.COULD_NOT_CHECK, at("2026-06-15 10:00"))
    assert reading.reason == NO_SUCH_CLASS(class_="odd")


def test_a_breach_from_before_such_a_class_stays_and_a_known_class_after_it_is_judged() -> None:
    late = ODD.replace("Mon 2026-06-15 10:00", "Thu 2026-06-18 10:00")
    assert Desk().read("Fri 2026-06-26 12:00", SERIOUS, late)["fix"].verdict is Verdict.BREACHED
    again = "Mon 2026-06-15 11:00 Cora classified class=usual"
    assert Desk().read("Mon 2026-06-15 12:00", SERIOUS, ODD, again)["fix"].verdict is Verdict.PENDING
