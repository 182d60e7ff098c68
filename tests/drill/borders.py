"""The drill of outages: the engine is killed with -9 at each border of its statements, while outages come and go.

A service goes down, is up for a moment, is called about again and is up for good, each time anew; each time the engine
is killed at the next border of each of these steps, and another one goes on. In the end it must be as if nobody had
been: one ticket with the same events, and the same notices, each once.
"""

import argparse
import os
import pickle
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from kills import Drill, prepare

from gwarant.cli.service import instance, load

MINUTE, APART = timedelta(minutes=1), timedelta(hours=2)
AFTER = timedelta(seconds=6)  # so much later another engine has what a killed one held
STEPS = {"opens": "uuudd", "is up for a moment": "u", "is down again": "d", "calls": "d" * 17, "ends": "u" * 8}
PLACES, CUSTOMER = ("p0", "p1", "p2"), "SHOP"


@dataclass(frozen=True)
class Left:
    """What an outage left behind, without its moments."""

    outages: int
    tickets: int
    events: tuple[tuple[str, str], ...]
    notices: tuple[tuple[tuple[str, str], int], ...]


def apart(work: Callable[[], Any]) -> Any:
    """What it gives in a process of its own; None where that was killed."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writes, pickle.dumps(work()))
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    os.close(writes)
    with open(reads, "rb") as told:
        said = told.read()
    ended = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(ended):
        assert not ended, "a step failed"
        return pickle.loads(said)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    return None


def furnish() -> None:
    """A service of a customer with a contract, looked at each minute from three places."""
    scope, enrolling = load("gwarant.database.scope"), load("gwarant.monitoring.enrolling")
    actions, identity = load("gwarant.monitoring.actions"), load("gwarant.prober.identity")
    services, now = load("gwarant.customers.models").Service.objects, datetime.now(UTC) - timedelta(days=59)
    with scope.scoped(scope.ENGINE):
        service = services.filter(customer__key=CUSTOMER).order_by("pk")[0]
        places = [enrolling.open_place(key, key, now=now) for key in PLACES]
        for one in places:
            public = identity.public_half(identity.key_in(identity.new_key()))
            enrolling.enrol(enrolling.invite(one, by=None, now=now), public, "1", now=now)
        facts = actions.Facts(name="Page", kind="http", settings={"url": "https://x.example/"}, places=tuple(places))
        actions.add_monitor(service, facts, by=None, now=now)


def hand_over(letters: str, begun: datetime) -> None:
    """What each place saw, a letter a minute."""
    models, taking, giving = (load(f"gwarant.monitoring.{one}") for one in ("models", "taking", "giving"))
    seen, protocol = load("gwarant.prober.model"), load("gwarant.prober.protocol")
    state = load("gwarant.sla.evidence.model").State
    words, monitor = {"u": state.UP, "d": state.DOWN}, models.Monitor.objects.get().pk
    slots = [int((begun + minute * MINUTE).timestamp()) * 1000 for minute in range(len(letters))]
    for prober in models.Prober.objects.select_related("place").order_by("pk"):
        leases = giving.give(prober, protocol.Wanted(), slots[-1]).leases
        looks = [
            seen.Look(monitor, slot, slot, seen.Answer(words[letter], "x"))
            for slot, letter in zip(slots, letters, strict=True)
        ]
        tokens = {one.share: one.token for one in leases}
        taking.take(prober, protocol.packed(looks, 1, slots[-1], tokens), slots[-1])


@dataclass
class Killing:
    """Ends its own process with -9 at a border: before a statement, or after it and before what follows it."""

    border: int  # two for each statement, from 0 on; -1: none
    statements: int = 0

    def __call__(self, execute: Callable[..., Any], *told: Any) -> Any:
        self._at(2 * self.statements)
        done = execute(*told)
        self._at(2 * self.statements + 1)
        self.statements += 1
        return done

    def _at(self, border: int) -> None:
        if border == self.border:
            os.kill(os.getpid(), signal.SIGKILL)


def engine(now: datetime, border: int = -1) -> int:
    """The engine's sweeps until nothing is due; how many borders there were."""
    scope, outages = load("gwarant.database.scope"), load("gwarant.engine.outages")
    killing = Killing(border)
    with scope.scoped(scope.ENGINE), load("django.db").connection.execute_wrapper(killing):
        while outages.run_once(now) + outages.call_once(now):
            pass
    return 2 * killing.statements


def left(begun: datetime) -> Left:
    """What there is of the outage that began then or later."""
    scope, models = load("gwarant.database.scope"), load("gwarant.monitoring.models")
    notice, ticket = load("gwarant.notify.models").Notice, load("gwarant.tickets.models").Ticket
    with scope.scoped(scope.ENGINE):
        tickets = list(ticket.objects.filter(channel="monitoring", reported_at__gte=begun))
        events = [event for one in tickets for event in one.events.order_by("number").values_list("kind", "reason")]
        told = [*notice.objects.filter(ref__in=[one.key for one in tickets]).values_list("code", "user__email")]
        outages = models.Outage.objects.filter(detected_at__gte=begun, ended_at__isnull=False).count()
    return Left(outages, len(tickets), tuple(events), tuple(sorted(Counter(told).items())))


def once(begun: datetime, border: int, killed: Counter[str]) -> tuple[Left, dict[str, int]]:
    """One outage, with an engine killed at that border of each step that has it; how many borders each step had."""
    scope, at, borders = load("gwarant.database.scope"), begun, {}
    for step, letters in STEPS.items():
        last = at + (len(letters) - 1) * MINUTE

        def happens(letters: str = letters, at: datetime = at, last: datetime = last) -> int:
            with scope.scoped(scope.ENGINE):
                hand_over(letters, at)
            return engine(last, border)

        found = apart(happens)
        if found is None:
            killed[step] += 1
            apart(lambda last=last: engine(last + AFTER))
        borders[step] = found or 0
        at = last + MINUTE
    return apart(lambda: left(begun)), borders


def run(every: int, seed: int, minutes: float, state: Path) -> list[str]:
    """The whole drill; what was wrong."""
    os.environ.update(GWARANT_STATE_DIR=str(state), GWARANT_PORT="1")
    prepare(Drill(state, 1, random.Random(seed)), furnish, CUSTOMER.__eq__)
    with instance():
        return list(rounds(every, seed, minutes))


def rounds(every: int, seed: int, minutes: float) -> Iterator[str]:
    """A calm outage, by which the others are measured, and one for each border, or for each of so many, in that time.

    The borders come by chance, so that what fits into the time lies all over the steps.
    """
    at, killed, begun = (
        datetime.now(UTC).replace(microsecond=0, second=0) - timedelta(days=50),
        Counter[str](),
        time.time(),
    )
    calm, borders = once(at, -1, killed)
    print(f"borders: {borders}; a calm outage leaves {calm}")
    if (calm.outages, calm.tickets) != (1, 1) or not calm.notices:
        yield f"a calm outage leaves {calm}"
    chance = random.Random(seed)
    wanted = [*range(chance.randrange(every), max(borders.values()), every)]
    chance.shuffle(wanted)
    for tried, number in enumerate(wanted):
        if time.time() - begun > minutes * 60:
            print(f"time is over: {tried} of {len(wanted)} borders were tried")
            break
        at += APART
        found, _ = once(at, number, killed)
        if found != calm:
            yield f"killed at border {number}: {found}"
    print(f"kills: {dict(killed)}, {sum(killed.values())} in all; {time.time() - begun:.0f} s")


def main() -> int:
    """From the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--every", type=int, default=1, help="one of so many borders")
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--minutes", type=float, default=30, help="no further border is tried after so many")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gwarant-drill-") as directory:
        wrong = run(given.every, given.seed, given.minutes, Path(directory) / "state")
    print("\n".join(wrong) or "each outage has one ticket, told once and ended once")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
