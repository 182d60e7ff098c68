"""A wording judges its own part of a promise's period, once, in the month in which that part ends."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.model import Contract
from tests.sla.assessment.cast import contract, every_day, outages, rows, value

QUARTER = """
availability:
  shop-up: {service: shop, target: {ge: 99.0}, period: calendar_quarter, probe: {every: 60s}}
remedies:
  credit: {of: shop-up, kind: flat, amount: 50}
triggers:
  plan: {if: {miss: shop-up}, right: improvement_plan}
"""
PEAK = "phases:\n  peak: {from: 2026-01-01, length: P1M, effect: {availability.shop-up.target: {ge: 99.9}}}\n"
DOWN = outages("2026-01-01", "2026-07-01", ("2026-01-10T00:00", 3000))
MONTHS = [f"2026-{n:02}" for n in range(1, 7)]


def paid(found: Assessment) -> list[tuple[str, Decimal | None]]:
    return [(one.contract, one.remedies.total) for one in found.months if one.remedies.total]


def ended(own: Contract, last: date) -> Contract:
    return replace(own, effective=replace(own.effective, to=last))


@pytest.mark.parametrize("month", ["2026-01", "2026-04", "2026-05"])
def test_a_wording_judges_nothing_before_it_begins_and_after_it_has_ended(month: str) -> None:
    monthly = QUARTER.replace("period: calendar_quarter, ", "")
    down = outages("2026-01-01", "2026-07-01", ("2026-03-10T00:00", 3000))
    found = assess([contract(monthly), contract(monthly, "2026-03-01", version=2)], rows(down), month)
    assert [one.contract for one in found.availability] == ["P-1@1" if month == "2026-01" else "P-1@2"]
    assert [one.first for one in found.ledger] == ([] if month == "2026-01" else [Decimal(50)])


def test_a_quarter_that_is_amended_is_judged_and_paid_at_the_change() -> None:
    wordings = [contract(QUARTER), contract(QUARTER, "2026-02-15", version=2)]
    found = {month: assess(wordings, rows(DOWN), month) for month in MONTHS}
    assert {month: paid(one) for month, one in found.items() if paid(one)} == {"2026-02": [("P-1@1", Decimal(50))]}
    assert [(one.contract, one.note is not None) for one in found["2026-02"].availability] == [
        ("P-1@1", False),
        ("P-1@2", True),
    ]


def test_a_right_waits_for_the_end_of_the_amended_quarter() -> None:
    wordings = [contract(QUARTER), contract(QUARTER, "2026-02-15", version=2)]
    counts = [len([one for one in assess(wordings, rows(DOWN), month).rights if one.is_open]) for month in MONTHS[:4]]
    assert counts == [0, 0, 1, 1]


def test_a_quarter_in_which_the_contract_ends_is_judged_in_its_last_month() -> None:
    own = ended(contract(QUARTER), date(2026, 2, 14))
    found = assess([own], rows(DOWN), "2026-02")
    assert paid(found) == [("P-1@1", Decimal(50))]
    assert [one.id for one in found.rights] == ["plan"]


def test_a_season_within_a_quarter_is_judged_and_paid_in_the_month_of_its_end() -> None:
    found = {month: assess([contract(QUARTER + PEAK)], rows(DOWN), month) for month in MONTHS[:3]}
    assert {month: paid(one) for month, one in found.items() if paid(one)} == {"2026-01": [("P-1@1", Decimal(50))]}
    assert [len(one.availability) for one in found.values()] == [1, 1, 1]


def test_what_of_the_month_comes_after_a_season_is_interim() -> None:
    short = PEAK.replace("P1M", "P10D")
    found = assess([contract(QUARTER + short)], rows(DOWN), "2026-01").availability
    assert [one.note is not None for one in found] == [False, True]
    assert found[0].figure.end == found[1].figure.start


def test_a_measure_of_a_year_is_judged_when_the_contract_ends_within_it() -> None:
    more = "measures: {mood: {agg: manual, per: calendar_year, target: {ge: 4}}}\n"
    more += "remedies: {sad: {of: mood, kind: flat, amount: 30}}\n"
    own = ended(contract(more), date(2026, 5, 31))
    mood = value("v", "mood", "2026-01-01T00:00", "2026-06-01T00:00", value="3.2", person="p1")
    assert paid(assess([own], rows(mood), "2026-05")) == [("P-1@1", Decimal(30))]
    assert [one.verdict for one in assess([own], rows(mood), "2026-05").measures] == ["breached"]


def test_a_measure_of_a_quarter_is_judged_at_the_change_of_the_wording() -> None:
    more = "measures: {asked: {agg: count, per: calendar_quarter, target: {le: 5}}}\n"
    wordings = [contract(more), contract(more, "2026-02-15", version=2)]
    found = assess(wordings, rows(every_day("other", "2026-01-01", "2026-01-02")), "2026-02").measures
    assert [(one.contract, one.note is not None) for one in found] == [("P-1@1", False), ("P-1@2", True)]
