"""Worked examples of published agreements: the cases, contracts in the language, and evidence that fits their inputs.

Unless a case says otherwise the month is November 2026 in UTC: 30 days, 43,200 minutes, no change of clocks.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.model import Evidence, Kind, Role, State, StateInterval, TicketEvent, TimeEntry

FILE = Path(__file__).parents[2] / "vectors" / "credits.json"
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))}
HEAD = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: CV}
effective: {from: %s, to: %s}
defaults: {timezone: %s, currency: EUR, money: {round: half-up, scale: 2}}
parties: {provider: {name: House}, client: {name: Client}}
fee: {monthly: %s}
calendars: {always: {week: 24/7}}
services: {main: {name: Main}}
"""
COVERED: set[str] = set()
NOVEMBER = "2026-11"
MINUTE, HOUR, DAY = 60, 3600, 86_400
Test = TypeVar("Test", bound=Callable[..., Any])


def covers(*names: str) -> Callable[[Test], Test]:
    """Marks a test as one that reproduces these cases."""
    assert set(names) <= CASES.keys()
    COVERED.update(names)
    return lambda test: test


def given(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The inputs of a case and what is expected."""
    return CASES[name]["inputs"], CASES[name]["expected"]


@cache
def contract(
    sections: str, fee: str = "100", start: str = "2026-01-01", end: str = "null", zone: str = "UTC"
) -> Contract:
    """The contract with these sections; it must parse."""
    return parse(HEAD % (start, end, zone, fee) + sections, "case.yaml").required()


def at(text: str) -> int:
    """UTC seconds of a moment written in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def up_down(*outages: tuple[str, float], first: str = "2026-01-01", last: str = "2027-02-01") -> Evidence:
    """The service is up from the first to the last day, but for the outages: when each began, how many seconds."""
    edges = [at(first) * 1000]
    for began, seconds in sorted(outages):
        edges += [at(began) * 1000, at(began) * 1000 + round(seconds * 1000)]
    edges.append(at(last) * 1000)
    states = tuple(
        StateInterval(
            id=f"s{n}", start=start, end=end, received=end, service="main", every=60,
            state=State.DOWN if n % 2 else State.UP,
        )
        for n, (start, end) in enumerate(pairwise(edges))
    )  # fmt: skip
    return Evidence(states=states)


def at_uptime(percent: str, began: str = "2026-11-02") -> Evidence:
    """November with exactly that availability, by one outage."""
    seconds = (100 - Fraction(percent)) / 100 * 30 * DAY
    return up_down((began, float(seconds)))


def ticket(name: str, reported: str, late: float, class_: str = "a", target: int = HOUR) -> Iterator[TicketEvent]:
    """A ticket that is resolved so many seconds after its target of one hour."""
    start = at(reported)
    for n, (kind, moment, by) in enumerate(
        [(Kind.REPORTED, start, Role.CUSTOMER), (Kind.RESOLVED, start + target + int(late), Role.PROVIDER)]
    ):
        yield TicketEvent(
            id=f"{name}-{n}", at=moment, received=moment, ticket=name, kind=kind, by=by, class_=class_ if not n else "",
            service="main",
        )  # fmt: skip


def tickets(*rows: Iterable[TicketEvent]) -> Evidence:
    return Evidence(events=tuple(sorted((event for row in rows for event in row), key=lambda row: (row.at, row.id))))


def worked(name: str, began: str, minutes: float, **more: Any) -> TimeEntry:
    start = at(began)
    end = start + int(minutes * 60)
    return TimeEntry(id=name, start=start, end=end, received=end, **more)


def judged(one: Contract, evidence: Evidence, period: str = NOVEMBER) -> Assessment:
    return assess([one], evidence, period)


def total(one: Contract, evidence: Evidence, period: str = NOVEMBER) -> Decimal:
    """What the remedies of the period's months come to; with a fee of 100 it is the percentage."""
    amounts = [month.remedies.total for month in judged(one, evidence, period).months]
    assert None not in amounts
    return sum(amounts, Decimal(0))


def hours_of(text: str) -> Fraction:
    """Hours written as 3h34m, 12h, 30m, 177h10m or 4.28."""
    hours, _, rest = text.rpartition("h") if "h" in text else ("0", "", text)
    if "h" not in text and "m" not in text:
        return Fraction(text)
    return Fraction(hours or 0) + Fraction(rest.removesuffix("m") or 0) / 60


def cut(value: Any, digits: int) -> str:
    """The figure with so many decimals, cut off."""
    units = int(Fraction(value) * 10**digits)
    return f"{units // 10**digits}.{units % 10**digits:0{digits}}" if digits else str(units)


def prints(value: Any, text: str) -> bool:
    """Whether the figure is printed so: cut off, or rounded half up, at the digits of the text."""
    digits = len(text.partition(".")[2])
    return text in (cut(value, digits), cut(Fraction(value) + Fraction(5, 10 ** (digits + 1)), digits))
