"""Contracts in the small, and rows of evidence, for promises beside the clocks."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gwarant.packages import library
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence

WARSAW = ZoneInfo("Europe/Warsaw")
HEAD = """
apiVersion: sla/v1
kind: Contract
metadata: {id: P-1, version: VERSION, status: signed}
effective: {from: SINCE}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 1000.00}
calendars: {office: {week: "Mon-Fri 09:00-17:00", holidays: PL}, always: {week: "24/7"}}
services: {shop: {name: Shop}}
classes: {critical: {label: Critical}, usual: {label: Usual}}
clocks:
  response: {label: Response, start: reported, stop: first_human_reply}
targets: {critical: {response: [1h, always]}, usual: {response: [8h, always]}}
remedy_rules: {settle: price_reduction}
"""
UP = """
availability:
  shop-up: {service: shop, target: {ge: 99.0}, probe: {every: 60s}}
"""


def contract(more: str, since: str = "2026-01-01", version: int = 1) -> Contract:
    head = HEAD.replace("SINCE", since).replace("VERSION", str(version))
    if "remedy_rules:" in more:
        head = head.replace("remedy_rules: {settle: price_reduction}\n", "")
    return parse(head + more, "p.yaml", library()).required()


def iso(text: str, minutes: float = 0) -> str:
    """Warsaw's wall clock with its offset, so many minutes of real time later."""
    moment = datetime.fromisoformat(text).replace(tzinfo=WARSAW).timestamp() + minutes * 60
    return datetime.fromtimestamp(moment, WARSAW).isoformat()


def ticket(name: str, at: str, answered: float | None, class_: str = "critical", *more: dict[str, object]) -> list[str]:
    """A ticket that was answered after so many minutes."""
    head = {"type": "ticket", "ticket": name, "channel": "portal"}
    rows: list[dict[str, object]] = [
        {"id": f"{name}-1", "kind": "reported", "at": iso(at), "by": "customer", "class": class_, "service": "shop"}
    ]
    if answered is not None:
        rows.append({"id": f"{name}-2", "kind": "replied", "at": iso(at, answered)})
    rows += [{"id": f"{name}-{n}", **row} for n, row in enumerate(more, 3)]
    return [json.dumps({**head, **row}) for row in rows]


def state(name: str, since: str, until: str, state: str = "up") -> list[str]:
    row = {"type": "state", "id": name, "from": iso(since), "to": iso(until), "service": "shop", "state": state}
    return [json.dumps({**row, "every": 60})]


def outages(first: str, after: str, *down: tuple[str, float]) -> list[str]:
    """The shop watched from day to day: up but for outages of so many minutes."""
    rows: list[str] = []
    since = iso(first)
    for n, (at, minutes) in enumerate(sorted(down)):
        head = {"type": "state", "service": "shop", "every": 60}
        rows.append(json.dumps({**head, "id": f"u{n}", "from": since, "to": iso(at), "state": "up"}))
        since = iso(at, minutes)
        rows.append(json.dumps({**head, "id": f"d{n}", "from": iso(at), "to": since, "state": "down"}))
    last = {"type": "state", "service": "shop", "every": 60, "id": "u", "from": since, "to": iso(after), "state": "up"}
    return [*rows, json.dumps(last)]


def value(name: str, measure: str, since: str, until: str, **more: object) -> list[str]:
    return [json.dumps({"type": "value", "id": name, "measure": measure, "from": iso(since), "to": iso(until), **more})]


def proof(duty: str, at: str, **more: object) -> list[str]:
    return [json.dumps({"type": "proof", "id": f"{duty} {at}", "duty": duty, "at": iso(at), **more})]


ELSEWHERE = proof("another", "2026-01-02T03:00")
"""Proof of something else: evidence without any proof does not record duties."""


def every_day(duty: str, first: str, after: str, without: Iterable[str] = ()) -> list[str]:
    """A proof at three in the morning of each day."""
    day, end = datetime.fromisoformat(first), datetime.fromisoformat(after)
    days = [day + timedelta(days=n) for n in range((end - day).days)]
    return [line for one in days if f"{one:%Y-%m-%d}" not in without for line in proof(duty, f"{one:%Y-%m-%dT03:00}")]


def rows(*lines: list[str]) -> Evidence:
    return read_lines([line for group in lines for line in group])


def judged(more: str, period: str, *lines: list[str], since: str = "2026-01-01") -> Assessment:
    return assess([contract(more, since)], rows(*lines), period)
