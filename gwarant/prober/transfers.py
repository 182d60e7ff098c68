"""libcurl's transfers on the poll of the process: as many at once as there are, none waits for another."""

from collections.abc import Callable, Hashable
from typing import Any

import pycurl

from gwarant.prober.poll import BROKEN, READ, WRITE, Poll

EVENTS = {pycurl.POLL_IN: READ, pycurl.POLL_OUT: WRITE, pycurl.POLL_INOUT: READ | WRITE}
SEEN = {READ: pycurl.CSELECT_IN, WRITE: pycurl.CSELECT_OUT}  # what is ready nearly always
KEPT = 256  # idle handles that wait for their next transfer, blank ones and prepared ones each

Done = Callable[[pycurl.Curl, int, str], None]  # the handle, libcurl's code (0 is well) and what it says


class Prepared:
    """Idle requests whose handles have all their options, by what is alike in them."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._count = most, 0
        self._idle: dict[Hashable, list[Any]] = {}

    def take(self, like: Hashable) -> Any | None:
        """One that is idle, which is the caller's from now on."""
        idle = self._idle.get(like)
        if not idle:
            return None
        self._count -= 1
        return idle.pop()

    def put(self, like: Hashable, one: Any) -> None:
        """It is idle; where there are too many, those of the kind that came first are let go."""
        self._idle.setdefault(like, []).append(one)
        self._count += 1
        if self._count > self._most:
            self._count -= len(self._idle.pop(next(iter(self._idle))))


class Transfers:
    """Begins transfers and calls back when they are over. A handle belongs to whoever began it until then."""

    def __init__(self, poll: Poll, keeps: int = 1) -> None:
        self._poll = poll
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._timer)
        self._multi.setopt(pycurl.M_MAXCONNECTS, keeps)  # looks keep no line anyway
        self._alarm = poll.alarm(self._timed_out)
        self._running: dict[pycurl.Curl, Done] = {}
        self._idle: list[pycurl.Curl] = []
        self._on_ready = self._ready
        self._blank: set[pycurl.Curl] = set()  # of the running ones those that go back
        self.prepared = Prepared()

    def handle(self) -> pycurl.Curl:
        """A handle without any option."""
        return self._idle.pop() if self._idle else pycurl.Curl()

    def begin(self, handle: pycurl.Curl, done: Done) -> None:
        """Begin it; `done` is called later, never from here. Then the handle is blank again."""
        self._blank.add(handle)
        self.begin_prepared(handle, done)

    def begin_prepared(self, handle: pycurl.Curl, done: Done) -> None:
        """The same with a handle that keeps its options, and its owner."""
        self._running[handle] = done
        self._multi.add_handle(handle)

    def close(self) -> None:
        """End what is still running, without a word."""
        for handle in self._running:
            self._multi.remove_handle(handle)
        self._running.clear()
        self._multi.close()

    def _socket(self, what: int, file: int, _multi: object, _data: object) -> None:
        if what == pycurl.POLL_REMOVE:
            self._poll.unwatch(file)
        else:
            self._poll.watch(file, EVENTS[what], self._on_ready)

    def _timer(self, milliseconds: int) -> None:
        if milliseconds < 0:
            self._alarm.cancel()
        else:
            self._alarm.set(milliseconds / 1000)

    def _timed_out(self) -> None:
        self._act(pycurl.SOCKET_TIMEOUT, 0)

    def _ready(self, file: int, events: int) -> None:
        self._act(file, SEEN.get(events) or _seen(events))

    def _act(self, file: int, events: int) -> None:
        _, alive = self._multi.socket_action(file, events)
        has_more = alive < len(self._running)  # else none has ended
        while has_more:
            left, well, failed = self._multi.info_read()
            has_more = left > 0
            for handle in well:
                self._over(handle)
            for handle, code, said in failed:
                self._over(handle, code, said)

    def _over(self, handle: pycurl.Curl, code: int = 0, said: str = "") -> None:
        done = self._running.pop(handle)
        self._multi.remove_handle(handle)
        try:
            done(handle, code, said)
        finally:
            if handle in self._blank:
                self._blank.discard(handle)
                handle.reset()
                if len(self._idle) < KEPT:
                    self._idle.append(handle)


def _seen(events: int) -> int:
    """The same events as libcurl calls them."""
    readable = pycurl.CSELECT_IN if events & READ else 0
    writable = pycurl.CSELECT_OUT if events & WRITE else 0
    return readable | writable | (pycurl.CSELECT_ERR if events & BROKEN else 0)
