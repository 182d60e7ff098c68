"""A line to an IMAP server that may hang, drip, flood or lie: bounded in time and in bytes, whatever it says."""

import socket
import ssl
from collections.abc import Callable
from imaplib import IMAP4
from io import BytesIO
from select import select
from time import monotonic
from typing import Any

from gwarant.files.store import folder
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.models import Security
from gwarant.mail.held import Held, Shelf

PATIENCE = 20.0  # seconds for one piece of an answer
WHOLE = 60.0  # seconds for one answer, or for connecting and signing in
MOST = 4 << 20  # bytes of one answer that is no message
LONGEST = 1 << 20  # bytes of one line of it
LARGE = 1 << 18  # bytes of a literal that goes to the disk as it comes
PIECE = 1 << 16
NEAR = ("localhost", "127.0.0.1", "::1")


class Line(IMAP4):
    """An IMAP connection whose every answer has an end: `within` says when, and how long it may be.

    `reached` is told of each step on the way: connection, encryption, greeting.
    """

    def __init__(
        self,
        host: str,
        port: int,
        security: str,
        ca: str = "",
        patience: float = PATIENCE,
        reached: Callable[[str, str], object] = lambda _step, _said: None,
    ) -> None:
        if security == Security.NONE and not is_near(host):
            raise ReadingFailed("no_tls", host, is_passing=False)
        self._security, self._ca, self._patience, self._reached = security, ca, patience, reached
        self._buffer = bytearray()
        self.within(WHOLE)
        super().__init__(host, port, timeout=patience)
        self._reached("greeting", "")
        if security == Security.STARTTLS:
            try:
                self._begin_tls()
            except BaseException:
                self.shutdown()
                raise

    def within(self, seconds: float, most: int = MOST) -> None:
        """What is said next has to end so soon, and be no longer."""
        self._until, self._left = monotonic() + seconds, most

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        raw = socket.create_connection((host, port), timeout)
        self._reached("connection", str(raw.getpeername()[0]))
        self.sock = raw
        self.file = BytesIO()  # of the base class, which reads by `read` and `readline` only
        if self._security == Security.TLS:
            try:
                self.sock = self._wrapped(raw)
            except BaseException:
                raw.close()
                raise

    def read(self, size: int) -> Any:
        """A literal: its bytes, Held on the disk where they are many.

        One that is longer than what is left is a lie, or too long.
        """
        if size > self._left + len(self._buffer):
            raise self.abort("a literal that is too long")
        if size > LARGE:
            return self._laid_down(size)
        while len(self._buffer) < size:
            self._fill()
        return self._taken(size)

    def readline(self) -> bytes:
        """A line; empty where the other side has hung up."""
        start = 0
        while (end := self._buffer.find(b"\n", start)) < 0:
            start = len(self._buffer)
            if start > LONGEST:
                raise self.abort("a line that is too long")
            self._fill()
        return self._taken(end + 1)

    def send(self, data: Any) -> None:
        self.sock.settimeout(self._patience)
        self.sock.sendall(data)

    def shutdown(self) -> None:
        """Hang up, whatever state the line is in."""
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        finally:
            self.sock.close()

    def has(self, capability: str) -> bool:
        return capability in self.capabilities

    def ask_capabilities(self) -> None:
        """Ask anew: what a server can do often changes with encryption and sign-in."""
        _, told = self.capability()
        self.capabilities = tuple(str(told[-1] or b"", "ascii", "replace").upper().split())

    def idle(self, seconds: float, wakes: Any) -> bool:
        """Wait until the server says something, `wakes` (something that select knows) does, or the time is over."""
        self.within(WHOLE)
        self.send(b"IDLE1 IDLE\r\n")
        is_heard = self._until_it_begins(b"+", b"IDLE1 ")
        if not is_heard:
            is_heard = self._heard(seconds, wakes)
        self.within(WHOLE)
        self.send(b"DONE\r\n")
        return self._until_it_begins(b"IDLE1 OK", b"IDLE1 ") or is_heard

    def _until_it_begins(self, wanted: bytes, refused: bytes) -> bool:
        """Read lines up to that one; whether one of them told of messages."""
        is_heard = False
        while not (line := self.readline()).upper().startswith(wanted):
            if line.startswith(refused):
                raise self.error("IDLE was refused")
            is_heard = is_heard or b" EXISTS" in line.upper()
        return is_heard

    def _heard(self, seconds: float, wakes: Any) -> bool:
        if self._buffer or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()):
            return True
        return self.sock in select([self.sock, wakes], [], [], seconds)[0]

    def _begin_tls(self) -> None:
        if not self.has("STARTTLS"):
            raise ReadingFailed("no_tls", "STARTTLS", is_passing=False)
        answer, _ = self.xatom("STARTTLS")
        if answer != "OK":
            raise ReadingFailed("no_tls", "STARTTLS", is_passing=False)
        if self._buffer:  # what somebody put in before the encryption began
            raise ReadingFailed("garbage", "STARTTLS")
        self.sock = self._wrapped(self.sock)
        self.ask_capabilities()

    def _wrapped(self, raw: socket.socket) -> ssl.SSLSocket:
        context = ssl.create_default_context(cafile=self._ca or None)
        made = context.wrap_socket(raw, server_hostname=self.host)
        self._reached("encryption", made.version() or "")
        return made

    def _fill(self) -> None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("the answer does not end")
        self.sock.settimeout(min(self._patience, left))
        piece = self.sock.recv(PIECE)
        if not piece:
            raise self.abort("the other side has hung up")
        self._left -= len(piece)
        if self._left < 0:
            raise self.abort("an answer that is too long")
        self._buffer += piece

    def _laid_down(self, size: int) -> Held:
        shelf = Shelf(folder().incoming())
        while shelf.size < size:
            if not self._buffer:
                self._fill()
            shelf.put(self._taken(min(size - shelf.size, PIECE)))
        return Held(0, size, shelf)

    def _taken(self, size: int) -> bytes:
        found = bytes(self._buffer[:size])
        del self._buffer[:size]
        return found


def is_near(host: str) -> bool:
    """Whether the host is this very machine."""
    return host.lower() in NEAR or host.startswith("127.")
