"""The whole chain for bench/probing.py --whole: a real prober, the web server that takes its batches, and PostgreSQL.

Processor seconds of each from /proc while looks come in, the engine's beside them, and what server and database use
while nothing is looked at. How late looks began is what was stored.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "drill"))

from kills import Drill, asked, children, offspring, postmaster, prepare

from gwarant.cli.service import load
from gwarant.database.embedded import Embedded

TICK = os.sysconf("SC_CLK_TCK")
COMMAND = [sys.executable, "-m", "gwarant.cli"]
SETTLES = 25  # seconds: every lease is given out, every backend begun
PATIENCE = 600  # seconds in which the engine has looked at every service once
LATE = (
    "SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY late), percentile_disc(0.99) WITHIN GROUP "
    "(ORDER BY late), count(*) FILTER (WHERE state <> 'up') FROM monitoring_seenlook "
    "WHERE received >= {0} AND received < {1}"
)


@dataclass(frozen=True)
class Chain:
    """An instance with its prober, and what each part of it has used of a processor so far."""

    drill: Drill
    prober: "subprocess.Popen[bytes]"
    idle: dict[str, float]  # seconds of a processor each second, before any look

    def parts(self) -> dict[str, float]:
        """Processor seconds by name."""
        return {"prober": cpu(self.prober.pid), **_of_instance(self.drill)}


def _of_instance(drill: Drill) -> dict[str, float]:
    assert drill.process is not None
    own = children(drill.process.pid)
    web = [*own["web"], *(pid for one in own["web"] for pid in offspring(one))]
    (keeper,) = postmaster(drill.state)
    return {
        "web server": sum(map(cpu, web)),
        "PostgreSQL": sum(map(cpu, [keeper, *offspring(keeper)])) + ended(keeper),
        "engine": sum(map(cpu, own["engine"])),
    }


def begin(state: Path, urls: list[str], every: int, authorities: str = "") -> Chain:
    """An instance that has a monitor for each of the URLs, and its prober, both at work; `every` in seconds."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    os.environ.update(GWARANT_STATE_DIR=str(state), GWARANT_PORT=str(port), GWARANT_PROBER="no")
    drill, folder = Drill(state, port, None), state / "prober"  # type: ignore[arg-type]  # nothing is drawn here
    prepare(drill, lambda: _furnish(folder, port, urls, every, authorities))
    drill.up()
    drill.wait_until_up()
    time.sleep(SETTLES)
    before = _of_instance(drill)
    time.sleep(SETTLES)
    idle = {name: (used - before[name]) / SETTLES for name, used in _of_instance(drill).items()}
    command = [*COMMAND, "prober", "run", "--folder", str(folder), "--reach", "127.0.0.0/8"]
    with open(state / "prober.log", "ab") as log:
        return Chain(drill, subprocess.Popen(command, stdout=log, stderr=log), idle)


def settle(chain: Chain, every: int) -> None:
    """Wait until each monitor was looked at and the engine has seen to every service that was news."""
    time.sleep(max(SETTLES, every + 5))
    for _ in range(PATIENCE):
        if not asked(chain.drill, "SELECT 1 FROM monitoring_watch WHERE due_at IS NOT NULL LIMIT 1"):
            return
        time.sleep(1)
    raise SystemExit("the engine still looks at services that it has never seen")


def end(chain: Chain) -> None:
    """Stop all of it."""
    assert chain.drill.process is not None
    for one in (chain.prober, chain.drill.process):
        one.send_signal(signal.SIGTERM)
        one.wait(60)
    Embedded(chain.drill.state).stop()


def told(chain: Chain, seconds: int) -> tuple[float, list[str]]:
    """Seconds of a processor a check of prober, server and database over so many seconds, and what is to be printed."""
    before, begun = chain.parts(), time.time_ns() // 1_000_000
    time.sleep(seconds)
    after, until = chain.parts(), time.time_ns() // 1_000_000
    ((looks, median, p99, failed),) = asked(chain.drill, LATE.format(begun, until))
    used = {name: after[name] - before[name] for name in after}
    alone = {name: one * (until - begun) / 1000 for name, one in chain.idle.items()}
    asleep = (alone["web server"] + alone["PostgreSQL"]) / looks
    whole = sum(used[name] for name in ("prober", "web server", "PostgreSQL")) / looks
    lines = [f"{looks} looks stored, {failed} of them not up, {whole * 1000:.3f} ms a check in all"]
    lines.append(f"  {(whole - asleep) * 1000:.3f} ms without what server and database use while nothing is looked at")
    lines += [f"  {name}: {one:.2f} s, {one / looks * 1000:.3f} ms a check" for name, one in used.items()]
    return whole, [*lines, f"  begun late: median {median} ms, 99 of 100 within {p99} ms"]


def _furnish(folder: Path, port: int, urls: list[str], every: int, authorities: str) -> None:
    """A customer with a system for five monitors each, which is what a software house looks after."""
    scope, enrolling = load("gwarant.database.scope"), load("gwarant.monitoring.enrolling")
    models, identity, now = load("gwarant.monitoring.models"), load("gwarant.prober.identity"), datetime.now(UTC)
    with scope.scoped(scope.ENGINE):
        kept = load("gwarant.customers.models")
        customer, wanted = kept.Customer.objects.get(key="SHOP"), list(urls)
        services = kept.Service.objects.bulk_create(
            kept.Service(customer=customer, key=f"b{number}", name=f"B{number}")
            for number in range(len(wanted) // 5 + 1)
        )
        place = enrolling.open_place("bench", "Bench", now=now)
        more = {"authorities": authorities} if authorities else {}
        made = models.Monitor.objects.bulk_create(
            models.Monitor(
                customer=customer,
                service=services[number // 5],
                name=f"m{number}",
                kind="http",
                settings={"url": url, **more},
                every=every * 1000,
                timeout=10_000 if every > 10 else every * 500,
                created_at=now,
                changed_at=now,
            )
            for number, url in enumerate(wanted)
        )
        stands = models.Monitor.places.through
        stands.objects.bulk_create(stands(monitor_id=one.pk, place_id=place.pk) for one in made)
        key, code = identity.new_key(), enrolling.invite(place, by=None, now=now)
        known = enrolling.enrol(code, identity.public_half(identity.key_in(key)), "bench", now=now)
        server = f"http://127.0.0.1:{port}"
        identity.keep(folder, identity.Identity(server=server, prober=str(known.pk), place=place.key, key=key))


def cpu(pid: int) -> float:
    """Processor seconds of a process so far; none of one that has ended."""
    return sum(_times(pid)[:2]) / TICK


def ended(pid: int) -> float:
    """Those of its children that have ended."""
    return sum(_times(pid)[2:]) / TICK


def _times(pid: int) -> tuple[int, ...]:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0, 0, 0, 0
    return tuple(map(int, fields[11:15]))
