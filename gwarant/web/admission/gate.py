"""How many requests are worked on at once, how many wait for that, and how much of both one person may take.

Whoever cannot be taken in is told so at once: a request that waits holds a thread, and those must never run out.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from threading import Event, Lock

PINGS = 128  # threads in which pings of jobs wait, for one transaction together
SPARE = 4  # threads that nobody who waits or is worked on ever holds


class Refused(Enum):
    """Why a request is not taken in: they have too many open themselves, or everybody together has."""

    PERSON = "person"
    FULL = "full"
    WAITED = "waited"


@dataclass(frozen=True)
class Limits:
    """`work`: requests worked on at once; `wait`: further ones that wait; `of_one`: what one person has of both.

    The last quarter of those that wait is kept for what people send, and a quarter of all for other places than one.
    Nobody waits longer than `patience` seconds.
    """

    work: int
    wait: int = 120
    of_one: int = 48
    patience: float = 30.0

    @property
    def inside(self) -> int:
        """How many threads are held at most by those that wait or are worked on."""
        return self.work + self.wait

    @property
    def threads(self) -> int:
        """How many threads the web server needs, so that some are left whatever waits."""
        return self.inside + PINGS + SPARE

    @property
    def for_sent(self) -> int:
        """How many of those that wait may be of what people send alone."""
        return self.wait // 4

    @property
    def of_place(self) -> int:
        """What comes from one place, whoever it is of, so that made-up people are not more than one place."""
        return (self.inside - self.for_sent) * 3 // 4

    @property
    def of_one_at_work(self) -> int:
        """One person alone has half of what is worked on, so that others go on."""
        return max(1, self.work // 2)

    @property
    def of_place_at_work(self) -> int:
        """One place has three quarters of what is worked on, whoever it is of."""
        return max(1, self.work * 3 // 4)


@dataclass(eq=False)
class Turn:
    """A request that waits, or is worked on: of whom, and from which place in the net."""

    whose: str
    place: str
    is_on: bool = False  # worked on
    is_inside: bool = True
    called: Event = field(default_factory=Event)


class Gate:
    """Requests come to their turn in the order in which they came, except that nobody takes all."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._lock = Lock()
        self._waiting: list[Turn] = []
        self._inside: Counter[str] = Counter()
        self._places: Counter[str] = Counter()
        self._working: Counter[str] = Counter()
        self._places_working: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many are inside: they wait, are worked on, or are still answered."""
        with self._lock:
            return self._inside.total()

    def enter(self, whose: str, place: str, *, sends: bool = False) -> Turn | Refused:
        """Wait for the turn; who has it must `leave`. `sends`: something was typed, which is refused last."""
        turn = Turn(whose, place)
        with self._lock:
            refused = self._refusal(turn, sends)
            if refused:
                return refused
            self._inside[whose] += 1
            self._places[place] += 1
            self._waiting.append(turn)
            self._call()
        if turn.called.wait(self.limits.patience):
            return turn
        with self._lock:
            if turn.is_on:  # called in the moment in which the wait ended
                return turn
            self._waiting.remove(turn)
            self._go(turn)
            return Refused.WAITED

    def rest(self, turn: Turn) -> None:
        """It is worked out, and only its answer is still on its way: the next one is worked on."""
        with self._lock:
            self._rest(turn)

    def resume(self, turn: Turn) -> None:
        """It rested, and is worked on once more when its turn comes, or when patience ends."""
        with self._lock:
            turn.called.clear()
            self._waiting.append(turn)
            self._call()
        if not turn.called.wait(self.limits.patience):
            with self._lock:
                if not turn.is_on:
                    self._waiting.remove(turn)

    def leave(self, turn: Turn) -> None:
        """The request is done; to say so twice does nothing."""
        with self._lock:
            self._rest(turn)
            if turn.is_inside:
                self._go(turn)

    def _rest(self, turn: Turn) -> None:
        if turn.is_on:
            turn.is_on = False
            _less(self._working, turn.whose)
            _less(self._places_working, turn.place)
            self._call()

    def _refusal(self, turn: Turn, sends: bool) -> Refused | None:
        most, more = self.limits, self.limits.for_sent if sends else 0
        if self._inside[turn.whose] >= most.of_one + more or self._places[turn.place] >= most.of_place:
            return Refused.PERSON
        return Refused.FULL if self._inside.total() >= most.inside - most.for_sent + more else None

    def _go(self, turn: Turn) -> None:
        turn.is_inside = False
        _less(self._inside, turn.whose)
        _less(self._places, turn.place)

    def _call(self) -> None:
        """Call those whose turn it is."""
        for turn in tuple(self._waiting):
            if self._working.total() >= self.limits.work:
                return
            is_free = self._places_working[turn.place] < self.limits.of_place_at_work
            if is_free and self._working[turn.whose] < self.limits.of_one_at_work:
                self._waiting.remove(turn)
                self._working[turn.whose] += 1
                self._places_working[turn.place] += 1
                turn.is_on = True
                turn.called.set()


def _less(counts: Counter[str], name: str) -> None:
    counts[name] -= 1
    if not counts[name]:
        del counts[name]
