"""The time of a prober: a stopwatch that nobody sets, laid beside UTC.

The clock of the machine is read once, at the start; when somebody sets it later, nothing happens here. The server's
answers say how far we are off.
"""

import time
from collections.abc import Callable

GRADUAL = 500  # milliseconds that the time is moved by at most at once, so that no slot comes twice or is left out


def stopwatch() -> int:
    """Milliseconds that never go back and count on while the machine sleeps."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


class Clock:
    """UTC in milliseconds, by a stopwatch."""

    def __init__(self, utc: int, stopwatch: Callable[[], int] = stopwatch) -> None:
        self._stopwatch = stopwatch
        self._offset = utc - stopwatch()

    def now(self) -> int:
        return self._offset + self._stopwatch()

    def passed(self) -> int:
        """Milliseconds of the stopwatch alone: the difference of two is right whatever was set in between."""
        return self._stopwatch()

    def jump(self, off: int) -> None:
        """Go to the server's time at once: for a clock that is so wrong that its moments mean nothing."""
        self._offset += off

    def steer(self, off: int) -> int:
        """Move towards the server's time, which is `off` milliseconds ahead of ours; how much is still left."""
        step = max(-GRADUAL, min(GRADUAL, off))
        self._offset += step
        return off - step
