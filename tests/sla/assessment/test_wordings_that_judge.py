"""Wordings that return, that judge what came under them before, and hours that come with a ticket."""

import json
from typing import Any

from gwarant.sla.assessment import assess
from gwarant.sla.assessment.assess import seen
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines, write_lines

FIRST = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 310}
services: {main: {name: Main}}
calendars: {always: {week: 24/7}}
classes: {a: {}}
clocks: {fix: {stop: resolved}}
targets: {a: {fix: [400h, always]}}
hours: {pool: {amount: 31h}, rates: {above: 100}}
remedies: {late: {of: {clock: fix}, kind: flat, amount: 7}}
remedy_rules: {settle: contractual_penalty, damages_above: false}
"""
SECOND = FIRST.replace("id: C", "id: C, version: 2", 1)
Row = dict[str, Any]
REPORT: Row = {"type": "ticket", "id": "e", "ticket": "T", "kind": "reported", "by": "customer", "class": "a"}


def contracts(second: str) -> list[Any]:
    texts = (FIRST, SECOND.replace("effective: {from: 2026-01-01}", f"effective: {{{second}}}"))
    return [parse(text).required() for text in texts]


def rows(*found: Row) -> Any:
    return read_lines([json.dumps({"id": f"r{n}", **row}) for n, row in enumerate(found)])


def work(first: str, last: str, **more: Any) -> Row:
    return {"type": "time", "from": first, "to": last, **more}


def test_the_hours_of_a_month_end_with_the_contract() -> None:
    days = [f"2026-03-{day}T10:00:00Z" for day in ("05", "15", "25")]
    own = rows(*(work(day, day.replace("10:00", "12:00")) for day in days), {**REPORT, "at": "2026-02-20T10:00:00Z"})
    found = assess(contracts("from: 2026-03-11, to: 2026-03-20"), own, "2026-03")
    stated = {one.month: (one.contract, one.hours.real if one.hours else None) for one in found.months}
    assert stated == {"2026-03-01..2026-03-10": ("C@1", 7200), "2026-03-11..2026-03-20": ("C@2", 7200)}
    assert [one.remedies.total for one in found.months if one.remedies.lines] == [7]


def test_a_wording_that_only_judges_what_came_under_it_before_is_named_with_its_hash() -> None:
    found = assess(contracts("from: 2026-03-01"), rows({**REPORT, "at": "2026-02-20T10:00:00Z"}), "2026-03")
    assert [one.verdict for one in found.readings] == [Verdict.BREACHED]
    assert [(one.name, one.start < one.end) for one in found.wordings] == [("C@1", False), ("C@2", True)]
    assert all(one.fingerprint for one in found.wordings)


def test_work_that_came_with_its_ticket_stands_in_the_evidence_as_it_was_written_down() -> None:
    adopted = {**REPORT, "id": "in", "kind": "adopted", "by": "provider", "contract": "C", "at": "2026-03-10T10:00:00Z"}
    entry = work("2026-02-05T10:00:00Z", "2026-02-05T12:00:00Z", id="w", ticket="T")
    own = rows({**REPORT, "at": "2026-02-05T09:00:00Z"}, entry, adopted)
    found = seen([parse(FIRST).required()], own, "2026-03")
    assert found.entries == own.entries
    again = assess([parse(FIRST).required()], read_lines(write_lines(found)), "2026-03")
    assert again.inputs == assess([parse(FIRST).required()], own, "2026-03").inputs
    assert not seen([parse(FIRST).required()], own, "2026-02", known=1_772_400_000).entries
