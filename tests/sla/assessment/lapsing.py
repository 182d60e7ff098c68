"""A contract on claim, ten days from the breach, and tickets, claims and answers written shortly."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from functools import cache
from typing import Any

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

TEXT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: L, version: 1, status: signed}
effective: {from: 2026-01-01}
defaults: {timezone: UTC, currency: EUR}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
calendars: {always: {week: 24/7}}
services: {shop: {}}
classes: {a: {}}
intake: {channels: {portal: {}}}
clocks: {answer: {stop: first_human_reply}, fix: {stop: resolved}}
targets: {a: {answer: [1h, always], fix: [4h, always]}}
remedies:
  late: {of: {clock: answer}, kind: flat, amount: 50}
  slow: {of: {clock: fix}, kind: per_unit, unit: 1h, amount: 10}
remedy_rules: RULES
"""
JANUARY, FEBRUARY, MARCH = (datetime(2026, n, 1, tzinfo=UTC) for n in (1, 2, 3))
Row = dict[str, Any]


def wording(rules: str = "", *changes: tuple[str, str]) -> Contract:
    """The contract with more rules, such as `caps: […]`, and pieces of its text exchanged."""
    text = TEXT.replace("RULES", "{mode: on_claim, claim: {deadline: P10D, anchor: breach}, " + rules + "}")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return _parsed(text)


@cache
def _parsed(text: str) -> Contract:
    return parse(text).required()


def on(day: int, hour: int = 9, month: int = 1) -> datetime:
    return datetime(2026, month, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


def ticket(name: str, reported: datetime, answered: int = 2, fixed: int = 3) -> list[Row]:
    """Answered and fixed so many hours after its report."""
    steps = (("reported", 0), ("replied", answered), ("resolved", max(answered, fixed)))
    rows = []
    for kind, hours in steps:
        row = {"type": "ticket", "id": f"{name}-{kind}", "at": _at(reported + timedelta(hours=hours)), "ticket": name}
        own = {"by": "customer", "channel": "portal", "service": "shop", "class": "a"} if kind == "reported" else {}
        rows.append({**row, "kind": kind, **own})
    return rows


def said(number: int, status: str, at: datetime, month: str, **more: str) -> Row:
    row = {"type": "amount", "id": f"m{number}", "at": _at(at), "month": month, "status": status}
    return {**row, **({"by": "customer"} if status in ("claimed", "elected") else {}), **more}


def judged(rows: Iterable[Row], period: str, *own: Contract, until: datetime | None = None) -> Assessment:
    cut = None if until is None else int(until.timestamp())
    return assess(own, read_lines([json.dumps(row) for row in rows]), period, cut)


def totals(found: Assessment) -> Mapping[str, D | None]:
    """What each month of the period owes under all its wordings."""
    sums: dict[str, D | None] = {}
    for one in found.months:
        sums[one.month[:7]] = (sums.get(one.month[:7]) or D(0)) + (one.remedies.total or D(0))
    return sums


def stands(found: Assessment) -> list[tuple[str, str, D | None, bool, D | None]]:
    """Of each amount its remedy, its incident, what is computed, whether it lapsed, and what stands."""
    return [(one.remedy, one.incident, one.computed, one.lapsed, one.stands) for one in found.ledger]


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
