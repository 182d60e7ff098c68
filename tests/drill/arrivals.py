"""The drill of what arrives: mail, reports and files come in while programs are killed; each is there once at the end.

Killed with -9, at random moments: the engine, a second engine, the web server, the listener, the pipe, the child that
reads messages, the whole tree with and without its database.
"""

import argparse
import json
import os
import random
import re
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kills import COMMAND, Drill, asked, children, count, kill, offspring, prepare, prove, settle
from posting import Line, Pipe, Post, carry
from visitor import Visitor
from writers import DOORS, Letter, Writers, writer

from gwarant.cli.service import load
from gwarant.database.embedded import Embedded

TARGETS = {"child": 20, "mail": 20, "engine": 25, "tree and database": 7, "other engine": 15, "web": 5, "tree": 8}
CLIENTS = ("cora@shop.example", "zoe@clinic.example")
STRANGERS = 0.02  # share of all letters that a stranger sends first
REPORTS = 0.05  # share of what arrives that is a report on the page, with a file
WORD = re.compile(r"\b[a-z]\dx\d+x\d+\b")


@dataclass
class Arrivals:
    """One instance, all that comes to it, and what it said about that."""

    drill: Drill
    post: Post
    letters: list[Letter] = field(default_factory=list)
    reports: dict[str, str] = field(default_factory=dict)  # word of an accepted report → the hash of its file
    other: "subprocess.Popen[bytes] | None" = None

    def second_engine(self) -> None:
        """Have another engine beside the instance's own."""
        if self.other is None or self.other.poll() is not None:
            with open(self.drill.state / "drill.log", "ab") as log:
                self.other = subprocess.Popen([*COMMAND, "engine"], stdout=log, stderr=log)

    def revive(self) -> None:
        """Begin again what ended because the port or the database of the killed one was still there."""
        if self.drill.process is not None and self.drill.process.poll() is not None:
            self.drill.up()
        if self.other is not None:
            self.second_engine()

    def kill(self, target: str) -> bool:
        """Kill one kind of program; False when none of it ran just then."""
        doomed = {"mail": self._own("mail"), "child": self._readers(), "other engine": self._other()}.get(target)
        if doomed is None:
            return self.drill.kill(target)
        for pid in doomed:
            kill(pid)
        self.drill.kills[target] += bool(doomed)
        return bool(doomed)

    def _own(self, name: str) -> list[int]:
        assert self.drill.process is not None
        return children(self.drill.process.pid).get(name, [])

    def _other(self) -> list[int]:
        return [self.other.pid] if self.other is not None and self.other.poll() is None else []

    def _readers(self) -> list[int]:
        engines = [*self._own("engine"), *self._other()]
        return [pid for engine in engines for pid in offspring(engine) if "gwarant.mail.program" in _command(pid)]


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def open_doors(size: int) -> None:
    """The addresses at which the customers' mail arrives, and who writes from there: nobody is a crowd of strangers."""
    actions, scope = load("gwarant.intake.addresses.actions"), load("gwarant.database.scope")
    customers, known = load("gwarant.customers.models").Customer.objects, load("gwarant.customers.actions").who_writes
    with scope.scoped(scope.ENGINE):
        for key, addresses in DOORS.items():
            for address in addresses:
                actions.open_address(address, customer=customers.get(key=key), class_id="ordinary", now=_now())
        for key, email in {writer(number) for number in range(size + 1)}:
            known(customers.get(key=key), email=email, now=_now())


def report(arrivals: Arrivals, email: str, name: str, wanted: int, chance: random.Random) -> None:
    """A customer's person reports on the page, each time with a file."""
    visitor = Visitor(arrivals.drill.base)
    try:
        visitor.sign_in(email, "correct horse battery")
        for number in range(wanted):
            word = f"{name}x{number}x{chance.randrange(10**9)}"
            content = f"a picture of {word}".encode()
            told = {"title": f"Broken {word}", "text": f"It broke: {word}"}
            visitor.send("/portal/report", "title", files={"files": ("screen.txt", content)}, **told)
            arrivals.reports[word] = sha256(content).hexdigest()
    except Exception as error:
        arrivals.drill.faults.append(f"{email}: {type(error).__name__} {error}")
    arrivals.drill.retries += visitor.retries


def rage(arrivals: Arrivals, kills: int, whole: int, begun: int) -> None:
    """So many kills, spread over what arrives; no kind twice before each has been once."""
    chance = arrivals.drill.chance
    first = [*TARGETS][:kills]
    targets = chance.sample(first, len(first))
    targets += chance.choices([*TARGETS], [*TARGETS.values()], k=kills - len(targets))
    for number, target in enumerate(targets, 1):
        while arrivals.post.done < begun + (whole - begun) * number // (len(targets) + 1):
            arrivals.revive()
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.3))
        until = time.monotonic() + 60
        while not arrivals.kill(target) and time.monotonic() < until:
            arrivals.revive()
            time.sleep(0.02)  # it is being started again, or no message is being read
        if number % 10 == 0:
            print(f"{number} kills, {arrivals.post.done} of {whole} letters handed over", flush=True)


def arrive(arrivals: Arrivals, size: int, kills: int, ports: dict[str, int], pipes: float) -> None:
    """All that comes in, and the kills meanwhile."""
    post, chance = arrivals.post, arrivals.drill.chance
    writers = Writers(random.Random(chance.random()))
    hands = {
        "lmtp": Line(smtplib.LMTP, ports["lmtp"]).hand,
        "lmtp too": Line(smtplib.LMTP, ports["lmtp"]).hand,
        "smtp": Line(smtplib.SMTP, ports["smtp"]).hand,
        "pipe": Pipe(random.Random(chance.random()), arrivals.drill.kills, pipes).hand,
    }
    carriers = [
        threading.Thread(target=carry, args=(post, name, hand, random.Random(chance.random())), daemon=True)
        for name, hand in hands.items()
    ]
    for carrier in carriers:
        carrier.start()
    _put(arrivals, writers.stranger(max(2, int(size * STRANGERS))))
    post.waiting.join()  # the stranger was first
    reports = max(1, int(size * REPORTS / len(CLIENTS)))
    begun = post.done
    _put(arrivals, [writers.next() for _ in range(size - len(arrivals.letters) - reports * len(CLIENTS))])
    people = [
        threading.Thread(target=report, args=(arrivals, email, f"r{n}", reports, random.Random(n)), daemon=True)
        for n, email in enumerate(CLIENTS)
    ]
    for person in people:
        person.start()
    rage(arrivals, kills, begun + post.waiting.qsize(), begun)
    while post.waiting.unfinished_tasks or any(person.is_alive() for person in people):
        arrivals.revive()
        time.sleep(0.1)
    post.over.set()


def _put(arrivals: Arrivals, letters: list[Letter]) -> None:
    arrivals.letters += letters
    for letter in letters:
        for box in letter.boxes:
            arrivals.post.waiting.put((letter, box))


def read_all(arrivals: Arrivals, patience: float, *, hurries: bool) -> None:
    """Let the engines read what waits; `hurries`: what a killed one held is free at once, and not in two minutes."""
    arrivals.drill.wait_until_up()
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if hurries:
            _let_go(arrivals.drill)
        if not count(arrivals.drill, "intake_rawmail WHERE outcome = 'waiting'"):
            return
        time.sleep(1)
    arrivals.drill.faults.append("the engine did not read all messages")


def _let_go(drill: Drill) -> None:
    psycopg, roles = load("psycopg"), load("gwarant.database.roles")
    with psycopg.connect(Embedded(drill.state).dsn(roles.OWNER)) as connection:
        held = "outcome = 'waiting' AND due_at BETWEEN now() + interval '1 second' AND now() + interval '3 minutes'"
        free = f"SELECT id FROM intake_rawmail WHERE {held} FOR UPDATE SKIP LOCKED"  # but what is read just now
        connection.execute(f"UPDATE intake_rawmail SET due_at = now() WHERE id IN ({free})")


def check(arrivals: Arrivals) -> dict[str, int]:
    """What is there, compared with what was accepted: figures that say how much, and faults, which must be 0."""
    post, drill = arrivals.post, arrivals.drill
    rows: dict[str, dict[str, tuple[str, int | None]]] = {}
    for name, box, outcome, event in asked(drill, "SELECT sha256, box, outcome, event_id FROM intake_rawmail"):
        rows.setdefault(name, {})[box] = (outcome, event)
    bodies = Counter(WORD.findall(" ".join(row[0] for row in asked(drill, "SELECT body FROM tickets_message"))))
    titles = Counter(WORD.findall(" ".join(row[0] for row in asked(drill, "SELECT title FROM tickets_ticket"))))
    known = {one.sha256: one for one in arrivals.letters}
    accepted = [one for one in arrivals.letters if any((one.sha256, box) in post.accepted for box in one.boxes)]
    events = {one.word: {event for _, event in rows.get(one.sha256, {}).values()} - {None} for one in accepted}
    readable = {one.word for one in accepted if one.kind != "broken"} | set(arrivals.reports)
    unsure = post.given_up - post.accepted
    kept = {known[name].word for name, box in unsure if box in rows.get(name, {})}
    wrong = {
        "lost": [known[name].word for name, box in post.accepted if box not in rows.get(name, {})],
        "without an event": [word for word, found in events.items() if not found],
        "with two events": [word for word, found in events.items() if len(found) > 1],
        "not said": [word for word in readable | kept if not bodies[word]],
        "said twice": [word for word, times in (bodies | titles).items() if times > 1],
        "from nowhere": [name for name in rows if name not in known],
        "refused and there": [one.word for one in arrivals.letters if one.word in post.refused and one.sha256 in rows],
        "unread": [name for name, found in rows.items() if "waiting" in {one[0] for one in found.values()}],
        "gaps": [row[0] for row in asked(drill, GAPS)],
    }
    drill.faults += [f"{name}: {' '.join(sorted(found)[:3])}" for name, found in wrong.items() if found]
    told = {"accepted": len(post.accepted) + len(arrivals.reports), "refused": len(post.refused)}
    told |= {"given up": len(unsure), "stored all the same": len(kept)}
    return told | {name: len(found) for name, found in wrong.items()}


GAPS = """SELECT t.key FROM tickets_ticket t JOIN tickets_ticketevent e ON e.ticket_id = t.id
GROUP BY t.id HAVING max(e.number) <> count(*) OR t.events_count <> count(*)"""
FIGURES = ("accepted", "refused", "given up", "stored all the same", "files", "swept")


def check_files(arrivals: Arrivals) -> dict[str, int]:
    """After a sweep of what nothing names: each file that a row names is there whole, and no other is."""
    scope, uses = load("gwarant.database.scope"), load("gwarant.files.uses")
    folder = load("gwarant.files.store").folder()
    with scope.scoped(scope.ENGINE):
        swept = load("gwarant.files.actions").sweep(_now() + timedelta(seconds=1))
        named = set(uses.all_in_use())
    there = set(folder.names())
    beside = Counter(row[0] for row in asked(arrivals.drill, "SELECT sha256 FROM files_attachment"))
    wanted = Counter(arrivals.reports.values())
    for one in arrivals.letters:
        accepted = any((one.sha256, box) in arrivals.post.accepted for box in one.boxes)
        wanted[one.file] += bool(one.file) and accepted
        wanted[one.sha256] += one.kind == "broken" and accepted
    unsure = {
        one.file for one in arrivals.letters if any((one.sha256, box) in arrivals.post.given_up for box in one.boxes)
    }
    return {
        "files": len(there),
        "swept": swept,
        "rows without a file": len(named - there),
        "files without a row": len(there - named),
        "spoilt": sum(bool(folder.fault(name)) for name in there),
        "unfinished": len(list(folder.incoming().iterdir())),
        "attached wrongly": sum(beside[name] != times for name, times in wanted.items() if name and name not in unsure),
    }


def check_status(arrivals: Arrivals) -> None:
    """`gwarant mail status` adds up to what is there."""
    done = subprocess.run([*COMMAND, "mail", "status", "--json"], capture_output=True, text=True, check=False)
    print(f"mail status: {done.stdout.strip()}")
    told = json.loads(done.stdout)
    if told.pop("received") != sum(told.values()) or sum(told.values()) != count(arrivals.drill, "intake_rawmail"):
        arrivals.drill.faults.append(f"mail status does not add up: {told}")


def _now() -> datetime:
    return datetime.now(UTC)


def free_ports(many: int) -> list[int]:
    """So many ports that nobody listens at."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    found = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return found


def run(size: int, kills: int, seed: int, state: Path, *, engines: int, pipes: float, hurries: bool) -> list[str]:
    """The whole drill; what was wrong."""
    page, lmtp, smtp = free_ports(3)
    told = {
        "STATE_DIR": str(state),
        "PORT": str(page),
        "MAIL_LMTP": f"127.0.0.1:{lmtp}",
        "MAIL_SMTP": f"127.0.0.1:{smtp}",
    }
    os.environ.update({f"GWARANT_{name}": value for name, value in told.items()})
    arrivals = Arrivals(Drill(state, page, random.Random(seed)), Post())
    drill = arrivals.drill
    prepare(drill, partial(open_doors, size))
    begun = time.monotonic()
    drill.up()
    drill.wait_until_up()
    if engines > 1:
        arrivals.second_engine()
    try:
        arrive(arrivals, size, kills, {"lmtp": lmtp, "smtp": smtp}, pipes)
        took = time.monotonic() - begun
        read_all(arrivals, 600, hurries=hurries)
        settle(drill)
        figures = check(arrivals)
        check_status(arrivals)
        prove(drill)
    finally:
        arrivals.post.over.set()
        end(arrivals)
    Embedded(state).start()
    try:
        figures |= check_files(arrivals)
    finally:
        load("gwarant.cli.service").leave_database()
        Embedded(state).stop()
    print(
        f"kills: {dict(drill.kills)}; {dict(arrivals.post.counts)}; {drill.retries} requests sent again; {took:.0f} s"
    )
    print(", ".join(f"{name} {value}" for name, value in figures.items()))
    wrong = [f"{name}: {value}" for name, value in figures.items() if value and name not in FIGURES]
    return [*drill.faults, *arrivals.post.faults, *wrong]


def end(arrivals: Arrivals) -> None:
    """End all programs."""
    if arrivals.other is not None:
        arrivals.other.terminate()
        arrivals.other.wait(60)
    assert arrivals.drill.process is not None
    arrivals.drill.process.terminate()
    arrivals.drill.process.wait(60)


def main() -> int:
    """From the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--letters", type=int, default=10_000, help="how much arrives")
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--engines", type=int, default=2)
    options.add_argument("--pipes", type=float, default=0.4, help="share of the pipes that are killed")
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--hurry", action="store_true", help="do not wait until a killed engine's hold has run out")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gwarant-drill-") as directory:
        wrong = run(
            given.letters,
            given.kills,
            given.seed,
            Path(directory) / "state",
            engines=given.engines,
            pipes=given.pipes,
            hurries=given.hurry,
        )
    print("\n".join(wrong) or "nothing lost, nothing twice")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
