"""libcurl's transfers on the poll of the process: as many at once as there are, none waits for another."""

from collections.abc import Callable

import pycurl

from gwarant.prober.poll import BROKEN, READ, WRITE, Poll, Timer

EVENTS = {pycurl.POLL_IN: READ, pycurl.POLL_OUT: WRITE, pycurl.POLL_INOUT: READ | WRITE}
KEPT = 256  # idle handles that wait for their next transfer

Done = Callable[[pycurl.Curl, int, str], None]  # the handle, libcurl's code (0 is well) and what it says


class Transfers:
    """Begins transfers and calls back when they are over. A handle belongs to whoever began it until then."""

    def __init__(self, poll: Poll, keeps: int = 1) -> None:
        self._poll = poll
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._timer)
        self._multi.setopt(pycurl.M_MAXCONNECTS, keeps)  # looks keep no line anyway
        self._timeout: Timer | None = None
        self._running: dict[pycurl.Curl, Done] = {}
        self._idle: list[pycurl.Curl] = []

    def handle(self) -> pycurl.Curl:
        """A handle without any option."""
        return self._idle.pop() if self._idle else pycurl.Curl()

    def begin(self, handle: pycurl.Curl, done: Done) -> None:
        """Begin it; `done` is called later, never from here."""
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
            self._poll.watch(file, EVENTS[what], self._ready)

    def _timer(self, milliseconds: int) -> None:
        if self._timeout:
            self._timeout.cancel()
        self._timeout = self._poll.after(milliseconds / 1000, self._timed_out) if milliseconds >= 0 else None

    def _timed_out(self) -> None:
        self._timeout = None
        self._act(pycurl.SOCKET_TIMEOUT, 0)

    def _ready(self, file: int, events: int) -> None:
        wanted = 0
        if events & READ:
            wanted |= pycurl.CSELECT_IN
        if events & WRITE:
            wanted |= pycurl.CSELECT_OUT
        if events & BROKEN:
            wanted |= pycurl.CSELECT_ERR
        self._act(file, wanted)

    def _act(self, file: int, events: int) -> None:
        self._multi.socket_action(file, events)
        left = 1
        while left:
            left, well, failed = self._multi.info_read()
            for handle in well:
                self._over(handle, 0, "")
            for handle, code, said in failed:
                self._over(handle, code, said)

    def _over(self, handle: pycurl.Curl, code: int, said: str) -> None:
        done = self._running.pop(handle)
        self._multi.remove_handle(handle)
        try:
            done(handle, code, said)
        finally:
            handle.reset()
            if len(self._idle) < KEPT:
                self._idle.append(handle)
