"""What may happen to a contract of six months, each row without a stated receipt or with one that comes later."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence

CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C}
effective: {from: 2026-01-01, to: 2026-06-30}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
services: {main: {name: Main}}
calendars: {always: {week: 24/7}}
classes: {a: {}, b: {}}
pauses: [{id: parts, applies: [fix]}, {id: force, applies: [fix], approve: client}]
clocks: {response: {stop: first_human_reply}, fix: {stop: resolved}}
targets: {a: {response: [1h, always], fix: [4h, always]}, b: {response: [2h, always], fix: [24h, always]}}
availability:
  up: {service: main, target: {ge: 99}, probe: {every: 60s}, excluded: [agreed], maintenance: {notice: 2d}}
  long: {service: main, target: {ge: 99.5}, period: calendar_quarter, probe: {every: 60s}, excluded: [agreed]}
duties: {copy: {every: P7D}}
measures:
  mood: {agg: manual, target: {ge: 4}, evidence: survey}
  speed: {agg: external, of: {as: mean}, target: {le: 50}}
  trend: {agg: external, of: {feed: speed, as: mean}, average: 3, target: {le: 50}}
  share: {agg: share_within_target, of: {clock: fix}, target: {ge: 50}}
  seen: {agg: availability, of: {availability: up}, per: calendar_quarter, target: {ge: 50}}
hours: {pool: {amount: 5h, carry: {periods: 1}}, rates: {above: 100}}
remedies:
  r1: {of: {clock: response}, kind: flat, amount: 30}
  r2: {of: {clock: fix}, kind: flat, amount: 70}
  r3: {of: up, kind: per_unit, unit: 1h, pct: 1}
  r4: {of: {duty: copy}, kind: flat, amount: 10}
  r5: {of: mood, kind: flat, amount: 20}
  r6: {of: speed, kind: flat, amount: 15}
  r7: {of: {clock: fix}, kind: flat, amount: 90}
remedy_rules:
  settle: contractual_penalty
  damages_above: false
  combine: {same_incident: client_elects}
  caps: [{per: month, pct: 20}, {per: contract_year, pct: 40}]
"""
OWN: Contract = parse(CONTRACT).required()
START = datetime(2026, 1, 2, tzinfo=UTC)
MONTHS = [f"2026-{n:02}" for n in range(1, 7)]
HOURS = 170 * 24
LATEST = 2000  # hours
Row = dict[str, Any]
Stories = tuple[Sequence[Row], ...]
_KINDS = ("called", "replied", "resolved", "classified", "paused", "pause_decided", "resumed", "reopened")
_WHETHER = ("dismissed", "dismissed", "taken_up")  # of what came by mail, and so may never have been a report
_PERSON = {"person": "p", "approved_by": "q", "consent": "mail"}


def at(hours: int) -> str:
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def evidence(rows: Sequence[Row]) -> Evidence:
    return read_lines([json.dumps(row) for row in rows])


def flat(stories: Stories) -> list[Row]:
    return [row for story in stories for row in story]


def late() -> st.SearchStrategy[int | None]:
    """How many hours after it happened a row is received; None where it does not say."""
    return st.one_of(st.none(), st.integers(0, LATEST))


def receipt(happened: int, after: int | None) -> Row:
    return {} if after is None else {"received": at(happened + after)}


@st.composite
def tickets(draw: st.DrawFn, name: str) -> list[Row]:
    start = draw(st.integers(0, HOURS - 200))
    head = {"type": "ticket", "ticket": name}
    by_mail = draw(st.integers(0, 3)) == 0
    head |= {"channel": "email"} if by_mail else {}
    first = {**head, "id": f"{name}0", "at": at(start), "kind": "reported", "by": "customer", "class": "a"}
    rows = [{**first, **receipt(start, draw(late()))}]
    kinds = (*_KINDS, *_WHETHER) if by_mail else _KINDS
    for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), max_size=7)), 1):
        moment = start + draw(st.integers(0, 60))
        row = {**head, "id": f"{name}{number}", "at": at(moment), "kind": kind, **receipt(moment, draw(late()))}
        rows.append({**row, **draw(details(kind))})
    return rows


@st.composite
def details(draw: st.DrawFn, kind: str) -> Row:
    """What an event of the kind says beside its moment; some name nobody who stands for them."""
    by: Row = draw(st.sampled_from([{"person": "p"}, {"person": "p"}, {}]))
    if kind == "classified":
        return {**by, "class": draw(st.sampled_from("ab"))}
    if kind == "dismissed":
        return {**by, "reason": "spam"}
    if kind == "paused":
        return {**by, "reason": draw(st.sampled_from(["parts", "force", "force"]))}
    if kind == "pause_decided":
        return {"by": "customer", "person": "c", "reason": "force", "approved": draw(st.booleans())}
    return {"by": "customer", "person": "c"} if kind == "reopened" else by


@st.composite
def others(draw: st.DrawFn, number: int) -> Row:
    """A row of another type than of a ticket."""
    moment, length = draw(st.integers(0, HOURS - 100)), draw(st.integers(1, 90))
    kind = draw(st.sampled_from(sorted(_OTHERS)))
    first, last = {"at": at(moment)}, {"from": at(moment), "to": at(moment + length)}
    row: Row = draw(_OTHERS[kind])
    known = moment
    if kind == "closing":
        month = draw(st.sampled_from(MONTHS[:-1]))
        row = {**row, "month": month}
    if kind == "maintenance":
        known = moment - draw(st.sampled_from([0, 40, 50, 400]))
        row = {**row, "announced": at(known)}
    if kind in ("state", "time", "value"):
        known = moment + length
    if kind in ("exclusion", "off", "back"):
        row = {**row, "decided": at(moment)}
    row = {**row, "of": "o13"} if row.get("of") == f"o{number}" else row
    row = {**row, "row": "A1"} if row.get("row") == f"o{number}" else row
    own = {} if kind == "exclusion" else last if kind in _STRETCHES else first
    return {"id": f"o{number}", **row, **own, **receipt(known, draw(late()))}


_STRETCHES = ("off", "back", "state", "maintenance", "time", "value")
_STATES = st.sampled_from(["down", "down", "up", "degraded"])
_INCIDENTS = {"incident": st.sampled_from("AB"), "remedy": st.sampled_from(["r2", "r7"])}
_OTHERS: dict[str, st.SearchStrategy[Row]] = {
    "exclusion": st.fixed_dictionaries(
        {"type": st.just("exclusion"), "ticket": st.sampled_from("AB"), "reason": st.just("r")}
    ).map(lambda row: {**row, **_PERSON}),
    "off": st.just({"type": "exclusion", "service": "main", "reason": "agreed", **_PERSON}),
    "back": st.fixed_dictionaries(
        {"type": st.just("exclusion"), "reason": st.just("back"), "of": st.sampled_from([f"o{n}" for n in range(12)])}
    ).map(lambda row: {**row, "service": "main"}),
    "proof": st.fixed_dictionaries(
        {"type": st.just("proof"), "duty": st.just("copy"), "state": st.sampled_from(["passed", "failed"])}
    ),
    "state": st.fixed_dictionaries({"type": st.just("state"), "service": st.just("main"), "state": _STATES}),
    "check": st.fixed_dictionaries({"type": st.just("check"), "service": st.just("main"), "state": _STATES}),
    "maintenance": st.fixed_dictionaries(
        {"type": st.just("maintenance"), "service": st.just("main"), "emergency": st.booleans()}
    ),
    "value": st.fixed_dictionaries(
        {"type": st.just("value"), "measure": st.sampled_from(["mood", "speed"]), "value": st.integers(0, 90)}
    ).map(lambda row: {**row, "person": "p", "ref": "doc"}),
    "amount": st.fixed_dictionaries(
        {"type": st.just("amount"), "month": st.sampled_from(MONTHS), "status": st.just("elected"), **_INCIDENTS}
    ),
    "claim": st.fixed_dictionaries(
        {
            "type": st.just("amount"),
            "month": st.sampled_from(MONTHS),
            "status": st.sampled_from(["claimed", "accepted", "waived", "settled", "disputed"]),
        }
    ),
    "closing": st.just({"type": "closing"}),
    "void": st.fixed_dictionaries(
        {
            "type": st.just("void"),
            "row": st.sampled_from(["A1", "A2", "B1", *(f"o{number}" for number in range(12))]),
            "reason": st.just("typing_error"),
            "person": st.just("p"),
        }
    ),
    "time": st.fixed_dictionaries(
        {
            "type": st.just("time"),
            "ticket": st.sampled_from(["", "A"]),
            "work": st.sampled_from(["support", "warranty"]),
        }
    ),
}

STORIES = st.tuples(
    tickets("A"),
    tickets("B"),
    st.lists(st.integers(0, 12), max_size=9, unique=True).flatmap(
        lambda numbers: st.tuples(*(others(number) for number in numbers))
    ),
)
