"""From a name to addresses, by the system's resolver, beside the poll: a resolver may take its time."""

import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from gwarant.prober.poll import READ, Poll

Found = Callable[[tuple[str, ...]], None]  # none where the name leads nowhere
AT_ONCE = 32


class Names:
    """Asks the system's resolver and calls back on the poll."""

    def __init__(self, poll: Poll) -> None:
        self._asked = ThreadPoolExecutor(AT_ONCE, "names")
        self._answers: SimpleQueue[tuple[Found, tuple[str, ...]]] = SimpleQueue()
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        poll.watch(self._bell, READ, self._rung)

    def addresses(self, host: str, found: Found) -> None:
        """Every address of the host, each once, in the resolver's order; `found` is called later."""
        self._asked.submit(self._ask, host, found)

    def close(self) -> None:
        self._asked.shutdown(wait=False, cancel_futures=True)

    def _ask(self, host: str, found: Found) -> None:
        try:
            said = socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
            answer = tuple(dict.fromkeys(str(one[4][0]) for one in said))
        except (OSError, UnicodeError):
            answer = ()
        self._answers.put((found, answer))
        os.eventfd_write(self._bell, 1)

    def _rung(self, _file: int, _events: int) -> None:
        os.eventfd_read(self._bell)
        while not self._answers.empty():
            found, answer = self._answers.get()
            found(answer)
