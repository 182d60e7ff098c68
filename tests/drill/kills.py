"""The drill: people report and answer while programs are killed with -9; at the end everything is there, once."""

import argparse
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from visitor import Visitor

from gwarant.cli.service import instance, load
from gwarant.database import roles
from gwarant.database.embedded import Embedded

TARGETS = ("engine", "web", "web worker", "tree", "tree and database")
WEIGHTS = (40, 30, 15, 10, 5)
COMMAND = [sys.executable, "-m", "gwarant.cli"]
CLIENTS = (("cora@shop.example", "SHOP"), ("zoe@clinic.example", "CLINIC"), ("ula@uni.example", "UNI"))


@dataclass
class Drill:
    """One instance under load."""

    state: Path
    port: int
    chance: random.Random
    accepted: dict[str, str] = field(default_factory=dict)  # word that was sent → what it was sent as
    refused: list[str] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)
    retries: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        """Start everything."""
        with open(self.state / "drill.log", "ab") as log:
            self.process = subprocess.Popen([*COMMAND, "up"], stdout=log, stderr=log)

    def is_up(self) -> bool:
        return self.answers() == 200

    def answers(self) -> int:
        """The status with which the web server says how all goes; 0 where it does not answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def wait_until_up(self, seconds: float = 180) -> None:
        end = time.monotonic() + seconds
        while not self.is_up():
            if time.monotonic() > end:
                raise AssertionError("it did not come back")
            if self.process is not None and self.process.poll() is not None:
                self.up()
            time.sleep(0.1)

    def kill(self, target: str) -> bool:
        """Kill one kind of program; False when none of it ran just then."""
        assert self.process is not None
        programs = children(self.process.pid)
        doomed = {
            "engine": programs.get("engine", []),
            "web": programs.get("web", []),
            "web worker": [pid for web in programs.get("web", []) for pid in offspring(web)],
        }.get(target)
        if doomed is None:
            doomed = [self.process.pid, *(pid for group in programs.values() for pid in group)]
            doomed += [pid for web in programs.get("web", []) for pid in offspring(web)]
            if target == "tree and database":
                doomed += postmaster(self.state)
        for pid in doomed:
            kill(pid)
        self.kills[target] += bool(doomed)
        if target.startswith("tree"):
            self.process.wait()
            self.up()
        return bool(doomed)


def children(pid: int) -> dict[str, list[int]]:
    """The programs below `up`, by name."""
    found: dict[str, list[int]] = {}
    for child in offspring(pid):
        command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0") if Path(f"/proc/{child}").exists() else []
        if b"gwarant.cli" in command:
            found.setdefault(command[command.index(b"gwarant.cli") + 1].decode(), []).append(child)
    return found


def offspring(pid: int) -> list[int]:
    said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(one) for one in said.stdout.split()]


def postmaster(state: Path) -> list[int]:
    file = Embedded(state).data / "postmaster.pid"
    return [int(file.read_text().splitlines()[0])] if file.exists() else []


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def copy_made(state: Path) -> None:
    """Begin with a copy of the migrated instance that the environment names, if it names one."""
    if made := os.environ.get("DRILL_COPIES"):
        state.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", f"{made}/.", str(state)], check=True)


def prepare(
    drill: Drill, more: Callable[[], None] = lambda: None, agreed: Callable[[str], bool] = lambda _key: True
) -> None:
    """The cast, the contracts of the customers that are `agreed` with, and what else a drill asks for.

    In a copy of a migrated instance where one is named.
    """
    copy_made(drill.state)
    with instance(makes=True):
        if not os.environ.get("DRILL_COPIES"):
            load("gwarant.cli.migrating").migrate()
        scope, cast = load("gwarant.database.scope"), load("gwarant.demo.cast")
        begun = datetime.now(UTC).replace(microsecond=0) - timedelta(days=60)
        with scope.scoped(scope.ENGINE):
            world = cast.make_cast(begun)
        for client in (one for one in cast.CLIENTS if agreed(one.key)):
            load("gwarant.demo.agreement").agree(world, client, begun.date(), begun)
        more()
    for name in ("DATABASE_URL", "GWARANT_APP_DATABASE_URL"):
        os.environ.pop(name, None)


def work(drill: Drill, email: str, key: str, name: str) -> None:
    """A client's day: reports and replies."""
    visitor = Visitor(drill.base)
    number = 0
    try:
        visitor.sign_in(email, "correct horse battery")
        mine: list[str] = []
        while not drill.over.is_set():
            number += 1
            word = f"{name}x{number}x{drill.chance.randrange(10**9)}"
            if not mine or drill.chance.random() < 0.35:
                target = visitor.send("/portal/report", "title", title=f"Broken {word}", text=f"It broke: {word}")
                mine.append(re.search(r"tickets/([A-Z0-9]+-\d+)", target)[1])  # type: ignore[index]
                drill.tickets.append(mine[-1])
                drill.accepted[word] = "report"
            else:
                ticket = drill.chance.choice(mine)
                say(drill, visitor, f"/portal/tickets/{ticket}", f"More: {word}", word)
    except Exception as error:
        drill.faults.append(f"{email}: {type(error).__name__} {error}")
    drill.retries += visitor.retries


def say(drill: Drill, visitor: Visitor, page: str, text: str, word: str) -> None:
    """Send a reply; one that is refused because somebody acted in between must leave nothing behind."""
    try:
        visitor.send(page, "/replies", text=text)
        drill.accepted[word] = "reply"
    except AssertionError as error:
        if "409" not in str(error):
            raise
        drill.refused.append(word)


def answer(drill: Drill, email: str, name: str) -> None:
    """An engineer's day: replies to whatever is there."""
    visitor = Visitor(drill.base)
    number = 0
    try:
        visitor.sign_in(email, "correct horse battery")
        while not drill.over.is_set():
            if not drill.tickets:
                time.sleep(0.2)
                continue
            number += 1
            word = f"{name}x{number}x{drill.chance.randrange(10**9)}"
            ticket = drill.chance.choice(drill.tickets)
            say(drill, visitor, f"/desk/tickets/{ticket}", f"We look at it: {word}", word)
    except Exception as error:
        drill.faults.append(f"{email}: {type(error).__name__} {error}")
    drill.retries += visitor.retries


def settle(drill: Drill) -> None:
    """Let the engine finish: nothing waits to be sealed, no clock or mail is due."""
    drill.wait_until_up()
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if not any(asked(drill, question)[0][0] for question in WAITING):
            return
        time.sleep(1)
    drill.faults.append("the engine did not finish what was due")


WAITING = (
    "SELECT count(*) FROM ledger_unsealed",
    "SELECT count(*) FROM tickets_ticketclock WHERE acts_at <= now() - interval '2 seconds'",
    "SELECT count(*) FROM notify_delivery WHERE state = 'queued' AND due_at <= now()",
)


def asked(drill: Drill, question: str) -> list[tuple]:  # type: ignore[type-arg]
    psycopg = load("psycopg")
    with psycopg.connect(Embedded(drill.state).dsn(roles.OWNER)) as connection:
        return list(connection.execute(question).fetchall())


WRONG = ("lost", "double", "refused and there", "gaps", "notices twice", "outbox twice", "dead")
TWICE = "SELECT 1 FROM {0} GROUP BY {1} HAVING count(*) > 1"
NOTICE = "ticket_id, clock, cycle, link, percent, step, version_id"


def count(drill: Drill, rows: str) -> int:
    return int(asked(drill, f"SELECT count(*) FROM {rows}")[0][0])


def check(drill: Drill) -> dict[str, object]:
    """What is there, compared with what was accepted."""
    bodies = Counter(word for (body,) in asked(drill, "SELECT body FROM tickets_message") for word in words(body))
    titles = Counter(word for (title,) in asked(drill, "SELECT title FROM tickets_ticket") for word in words(title))
    lost = [word for word in drill.accepted if not bodies[word]]
    double = [word for word, times in (bodies | titles).items() if times > 1]
    gaps = asked(
        drill,
        "SELECT t.key FROM tickets_ticket t JOIN tickets_ticketevent e ON e.ticket_id = t.id "
        "GROUP BY t.id HAVING max(e.number) <> count(*) OR t.events_count <> count(*)",
    )
    notices = count(drill, f"({TWICE.format('tickets_clocknotice', NOTICE)}) twice")
    outbox = count(drill, f"({TWICE.format('notify_delivery', 'notice_id, medium')}) twice")
    mails = "notify_delivery WHERE medium = 'mail' AND state"
    dead, sent = (count(drill, f"{mails} = '{state}'") for state in ("dead", "sent"))
    return {
        "accepted": len(drill.accepted),
        "lost": len(lost),
        "refused": len(drill.refused),
        "refused and there": sum(bodies[word] for word in drill.refused),
        "double": len(double),
        "gaps": len(gaps),
        "notices twice": notices,
        "outbox twice": outbox,
        "dead": dead,
        "sent": sent,
    }


def words(text: str) -> list[str]:
    return re.findall(r"\b[a-z]+\dx\d+x\d+\b", text)


def prove(drill: Drill) -> None:
    """The instance's own proofs."""
    for proof in (("ledger", "verify"), ("recompute", "--check")):
        done = subprocess.run([*COMMAND, *proof], capture_output=True, text=True, check=False)
        print(f"{' '.join(proof)}: {(done.stdout.strip().splitlines() or [done.stderr[-300:]])[-1]}")
        if done.returncode:
            drill.faults.append(f"{' '.join(proof)}: {done.stdout[-2000:]} {done.stderr[-2000:]}")


def rage(drill: Drill, kills: int) -> None:
    """Kill, wait until everything is back, kill again: of each kind one first, then as it comes."""
    while (done := drill.kills.total()) < kills:
        drill.wait_until_up()
        time.sleep(drill.chance.uniform(0.1, 1.5))
        untouched = [target for target in TARGETS if not drill.kills[target]]
        if drill.kill((untouched or drill.chance.choices(TARGETS, WEIGHTS))[0]) and done % 20 == 19:
            print(f"{done + 1} kills, {len(drill.accepted)} writes accepted", flush=True)
    drill.wait_until_up()
    time.sleep(3)


def crowd(drill: Drill, clients: int) -> list[threading.Thread]:
    """Customers' people, and an engineer."""
    named = [(*CLIENTS[n % len(CLIENTS)], f"c{n}") for n in range(clients)]
    people = [threading.Thread(target=work, args=(drill, *one), daemon=True) for one in named]
    people.append(threading.Thread(target=answer, args=(drill, "ben@house.example", "d0"), daemon=True))
    for person in people:
        person.start()
    return people


def run(kills: int, clients: int, seed: int, state: Path) -> list[str]:
    """The whole drill; what was wrong."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ.update(GWARANT_STATE_DIR=str(state), GWARANT_PORT=str(port))
    drill = Drill(state, port, random.Random(seed))
    prepare(drill)
    begun = time.monotonic()
    drill.up()
    drill.wait_until_up()
    try:
        people = crowd(drill, clients)
        rage(drill, kills)
        drill.over.set()
        for person in people:
            person.join(200)
        settle(drill)
        figures = check(drill)
        prove(drill)
    finally:
        drill.over.set()
        assert drill.process is not None
        drill.process.terminate()
        drill.process.wait(60)
        Embedded(state).stop()
    print(f"kills: {dict(drill.kills)}; {drill.retries} requests sent again; {time.monotonic() - begun:.0f} s")
    print(", ".join(f"{name} {value}" for name, value in figures.items()))
    wrong = [
        name
        for name in ("lost", "double", "refused and there", "gaps", "notices twice", "outbox twice", "dead")
        if figures[name]
    ]
    return [*drill.faults, *(f"{name}: {figures[name]}" for name in wrong)]


def main() -> int:
    """From the command line."""
    asked_for = argparse.ArgumentParser(description=__doc__)
    asked_for.add_argument("--kills", type=int, default=200)
    asked_for.add_argument("--clients", type=int, default=4)
    asked_for.add_argument("--seed", type=int, default=2026)
    given = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="gwarant-drill-") as directory:
        wrong = run(given.kills, given.clients, given.seed, Path(directory) / "state")
    print("\n".join(wrong) or "nothing lost, nothing twice")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
