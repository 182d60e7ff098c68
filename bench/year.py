"""A year of a large house's tickets, eight events each, as lines of evidence in the order in which they happened."""

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

EVENTS = 8
START = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
YEAR = 365 * 86_400
HOUR = 3600
CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: BENCH-1, version: 1, extends: package/business@2026.1}
effective: {from: 2026-01-01}
parties: {provider: {name: House}, client: {name: Client}}
fee: {monthly: 9000.00}
services: {main: {name: Shop}}
hours: {rates: {above: 200.00}}
remedy_rules: {settle: price_reduction}
"""
CLASSES = (("critical", 5), ("serious", 20), ("ordinary", 60), ("change", 15))

# How much of the year has a course of its own kind; the rest is a report, an answer, perhaps a question, a fix.
SHARES = {"reopened": 0.03, "reclassified": 0.03, "merged": 0.02, "rejected": 0.01, "failed": 0.005}
SPANS = {"critical": 6, "serious": 24, "ordinary": 90, "change": 60}  # hours until the fix, as a mean
Event = tuple[int, str, str, str]  # moment, kind, by, more keys


def lines(tickets: int, seed: int = 20260529) -> Iterator[str]:
    """The lines of that many tickets; memory holds those that are open."""
    chance, waiting, number = Random(seed), [], 0
    for ticket in range(tickets):
        start = START + YEAR * ticket // tickets + chance.randrange(max(1, YEAR // tickets))
        while waiting and waiting[0][0] < start:
            yield _line(number, heapq.heappop(waiting))
            number += 1
        for place, event in enumerate(_story(chance, start, ticket)):
            heapq.heappush(waiting, (event[0], ticket, place, event))
    while waiting:
        yield _line(number, heapq.heappop(waiting))
        number += 1


def _story(chance: Random, start: int, ticket: int) -> list[Event]:
    """Eight events, none at the same second as another."""
    class_ = chance.choices([name for name, _ in CLASSES], [share for _, share in CLASSES])[0]
    by_monitor = class_ == "critical" and chance.random() < 0.3
    channel = "monitoring" if by_monitor else chance.choice(("portal", "email", "phone"))
    report = (start, "reported", "system" if by_monitor else "customer", f',"class":"{class_}","channel":"{channel}"')
    fix = start + 600 + int(chance.expovariate(1 / (SPANS[class_] * HOUR)))
    told = {start: report}
    for event in (*_middle(chance, start, fix, class_), *_end(chance, fix, ticket, class_)):
        moment = event[0]
        while moment in told:
            moment += 1
        told[moment] = (moment, *event[1:])
    while len(told) < EVENTS:
        moment = start + chance.randrange(60, max(120, fix - start))
        told.setdefault(moment, (moment, chance.choice(("noted", "noted", "work_started")), "provider", ""))
    return sorted(told.values())[:EVENTS]


def _middle(chance: Random, start: int, fix: int, class_: str) -> Iterator[Event]:
    """Answers and questions, and where service was down its restoration."""
    if chance.random() < 0.4:
        yield start + 5, "replied", "system", ',"automatic":true'
    answer = start + int(chance.expovariate(1 / (SPANS[class_] * HOUR / 30)))
    yield min(answer, fix - 60), "replied", "provider", f',"person":"p{chance.randrange(40)}"'
    if chance.random() < 0.35:
        asked = start + int((fix - start) * chance.uniform(0.2, 0.6))
        yield asked, "asked", "provider", ""
        yield asked + int(chance.expovariate(1 / (4 * HOUR))), "replied", "customer", ""
    if class_ in ("critical", "serious"):
        yield start + int((fix - start) * chance.uniform(0.4, 0.9)), "restored", "provider", ""
    if class_ == "change":
        yield start + int((fix - start) * 0.5), "quoted", "provider", ""


def _end(chance: Random, fix: int, ticket: int, class_: str) -> Iterator[Event]:
    """How it ended: mostly delivered and accepted, or resolved and closed by silence."""
    turn, draw = "", chance.random()
    for name, share in SHARES.items():
        if not turn and draw < share:
            turn = name
        draw -= share
    later = fix + int(chance.expovariate(1 / (20 * HOUR)))
    if turn == "merged" and ticket:
        yield fix, "merged", "provider", f',"into":"T-{max(0, ticket - chance.randrange(1, 50)):07}"'
        return
    if turn == "reclassified":
        yield fix - 30, "classified", "provider", f',"class":"{"ordinary" if class_ == "serious" else "serious"}"'
    if turn == "failed":
        yield fix - 20, "restoration_failed", "customer", ""
    yield fix, ("delivered" if chance.random() < 0.6 else "resolved"), "provider", ""
    if turn in ("reopened", "rejected"):
        yield later, turn, "customer", ""
        yield later + 6 * HOUR, "resolved", "provider", ""
    elif chance.random() < 0.7:
        yield later, ("accepted" if chance.random() < 0.6 else "closed"), "customer", ""


def _line(number: int, waiting: tuple[int, int, int, Event]) -> str:
    at, ticket, _, (_, kind, by, more) = waiting
    day, second = divmod(at, 86_400)
    when = f"{_day(day)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
    return (
        f'{{"at":"{when}","by":"{by}"{more},"id":"e{number:08}","kind":"{kind}","service":"main",'
        f'"source":"desk","ticket":"T-{ticket:07}","type":"ticket"}}\n'
    )


@cache
def _day(day: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).date().isoformat()
