"""What a verb on a ticket costs: statements, milliseconds and verbs a second, on a database of its own.

bin/uv run bench/verbs.py [--rounds 60] [--list report]

A statement is what Django asks of the server; a transaction's own, and what sets whose rows are seen, are not among
them. `--list` prints the statements of one verb.
"""

import argparse
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from instance import instance

from gwarant.cli.service import load

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@dataclass
class Counted:
    """What one kind of verb asked of the database, and how long it took."""

    asked: list[list[str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        taken = sorted(self.seconds)
        median = taken[len(taken) // 2]
        rate = len(taken) / sum(taken)
        return f"{name:12}{len(self.asked[-1]):12}{1000 * median:12.2f}{rate:12.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--list", default="", metavar="VERB")
    given = parser.parse_args()
    with instance(fast=True):
        counted = measured(_cast(), given.rounds)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {given.rounds} rounds")
    print(f"{'verb':12}{'statements':>12}{'median ms':>12}{'a second':>12}")
    for name, one in counted.items():
        print(one.line(name))
    for asked in counted[given.list].asked[-1] if given.list else ():
        print(" ", asked[:200])


def _cast() -> Any:
    cast, agreement = load("gwarant.demo.cast"), load("gwarant.demo.agreement")
    scope = load("gwarant.database.scope")
    with scope.scoped(scope.ENGINE):
        house = cast.make_cast(START)
    for client in cast.CLIENTS:
        agreement.agree(house, client, date(2026, 5, 1), START - timedelta(days=50))
    return house


def measured(house: Any, rounds: int) -> dict[str, Counted]:
    """A report, a reply, a question, a class and a resolution, as many times."""
    actions, scope = load("gwarant.tickets.actions"), load("gwarant.database.scope")
    counted: dict[str, Counted] = {}
    customer, cora, ben = house.customers["SHOP"], house.cora, house.ben
    inside, outside = scope.staff_scope(ben.pk), scope.customer_scope(cora.pk, [customer.pk])
    service = house.services["SHOP", "shop"]

    def once(name: str, at: Any, verb: Callable[..., Any], *told: Any, **way: Any) -> Any:
        with scope.scoped(at):
            asked, taken, found = _watched(partial(verb, *told, **way))
        one = counted.setdefault(name, Counted())
        one.asked.append(asked)
        one.seconds.append(taken)
        return found

    for n in range(rounds):
        at = START + timedelta(minutes=20 * n)
        told = {"title": f"Orders fail ({n})", "text": "The page says 500.", "class_id": "serious", "service": service}
        ticket = once("report", outside, actions.report, customer, **told, by=cora, now=at)
        way = [{"by": ben, "now": at + timedelta(minutes=m)} for m in range(1, 6)]
        once("take", inside, actions.acknowledge, ticket, **way[0])
        once("reply", inside, actions.reply, ticket, "We look at it.", **way[1])
        once("ask", inside, actions.ask, ticket, "Since when?", **way[2])
        once("classify", inside, actions.classify, ticket, "ordinary", reason="one order", **way[3])
        once("resolve", inside, actions.resolve, ticket, "A new key.", **way[4])
    return counted


def _watched(deed: Callable[[], Any]) -> tuple[list[str], float, Any]:
    """The statements that it asked, the seconds that it took, and what it gave."""
    connection = load("django.db").connection
    asked: list[str] = []

    def heard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(heard):
        began = time.perf_counter()
        found = deed()
        return asked, time.perf_counter() - began, found


if __name__ == "__main__":
    main()
