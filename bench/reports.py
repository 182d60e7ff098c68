"""What months cost a large house: judged for the list, listed, shown, closed, drawn as PDF; processor time and memory.

    bin/uv run bench/reports.py [--contracts 1000] [--tickets 12] [--closings 1000] [--papers 100]

It makes a PostgreSQL of its own with so many customers, each with one contract and so many tickets in a month.
Seconds are those of this process and of PostgreSQL's together.
"""

import argparse
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from instance import instance
from many import multiply
from spending import Spent, spent_by

from gwarant.cli.service import load

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
RUNNING, ENDED = datetime(2026, 6, 28, 8, 0, tzinfo=UTC), datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
MONTH = "2026-06"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=1000)
    parser.add_argument("--tickets", type=int, default=12)
    parser.add_argument("--closings", type=int, default=1000)
    parser.add_argument("--papers", type=int, default=100)
    given = parser.parse_args()
    with house(given.contracts, given.tickets) as spent, _inside():
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {os.getloadavg()}")
        contracts = list(load("gwarant.contracts.models").Contract.objects.select_related("customer").order_by("pk"))
        print(f"{len(contracts)} contracts with {given.tickets} tickets each in the month")
        judged(spent, contracts)
        listed(contracts)
        shown(spent, contracts, is_closed=False)
        closed(spent, contracts[: given.closings])
        shown(spent, contracts, is_closed=True)
        drawn(spent, contracts[: given.papers])


def _inside() -> Any:
    scope = load("gwarant.database.scope")
    return scope.scoped(scope.ENGINE)


def judged(spent: Spent, contracts: list[Any]) -> None:
    """Every running month judged for the list, as the engine does it."""
    running = load("gwarant.reports.running")
    while running.begin(RUNNING):
        pass
    rows = list(load("gwarant.reports.models").Running.objects.values_list("pk", flat=True))
    wall, spent = timed(spent, lambda: [running.restate(pk, RUNNING) for pk in rows])
    each = (1000 * one / len(rows) for one in (wall, spent))
    print("judged for the list: {:.1f} ms each, {:.1f} ms of a processor".format(*each))


def listed(contracts: list[Any]) -> None:
    """The figures of a list's page of 25 contracts, and the running months of some that the process has not judged."""
    running, months = load("gwarant.reports.running"), load("gwarant.reports.month")
    later = RUNNING + timedelta(minutes=5)
    some = [(one, months.period_of(one, MONTH, later)) for one in contracts[:25]]
    took = sorted(seconds(lambda: running.headlines_of(some, later)) for _ in range(20))
    print(f"figures of a page of 25: {1000 * median(took):.1f} ms")
    took = sorted(seconds(lambda one=one: months.month_of(one, MONTH, "en", later)) for one in contracts[-40:])
    print(f"one running month anew: {1000 * median(took):.1f} ms, slowest {1000 * took[-1]:.1f}")


def shown(spent: Spent, contracts: list[Any], *, is_closed: bool) -> None:
    """The list of months, some of its pages, and the pages of some months, asked for by a manager's browser."""
    at, word = (ENDED + timedelta(hours=1), "closed") if is_closed else (RUNNING + timedelta(minutes=5), "running")
    with as_of(at):
        browser = manager()
        lists = [f"/desk/months?page={n}" for n in range(1, 11)]
        lists = [f"{one}&period={MONTH}" for one in lists] if is_closed else lists
        pages = [f"/desk/contracts/{one.number}/months/{MONTH}" for one in contracts[5:25]]
        for name, addresses in (("list of months", lists), (f"page of a {word} month", pages)):
            asked(browser, addresses[0])  # templates and catalogues are read once
            took = sorted(seconds(lambda one=one: asked(browser, one)) for one in addresses[1:])
            _wall, cost = timed(spent, lambda some=addresses[1:]: [asked(browser, one) for one in some])
            print(
                f"{name} ({word}): {1000 * median(took):.0f} ms, slowest {1000 * took[-1]:.0f}; again"
                f" {1000 * cost / len(addresses[1:]):.0f} ms of a processor"
            )


@contextmanager
def as_of(at: datetime) -> Iterator[None]:
    """The pages' clock stands at the moment."""
    clock = load("gwarant.web.moment").now
    load("gwarant.config.urls")  # every page is there before its clock is set
    pages = [one for one in [*sys.modules.values()] if getattr(one, "now", None) is clock]
    for one in pages:
        one.now = lambda: at  # type: ignore[attr-defined]
    yield
    for one in pages:
        one.now = clock  # type: ignore[attr-defined]


def manager() -> Any:
    """A browser of the house's owner."""
    browser = load("django.test").Client(headers={"host": "127.0.0.1"})
    owner = load("gwarant.accounts.models").User.objects.get(email="olga@house.example")
    browser.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def asked(browser: Any, address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")


def closed(spent: Spent, contracts: list[Any]) -> None:
    """Months closed, each with its row of evidence, its seal and its frozen bytes."""
    close = load("gwarant.reports.actions").close
    wall, spent = timed(spent, lambda: [close(one, MONTH, by=None, now=ENDED) for one in contracts])
    each = spent / len(contracts)
    print(
        f"{len(contracts)} months closed: {1000 * wall / len(contracts):.1f} ms each,"
        f" {1000 * each:.1f} ms of a processor: 10,000 in {10_000 * each / 2 / 60:.1f} minutes of two cores"
    )


def drawn(spent: Spent, contracts: list[Any]) -> None:
    """Their reports as PDF."""
    month_of, paper = load("gwarant.reports.month").month_of, load("gwarant.reports.paper.paper")
    sizes = []

    def draw() -> None:
        for one in contracts:
            month = month_of(one, MONTH, "en", ENDED + timedelta(hours=1))
            sizes.append(len(paper.paper_of(month, month.report, "en")))

    wall, spent = timed(spent, draw)
    print(
        f"{len(sizes)} reports drawn: {wall / len(sizes):.2f} s each, {spent / len(sizes):.2f} s of a processor,"
        f" {median(sizes) / 1024:.0f} KB, memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


@contextmanager
def house(contracts: int, tickets: int) -> Iterator[Spent]:
    """So many customers, each with so many tickets; gives the seconds that were spent."""
    with instance() as (server, state):
        _small_world(tickets)
        admin = server.dsn(load("gwarant.database.roles").ADMIN)
        multiply(load, admin, contracts, tickets)
        with load("psycopg").connect(admin) as connection:  # as if each row had come by itself
            waits = "INSERT INTO ledger_unsealed (row_id, customer_id) SELECT id, customer_id FROM ledger_row"
            connection.execute(f"{waits} ON CONFLICT DO NOTHING")
        with _inside():
            seal = load("gwarant.ledger.actions").seal
            for pk in load("gwarant.customers.models").Customer.objects.values_list("pk", flat=True):
                seal(pk, RUNNING)
        yield spent_by(state)


def _small_world(tickets: int) -> None:
    """The cast with contracts, and for each customer so many tickets of June; every fourth was answered too late."""
    cast, agreement, scope = load("gwarant.demo.cast"), load("gwarant.demo.agreement"), load("gwarant.database.scope")
    actions = load("gwarant.tickets.actions")
    with scope.scoped(scope.ENGINE):
        world = cast.make_cast(START)
    for client in cast.CLIENTS:
        agreement.agree(world, client, date(2026, 5, 1), START - timedelta(days=50))
    with scope.scoped(scope.ENGINE):
        services = {key: one for (key, _), one in world.services.items()}
        for client in cast.CLIENTS:
            for n in range(tickets):
                at = START + timedelta(days=1 + 2 * n % 20, hours=n)
                told = {"title": f"Fault {n}", "text": "…", "class_id": "critical", "service": services[client.key]}
                ticket = actions.report(world.customers[client.key], **told, by=None, now=at)
                answered = at + timedelta(hours=30 if n % 4 == 0 else 0, minutes=20)
                actions.reply(ticket, "We look at it.", by=world.ben, now=answered)
                actions.resolve(ticket, "It is mended.", by=world.ben, now=answered + timedelta(minutes=50))


def timed(spent: Spent, deed: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock, and of a processor, ours and PostgreSQL's."""
    wall, before = time.perf_counter(), spent()
    deed()
    return time.perf_counter() - wall, spent() - before


def seconds(deed: Callable[[], Any]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
