"""Beyond the listed holidays nobody knows what they touch; all else is judged as ever."""

import json
from typing import Any

import pytest

from gwarant.sla.assessment import assess
from gwarant.sla.availability.figure import Verdict as Figured
from gwarant.sla.clocks.codes import HOLIDAYS_UNKNOWN
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
services: {main: {name: Main}}
calendars: {office: {week: "Mon-Fri 08:00-16:00", holidays: PL}, always: {week: 24/7, holidays: none}}
classes: {a: {}, b: {}}
clocks: {fix: {stop: resolved}}
targets: {a: {fix: [4h, office]}, b: {fix: [4h, always]}}
availability:
  day: {service: main, over: office, target: {ge: 99}, probe: {every: 60s}}
  all: {service: main, target: {ge: 99}, probe: {every: 60s}}
duties:
  report: {every: P1M, due: 5wd, calendar: office}
  copy: {every: P1M, due: P5D}
hours: {pool: {amount: 1h}, rates: {above: 100WHEN}}
"""
THROUGH = 2067
REASON = HOLIDAYS_UNKNOWN(calendar="office", through=THROUGH)
SPAN = {"from": "2070-03-01T00:00:00+01:00", "to": "2070-04-01T00:00:00+02:00"}
UP = {"type": "state", "service": "main", "state": "up", **SPAN}
WORK = {"type": "time", "from": "2070-03-05T10:00:00+01:00", "to": "2070-03-05T13:00:00+01:00"}


def judged(*rows: dict[str, Any], when: str = "", period: str = "2070-03") -> Any:
    lines = [json.dumps({"id": f"r{n}", **row}) for n, row in enumerate(rows)]
    return assess([parse(CONTRACT.replace("WHEN", when)).required()], read_lines(lines), period)


def ticket(class_: str) -> dict[str, Any]:
    row = {"type": "ticket", "ticket": class_, "kind": "reported", "by": "customer", "class": class_}
    return {**row, "at": "2070-03-05T10:00:00+01:00"}


def test_a_clock_that_would_be_broken_could_not_be_checked_where_its_calendar_has_holidays() -> None:
    office, always = judged(ticket("a"), ticket("b")).readings
    assert {office.class_: office.verdict, always.class_: always.verdict} == {
        "a": Verdict.COULD_NOT_CHECK,
        "b": Verdict.BREACHED,
    }
    assert {one.reason for one in (office, always)} == {REASON, None}


def test_what_was_done_in_time_was_done_in_time() -> None:
    done = {**ticket("a"), "kind": "resolved", "by": "provider", "person": "p", "at": "2070-03-05T11:00:00+01:00"}
    assert [one.verdict for one in judged(ticket("a"), done).readings] == [Verdict.MET]


def test_a_figure_over_such_hours_is_undetermined_and_one_over_all_time_is_not() -> None:
    day, all_ = judged(UP).availability
    assert (day.figure.verdict, day.value_for_money, REASON in day.figure.notes) == (Figured.UNDETERMINED, None, True)
    assert (all_.figure.verdict, all_.figure.notes) == (Figured.MET, ())


@pytest.mark.parametrize(
    ("when", "touched"), [("holiday", True), ("outside office", True), ("outside always", False), ("Sun", False)]
)
def test_hours_are_priced_unless_holidays_decide_their_price(when: str, touched: bool) -> None:
    (month,) = judged(WORK, when=f', multipliers: [{{when: "{when}", x: 2}}]').months
    assert (month.hours.amount is None, REASON in month.hours.could_not_check) == (touched, touched)
    assert month.hours.real == 10_800


def test_the_months_before_are_as_ever() -> None:
    early = {**WORK, "from": "2036-03-05T10:00:00+01:00", "to": "2036-03-05T13:00:00+01:00"}
    found = judged(early, when=", multipliers: [{when: holiday, x: 2}]", period="2036-03")
    assert not found.months[0].hours.could_not_check


def test_a_duty_that_is_due_by_working_days_could_not_be_checked_where_it_seems_late() -> None:
    proof = {"type": "proof", "duty": "copy", "at": "2069-12-01T10:00:00+01:00"}
    verdicts = {one.duty: (one.missed, one.could_not_check) for one in judged(proof).duties}
    assert verdicts == {"report": (0, 1), "copy": (1, 0)}
