"""What rests on a row that nobody can read is never said to be kept, nor what it costs: measures and hours."""

import json
from typing import Any

import pytest

from gwarant.pictures.facts import tell
from gwarant.sla.assessment import assess
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.measures import MeasureVerdict

CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C}
effective: {from: 2026-01-01, to: 2026-12-31}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
services: {main: {name: Main}}
calendars: {always: {week: 24/7}}
availability: {up: {service: main, target: {ge: 99}, probe: {every: 60s}}}
measures:
  mean: {agg: external, of: {feed: speed, as: mean}, target: {le: 50}}
  ratio: {agg: external, of: {feed: speed, as: intervals, limit: {le: 50}}, target: {ge: 90}}
  hand: {agg: manual, of: {feed: speed}, target: {le: 50}}
  again: {agg: availability, of: {availability: up}, target: {ge: 95}}
hours: {pool: {amount: 1h, carry: {periods: 1}}, rates: {above: 100}}
remedies: {late: {of: mean, kind: flat, amount: 7}}
remedy_rules: {settle: contractual_penalty, damages_above: false}
"""
Row = dict[str, Any]
SPAN = {"from": "2026-03-01T00:00:00+01:00", "to": "2026-04-01T00:00:00+02:00"}
VALUE: Row = {"type": "value", "measure": "speed", "value": 30, "person": "p", **SPAN}
UP: Row = {"type": "state", "service": "main", "state": "up", **SPAN}
WORK: Row = {"type": "time", "from": "2026-03-05T10:00:00+01:00", "to": "2026-03-05T13:00:00+01:00"}
GONE: Row = {"type": "unread", "id": "gone", "at": "2026-03-20T10:00:00+01:00", "line": "9f2c"}


def judged(*rows: Row, period: str = "2026-03") -> Any:
    lines = [json.dumps({"id": f"r{n}", **row}) for n, row in enumerate(rows)]
    return assess([parse(CONTRACT).required()], read_lines(lines), period)


def test_without_an_unreadable_row_all_is_kept() -> None:
    found = judged(VALUE, UP, WORK)
    assert {one.verdict for one in found.measures} == {MeasureVerdict.MET}
    assert found.months[0].hours.amount == 100


@pytest.mark.parametrize(("of", "names"), [("value", {"mean", "ratio", "hand"}), ("check", {"again"}), ("time", set())])
def test_a_measure_that_an_unreadable_row_may_change_is_undetermined_and_says_why(of: str, names: set[str]) -> None:
    found = judged(VALUE, UP, {**GONE, "of": of})
    doubted = [one for one in found.measures if one.verdict is MeasureVerdict.UNDETERMINED]
    assert {one.id for one in doubted} == names
    assert all(any("gone" in tell(note, lang) for note in one.remarks) for one in doubted for lang in ("en", "pl"))


def test_a_value_that_nobody_can_read_costs_nothing() -> None:
    late = {**VALUE, "value": 90}
    assert judged(late, UP).months[0].remedies.total == 7
    assert judged(late, UP, {**GONE, "of": "value"}).months[0].remedies.total == 0


def test_a_value_that_came_before_the_period_began_is_none_of_it() -> None:
    early = {**GONE, "of": "value", "at": "2026-02-20T10:00:00+01:00"}
    assert {one.verdict for one in judged(VALUE, UP, early).measures} == {MeasureVerdict.MET}


def test_nobody_says_what_a_month_costs_whose_entry_nobody_can_read() -> None:
    (month,) = judged(WORK, {**GONE, "of": "time"}).months
    assert (month.hours.real, month.hours.amount, len(month.hours.could_not_check)) == (10_800, None, 1)
    assert any("gone" in tell(note, lang) for note in month.hours.notes for lang in ("en", "pl"))


@pytest.mark.parametrize(("closed", "doubted"), [("2026-03-02T10:00:00+01:00", 0), ("2026-03-21T10:00:00+01:00", 1)])
def test_what_was_closed_before_the_unreadable_entry_came_stays_as_it_was_stated(closed: str, doubted: int) -> None:
    closing = {"type": "closing", "at": closed, "month": "2026-02"}
    entry = {**WORK, "from": "2026-02-05T10:00:00+01:00", "to": "2026-02-05T13:00:00+01:00"}
    found = judged(entry, closing, {**GONE, "of": "time"}, period="2026-03-01..2026-03-31")
    february = judged(entry, closing, {**GONE, "of": "time"}, period="2026-Q1").months[1]
    assert len(february.hours.could_not_check) == doubted
    assert found.months[0].hours.could_not_check


def test_the_pool_carries_the_doubt_on_until_the_entry_was_settled() -> None:
    april = {**WORK, "from": "2026-04-05T10:00:00+02:00", "to": "2026-04-05T13:00:00+02:00"}
    void = {"type": "void", "at": "2026-04-20T10:00:00+02:00", "row": "gone", "reason": "unreadable", "person": "p"}
    rows = [WORK, april, {**GONE, "of": "time"}]
    assert judged(*rows, period="2026-04").months[0].hours.could_not_check
    assert not judged(*rows, {**void, "id": "v"}, period="2026-04").months[0].hours.could_not_check
