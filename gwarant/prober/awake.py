"""Whether the process itself stood still: stopped, without a processor, or its machine asleep.

Whoever stood still has not waited: what found no answer meanwhile may well have had one.
"""

from collections.abc import Callable

from gwarant.prober.clock import stopwatch

NOTICED = 100  # milliseconds beyond what was to be waited that are no standing still
SHARE = 4  # one part in so many of the time of a look: what stood still for longer has not looked


class Awake:
    """Adds up the milliseconds for which the process did nothing although it should have."""

    def __init__(self, stopwatch: Callable[[], int] = stopwatch) -> None:
        self._now, self._until, self._stood = stopwatch, stopwatch(), 0

    def rests(self, longest: int) -> None:
        """It means to wait for so many milliseconds at most, from now on."""
        self.stood()
        self._until = self._now() + longest

    def stood(self) -> int:
        """Milliseconds for which it stood still, in all so far."""
        now = self._now()
        if now - self._until > NOTICED:
            self._stood += now - self._until
        self._until = max(now, self._until)
        return self._stood

    def has_looked(self, before: int, timeout: int) -> bool:
        """Whether a look with so much time that began when it had stood still for `before` had enough of it."""
        return (self.stood() - before) * SHARE <= timeout
