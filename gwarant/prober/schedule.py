"""When which target is looked at. Moments come in and slots go out: no clock is read here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from gwarant.prober.grid import LATEST, closer, slot_from, tolerance
from gwarant.prober.model import Target
from gwarant.sla.evidence.model import State

CLOSER_AFTER_FAILURE = 12  # looks between the slots while something is newly wrong: they confirm it, and bound its end
CLOSER_AFTER_RECOVERY = 3
REMEMBERED = 24 * 3_600_000  # milliseconds of missed slots that are told one by one; what lies before them has no row


@dataclass(frozen=True, slots=True)
class Slot:
    """A look that is due: of the grid at `at`, or an extra one between. A `late` one is not begun any more."""

    target: Target
    at: int
    extra: bool = False
    late: bool = False


@dataclass(slots=True)
class _Watched:
    target: Target
    number: int  # of this entry: what was planned for a former one is void
    next_at: int  # the slot that is due next
    state: State = State.UNKNOWN
    closer: int = 0  # looks between the slots that are left
    running: bool = False


@dataclass
class Schedule:
    """All targets, each on its own grid."""

    _watched: dict[int, _Watched] = field(default_factory=dict)
    _heap: list[tuple[int, int, int, bool]] = field(default_factory=list)  # moment, entry, target, extra
    _numbers: "count[int]" = field(default_factory=count)

    def put(self, target: Target, now: int) -> None:
        """Look at it from its next slot on; one of the same number is replaced, unless nothing changed."""
        before = self._watched.get(target.id)
        if before and before.target == target:
            return
        one = _Watched(target, next(self._numbers), slot_from(now, target.every, target.phase))
        if before and before.target.settings == target.settings:
            one.state = before.state
        self._watched[target.id] = one
        heappush(self._heap, (one.next_at, one.number, target.id, False))

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
        return self._heap[0][0] if self._heap else None

    def due(self, now: int, begins: bool = True) -> Iterator[Slot]:
        """What is to be begun now, and the slots that were missed, in the order of their moments.

        Where nothing `begins`, the missed ones alone.
        """
        until = now if begins else now - LATEST - 1
        while self._heap and self._heap[0][0] <= until:
            moment, number, key, extra = heappop(self._heap)
            one = self._watched.get(key)
            if one is None or one.number != number:
                continue
            if extra:
                yield from self._extra(one, moment, now)
            else:
                yield from self._slots(one, moment, now, until)

    def seen(self, slot: Slot, state: State, now: int) -> None:
        """A look has ended: while its state is new, the next one comes sooner."""
        one = self._watched.get(slot.target.id)
        if one is None or one.target != slot.target:
            return
        one.running = False
        if state is State.UNKNOWN:
            return
        if one.state is not State.UNKNOWN and state is not one.state:
            one.closer = CLOSER_AFTER_RECOVERY if state is State.UP else CLOSER_AFTER_FAILURE
        one.state = state
        if one.closer:
            self._plan_closer(one, slot.at, now)

    def _slots(self, one: _Watched, moment: int, now: int, until: int) -> Iterator[Slot]:
        every, bound = one.target.every, tolerance(one.target.every)
        if now - moment > REMEMBERED:
            moment = slot_from(now - REMEMBERED, every, one.target.phase)
        while moment <= until:
            late = now - moment > bound or one.running
            one.running = one.running or not late
            yield Slot(one.target, moment, late=late)
            moment += every
        one.next_at = moment
        heappush(self._heap, (moment, one.number, one.target.id, False))

    def _extra(self, one: _Watched, moment: int, now: int) -> Iterator[Slot]:
        """Between the slots nothing is owed: one that is late is left out, and one beside a look that is under way."""
        if not one.running and now - moment <= tolerance(one.target.every):
            one.running = True
            yield Slot(one.target, moment, extra=True)

    def _plan_closer(self, one: _Watched, at: int, now: int) -> None:
        step = closer(one.target.every)
        moment = max(at + step, now)
        if step and moment + step // 2 < slot_from(now + 1, one.target.every, one.target.phase):
            one.closer -= 1
            heappush(self._heap, (moment, one.number, one.target.id, True))
