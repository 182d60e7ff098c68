"""An instance with real programs: its own server, committed rows, processes that are killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connections
from pg import discard, test_server
from service import migrated, point_at

from gwarant.customers.models import Service
from gwarant.database import roles
from gwarant.database.embedded import Embedded
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, World, make_cast
from gwarant.tickets.actions import report
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now as now


@dataclass
class Instance:
    """A server with the cast in it, and the programs that run on it."""

    server: Embedded
    world: World
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str, **settings: str) -> subprocess.Popen[bytes]:
        """Begin a program; what it says stands in the state directory."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GWARANT_")}
        own = {
            "GWARANT_STATE_DIR": str(self.server.state),
            "GWARANT_SECRET_KEY": "x" * 50,
            "DATABASE_URL": self.server.dsn(roles.OWNER),
            "GWARANT_APP_DATABASE_URL": self.server.dsn(roles.APP),
        }
        with open(self.log, "ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "gwarant.cli", *command], env=clean | own | settings, stdout=out, stderr=out
            )
        self.programs.append(process)
        return process

    @property
    def log(self) -> Path:
        return self.server.state / "programs.log"

    def report(self, at: datetime, title: str = "Nothing works", class_id: str = "critical", **more: str) -> Ticket:
        """The clinic reports."""
        customer, zoe = self.world.customers["CLINIC"], self.world.people["zoe"]
        service = Service.objects.get(customer=customer, key="booking")
        return report(customer, title=title, text=title, class_id=class_id, by=zoe, service=service, now=at, **more)

    def end(self, process: subprocess.Popen[bytes], sign: signal.Signals = signal.SIGTERM) -> int:
        process.send_signal(sign)
        return process.wait(30)


@contextmanager
def instance(cache: Path) -> Iterator[Instance]:
    """A server of its own, to which this process's connections lead for the time being."""
    server = test_server(cache, migrated)
    former = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    leave()
    point_at(server)
    begun = now() - timedelta(days=60)
    try:
        with scoped(ENGINE):
            made = Instance(server, make_cast(begun))
            agree(made.world, next(one for one in CLIENTS if one.key == "CLINIC"), begun.date(), begun)
            yield made
    finally:
        for process in made.programs:
            process.kill()
            process.wait()
        leave()
        for alias, settings in former.items():
            connections[alias].settings_dict.update(settings)
        discard(server)


def leave() -> None:
    """Give every connection back."""
    connections.close_all()
    connections["default"].close_pool()


def eventually(check: Callable[[], object], seconds: float = 120) -> None:
    """Wait until it is so; on a machine that others load a program takes its time to begin."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.05)
