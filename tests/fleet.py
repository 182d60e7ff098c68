"""The probers of a place and their server, in one thread and a time of their own, whatever befalls them.

The probers are the real ones, with their disks, but for the line and the looking: each look finds its target up after a
while. The server gives out shares and takes looks by the rules of the real one, from memory.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from gwarant.monitoring.leasing import alive, apportion, end_of, told
from gwarant.monitoring.models import Share
from gwarant.monitoring.moments import AHEAD
from gwarant.monitoring.taking import FRESH
from gwarant.prober.clock import Clock
from gwarant.prober.identity import Identity, new_key
from gwarant.prober.journal import FILE
from gwarant.prober.link import PATIENCE, TARGETS, Goes, Link
from gwarant.prober.model import Answer, Target
from gwarant.prober.poll import Poll
from gwarant.prober.protocol import SHARES, SKEW, STATES, STEP, Given, Taken, Wanted, unpacked
from gwarant.prober.reach import Reach
from gwarant.prober.running import Running
from gwarant.prober.spool import Spool, packed_at
from gwarant.prober.tools import Tools
from gwarant.sla.evidence.model import State

BEGUN = 1_796_040_000_000
STEP_OF_TIME = 100  # milliseconds; each prober has a turn in every other one
IN_TIME = 600_000  # milliseconds for which what was seen takes the place of an unknown
KEY = new_key()


@dataclass
class House:
    """The server: its shares, and of each target and slot one row, its state and by whom it was told."""

    targets: tuple[Target, ...]
    shares: list[Share] = field(default_factory=lambda: [Share(number=number) for number in range(SHARES)])
    heard: dict[int, int] = field(default_factory=dict)
    rows: dict[tuple[int, int], tuple[State, str]] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)  # what was seen, and told too late

    def give(self, prober: int, wanted: Wanted, now: int) -> Given:
        self.heard[prober] = now
        there = sum(now - alive() <= at <= now + AHEAD for at in self.heard.values())
        kept, _ = apportion(self.shares, prober, there, wanted.heard, now)
        own = sorted(one.number for one in kept)
        targets = tuple(one for one in self.targets if one.id % SHARES in own)
        mark, leases = repr(own), tuple(map(told, kept))
        return Given(mark=mark, leases=leases, now=now, targets=None if mark == wanted.mark else targets)

    def take(self, prober: int, data: bytes, now: int) -> Taken:
        batch, rows = unpacked(data)
        ends = {share: end_of(self.shares[share], prober, token, now + AHEAD) for share, token in batch.tokens.items()}
        stored = 0
        for row in rows:
            target, slot, state = int(row["target"]), int(row["slot"]), STATES[row["state"]]
            if slot < ends.get(target % SHARES, 0) and slot <= min(now, batch.sent) + AHEAD:
                self._store((target, slot), state, f"{prober}: {batch.texts[row['code']]}", now)
                stored += 1
        return Taken(stored=stored, refused=len(rows) - stored, now=now)

    def _store(self, key: tuple[int, int], state: State, said: str, now: int) -> None:
        before = self.rows.get(key)
        is_better = before is not None and before[0] is State.UNKNOWN and state is not State.UNKNOWN
        if before is None or (is_better and now < key[1] + IN_TIME):
            self.rows[key] = state, said
        elif is_better:
            self.hidden.append(f"{key[0]}: {said} of {key[1] - BEGUN} comes after {before}")


class OwnPoll(Poll):
    """What comes to one prober, in the fleet's time."""

    def __init__(self, fleet: "Fleet", one: "One") -> None:
        super().__init__()
        self.fleet, self.one = fleet, one
        self._coming: list[tuple[int, Callable[[], None]]] = []

    def at(self, moment: int, call: Callable[[], None]) -> None:
        self._coming.append((moment, call))

    def turn(self, longest: float) -> None:
        due = [one for one in self._coming if one[0] <= self.fleet.now]
        self._coming = [one for one in self._coming if one[0] > self.fleet.now]
        for _, call in sorted(due, key=lambda one: one[0]):
            call()


@dataclass
class Message:
    """What a prober sends, and what it does with the answer: a status, the bytes, the server's moment."""

    poll: OwnPoll
    path: str
    body: bytes
    sent: int
    is_sure: bool
    done: Callable[[int, bytes, int], None]


class OwnLink(Link):
    """Talks to the fleet's server."""

    def __init__(
        self,
        poll: Poll,
        clock: Clock,
        identity: Identity,
        spool: Spool,
        given: Callable[[Given], None],
        goes: Goes = Goes(0),
    ) -> None:
        super().__init__(poll, clock, identity, spool, given, goes)
        assert isinstance(poll, OwnPoll)
        self._own = poll

    def _post(self, path: str, body: bytes, heard: Callable[[int, bytes], None], *, is_sure: bool = False) -> None:
        begun, fleet, waits = self._clock.passed(), self._own.fleet, [True]

        def done(status: int, said: bytes, theirs: int) -> None:
            if waits:
                waits.clear()
                if status == 403:
                    self._steer(theirs, begun)
                heard(status, said)

        self._own.at(fleet.now + PATIENCE, lambda: done(0, b"", 0))
        fleet.carry(Message(self._own, path, body, self._clock.now(), is_sure, done))


class OwnRunning(Running):
    """A prober whose disk can be full."""

    def fill(self, folder: Path, is_full: bool) -> None:
        self._journal._file = folder / "nowhere" / FILE if is_full else folder / FILE
        if is_full:
            self.spool._write = _refuse  # type: ignore[method-assign]
        else:
            with suppress(AttributeError):
                del self.spool._write  # type: ignore[method-assign]


def _refuse(_name: str, _batch: bytes) -> None:
    raise OSError


@dataclass
class One:
    """A prober, and until when it is how."""

    number: int
    folder: Path
    running: OwnRunning | None = None
    poll: OwnPoll | None = None
    killed: int = BEGUN
    offset: int = 0  # milliseconds by which its clock is wrong when it starts
    stopped: int = 0
    cut: int = 0  # nothing passes
    lost: int = 0  # what it asks passes, no answer does
    full: int = 0  # the disk takes nothing


class Fleet:
    """Probers and their server, with a chance of its own for how long everything takes."""

    def __init__(self, folder: Path, targets: Sequence[Target], probers: int = 2, seed: int = 0) -> None:
        self.chance, self.now, self.house = random.Random(seed), BEGUN, House(tuple(targets))
        self.probers = [One(number, folder / str(number)) for number in range(1, probers + 1)]
        self.away = self.slow = 0  # until when nobody listens, and until when what comes waits
        self._longest = 3_000  # milliseconds that a message is on its way
        self._coming: list[tuple[int, Callable[[], None]]] = []

    def until(self, moment: int) -> None:
        while self.now < moment:
            self.now += STEP_OF_TIME
            for one in self.probers:
                self._turn(one)
            due = [one for one in self._coming if one[0] <= self.now]
            self._coming = [one for one in self._coming if one[0] > self.now]
            for _, call in sorted(due, key=lambda one: one[0]):
                call()

    def befall(self, kind: str, prober: int, length: int) -> None:
        """One mishap, from now on, for so many milliseconds."""
        one, until = self.probers[prober], self.now + length
        if kind in ("killed", "forward", "backward"):
            self._kill(one)
            one.killed, one.offset = until, {"killed": 0, "forward": 240_000, "backward": -3_600_000}[kind]
        else:
            setattr(self if kind in ("away", "slow") else one, kind, until)

    def ends(self) -> int:
        """From when on nothing befalls anybody any more."""
        own = ((one.killed, one.stopped, one.cut, one.lost, one.full) for one in self.probers)
        return max(self.now, self.away, self.slow, *(moment for one in own for moment in one))

    def settle(self) -> None:
        """All goes on undisturbed until everything was handed over."""
        self.until(self.now + 90_000)
        self._longest, calm = 50, self.now
        spools = [one.running.spool for one in self.probers if one.running]
        while self.now < calm + 600_000 and any(packed_at(name) < calm for one in spools for name in one.order()):
            self.until(self.now + 1_000)

    def end(self) -> None:
        """All are killed."""
        for one in self.probers:
            self._kill(one)

    def _kill(self, one: One) -> None:
        if one.poll:
            one.poll.close()
        one.running = one.poll = None

    def _turn(self, one: One) -> None:
        if one.running is None and self.now >= one.killed:
            self._start(one)
        if one.running is None or self.now < one.stopped or (self.now // STEP_OF_TIME + one.number) % 2:
            return
        one.running.fill(one.folder, self.now < one.full)
        one.running.turn()

    def _start(self, one: One) -> None:
        one.poll = OwnPoll(self, one)
        clock = Clock(self.now + one.offset, lambda: self.now)
        tools = Tools(one.poll, None, None, Reach(everywhere=True))  # type: ignore[arg-type]
        identity = Identity(server="http://house", prober=str(one.number), place="waw", key=KEY)
        one.running, one.offset = OwnRunning(tools, clock, identity, one.folder, OwnLink), 0

    def carry(self, message: Message) -> None:
        """On its way to the server."""
        if self.now >= message.poll.one.cut:
            self._in(self._way(), lambda: self._arrive(message))

    def _in(self, milliseconds: int, call: Callable[[], None]) -> None:
        self._coming.append((self.now + milliseconds, call))

    def _way(self) -> int:
        return int(self.chance.choice((10, 50, 300, self._longest * self.chance.random())))

    def _arrive(self, message: Message) -> None:
        one, is_whole = message.poll.one, self.chance.random() < 0.5
        if self.now < self.slow:
            self._in(self.slow - self.now, lambda: self._arrive(message))
        elif self.now < one.stopped and not is_whole:  # the rest is sent when it goes on
            self._in(one.stopped - self.now, lambda: self._arrive(message))
        elif one.poll is not message.poll and not is_whole:  # it was killed before it had sent the rest
            return
        elif self.now < self.away:
            message.poll.at(self.now, lambda: message.done(0, b"", 0))
        else:
            status, said, moment = *self._said(message), self.now
            self._in(self._way(), lambda: self._back(message, status, said, moment))

    def _said(self, message: Message) -> tuple[int, bytes]:
        number, off = message.poll.one.number, abs(self.now - message.sent)
        if off > SKEW:
            return 403, b""
        if message.path == TARGETS:
            wanted = msgspec.msgpack.decode(message.body, type=Wanted)
            return 200, msgspec.msgpack.encode(self.house.give(number, wanted, self.now))
        if not message.is_sure and off > STEP and abs(message.sent - unpacked(message.body)[0].sent) < FRESH:
            return 403, b""
        return 200, msgspec.msgpack.encode(self.house.take(number, message.body, self.now))

    def _back(self, message: Message, status: int, said: bytes, moment: int) -> None:
        if self.now >= max(message.poll.one.cut, message.poll.one.lost):
            message.poll.at(self.now, lambda: message.done(status, said, moment))


def looks_up(_settings: Any, timeout: int, tools: Tools, done: Callable[[Answer], None]) -> None:
    """A check whose target is up, after a while."""
    poll = tools.poll
    assert isinstance(poll, OwnPoll)
    took = int(poll.fleet.chance.choice((5, 100, timeout * poll.fleet.chance.random())))
    poll.at(poll.fleet.now + took, lambda: done(Answer(State.UP, "200")))


def holes(fleet: Fleet, until: int) -> Iterator[str]:
    """Slots of which nobody tells."""
    there: dict[int, set[int]] = defaultdict(set)
    for target, slot in fleet.house.rows:
        there[target].add(slot)
    for one in fleet.house.targets:
        own = there[one.id]
        missing = sorted(set(range(min(own, default=until), until, one.every)) - own)
        yield from (f"nobody tells of {one.id} at {slot - BEGUN}" for slot in missing)
        if not own:
            yield f"nobody tells anything of {one.id}"
