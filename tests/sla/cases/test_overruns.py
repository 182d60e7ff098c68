"""Late duties and single outages: what the annex says of an overrun is what is counted."""

import json
from decimal import Decimal as D

import pytest

from gwarant.pictures.told import tell
from gwarant.sla.assessment import assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

HEAD = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C}
effective: {from: 2026-04-01, to: 2027-03-31}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 10000}
"""
DUTY = (
    HEAD
    + """
calendars: {praca: {week: "Mon-Fri 07:00-15:00", holidays: PL}}
duties: {report: {every: P1M, due: 10wd, calendar: praca}, backup: {every: P1D}}
remedies: {late: {of: {duty: report}, kind: per_unit, amount: 10, UNIT}}
"""
)
PROOFS = ("2026-05-13T10:00:00Z", "2026-06-22T08:00:00Z")  # in time for April; for May 10:00 in Warsaw


def proofs(duty: str, *moments: str) -> list[str]:
    rows = [{"type": "proof", "id": f"p{n}", "duty": duty, "at": at, "state": "passed"} for n, at in enumerate(moments)]
    return [json.dumps(row) for row in rows]


def total(own: Contract, rows: list[str], period: str = "2026-06") -> D | None:
    return assess([own], read_lines(rows), period).months[0].remedies.total


def said(own: Contract, lang: str = "en") -> list[str]:
    return [one.text for part in tell(own, lang) for one in part.told if "remedies.late" in one.path]


def duty(unit: str, **changes: str) -> Contract:
    text = DUTY.replace("UNIT", unit)
    for old, new in changes.items():
        text = text.replace(old, new)
    return parse(text).required()


@pytest.mark.parametrize(
    ("unit", "units", "words"),
    [
        ("unit: 1d, count_on: working_days", 5, "in working days"),
        ("unit: 1d, count_on: calendar_days", 8, "in calendar days"),
        ("unit: 1h, count_on: elapsed", 163, "around the clock"),
        ("unit: 1h", 35, "in the hours of “praca”"),
    ],
)
def test_a_late_duty_is_late_in_the_hours_of_its_calendar(unit: str, units: int, words: str) -> None:
    """Due on Monday 15 June at 15:00, done on Monday the 22nd at 10:00."""
    own = duty(unit)
    assert total(own, proofs("report", *PROOFS)) == 10 * units
    assert any(words in one for one in said(own))


def test_a_day_of_delay_is_a_date_and_no_hours_stand_beside_it() -> None:
    own = duty("unit: 1d, count_on: working_days")
    assert not any("24" in one for one in said(own))
    assert any("każdy dzień" in one for one in said(own, "pl"))
