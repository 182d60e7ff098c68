"""SMTP and LMTP as we speak them: whatever is sent, it takes so much memory and no more."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope

log = logging.getLogger("gwarant.intake")
LINE = 1 << 20  # bytes; programs write all of a message's HTML in one, beyond what the standard allows
PIECE = 1 << 16  # bytes of a message in memory: the rest of it goes to the disk as it comes
LATER = "451 4.3.0 not stored, try again"
NO_DATA = "503 5.5.1 say RCPT first"
LONG = "500 5.5.2 a line has at most 1 MB"
SLOW = "421 4.4.2 it takes too long"
FULL = "421 4.7.0 too many connections, try again"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN = re.compile(rf"<({_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*)>(?: +(.*))?")  # as nearly all are: read at once
NO_ROOM = "452 4.3.1 no room for so large a message now, try again"


class Taker(Protocol):
    """Who is handed a whole message, and says what the other side is answered."""

    async def take(self, envelope: Envelope, content: "SpooledTemporaryFile[bytes]") -> str: ...


@dataclass
class Room:
    """What all connections of a listener share: how many there are, and bytes on the disk of what is half sent.

    A message of up to `PIECE` bytes needs none of it, so that whoever fills it keeps back large messages alone.
    """

    connections: int = 100
    of_one: int = 50  # from one address: Postfix hands over by twenty at once, and there may be two of them
    disk: int = 512 << 20
    incoming: Callable[[], str | None] = lambda: None
    idle: float = 300.0  # seconds until the next command; RFC 5321 asks for five minutes
    step: float = 60.0  # seconds for the next piece of a message
    whole: float = 600.0  # seconds for all of it
    here: Counter[str] = field(default_factory=Counter)
    held: int = 0

    def enter(self, peer: str) -> bool:
        """Whether one more connection from there is taken; who is must `leave`."""
        if self.here.total() >= self.connections or self.here[peer] >= self.of_one:
            return False
        self.here[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        self.here[peer] -= 1
        if not self.here[peer]:
            del self.here[peer]

    def fits(self, size: int) -> bool:
        """Whether a message of that many bytes may be begun, as far as can be said."""
        return size <= PIECE or self.held + size <= self.disk


class _Half:
    """A message as it comes: its beginning in memory, the rest on the disk; what is `wrong` with it, if anything is."""

    def __init__(self, room: Room, most: int) -> None:
        self.room, self.most = room, most
        self.content = SpooledTemporaryFile(PIECE, dir=room.incoming())  # noqa: SIM115
        self.wrong = ""
        self.size = self.held = self.line = 0

    def add(self, piece: bytes, is_end: bool) -> None:
        """Take in a line, or a part of one; what goes wrong is told once all is there."""
        self.size, self.line = self.size + len(piece), self.line + len(piece)
        if self.size > self.most:
            self.drop(f"552 5.3.4 a message has at most {self.most} bytes")
        elif self.line > LINE:
            self.drop(LONG)
        elif not self.wrong:
            self._hold(piece)
        if is_end:
            self.line = 0

    def drop(self, wrong: str = "") -> None:
        """Keep nothing of it any more; `wrong`: why, the first reason counts."""
        self.wrong = self.wrong or wrong
        self.content.close()
        self.room.held -= self.held
        self.held = 0

    def whole(self) -> "SpooledTemporaryFile[bytes]":
        """All of it, to be read."""
        self.content.seek(0)
        return self.content

    def _hold(self, piece: bytes) -> None:
        more = max(0, self.size - PIECE) - self.held
        if more and self.room.held + more > self.room.disk:
            self.drop(NO_ROOM)
            return
        self.room.held, self.held = self.room.held + more, self.held + more
        try:
            self.content.write(piece)
        except OSError:
            log.exception("a message could not be written as it came")
            self.drop(NO_ROOM)


class Bounded(SMTP):
    """SMTP that writes a message to the disk as it comes, from so many connections as there is room for."""

    line_length_limit = PIECE  # what the stream keeps of a line; of a message's lines LINE counts

    def __init__(self, taker: Taker, room: Room, **more: Any) -> None:
        super().__init__(taker, enable_SMTPUTF8=True, decode_data=False, ident="Gwarant", timeout=room.idle, **more)
        self._taker, self._room, self._peer = taker, room, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet, or say that there are too many."""
        super().connection_made(transport)
        name = transport.get_extra_info("peername")
        peer = str(name[0]) if name else "nobody"
        if self._room.enter(peer):
            self._peer = peer
            return
        assert self._handler_coroutine is not None
        assert isinstance(transport, asyncio.WriteTransport)
        self._handler_coroutine.cancel()
        transport.write(f"{FULL}\r\n".encode())
        transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self._peer:
            self._room.leave(self._peer)
            self._peer = ""
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:
        """Take the message to the disk, then hand it on."""
        if await self.check_helo_needed():
            return
        envelope = self.envelope
        if envelope is None or not envelope.rcpt_tos or arg:
            await self.push("501 5.5.4 DATA stands alone" if arg else NO_DATA)
            return
        try:
            half = _Half(self._room, self.data_size_limit or 0)
        except OSError:
            log.exception("there is no place for a message")
            await self.push(LATER)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            await self._received(half)
            self._reset_timeout()
            said = half.wrong or await self._taker.take(envelope, half.whole())
        finally:
            half.drop()
        self.envelope = Envelope()
        await self.push("\r\n".join([said] * self._answers(envelope)))
        if said == SLOW and self.transport is not None:
            self.transport.close()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address in a command; one at which the library's reader fails is none, for good."""
        if plain := _PLAIN.fullmatch(arg):
            return plain[1], plain[2] or ""
        try:
            found: tuple[str | None, str | None] = super()._getaddr(arg)
        except Exception:  # a reader of headers, which raises whatever comes
            log.info("%r is no address", arg[:200])
            return None, None
        return found

    async def smtp_VRFY(self, arg: str) -> None:
        """Whether there is such a person we tell nobody."""
        await self.push("252 2.1.5 send a message and see" if arg else "501 5.5.4 VRFY names somebody")

    def _answers(self, _envelope: Envelope) -> int:
        """How many answers there are to one message."""
        return 1

    async def _received(self, half: _Half) -> None:
        """All of the message, each line without the dot that was put before it."""
        until, checked, is_begun = self.loop.time() + self._room.whole, 0, False
        self._reset_timeout(self._room.step)
        while True:
            try:
                piece, is_end = await self._reader.readuntil(b"\r\n"), True
            except asyncio.LimitOverrunError as over:
                piece, is_end = await self._reader.read(over.consumed), False
            if not is_begun and piece == b".\r\n":
                return
            half.add(piece[1:] if not is_begun and piece.startswith(b".") else piece, is_end)
            is_begun = not is_end
            if half.size - checked > PIECE:
                checked = half.size
                self._reset_timeout(self._room.step)
                if self.loop.time() > until:
                    half.drop(SLOW)
                    return


class Smtp(Bounded):
    """SMTP as we speak it."""


class Lmtp(Bounded, LMTP):
    """LMTP as we speak it: each recipient has an answer of its own."""

    def _answers(self, envelope: Envelope) -> int:
        return len(envelope.rcpt_tos)
