"""The drill of monitoring: probers look while they, the engine, the server, their line, disk and clock fail.

At the end each slot of each grid is one row or told as unknown; what was handed over is stored once, nothing of a lease
that had ended; nothing up was told as down, and what stays down is told as down, by one ticket and one first call.
"""

import argparse
import multiprocessing
import os
import random
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from accounted import check, check_times
from kills import Drill, asked, children, offspring, prepare
from looked_at import Relay, Targets, milliseconds
from mishaps import FALLS, begin, lanes

from gwarant.cli.service import load
from gwarant.database.embedded import Embedded

STANDS = {"waw-1": "waw", "waw-2": "waw", "krk-1": "krk"}  # which prober stands where
LATER = {"UNI": "falls-ahead", "PLANT": "falls-back"}  # whose pages fall while the server's clock is wrong, and after
AHEAD = 240  # seconds by which that is wrong
FORKS = multiprocessing.get_context("forkserver")  # probers begin often: what they are made of is read once


@dataclass(frozen=True)
class Size:
    """Whether all lasts as long as it should, and for that the lease (seconds) and the intervals (milliseconds)."""

    is_whole: bool
    lease: int
    every: tuple[int, ...]


WHOLE, PART = Size(True, 60, (5_000, 10_000, 15_000)), Size(False, 6, (5_000, 6_000, 7_000))


@dataclass
class Field:
    """Probers, their targets and lines, and the instance that they talk to."""

    drill: Drill
    targets: Targets
    relays: dict[str, Relay]
    size: Size
    pages: dict[int, str] = field(default_factory=dict)  # monitor → page
    grids: dict[int, tuple[int, int]] = field(default_factory=dict)  # monitor → every, phase
    known: dict[int, str] = field(default_factory=dict)  # number of a prober → its name
    fell: dict[str, int] = field(default_factory=dict)  # page → when it fell
    answering: list[int] = field(default_factory=list)  # when the web server answered, asked every second
    working: list[int] = field(default_factory=list)  # when an engine said that it lives
    offsets: dict[str, int] = field(default_factory=dict)  # milliseconds by which a clock is wrong when it starts
    running: dict[str, BaseProcess] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def silent(self) -> int:
        """Milliseconds after which a prober is missed."""
        return self.size.lease * 1_500

    def folder(self, name: str) -> Path:
        return self.drill.state / "probers" / name

    def start(self, name: str) -> None:
        """Begin a prober, with the clock that it is to find."""
        told = self.folder(name), self.offsets.pop(name, 0), self.drill.state / f"{name}.log"
        self.running[name] = FORKS.Process(target=look, args=told, daemon=True)
        self.running[name].start()

    def keep_running(self) -> None:
        """Begin again what has ended, a while later."""
        while not self.over.wait(0.2):
            for name, one in list(self.running.items()):
                if one.exitcode is not None and not self.over.wait(self.drill.chance.uniform(0, 2)):
                    self.start(name)

    def pids(self, target: str) -> list[int]:
        """Those of a prober, or of a program of the instance with what it has begun itself."""
        if target in self.running:
            return [pid for pid in [self.running[target].pid] if pid]
        assert self.drill.process is not None
        own = children(self.drill.process.pid).get(target, [])
        return [*own, *(pid for one in own for pid in offspring(one))] if target == "web" else own

    def fall(self, page: str) -> None:
        """From now on it is down."""
        self.targets.down.add(page)
        self.fell[page] = milliseconds()

    def keep_listening(self) -> None:
        """Write down, by our own questions, when there was somebody whom a prober could have told something."""
        while not self.over.wait(1):
            if self.drill.answers():
                self.answering.append(milliseconds())
            with suppress(Exception):  # the database is away
                lived = {int(at) for (at,) in asked(self.drill, LIVED)}
                self.working = sorted({*self.working, *lived})

    def eventually(self, seconds: float, question: str, wanted: int) -> bool:
        """Whether the answer comes to be at least so much in that time."""
        end = time.monotonic() + seconds
        while asked(self.drill, question)[0][0] < wanted:
            if time.monotonic() > end:
                return False
            time.sleep(0.3)
        return True


def look(folder: Path, offset: int, log: Path) -> None:
    """Be a prober whose machine has another time: the same that `gwarant prober run` does with its own."""
    with log.open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    running, reach = load("gwarant.prober.running"), load("gwarant.prober.reach").reach_of(["*"])
    ends = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ends.set())
    identity = load("gwarant.prober.identity").kept(folder)
    running.run(identity, folder, reach, milliseconds() + offset, lambda: not ends.is_set())


def furnish(field: Field, monitors: int) -> None:
    """Two places, their probers, a shop that is looked at by many, and some pages that fall."""
    scope, enrolling = load("gwarant.database.scope"), load("gwarant.monitoring.enrolling")
    actions, services = load("gwarant.monitoring.actions"), load("gwarant.customers.models").Service.objects
    identity, now = load("gwarant.prober.identity"), datetime.now(UTC)
    with scope.scoped(scope.ENGINE):
        places = {key: enrolling.open_place(key, key.title(), now=now) for key in ("waw", "krk")}
        for name, at in STANDS.items():
            key, code = identity.new_key(), enrolling.invite(places[at], by=None, now=now)
            known = enrolling.enrol(code, identity.public_half(identity.key_in(key)), "drill", now=now)
            server = f"http://127.0.0.1:{field.relays[name].port}"
            identity.keep(field.folder(name), identity.Identity(server=server, prober=str(known.pk), place=at, key=key))
            field.known[known.pk] = name
        every = field.size.every
        wanted = [("SHOP", f"m{n}", ("waw", "krk")[n % 2], every[n % 3]) for n in range(monitors)]
        wanted += [("CLINIC", FALLS, "krk", every[0])]
        wanted += [(key, page, "krk", every[0]) for key, page in LATER.items() if field.size.is_whole]
        for number, (customer, page, at, often) in enumerate(wanted):
            service = services.filter(customer__key=customer).order_by("pk")[0]
            url = f"http://127.1.{number // 200}.{number % 200 + 1}:{field.targets.port}/{page}"
            facts = actions.Facts(
                name=page, kind="http", settings={"url": url}, places=(places[at],), every=often, timeout=4_000
            )
            made = actions.add_monitor(service, facts, by=None, now=now)
            target = load("gwarant.monitoring.giving").target_of(made)
            field.pages[made.pk], field.grids[made.pk] = page, (often, target.phase)


LIVED = "SELECT extract(epoch FROM at) * 1000 FROM engine_heartbeat WHERE at > now() - interval '1 hour'"
SEEN = "SELECT count(DISTINCT monitor_id) FROM monitoring_seenlook WHERE state IN ('up', 'down') AND slot > "
ENDED = "SELECT count(*) FROM monitoring_outage"


def settle(field: Field) -> int:
    """All probers look again and have handed over what they had; the moment up to which all is to be told."""
    field.drill.wait_until_up()
    until = milliseconds()
    if not field.eventually(120, f"{SEEN}{until}", len(field.pages)):
        field.drill.faults.append("some monitor is not looked at any more")
    field.eventually(30, ENDED, len(field.fell))
    end = time.monotonic() + 120
    while time.monotonic() < end:
        waiting = [one for name in STANDS for one in (field.folder(name) / "spool").glob("*.batch")]
        if not any(int(one.name[:15]) < until + 2_000 for one in waiting):
            return until
        time.sleep(0.5)
    field.drill.faults.append(f"{len(waiting)} batches were not handed over")
    return until


def listens(port: int) -> bool:
    """Whether a web server can be asked there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def clock_of_ours(folder: Path) -> Path | None:
    """Have what is begun from now on read a clock that can be set; where that stands, None without a C compiler."""
    if not shutil.which("cc"):
        return None
    made, clock = folder / "clock.so", folder / "clock"
    source = Path(__file__).with_name("clock.c")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", str(made), str(source)], check=True)
    clock.write_bytes(bytes(8))
    os.environ.update(LD_PRELOAD=str(made), DRILL_CLOCK=str(clock))
    return clock


def set_clock(clock: Path, ahead: int) -> None:
    """So many seconds ahead, at once; in its place, as programs have it open."""
    with clock.open("r+b") as file:
        file.write(struct.pack("q", ahead))


def other_times(field: Field, clock: Path) -> list[str]:
    """The clock of the server's machine goes forward, a page falls; it goes back again, and another one falls."""
    found = []
    for (customer, page), ahead in zip(LATER.items(), (AHEAD, 0), strict=True):
        set_clock(clock, ahead)
        turned = milliseconds()
        time.sleep(25)
        field.fall(page)
        told = field.eventually(60, f"{ENDED} WHERE customer_id = {_customer(field, customer)}", 1)
        took = (milliseconds() - field.fell[page]) / 1000
        print(f"clock of the server {ahead:+d} s: {page} told after {took:.0f} s" if told else f"{page}: not told")
        found += [] if told else [f"{page} is down and nobody was told, the clock of the server {ahead:+d} s"]
    time.sleep(20)
    return [*found, *check_times(field, turned + 20_000, milliseconds() - 5_000, {"CLINIC", *LATER})]


def _customer(field: Field, key: str) -> int:
    return int(asked(field.drill, f"SELECT id FROM customers_customer WHERE key = '{key}'")[0][0])


def happen(field: Field, seed: int) -> None:
    """Everything at once: a lane for each prober and one for the server."""
    planned = lanes(field.size.is_whole, field.size.lease, random.Random(seed))
    threads = [
        threading.Thread(target=begin, args=(field, name, acts, random.Random(f"{seed}{name}")))
        for name, acts in planned.items()
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def run(size: Size, monitors: int, seed: int, state: Path) -> list[str]:
    """The whole drill; what was wrong."""
    FORKS.set_forkserver_preload(["__main__", "gwarant.prober.running"])
    forkserver.ensure_running()  # before the clock of the server's machine is another
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    lease = str(size.lease)
    os.environ.update(
        GWARANT_STATE_DIR=str(state), GWARANT_PORT=str(port), GWARANT_PROBER="no", GWARANT_PROBER_LEASE=lease
    )
    clock = clock_of_ours(state.parent) if size.is_whole else None
    relays = {name: Relay(name, place, port) for name, place in STANDS.items()}
    for relay in relays.values():
        relay.begin()
    drill = Drill(state, port, random.Random(seed))
    field, begun = Field(drill, Targets(), relays, size), time.monotonic()
    prepare(drill, lambda: furnish(field, monitors), lambda key: key == "CLINIC" or (size.is_whole and key in LATER))
    prepared = time.monotonic()
    drill.up()
    try:
        while not listens(port):  # a prober needs no engine
            time.sleep(0.1)
        for name in STANDS:
            field.start(name)
        threading.Thread(target=field.keep_running, daemon=True).start()
        threading.Thread(target=field.keep_listening, daemon=True).start()
        drill.wait_until_up()
        if not field.eventually(60, f"{SEEN}0", len(field.pages)):
            drill.faults.append("not all were looked at in a minute")
        began = time.monotonic()
        happen(field, seed)
        happened = time.monotonic()
        until = settle(field)
        settled = time.monotonic()
        found = [*check(field, until), *drill.faults]
        if clock:
            found += other_times(field, clock)
    finally:
        field.over.set()
        for one in field.running.values():
            one.kill()
        assert drill.process is not None
        drill.process.terminate()
        drill.process.wait(60)
        Embedded(state).stop()
    used = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{dict(sorted(drill.kills.items()))}")
    took = [round(later - at) for at, later in pairwise([begun, prepared, began, happened, settled, time.monotonic()])]
    print(f"to prepare, begin, happen, settle, check: {took} s; {used:.0f} s of a processor")
    return found


def main() -> int:
    """From the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--part", action="store_true", help="all of it once and briefly, with a lease of six seconds")
    options.add_argument("--monitors", type=int, default=300)
    options.add_argument("--seed", type=int, default=2026)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gwarant-drill-") as directory:
        size = PART if given.part else WHOLE
        wrong = run(size, given.monitors, given.seed, Path(directory) / "state")
        for log in sorted((Path(directory) / "state").glob("*-?.log")):
            if said := log.read_text()[-600:].strip():
                print(f"{log.name}: {said}")
    print("\n".join(wrong) or "every slot told, nothing lost, nothing twice, nobody called for nothing")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
