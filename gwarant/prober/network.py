"""Whether this prober itself reaches anything: references that are asked all the time, and at once when a look fails.

A look that found something down is believed when some reference answered before, during and after it. Where all were
silent at some moment of it, the prober had lost its own network and has seen nothing.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count

from gwarant.prober.checks import tcp
from gwarant.prober.clock import Clock
from gwarant.prober.model import Answer
from gwarant.prober.tools import Tools
from gwarant.sla.evidence.model import State

PERIOD = 5_000  # milliseconds between two rounds
PATIENCE = 3_000  # milliseconds that a reference has
REMEMBERED = 60  # rounds

Told = Callable[[bool], None]  # whether our own network was there


@dataclass(slots=True)
class _Round:
    begun: int
    left: int
    ended: int = 0
    is_well: bool = False


class Network:
    """Asks the references (`host:port`) in rounds. Without any there is nothing to doubt by: every look is believed."""

    def __init__(self, tools: Tools, clock: Clock, references: tuple[str, ...] = ()) -> None:
        self._tools, self._clock = tools, clock
        self._references = tuple(reference_of(one) for one in references)
        self._rounds: deque[_Round] = deque(maxlen=REMEMBERED)
        self._held: dict[int, tuple[int, int, Told]] = {}
        self._numbers = count()
        self._next_at = 0

    def turn(self) -> None:
        """Begin a round when one is due."""
        if self._references and self._clock.now() >= self._next_at:
            self._begin()

    def ask(self, begun: int, ended: int, told: Told) -> None:
        """Say, later, whether our network was there from `begun` to `ended` and still is."""
        if not self._references:
            told(True)
            return
        self._held[next(self._numbers)] = (begun, ended, told)
        if not any(one.left and one.begun >= ended for one in self._rounds):
            self._begin()

    def _begin(self) -> None:
        now = self._clock.now()
        self._next_at = now + PERIOD
        found = _Round(now, len(self._references))
        self._rounds.append(found)
        for settings in self._references:
            tcp.begin(settings, PATIENCE, self._tools, partial(self._answered, found))

    def _answered(self, found: _Round, answer: Answer) -> None:
        found.left -= 1
        found.is_well = found.is_well or answer.state is State.UP
        if found.left == 0:
            found.ended = self._clock.now()
            self._settle(found)

    def _settle(self, latest: _Round) -> None:
        """Whatever ended before this round began is decided by the rounds that touch it."""
        ready = [(key, one) for key, one in self._held.items() if one[1] <= latest.begun]
        for key, (begun, _ended, told) in ready:
            del self._held[key]
            touching = [one for one in self._rounds if one.ended and one.ended >= begun]
            told(all(one.is_well for one in touching))


def reference_of(text: str) -> tcp.Settings:
    """Where a reference is, written `host:port`. Raises ValueError where it is none."""
    host, _, port = text.rpartition(":")
    if not host.strip("[]") or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{text!r} is no reference; write host:port, such as 9.9.9.9:443")
    return tcp.Settings(host=host.strip("[]"), port=int(port))
