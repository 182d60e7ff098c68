from collections.abc import Callable
from datetime import date

import pytest

from gwarant.sla.civil import midnight
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Notice, NoticeEnd
from gwarant.sla.contract.parse import Parsed
from gwarant.sla.contract.values import Period
from gwarant.sla.contract.versions import check_change, earliest_change, in_force
from gwarant.sla.problem import Problem, Severity

Small = Callable[..., Parsed]
TERM = "term: {change_notice: P1M}\n"
MONTH = Notice(length=Period(months=1))


@pytest.mark.parametrize(
    ("announced", "notice", "earliest"),
    [
        (date(2026, 10, 20), MONTH, date(2026, 11, 21)),
        (date(2026, 1, 31), MONTH, date(2026, 3, 1)),
        (date(2026, 10, 20), Notice(length=Period(days=14)), date(2026, 11, 4)),
        (date(2026, 10, 20), Notice(length=Period(months=1), ends=NoticeEnd.MONTH_END), date(2026, 12, 1)),
        (date(2026, 10, 31), Notice(length=Period(months=1), ends=NoticeEnd.MONTH_END), date(2026, 12, 1)),
        (date(2026, 12, 15), Notice(length=Period(months=3), ends=NoticeEnd.MONTH_END), date(2027, 4, 1)),
    ],
)
def test_the_first_day_on_which_a_change_may_hold(announced: date, notice: Notice, earliest: date) -> None:
    assert earliest_change(announced, notice) == earliest


def version(small: Small, number: int, start: str, extra: str = "", term: str = TERM) -> Contract:
    dates = ("from: 2026-01-01", f"from: {start}")
    return small(("{id: C-1}", f"{{id: C-1, version: {number}{extra}}}"), dates, more=term).required()


def moment(day: str) -> int:
    return midnight(date.fromisoformat(day), "Europe/Warsaw")


def test_the_highest_version_in_force_holds(small: Small) -> None:
    versions = [version(small, 1, "2026-01-01"), version(small, 2, "2026-03-01")]
    assert in_force(versions, moment("2026-03-01") - 1) is versions[0]
    assert in_force(versions, moment("2026-03-01")) is versions[1]


def test_before_the_first_day_and_after_the_last_nothing_holds(small: Small) -> None:
    one = version(small, 1, "2026-01-01, to: 2026-01-31")
    assert in_force([one], moment("2026-01-01") - 1) is None
    assert in_force([one], moment("2026-02-01") - 1) is one
    assert in_force([one], moment("2026-02-01")) is None
    assert in_force([], 0) is None


def test_a_later_wording_takes_the_place_of_the_former_for_good(small: Small) -> None:
    versions = [version(small, 1, "2026-01-01"), version(small, 2, "2026-03-01, to: 2026-03-31")]
    assert in_force(versions, moment("2026-04-01") - 1) is versions[1]
    assert in_force(versions, moment("2026-04-01")) is None


def changed(small: Small, start: str, extra: str, term: str = TERM) -> tuple[Problem, ...]:
    return check_change(version(small, 1, "2026-01-01", term=term), version(small, 2, start, extra))


def test_a_change_announced_in_time_is_lawful(small: Small) -> None:
    assert changed(small, "2026-11-21", ", announced: {date: 2026-10-20}") == ()


def test_a_change_announced_too_late_names_the_earliest_day(small: Small) -> None:
    (problem,) = changed(small, "2026-11-20", ", announced: {date: 2026-10-20}")
    assert problem.severity is Severity.ERROR
    assert problem.hint == "the earliest lawful day is 2026-11-21"


def test_a_signed_annex_needs_no_notice_but_is_pointed_out(small: Small) -> None:
    (problem,) = changed(small, "2026-10-25", ", signed: {date: 2026-10-20}")
    assert problem.severity is Severity.WARNING
    assert "both sides signed" in problem.hint


def test_a_signed_annex_after_the_notice_is_silent(small: Small) -> None:
    assert changed(small, "2026-12-01", ", signed: {date: 2026-10-20}") == ()


def test_both_may_sign_after_its_first_day_and_are_told_so(small: Small) -> None:
    (problem,) = changed(small, "2026-10-01", ", signed: {date: 2026-10-20}")
    assert problem.severity is Severity.WARNING


def test_a_change_that_nobody_announced_is_refused(small: Small) -> None:
    assert [one.path for one in changed(small, "2026-12-01", "")] == ["metadata.announced"]


def test_without_a_notice_no_side_can_change_the_contract_alone(small: Small) -> None:
    problems = changed(small, "2026-12-01", ", announced: {date: 2026-10-20}", term="")
    assert [one.path for one in problems] == ["metadata.signed"]


def test_a_version_must_follow(small: Small) -> None:
    (problem,) = check_change(version(small, 2, "2026-01-01"), version(small, 2, "2026-12-01"))
    assert problem.hint == "write 3"


@pytest.mark.parametrize(("last", "warned"), [("2026-12-31", True), ("2027-12-31", False), ("", False)])
def test_an_amendment_that_ends_the_contract_sooner_is_pointed_out(small: Small, last: str, warned: bool) -> None:
    former = version(small, 1, "2026-01-01, to: 2027-12-31", term=TERM)
    days = f"2026-11-01, to: {last}" if last else "2026-11-01"
    amended = version(small, 2, days, ", signed: {date: 2026-09-01}")
    found = [one.path for one in check_change(former, amended) if one.severity is Severity.WARNING]
    assert found == (["effective.to"] if warned else [])
