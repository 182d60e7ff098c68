"""Files and moments that somebody waits for, in one thread."""

import select
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from math import inf
from time import monotonic

READ, WRITE, BROKEN = select.EPOLLIN, select.EPOLLOUT, select.EPOLLERR | select.EPOLLHUP

NEVER = inf

Ready = Callable[[int, int], None]  # the file and what it is ready for


class Timer:
    """A call at a moment of the stopwatch, until it is taken back."""

    __slots__ = ("at", "call")

    def __init__(self, at: float, call: Callable[[], None]) -> None:
        self.at, self.call = at, call

    def cancel(self) -> None:
        self.call = nothing


class Alarm:
    """One call that is set to another moment again and again, at most one at a time."""

    __slots__ = ("at", "call")

    def __init__(self, call: Callable[[], None]) -> None:
        self.at, self.call = NEVER, call

    def set(self, seconds: float) -> None:
        """Call when that many seconds are over, and at no other moment."""
        self.at = monotonic() + seconds

    def cancel(self) -> None:
        self.at = NEVER


def nothing() -> None:
    """A timer that was taken back calls this."""


class Poll:
    """Calls back when a file is ready or a moment has come; seconds of the stopwatch."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._ready: dict[int, Ready] = {}
        self._timers: list[tuple[float, int, Timer]] = []
        self._alarms: list[Alarm] = []
        self._numbers = count()

    def watch(self, file: int, events: int, ready: Ready) -> None:
        """Call `ready` as long as the file is ready for one of the events; again, for other events."""
        if file in self._ready:
            self._epoll.modify(file, events)
        else:
            self._epoll.register(file, events)
        self._ready[file] = ready

    def unwatch(self, file: int) -> None:
        """No longer; a file that is closed already is no fault."""
        if self._ready.pop(file, None):
            try:  # noqa: SIM105 - at each look
                self._epoll.unregister(file)
            except OSError:  # closed before: the kernel has forgotten it
                pass

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        """Call once when that many seconds are over."""
        timer = Timer(monotonic() + seconds, call)
        heappush(self._timers, (timer.at, next(self._numbers), timer))
        return timer

    def alarm(self, call: Callable[[], None]) -> Alarm:
        """Something to call at moments that are set later."""
        made = Alarm(call)
        self._alarms.append(made)
        return made

    def turn(self, longest: float) -> None:
        """Wait for what is ready next, at most so many seconds, and call whatever has come."""
        now = monotonic()
        next_at = self._timers[0][0] if self._timers else NEVER
        for one in self._alarms:
            next_at = min(next_at, one.at)
        longest = min(longest, max(0.0, next_at - now))
        for file, events in self._epoll.poll(longest, 512):
            if ready := self._ready.get(file):
                ready(file, events)
        now = monotonic()
        while self._timers and self._timers[0][0] <= now:
            heappop(self._timers)[2].call()
        for one in self._alarms:
            if one.at <= now:
                one.at = NEVER
                one.call()

    def close(self) -> None:
        self._epoll.close()
