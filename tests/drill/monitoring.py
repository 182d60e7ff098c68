"""The drill of monitoring: probers look while they, the engine, the server, their line, disk and clock fail.

At the end each slot of each grid is one row or told as unknown; what was handed over is stored once, nothing of a lease
that had ended; nothing up was told as down, and what stays down is told as down, by one ticket.
"""

import argparse
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kills import Drill, asked, children, kill, offspring, prepare
from looked_at import Handed, Relay, Targets, milliseconds

from gwarant.cli.service import load
from gwarant.database.embedded import Embedded

STANDS = {"waw-1": "waw", "waw-2": "waw", "krk-1": "krk"}  # which prober stands where
FALLS = "falls"  # the page that stays down
EVERY = 5_000, 10_000, 15_000
SILENT = 90  # seconds after which a prober is missed
LOOKED = ("up", "degraded", "down")


@dataclass
class Field:
    """Probers, their targets and lines, and the instance that they talk to."""

    drill: Drill
    targets: Targets
    relays: dict[str, Relay]
    pages: dict[int, str] = field(default_factory=dict)  # monitor → page
    grids: dict[int, tuple[int, int]] = field(default_factory=dict)  # monitor → every, phase
    fell: int = 0
    long: int = 0  # how many things lasted so long that somebody must be told of a silent prober
    offsets: dict[str, int] = field(default_factory=dict)  # milliseconds by which a clock is wrong when it starts
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def folder(self, name: str) -> Path:
        return self.drill.state / "probers" / name

    def start(self, name: str) -> None:
        """Begin a prober, with the clock that it is to find."""
        command = [sys.executable, __file__, "--as-prober", str(self.folder(name)), str(self.offsets.pop(name, 0))]
        with open(self.drill.state / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(command, stdout=log, stderr=log)

    def keep_running(self) -> None:
        """Begin again what has ended, a while later."""
        while not self.over.wait(0.2):
            for name, one in list(self.running.items()):
                if one.poll() is not None and not self.over.wait(self.drill.chance.uniform(0, 2)):
                    self.start(name)

    def pids(self, target: str) -> list[int]:
        """Those of a prober, or of a program of the instance with what it has begun itself."""
        if target in self.running:
            return [self.running[target].pid]
        assert self.drill.process is not None
        own = children(self.drill.process.pid).get(target, [])
        return [*own, *(pid for one in own for pid in offspring(one))] if target == "web" else own


def look(folder: Path, offset: int) -> None:
    """Be a prober whose machine has another time: the same that `gwarant prober run` does with its own."""
    running, reach = load("gwarant.prober.running"), load("gwarant.prober.reach").reach_of(["*"])
    ends = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ends.set())
    identity = load("gwarant.prober.identity").kept(folder)
    running.run(identity, folder, reach, milliseconds() + offset, lambda: not ends.is_set())


def furnish(field: Field, monitors: int) -> None:
    """Two places, their probers, a shop that is looked at by many, and one that falls."""
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
        shop = services.filter(customer__key="SHOP").order_by("pk")[0]
        clinic = services.filter(customer__key="CLINIC").order_by("pk")[0]
        wanted = [(shop, f"m{n}", ("waw", "krk")[n % 2], EVERY[n % 3]) for n in range(monitors)]
        for number, (service, page, at, every) in enumerate([*wanted, (clinic, FALLS, "krk", 5_000)]):
            url = f"http://127.1.{number // 200}.{number % 200 + 1}:{field.targets.port}/{page}"
            facts = actions.Facts(
                name=page, kind="http", settings={"url": url}, places=(places[at],), every=every, timeout=2_000
            )
            made = actions.add_monitor(service, facts, by=None, now=now)
            target = load("gwarant.monitoring.giving").target_of(made)
            field.pages[made.pk], field.grids[made.pk] = page, (every, target.phase)


Act = Callable[[Field, random.Random], None]


def killed(target: str) -> Act:
    def act(field: Field, chance: random.Random) -> None:
        time.sleep(chance.uniform(0, 1))
        for pid in field.pids(target):
            kill(pid)
        field.drill.kills[target] += 1

    return act


def stopped(target: str, seconds: float) -> Act:
    """SIGSTOP, and SIGCONT so much later."""

    def act(field: Field, chance: random.Random) -> None:
        time.sleep(chance.uniform(0, 1))
        pids = field.pids(target)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        field.long += seconds > SILENT - 15
        field.drill.kills[f"{target} stopped"] += 1

    return act


def cut(name: str, seconds: float, falls: bool = False) -> Act:
    """Nothing passes between a prober and the server; meanwhile a target may fall, and stays down."""

    def act(field: Field, chance: random.Random) -> None:
        field.relays[name].cut()
        time.sleep(seconds / 4)
        if falls and not field.fell:
            field.targets.down.add(FALLS)
            field.fell = milliseconds()
        time.sleep(seconds * 3 / 4)
        field.relays[name].mend()
        field.long += seconds > SILENT - 15
        field.drill.kills[f"{name} cut"] += 1

    return act


def filled(name: str, seconds: float) -> Act:
    """The disk takes not a byte more from the prober, whose line is cut as well; then both are well again."""

    def act(field: Field, chance: random.Random) -> None:
        (pid,) = field.pids(name)
        hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
        field.relays[name].cut()
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
        field.relays[name].mend()
        field.drill.kills[f"{name} disk full"] += 1

    return act


def stepped(name: str, offset: int) -> Act:
    """The prober is killed, and its machine has another time when it starts again."""

    def act(field: Field, chance: random.Random) -> None:
        field.offsets[name] = offset
        killed(name)(field, chance)
        field.drill.kills[f"{name} clock"] += 1

    return act


def acts(share: float, chance: random.Random) -> list[Act]:
    """What happens, in an order that is drawn; all at full size take a quarter of an hour."""
    long = 600 * share
    found = [
        cut("krk-1", max(12, long), falls=True),
        filled("waw-1", max(6, 120 * share)),
        stepped("waw-2", 240_000),
        stepped("krk-1", -3_600_000),
        killed("web"),
        killed("engine"),
        *[killed(name) for name in STANDS],
        *[stopped(name, max(4, 30 * share)) for name in ("waw-1", "krk-1")],
        stopped("web", max(3, 20 * share)),
        stopped("engine", max(3, 20 * share)),
    ]
    if share > 0.5:  # beyond a lease, and beyond the patience of whoever waits for probers
        found += [stopped("waw-1", 100), stopped("web", 100), killed("tree"), cut("waw-2", 150)]
        found += [killed(chance.choice([*STANDS, "web", "engine"])) for _ in range(30)]
    chance.shuffle(found)
    return found


def settle(field: Field) -> int:
    """All probers look again and have handed over what they had; the moment up to which all is to be told."""
    field.drill.wait_until_up()
    time.sleep(16)  # the longest interval, and a look
    until, end = milliseconds() - 1_000, time.monotonic() + 120
    time.sleep(6)
    while time.monotonic() < end:
        waiting = [one for name in STANDS for one in (field.folder(name) / "spool").glob("*.batch")]
        if not any(int(one.name[:15]) < until + 5_000 for one in waiting):
            return until
        time.sleep(0.5)
    field.drill.faults.append(f"{len(waiting)} batches were not handed over")
    return until


ROWS = "SELECT monitor_id, slot, late, state, code, is_extra FROM monitoring_seenlook ORDER BY 1, 2"


@dataclass(frozen=True)
class Stored:
    slot: int
    late: int
    state: str
    code: str
    extra: bool


def stored(field: Field) -> dict[int, list[Stored]]:
    found: dict[int, list[Stored]] = {monitor: [] for monitor in field.pages}
    for monitor, *rest in asked(field.drill, ROWS):
        found[monitor].append(Stored(*rest))
    return found


def holes(field: Field, rows: dict[int, list[Stored]], until: int) -> Iterator[str]:
    """Slots of a grid without a row, and rows of no slot."""
    for monitor, own in rows.items():
        every, phase = field.grids[monitor]
        there = {one.slot for one in own if not one.extra}
        if not there:
            yield f"{field.pages[monitor]}: nothing at all"
            continue
        wanted = set(range(min(there), until, every))
        for slot in sorted(wanted - there):
            yield f"{field.pages[monitor]}: nobody tells of {slot}"
        yield from (f"{field.pages[monitor]}: {slot} is no slot" for slot in there if (slot - phase) % every)


def untrue(field: Field, rows: dict[int, list[Stored]]) -> Iterator[str]:
    """Rows that say what the target itself does not: each look needs a question of its own and has its answer."""
    for monitor, own in rows.items():
        left = list(field.targets.asked[field.pages[monitor]])
        for one in own:
            at = one.slot + one.late
            if one.state not in LOOKED:
                continue
            found = next((asked for asked in left if at - 1_000 <= asked[0] <= at + 2_500), None)
            if found is None:
                yield f"{field.pages[monitor]}: {one} and was not asked then"
                continue
            left.remove(found)
            if (one.state, one.code) != (("down", "500") if found[1] else ("up", "200")):
                yield f"{field.pages[monitor]}: {one} and answered {'500' if found[1] else '200'}"


def unkept(field: Field, rows: dict[int, list[Stored]], until: int) -> Iterator[str]:
    """What was handed over and is not stored, or is stored by nobody's right."""
    ends: dict[tuple[str, int, int], int] = {}
    for name, relay in field.relays.items():
        for share, token, moment in relay.leases():
            key = STANDS[name], share, token
            ends[key] = min(moment, ends.get(key, moment))
    handed: dict[tuple[int, int], list[Handed]] = defaultdict(list)
    for relay in field.relays.values():
        for key, one in relay.handed():
            handed[key].append(one)
    for monitor, own in rows.items():
        there = {one.slot: one for one in own}
        for slot in {slot for one, slot in handed if one == monitor and slot < until} | set(there):
            told = [(one, _rightful(one, monitor, slot, ends)) for one in handed[monitor, slot]]
            if slot not in there and any(right for _, right in told):
                yield f"{field.pages[monitor]}: {told[0][0]} of {slot} is lost"
            if slot in there and there[slot].state not in LOOKED and any(_saw(one) for one, right in told if right):
                yield f"{field.pages[monitor]}: {there[slot]} hides what was seen: {told}"
            if slot in there and not any(_is_same(there[slot], one) for one, right in told if right is not False):
                yield f"{field.pages[monitor]}: {there[slot]} is of no lease; handed over: {told}"


def _rightful(one: Handed, monitor: int, slot: int, begins: dict[tuple[str, int, int], int]) -> bool | None:
    """Whether its lease held then; None where that cannot be told, as the answer that gave it never came."""
    at, share = STANDS[one.prober], monitor % 32
    if one.token is None:
        return False
    after = [
        moment
        for (place, number, token), moment in begins.items()
        if (place, number) == (at, share) and token > one.token
    ]
    if not after or slot < min(after) - 10_000:
        return True
    return False if slot >= min(after) else None


def _saw(one: Handed) -> bool:
    return one.state in LOOKED


def _is_same(row: Stored, one: Handed) -> bool:
    return (row.late, row.state, row.code) == (one.late, one.state, one.code)


TOLD = (
    "SELECT code, count(*) FROM notify_notice WHERE kind = 'prober' "
    "AND user_id = (SELECT min(id) FROM accounts_user WHERE staff_role = 'manager') GROUP BY 1"
)
OUTAGES = (
    "SELECT c.key, count(*) FROM monitoring_outage o JOIN customers_service s ON s.id = o.service_id "
    "JOIN customers_customer c ON c.id = s.customer_id GROUP BY 1"
)


def alarms(field: Field) -> Iterator[str]:
    """Nobody is told of what is not so, and of what stays down once."""
    told = dict(asked(field.drill, TOLD))
    print(f"of probers: {told}; {field.long} things lasted long")
    if sum(count for code, count in told.items() if code == "prober_silent") > field.long:
        yield f"alarms of probers: {told}, {field.long} were due"
    outages = dict(asked(field.drill, OUTAGES))
    print(f"outages: {outages}")
    if outages != {"CLINIC": 1}:
        yield f"outages: {outages}, and one of CLINIC was"
    falls = next(monitor for monitor, page in field.pages.items() if page == FALLS)
    (state,) = asked(field.drill, f"SELECT state FROM monitoring_standing WHERE monitor_id = {falls}")[0]
    if state != "down":
        yield f"what stays down stands as {state}"


def check(field: Field, until: int) -> list[str]:
    rows = stored(field)
    codes = Counter(one.code for own in rows.values() for one in own if one.state not in LOOKED)
    seen = sum(one.state in LOOKED for own in rows.values() for one in own)
    questions = sum(map(len, field.targets.asked.values()))
    refused = sum(one.refused for relay in field.relays.values() for one in relay.taken())
    print(f"{questions} questions to targets, {seen} looks stored; unknown: {dict(codes)}; {refused} refused by leases")
    found: list[str] = []
    for name, wrong in (
        ("no row", list(holes(field, rows, until))),
        ("untrue", list(untrue(field, rows))),
        ("lost or of no lease", list(unkept(field, rows, until))),
        ("alarms", list(alarms(field))),
    ):
        print(f"{name}: {len(wrong)}")
        found += wrong[:8]
    return found


def run(share: float, monitors: int, seed: int, state: Path) -> list[str]:
    """The whole drill; what was wrong."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ.update(GWARANT_STATE_DIR=str(state), GWARANT_PORT=str(port), GWARANT_PROBER="no")
    relays = {name: Relay(name, port) for name in STANDS}
    for relay in relays.values():
        relay.begin()
    drill = Drill(state, port, random.Random(seed))
    field, begun = Field(drill, Targets(), relays), time.monotonic()
    prepare(drill, lambda: furnish(field, monitors))
    drill.up()
    try:
        drill.wait_until_up()
        for name in STANDS:
            field.start(name)
        threading.Thread(target=field.keep_running, daemon=True).start()
        time.sleep(12)
        for act in acts(share, drill.chance):
            drill.wait_until_up()
            act(field, drill.chance)
            time.sleep(drill.chance.uniform(0.5, 3))
        until = settle(field)
        found = [*check(field, until), *drill.faults]
    finally:
        field.over.set()
        for one in field.running.values():
            one.kill()
        assert drill.process is not None
        drill.process.terminate()
        drill.process.wait(60)
        Embedded(state).stop()
    used = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{dict(drill.kills)}; {time.monotonic() - begun:.0f} s, {used:.0f} s of a processor")
    return found


def main() -> int:
    """From the command line."""
    if sys.argv[1:2] == ["--as-prober"]:
        look(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="of the full size: how long things last")
    options.add_argument("--monitors", type=int, default=300)
    options.add_argument("--seed", type=int, default=2026)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gwarant-drill-") as directory:
        wrong = run(given.share, given.monitors, given.seed, Path(directory) / "state")
        for log in sorted((Path(directory) / "state").glob("*-?.log")):
            if said := log.read_text()[-600:].strip():
                print(f"{log.name}: {said}")
    print("\n".join(wrong) or "every slot told, nothing lost, nothing twice, nobody called for nothing")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
