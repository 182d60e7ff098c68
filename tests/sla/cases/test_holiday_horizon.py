"""Beyond the years whose holidays a wording lists, its calendars take the same rule from the installed data."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.cli.inputs import contracts_of, evidence_of
from gwarant.pictures.opening import is_empty
from gwarant.sla.assessment import assess
from gwarant.sla.assessment.codes import HOLIDAYS_TAKEN
from gwarant.sla.assessment.moves import moved_clocks
from gwarant.sla.bulk.count import count_tickets
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.hours_of_service import FreeDay
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.columns import read_columns
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.terms import Terms

HERE = Path(__file__).parent / "13-holiday-horizon"
DUE = int(datetime(2026, 11, 12, 14, tzinfo=UTC).timestamp())  # 15:00 in Warsaw; the day before is a holiday
OPEN = DUE - 86_400


@cache
def contract() -> Contract:
    (found,) = contracts_of([str(HERE / "contract.yaml")])
    return found


@cache
def evidence(name: str = "evidence") -> Evidence:
    return evidence_of([str(HERE / f"{name}.jsonl")])


def test_a_clock_runs_over_the_holiday_and_its_deadline_lies_a_day_later() -> None:
    (ticket,) = tickets_of(evidence("open").events)
    (reading,) = [one for one in read_clocks(ticket, Terms(contract()), OPEN) if one.clock == "resolution"]
    assert reading.due_at == DUE


def test_the_month_judges_it_and_names_the_days_that_it_took() -> None:
    found = assess([contract()], evidence(), "2026-11")
    (reading,) = [one for one in found.readings if one.clock == "resolution"]
    assert (reading.due_at, reading.verdict) == (DUE, Verdict.MET)
    assert [one.day for one in found.inputs.holidays] == ["2026-11-01", "2026-11-11"]
    days = ("2026-11-01", "2026-11-11")
    assert HOLIDAYS_TAKEN(contract="R-1@1", calendar="office", through=2025, days=days, more=0) in found.notes


def test_a_month_within_the_listed_years_takes_none() -> None:
    found = assess([contract()], Evidence(), "2025-11")
    assert found.inputs.holidays == ()
    assert not any(HOLIDAYS_TAKEN.is_of(one) for one in found.notes)


def test_a_month_in_which_nothing_happened_is_empty_whatever_holidays_it_took() -> None:
    found = assess([contract()], Evidence(), "2026-11")
    assert found.inputs.holidays
    assert is_empty(replace(found, months=()))
    assert not is_empty(assess([contract()], evidence(), "2026-11"))


def test_counting_very_many_tickets_says_the_same() -> None:
    text = (HERE / "evidence.jsonl").read_bytes()
    columns = read_columns(lambda: [text])
    month = (DUE - 12 * 86_400, DUE + 12 * 86_400)
    counted = count_tickets([Terms(contract())], columns, lambda: [text], month, month[1])
    assert set().union(*counted.tallies.values()) == {Verdict.MET}


def test_another_wording_of_the_same_times_moves_no_clock() -> None:
    longer = replace(contract(), metadata=replace(contract().metadata, version=2))
    assert moved_clocks(contract(), longer, evidence("open"), OPEN) == ()


def test_a_day_that_the_wording_names_itself_is_not_taken_again() -> None:
    office = contract().calendars["office"]
    own = FreeDay(day=date(2026, 1, 1), name="Own")
    named = replace(
        contract(), calendars={**contract().calendars, "office": replace(office, free_days=(*office.free_days, own))}
    )
    assert min(one.day for one in Terms(contract()).taken_holidays("office")) == date(2026, 1, 1)
    assert min(one.day for one in Terms(named).taken_holidays("office")) == date(2026, 1, 6)
    assert Terms(contract()).taken_holidays("always") == ()


@pytest.mark.parametrize("land", ["PL", "CZ", "US"])
@given(day=st.integers(0, 29 * 365), hours=st.integers(1, 200))
def test_a_wording_that_lists_more_years_answers_alike(land: str, day: int, hours: int) -> None:
    short, long = wordings(land)
    start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) + day * 86_400
    assert short.calendars["office"].due(start, hours * 3600) == long.calendars["office"].due(start, hours * 3600)


@cache
def wordings(land: str) -> tuple[Terms, Terms]:
    """A wording without an end, which lists its first ten years, and one whose end makes it list forty."""
    office = replace(contract().calendars["office"], holidays=land, free_days=())
    base = replace(contract(), calendars={"office": office}, resolved=replace(contract().resolved, through=0))
    ended = replace(base, effective=replace(base.effective, to=date(2060, 1, 1)))
    return tuple(Terms(resolve(one)) for one in (base, ended))  # type: ignore[return-value]


MONEY = """
remedies: {late: {of: {clock: response}, kind: flat, amount: 50}}
remedy_rules: {settle: price_reduction, mode: on_claim, claim: {deadline: 5wd, anchor: breach}}
"""
LEAVE = "triggers: {leave: {if: {miss: response, n: 1}, right: terminate, use_within: 5wd}}\n"


@pytest.mark.parametrize("more", [MONEY, LEAVE])
def test_a_claim_and_a_right_within_working_days_run_over_the_holiday_and_name_it(more: str) -> None:
    wording = resolve(parse((HERE / "contract.yaml").read_text(encoding="utf-8") + more).required())
    rows = [
        '{"type":"ticket","id":"1","at":"2026-11-05T09:00:00+01:00","ticket":"A","kind":"reported","by":"customer",'
        '"channel":"email","service":"main","class":"serious"}',
        '{"type":"ticket","id":"2","at":"2026-11-05T16:00:00+01:00","ticket":"A","kind":"replied"}',
    ]
    found = assess([wording], read_lines(rows), "2026-11")
    assert [one.day for one in found.inputs.holidays if one.day == "2026-11-11"] == ["2026-11-11"]
    if more is MONEY:
        (line,) = found.months[0].remedies.lines
        assert str(line.claim_until) == "2026-11-13"
    else:
        assert str(found.rights[0].use_until) == "2026-11-13"


def test_a_claim_that_ends_after_the_month_names_the_holidays_that_it_ran_over() -> None:
    wording = resolve(parse((HERE / "contract.yaml").read_text(encoding="utf-8") + MONEY + LEAVE).required())
    rows = [
        '{"type":"ticket","id":"1","at":"2026-12-31T09:00:00+01:00","ticket":"A","kind":"reported","by":"customer",'
        '"channel":"email","service":"main","class":"serious"}',
        '{"type":"ticket","id":"2","at":"2026-12-31T16:00:00+01:00","ticket":"A","kind":"replied"}',
    ]
    found = assess([wording], read_lines(rows), "2026-12")
    days = {one.day for one in found.inputs.holidays}
    assert str(found.months[0].remedies.lines[0].claim_until) == "2027-01-11"
    assert {"2027-01-01", "2027-01-06"} <= days
