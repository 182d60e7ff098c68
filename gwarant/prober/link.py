"""The line to the server: targets are asked for, looks are handed over, and the time is set by its answers."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
import pycurl

from gwarant import __version__
from gwarant.prober.clock import Clock
from gwarant.prober.identity import Identity
from gwarant.prober.model import Answer, Look
from gwarant.prober.poll import Poll
from gwarant.prober.protocol import MOMENT, SHARES, STEP, SURE, Given, Taken, Trial, Tried, Wanted, packed, signed
from gwarant.prober.spool import Spool
from gwarant.prober.transfers import Transfers
from gwarant.sla.evidence.model import State

TARGETS, LOOKS, TRIALS = "/prober/targets", "/prober/looks", "/prober/trials"
ASKED, SOONER = 10_000, 2_000  # milliseconds between two questions for targets; while others have all of them
TIMES, SOONEST = 6, 250  # that is asked while a lease lasts, where that is short
PACKED = 2_000  # milliseconds for which looks wait to travel together: a batch costs as much as some thirty looks
NEWS = 500  # and for which one waits that is other than the one before
MOST = 20_000  # looks in a batch
WAITS = (1_000, 2_000, 5_000, 10_000, 30_000)  # after so many failures in a row
PATIENCE = 20_000  # milliseconds for an answer of the server
EXACT = 20  # milliseconds: the time is not moved for less
HEADERS = ["Content-Type: application/octet-stream", "Expect:"]

Heard = Callable[[int, bytes], None]  # a status, 0 for none, and what was said


@dataclass(frozen=True)
class Goes:
    """What the server is told beside the looks, and what is done when the clock had to be set."""

    begun: int
    fails_since: Callable[[], int] = lambda: 0
    set_anew: Callable[[int], None] = lambda _off: None  # by how many milliseconds it was
    kept: Callable[[], int] = lambda: 0  # the server's moment of the last answer that is written down
    tries: Callable[[Trial, Callable[[Answer], None]], None] = lambda _trial, _done: None


class Link:
    """Talks to the server beside the looking; a server that is away stops nothing."""

    def __init__(
        self,
        poll: Poll,
        clock: Clock,
        identity: Identity,
        spool: Spool,
        given: Callable[[Given], None],
        goes: Goes = Goes(0),
    ) -> None:
        self._clock, self._identity, self._spool, self._given, self._goes = clock, identity, spool, given, goes
        self._key = identity.private_key()
        self._transfers = Transfers(poll, keeps=2)
        self._looks: list[Look] = []
        self._states: dict[int, State] = {}  # of the last look at each target
        self._tokens: dict[int, int] = {}  # of the leases that it has, or had last
        self._former: dict[int, int] = {}  # those before
        self._owed: dict[int, int] = {}  # from which slot on looks travel under the latest
        self.answered = 0  # the server's moment of the last answer about targets
        self._mark, self._asks_at, self._packs_at, self._sends_at = "", 0, 0, 0
        self._packed_at = 0
        self._asking = self._sending = False
        self._failures, self._asked = 0, SOONER
        self._aside: set[str] = set()
        self._sure = ""  # of a batch that the server doubted: our clock was compared, the way there took so long
        self._until = self._right_at = 0  # when the last lease ends; when the clock was last found right
        self._off: int | None = None
        self._times_set = 0  # that the clock was set at once

    @property
    def holds(self) -> bool:
        """Whether looking waits for the server: it slept beyond its leases, and others may look by now.

        A server that cannot be reached holds nothing up: nobody else may be there either.
        """
        return 0 < self._until < self._clock.now() and not self._failures

    def look(self, look: Look) -> None:
        """One more look for the server."""
        self._looks.append(look)
        state = look.answer.state
        if self._states.get(look.target) is not state:
            self._states[look.target] = state
            self._packs_at = min(self._packs_at, self._packed_at + NEWS)

    def turn(self) -> None:
        """Begin whatever is due."""
        now = self._clock.now()
        if self._looks and (now >= self._packs_at or len(self._looks) >= MOST):
            self._pack(now)
        if not self._asking and now >= self._asks_at:
            self._ask(now)
        if not self._sending and now >= self._sends_at and len(self._spool):
            self._send()

    @property
    def oldest(self) -> int | None:
        """The oldest slot that was seen and is not packed yet; None where nothing waits."""
        return min((look.slot for look in self._looks), default=None)

    @property
    def tokens(self) -> Mapping[int, int]:
        """The leases under which looks are made now, or were last: share → token."""
        return self._tokens

    def tell(self, looks: Sequence[Look], tokens: Mapping[int, int], now: int, *, is_last: bool = False) -> None:
        """Looks as batches of their own, under these leases; after all that was packed before where it `is_last`."""
        for begun in range(0, len(looks), MOST):
            part, number = looks[begun : begun + MOST], random.getrandbits(62)  # by which it is known again
            oldest = min(look.slot for look in part)
            self._spool.put(now, number, packed(part, number, now, tokens), oldest, is_last=is_last)

    def flush(self) -> None:
        """Put what has been seen on the disk: the process ends."""
        if self._looks:
            self._pack(self._clock.now())
        self._transfers.close()

    def _pack(self, now: int) -> None:
        looks, self._looks = self._looks[:MOST], self._looks[MOST:]
        if min(look.slot for look in looks) < max(self._owed.values(), default=0):
            former = [look for look in looks if look.slot < self._owed.get(look.target % SHARES, 0)]
            self.tell(former, self._tokens | self._former, now)
            looks = [look for look in looks if look.slot >= self._owed.get(look.target % SHARES, 0)]
        self.tell(looks, self._tokens, now)
        self._packed_at, self._packs_at = now, now + PACKED

    def _ask(self, now: int) -> None:
        self._asking, begun, times = True, self._clock.passed(), self._times_set
        self._asks_at = now + self._asked

        def heard(status: int, said: bytes) -> None:
            self._asking = False
            given = _read(said, Given) if status == 200 else None
            if given is None:
                wait = self._failed()
                self._asks_at = self._clock.now() + (wait if times == self._times_set else 0)  # it was but the clock
                return
            self._failures = 0
            self._steer(given.now, begun)
            self._mark = given.mark
            if given.targets is not None:
                self._states = {one.id: self._states[one.id] for one in given.targets if one.id in self._states}
            while self._looks:  # what was seen under the leases before travels under them
                self._pack(self._clock.now())
            self._lease(given)
            self._until = max((one.until for one in given.leases), default=0)
            lasts = max(SOONEST, (self._until - given.now) // TIMES)
            self._asked = min(ASKED, lasts) if given.leases else SOONER
            self._given(given)
            for one in given.trials:
                self._goes.tries(one, partial(self._tried, one))

        self._post(TARGETS, msgspec.msgpack.encode(self._wanted()), heard)

    def _tried(self, trial: Trial, answer: Answer) -> None:
        """What a trial found, told once: whoever waits for it tries again."""
        self._post(TRIALS, msgspec.msgpack.encode(Tried(trial=trial.id, answer=answer)), lambda _status, _said: None)

    def _lease(self, given: Given) -> None:
        """What is under way travels under the lease of its slot, also where others have the share by now."""
        for one in given.leases:
            if one.token != self._tokens.get(one.share):
                if one.share in self._tokens:
                    self._former[one.share] = self._tokens[one.share]
                self._tokens[one.share], self._owed[one.share] = one.token, one.owed
        self.answered = given.now

    def _wanted(self) -> Wanted:
        return Wanted(
            mark=self._mark,
            version=__version__,
            begun=self._goes.begun,
            lost=self._spool.lost,
            off=self._off,
            fails_since=self._goes.fails_since(),
            heard=self._goes.kept(),
        )

    def _send(self) -> None:
        """The next batch; one on which the server stumbled comes after all the others, and then again."""
        waiting = list(self._spool.order())
        for name in [one for one in waiting if one not in self._aside] or waiting:
            batch = self._spool.read(name)
            if batch is not None:
                self._send_one(name, batch)
                return

    def _send_one(self, name: str, batch: bytes) -> None:
        self._sending, begun = True, self._clock.passed()

        def heard(status: int, said: bytes) -> None:
            self._sending = False
            taken = _read(said, Taken) if status == 200 else None
            if taken:
                self._failures = 0
                self._steer(taken.now, begun)
            if status == 403:  # maybe in doubt of our clock, which was compared by now
                self._sure = name
            if taken or status in (400, 413):  # no batch in the server's eyes: it will not become one
                self._spool.drop(name)
                self._aside.discard(name)
            else:
                if status >= 500:
                    self._aside.add(name)
                self._sends_at = self._clock.now() + self._failed()

        self._post(LOOKS, batch, heard, is_sure=name == self._sure)

    def _failed(self) -> int:
        self._failures += 1
        wait = WAITS[min(self._failures, len(WAITS)) - 1]
        return wait + random.randrange(wait // 2)  # not all probers at once

    def _steer(self, theirs: int, begun: int) -> None:
        """Their time is what it was at some moment since the question (`begun` on the stopwatch)."""
        took = self._clock.passed() - begun
        off = theirs + took // 2 - self._clock.now()
        if abs(off) - took > STEP:
            self._set(off)
        elif abs(off) > max(EXACT, took):  # further off than the way there and back can explain
            self._clock.steer(off)
        self._off, self._right_at = off, self._clock.now()

    def _set(self, off: int) -> None:
        """Go to the server's time; what was seen since the clock was last right is of no known moment."""
        if self._right_at:
            if self._looks:
                self._pack(self._clock.now())
            self._spool.doubt(self._right_at)
        self._clock.jump(off)
        self._times_set += 1
        self._asks_at = self._packs_at = self._sends_at = 0
        self._goes.set_anew(off)

    def _post(self, path: str, body: bytes, heard: Heard, *, is_sure: bool = False) -> None:
        said = bytearray()
        handle = self._transfers.handle()
        headers = signed(self._key, self._identity.prober, path, self._clock.now(), body)
        if is_sure:
            headers[SURE] = "yes"
        option = handle.setopt
        option(pycurl.URL, self._identity.server.rstrip("/") + path)
        option(pycurl.NOSIGNAL, 1)
        option(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        option(pycurl.TIMEOUT_MS, PATIENCE)
        option(pycurl.POST, 1)
        option(pycurl.POSTFIELDS, body)
        option(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in headers.items()] + HEADERS)
        option(pycurl.WRITEFUNCTION, said.extend)
        times: list[int] = []
        option(pycurl.HEADERFUNCTION, lambda line: times.extend(_moment_in(line)))
        if self._identity.authorities:
            option(pycurl.CAINFO_BLOB, self._identity.authorities)
        begun = self._clock.passed()

        def done(handle: pycurl.Curl, code: int, _why: str) -> None:
            status = 0 if code else handle.getinfo(pycurl.RESPONSE_CODE)
            if status == 403 and times:  # refused, maybe for the time that our clock says
                self._steer(times[-1], begun)
            heard(status, bytes(said))

        self._transfers.begin(handle, done)


def _moment_in(line: bytes) -> tuple[int, ...]:
    """The server's time, where this header is that."""
    name, _, value = line.partition(b":")
    return (int(value),) if name.strip().lower() == MOMENT.lower().encode() and value.strip().isdigit() else ()


def _read(said: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.msgpack.decode(said, type=kind)
    except msgspec.DecodeError:
        return None
