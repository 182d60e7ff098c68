"""The listener to which a mail server hands messages over, by SMTP or LMTP: 250 once a message is stored for good."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from gwarant.database.backend.base import prepared
from gwarant.database.scope import ENGINE, scoped
from gwarant.files.folder import TooLarge
from gwarant.files.store import folder, store
from gwarant.intake.conversation import LATER, NO_ROOM, Lmtp, Room, Smtp
from gwarant.intake.gathering import Gathering
from gwarant.intake.models import Way
from gwarant.intake.receive import MOST, Enveloped, receive_all
from gwarant.intake.whose import is_door
from gwarant.notify import bouncing

log = logging.getLogger("gwarant.intake")
Apart = Callable[..., Awaitable[Any]]
RECIPIENTS = 100  # of one message
DOORS = 10_000  # addresses of ours that a listener remembers
STORED = "250 2.0.0 stored"
NOT_OURS = "550 5.1.1 no such address here"
NOT_TEXT = "553 5.1.3 an address is UTF-8 without control characters"
NO_SENDER = "553 5.1.7 an address is UTF-8 without control characters"
TOO_MANY = "452 4.5.3 too many recipients"
TOO_LARGE = f"552 5.3.4 a message has at most {MOST} bytes"


@dataclass(frozen=True)
class Handler:
    """What the mail server is answered. `apart` runs what asks the database outside the loop."""

    way: Way
    clock: Callable[[], datetime]
    apart: Apart
    room: Room
    doors: set[str] = field(default_factory=set)  # known to be ours: an address is ended, and never removed
    gathering: Gathering[Enveloped] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gathering", Gathering(self._committed))

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Who sends, and what its sender says of the message's size, so that it need not be sent in vain."""
        if not _is_text(address):
            return NO_SENDER
        size = next((int(one[5:]) for one in options if one.startswith("SIZE=") and one[5:].isdecimal()), 0)
        if not self.room.fits(size):
            return NO_ROOM
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """An address of ours, or a refusal at once: a message for others is never taken."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return TOO_MANY
        if not _is_text(address):
            return NOT_TEXT
        try:
            is_ours = address in self.doors or await self.apart(self._is_ours, address)
        except Exception:
            log.exception("whether %r is ours could not be asked", address[:100])
            return LATER
        if not is_ours:
            return NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        """A fault of ours: whatever it was about stays with its sender."""
        log.error("a mail server could not be answered", exc_info=error)
        return LATER

    async def take(self, envelope: Envelope, content: "SpooledTemporaryFile[bytes]") -> str:
        """Stored for good, or the sender keeps it: never anything in between."""
        try:
            await self.gathering.add(await self.apart(self._stored, envelope, content))
        except TooLarge:
            return TOO_LARGE
        except Exception:
            log.exception("a message could not be stored")
            return LATER
        return STORED

    def _is_ours(self, address: str) -> bool:
        with scoped(ENGINE):
            if is_door(address):
                if len(self.doors) < DOORS:
                    self.doors.add(address)
                return True
            return bouncing.addressed([address]) is not None or bouncing.is_trial(address)

    def _stored(self, envelope: Envelope, content: "SpooledTemporaryFile[bytes]") -> Enveloped:
        sender = (envelope.mail_from or "").strip("<>")  # <>: a report, no sender
        return Enveloped(store(content, most=MOST), self.way, sender, envelope.rcpt_tos)

    async def _committed(self, mails: Sequence[Enveloped]) -> None:
        await self.apart(receive_all, mails, self.clock())


def listener(
    way: Way,
    host: str,
    port: int,
    clock: Callable[[], datetime],
    apart: Apart | None = None,
    room: Room | None = None,
) -> Controller:
    """A listener that can be started and stopped; it runs in a thread of its own."""
    made, own = Lmtp if way is Way.LMTP else Smtp, room or Room(incoming=_incoming)

    class _Listener(Controller):
        def factory(self) -> SMTP:
            return made(self.handler, own, data_size_limit=MOST)

    return _Listener(Handler(way, clock, apart or in_a_thread, own), hostname=host, port=port, ready_timeout=10)


def _incoming() -> str:
    """Where what is half sent lies: on the disk of the files, not in memory as a `/tmp` may."""
    return str(folder().incoming())


def _is_text(address: str) -> bool:
    """Whether the address can be written down: what is not UTF-8 comes as surrogates."""
    return address.isprintable()


async def in_a_thread(work: Callable[..., Any], *given: Any) -> Any:
    """Run it in the engine's scope, in a thread that gives its connection back before the scope ends."""

    def run() -> Any:
        with scoped(ENGINE), prepared(connection):
            try:
                return work(*given)
            finally:
                connection.close()

    return await asyncio.to_thread(run)
