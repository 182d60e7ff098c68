"""The list of monitors of a large house: milliseconds of a page, and what they cost ours and PostgreSQL.

    bin/uv run bench/monitors.py [--monitors 2000] [--times 10]

It makes a PostgreSQL of its own with so many monitors, each of which was looked at, and asks for the list as an owner's
browser does.
"""

import argparse
import os
import platform
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from instance import instance
from reports import START, as_of, asked, manager, seconds, timed
from spending import Spent, spent_by

from gwarant.cli.service import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--monitors", type=int, default=2000)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    scope = load("gwarant.database.scope")
    with instance() as (_server, state), scope.scoped(scope.ENGINE):
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {os.getloadavg()}")
        watched(given.monitors, START)
        listed(spent_by(state), given.monitors, given.times)


def watched(many: int, at: datetime) -> None:
    """The cast's systems with so many monitors, each of which stands somewhere since a while."""
    world = load("gwarant.demo.cast").make_cast(at)
    home = load("gwarant.monitoring.home").opened(at)
    actions, models = load("gwarant.monitoring.actions"), load("gwarant.monitoring.models")
    services = list(world.services.values())
    for n in range(many):
        settings = {"url": f"https://www.example.com/{n}"}
        facts = actions.Facts(name=f"Page {n}", kind="http", settings=settings, places=(home,), every=60_000)
        actions.add_monitor(services[n % len(services)], facts, by=world.people["olga"], now=at)
    states = ("up", "up", "up", "up", "up", "up", "degraded", "down")
    last = int(at.timestamp() * 1000)
    told = {"place": home, "slot": last + 60_000 * 600, "code": "200", "total": 120_000}
    models.Standing.objects.bulk_create(
        models.Standing(
            monitor=one, customer=one.customer, state=states[n % 8], since=last + 60_000 * (n % 600), **told
        )
        for n, one in enumerate(models.Monitor.objects.select_related("customer").order_by("pk"))
    )


def listed(spent: Spent, many: int, times: int) -> None:
    """The list as a browser asks for it."""
    with as_of(START + timedelta(hours=12)):
        browser: Any = manager()
        asked(browser, "/desk/monitors")  # templates and catalogues are read once
        took = sorted(seconds(lambda: asked(browser, "/desk/monitors")) for _ in range(times))
        _wall, cost = timed(spent, lambda: [asked(browser, "/desk/monitors") for _ in range(times)])
        size = len(browser.get("/desk/monitors").content)
    print(
        f"list of {many} monitors: {1000 * median(took):.0f} ms, slowest {1000 * took[-1]:.0f};"
        f" {1000 * cost / times:.0f} ms of a processor, {size / 1024:.0f} kB"
    )


if __name__ == "__main__":
    main()
