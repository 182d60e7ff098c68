"""When which target is looked at. Moments come in and slots go out: no clock is read here."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

import msgspec

from gwarant.prober.grid import LATEST, closer, slot_from, tolerance
from gwarant.prober.model import Target
from gwarant.sla.evidence.model import State

CLOSER_AFTER_FAILURE = 12  # looks between the slots while something is newly wrong: they confirm it, and bound its end
CLOSER_AFTER_RECOVERY = 3
REMEMBERED = 24 * 3_600_000  # milliseconds of missed slots that are told one by one; what lies before them has no row


class Slot(msgspec.Struct, frozen=True, gc=False):
    """A look that is due: of the grid at `at`, or an extra one between. A `late` one is not begun any more."""

    target: Target
    at: int
    extra: bool = False
    late: bool = False


@dataclass(slots=True, eq=False)
class _Watched:
    target: Target
    next_at: int  # the slot that is due next
    bound: int  # milliseconds that a look may begin late
    state: State = State.UNKNOWN
    closer: int = 0  # looks between the slots that are left
    running: bool = False


class Schedule:
    """All targets, each on its own grid. What is due at one moment lies together: moments are few, and looks many.

    What was planned for an entry that is there no longer, or was replaced, is void.
    """

    def __init__(self) -> None:
        self._watched: dict[int, _Watched] = {}
        self._moments: list[int] = []  # a heap, each once
        self._planned: dict[int, list[tuple[_Watched, bool]]] = {}  # moment → entries, and whether it is an extra look

    def put(self, target: Target, now: int) -> None:
        """Look at it from its next slot on; one of the same number is replaced, unless nothing changed."""
        before = self._watched.get(target.id)
        if before and before.target == target:
            return
        one = _Watched(target, slot_from(now, target.every, target.phase), tolerance(target.every))
        if before and before.target.settings == target.settings:
            one.state = before.state
        self._watched[target.id] = one
        self._plan(one.next_at, one)

    def owed(self, target: int, now: int) -> Iterator[Slot]:
        """Its slots before now that were not due yet because nobody asked: for what is dropped or replaced."""
        if one := self._watched.get(target):
            begun = max(one.next_at, slot_from(now - REMEMBERED, one.target.every, one.target.phase))
            yield from (Slot(one.target, at, late=True) for at in range(begun, now, one.target.every))

    def drop(self, target: int) -> None:
        """Look at it no longer."""
        self._watched.pop(target, None)

    def targets(self) -> tuple[int, ...]:
        return tuple(self._watched)

    def next_at(self) -> int | None:
        """The moment of the next look, or None where there is nothing to look at."""
        return self._moments[0] if self._moments else None

    def due(self, now: int, begins: bool = True) -> list[Slot]:
        """What is to be begun now, and the slots that were missed, in the order of their moments.

        Where nothing `begins`, the missed ones alone.
        """
        until = now if begins else now - LATEST - 1
        found: list[Slot] = []
        while self._moments and self._moments[0] <= until:
            moment = heappop(self._moments)
            for one, extra in self._planned.pop(moment):
                if self._watched.get(one.target.id) is one:
                    (self._take_extra if extra else self._take)(one, moment, now, until, found)
        return found

    def seen(self, slot: Slot, state: State, now: int) -> None:
        """A look has ended: while its state is new, the next one comes sooner."""
        one = self._watched.get(slot.target.id)
        if one is None or (one.target is not slot.target and one.target != slot.target):
            return
        one.running = False
        if state is State.UNKNOWN:
            return
        if one.state is not State.UNKNOWN and state is not one.state:
            one.closer = CLOSER_AFTER_RECOVERY if state is State.UP else CLOSER_AFTER_FAILURE
        one.state = state
        if one.closer:
            self._plan_closer(one, slot.at, now)

    def _take(self, one: _Watched, moment: int, now: int, until: int, found: list[Slot]) -> None:
        target = one.target
        every = target.every
        if now - moment > REMEMBERED:
            moment = slot_from(now - REMEMBERED, every, target.phase)
        while moment <= until:
            late = now - moment > one.bound or one.running
            one.running = one.running or not late
            found.append(Slot(target, moment, late=late))
            moment += every
        one.next_at = moment
        self._plan(moment, one)

    def _take_extra(self, one: _Watched, moment: int, now: int, _until: int, found: list[Slot]) -> None:
        """Between the slots nothing is owed: one that is late is left out, and one beside a look that is under way."""
        if not one.running and now - moment <= one.bound:
            one.running = True
            found.append(Slot(one.target, moment, extra=True))

    def _plan(self, moment: int, one: _Watched, extra: bool = False) -> None:
        planned = self._planned.get(moment)
        if planned is None:
            self._planned[moment] = [(one, extra)]
            heappush(self._moments, moment)
        else:
            planned.append((one, extra))

    def _plan_closer(self, one: _Watched, at: int, now: int) -> None:
        step = closer(one.target.every)
        moment = max(at + step, now)
        if step and moment + step // 2 < slot_from(now + 1, one.target.every, one.target.phase):
            one.closer -= 1
            self._plan(moment, one, extra=True)
