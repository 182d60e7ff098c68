"""The line to a server, with a limit on each wait, on the whole time and on the bytes that may come."""

import io
import socket
from time import monotonic
from typing import Any

from gwarant.safe_http.model import HttpFailed

PIECE = 16_384  # bytes sent at once


class Clock:
    """How long may still be waited; starts when it is made."""

    def __init__(self, patience: float, whole: float) -> None:
        self.patience, self.began = patience, monotonic()
        self.ends = self.began + whole

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return monotonic() - self.began

    def left(self) -> float:
        """Seconds of the next wait, more than none; HttpFailed once the time is over."""
        rest = self.ends - monotonic()
        if rest <= 0:
            raise HttpFailed("slow", "it took longer than we wait")
        return min(self.patience, rest)


class Line(io.RawIOBase):
    """A connected socket as `http.client` reads one. `allowed` bytes may still come; further ones fail."""

    def __init__(self, sock: socket.socket, clock: Clock, allowed: int) -> None:
        self.sock, self.clock, self.allowed = sock, clock, allowed

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        self.sock.settimeout(self.clock.left())
        count = self.sock.recv_into(room)
        self.allowed -= count
        if self.allowed < 0:
            raise HttpFailed("too_long", "it answered more than we read")
        return count

    def send(self, content: bytes) -> None:
        for start in range(0, len(content), PIECE):
            self.sock.settimeout(self.clock.left())
            self.sock.sendall(content[start : start + PIECE])

    def close(self) -> None:
        self.sock.close()
        super().close()
