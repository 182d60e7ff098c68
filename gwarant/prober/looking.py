"""The prober at work: what is due is begun, what is found goes out, and what cannot be begun in its time is told."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from typing import Any

from msgspec.structs import replace

from gwarant.prober.awake import Awake
from gwarant.prober.checks import KINDS, SettingsRefused, settings_of
from gwarant.prober.clock import Clock
from gwarant.prober.grid import slot_from, tolerance
from gwarant.prober.model import Answer, Look, Reason, Target
from gwarant.prober.network import Network
from gwarant.prober.peers import Peers
from gwarant.prober.schedule import REMEMBERED, Schedule, Slot
from gwarant.prober.tools import Tools
from gwarant.sla.evidence.model import State

LONGEST = 1_000  # milliseconds that the process sleeps at most
GLANCE = 5_000  # milliseconds that a glance beside the grid takes at most

Out = Callable[[Look], None]


class Looking:
    """Looks at its targets, at most `at_once` at a time, and hands each look to `out`."""

    def __init__(self, tools: Tools, clock: Clock, out: Out, at_once: int = 2_000) -> None:
        self._tools, self._clock, self._out, self._at_once = tools, clock, out, at_once
        self._references: tuple[str, ...] = ()
        self._network = Network(tools, clock)
        self._times = 0  # that the clock was set
        self._peers = Peers(self._glance)
        self._schedule = Schedule()
        self._targets: dict[int, Target] = {}
        self._settings: dict[int, Any] = {}
        self._waiting: deque[Slot] = deque()
        self._running = 0
        self._untold: dict[int, int] = {}  # slots of looks that were begun and are not told yet
        self._numbers = count()
        self._awake = Awake()
        self._stood = 0  # milliseconds for which the process had stood still when this turn began

    def watch(self, targets: tuple[Target, ...], now: int) -> None:
        """These and no others from now on; of one that no look can be made of it is told once that, and why."""
        wanted = {target.id: target for target in targets}
        for one in self._schedule.targets():
            if self._targets[one] != wanted.get(one):
                self._tell_owed(one, now)
        for gone in set(self._schedule.targets()) - wanted.keys():
            self._schedule.drop(gone)
            self._settings.pop(gone, None)
            self._peers.forget(gone)
        self._targets = wanted
        for target in targets:
            try:
                self._settings[target.id] = settings_of(target.kind, target.settings)
                self._schedule.put(target, now)
            except SettingsRefused as error:
                self._schedule.drop(target.id)
                self._out(Look(target.id, now, now, Answer(State.UNKNOWN, Reason.FAULT, said=str(error))))

    def doubt_by(self, references: tuple[str, ...]) -> None:
        """Believe that something is down only while one of these (`host:port`) can be reached."""
        self._references = references
        self._network = Network(self._tools, self._clock, references)

    @property
    def fails_since(self) -> int:
        """Since when nearly all that is looked at from here fails; 0 while it does not."""
        return self._peers.since

    @property
    def oldest(self) -> int | None:
        """The oldest slot that is not told yet, whether it is due or under way; None where there is none."""
        next_at = self._schedule.next_at()
        found = [*self._untold.values(), *(one.at for one in self._waiting)]
        return min(found if next_at is None else [*found, next_at], default=None)

    def turn(self, longest: int = LONGEST, holds: bool = False) -> None:
        """Begin what is due, and wait for what comes, at most so many milliseconds.

        While it `holds` nothing begins; what nobody began in time is told all the same, under the lease that it had.
        """
        now = self._clock.now()
        self._stood = self._awake.stood()
        self._network.turn()
        for slot in self._schedule.due(now, not holds):
            self._take(slot)
        moment = None if holds else self._schedule.next_at()
        if moment is not None:
            longest = min(longest, max(0, moment - now))
        self._awake.rests(longest)
        self._tools.poll.turn(longest / 1000)

    def again(self, off: int) -> None:
        """The clock was set: everything from its next slot on; what is under way was begun at no known moment.

        Slots that it passed over, where it was set forward, are told.
        """
        now = self._clock.now()
        for one in self._schedule.targets():
            self._tell_owed(one, min(now - off, now))
        for look in missed(self._targets.values(), now - off, now, Reason.CLOCK):
            self._out(look)
        self._schedule = Schedule()
        self._network = Network(self._tools, self._clock, self._references)
        self._times += 1
        self.watch(tuple(self._targets.values()), now)

    def _tell_owed(self, target: int, now: int) -> None:
        for slot in self._schedule.owed(target, now):
            self._tell(slot, slot.at, Answer(State.UNKNOWN, Reason.LATE))

    def _take(self, slot: Slot) -> None:
        if slot.late:
            self._tell(slot, slot.at, Answer(State.UNKNOWN, Reason.LATE))
        elif self._running < self._at_once:
            self._begin(slot)
        else:
            self._waiting.append(slot)

    def _begin(self, slot: Slot) -> None:
        self._running += 1
        at, target = self._clock.now(), slot.target
        settings, begun, times = self._settings.get(target.id), True, self._times
        stood, number = self._stood, next(self._numbers)
        self._untold[number] = slot.at

        def done(answer: Answer) -> None:
            nonlocal begun
            if not begun:  # told already, as a fault
                return
            begun = False
            self._running -= 1
            if times != self._times:
                answer = replace(answer, state=State.UNKNOWN, code=Reason.CLOCK)
            elif answer.state is not State.UP and not self._awake.has_looked(stood, target.timeout):
                answer = replace(answer, state=State.UNKNOWN, code=Reason.STILL)
            self._ended(number, slot, at, answer)
            if self._waiting:
                self._next_waiting()

        try:
            KINDS[target.kind].begin(settings, target.timeout, self._tools, done)
        except Exception as error:  # whatever it is, the others go on and this one is told
            done(Answer(State.UNKNOWN, Reason.FAULT, said=f"{type(error).__name__}: {error}"[:200]))

    def _ended(self, number: int, slot: Slot, at: int, answer: Answer) -> None:
        """What was found is told; that something is down only when our network was there, and not nearly all fails."""
        target = slot.target.id
        if answer.state is not State.DOWN:
            self._peers.seen(target, answer.state, answer.address)
            self._found(number, slot, at, answer)
            return
        now, told = self._clock.now(), partial(self._found, number, slot, at, answer)

        def reached(is_there: bool) -> None:
            if not is_there:
                told(Reason.OWN_NETWORK)
                return
            has_turned = self._peers.seen(target, answer.state, answer.address)
            self._peers.ask(
                target, answer.address, now, has_turned, lambda is_ours: told(Reason.EVERYTHING if is_ours else "")
            )

        self._network.ask(at, now, reached)

    def _found(self, number: int, slot: Slot, at: int, answer: Answer, reason: str = "") -> None:
        if reason:
            answer = replace(answer, state=State.UNKNOWN, code=reason)
        self._schedule.seen(slot, answer.state, self._clock.now())
        self._tell(slot, at, answer)
        self._untold.pop(number, None)

    def _glance(self, target: int, done: Callable[[State], None]) -> None:
        one, stood = self._targets[target], self._awake.stood()
        timeout = min(one.timeout, GLANCE)

        def glanced(answer: Answer) -> None:
            done(answer.state if self._awake.has_looked(stood, timeout) else State.UNKNOWN)

        try:
            KINDS[one.kind].begin(self._settings[target], timeout, self._tools, glanced)
        except Exception:  # as a look that is a fault of ours
            done(State.UNKNOWN)

    def _next_waiting(self) -> None:
        while self._waiting and self._running < self._at_once:
            slot = self._waiting.popleft()
            if self._clock.now() - slot.at <= tolerance(slot.target.every):
                self._begin(slot)
                return
            self._schedule.seen(slot, State.UNKNOWN, self._clock.now())
            self._tell(slot, slot.at, Answer(State.UNKNOWN, Reason.FULL))

    def _tell(self, slot: Slot, at: int, answer: Answer) -> None:
        self._out(Look(slot.target.id, slot.at, at, answer, slot.extra))


def missed(targets: Iterable[Target], since: int, now: int, reason: Reason) -> Iterator[Look]:
    """The slots at which nobody looked, as unknown; the last day of them."""
    for one in targets:
        for slot in range(slot_from(max(since, now - REMEMBERED), one.every, one.phase), now, one.every):
            yield Look(one.id, slot, slot, Answer(State.UNKNOWN, reason))
