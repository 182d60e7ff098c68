"""The listener to which a mail server hands messages over, by SMTP or LMTP: 250 once a message is stored for good."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.folder import TooLarge
from gwarant.intake.models import Way
from gwarant.intake.receive import MOST, receive
from gwarant.intake.whose import addressed

log = logging.getLogger("gwarant.intake")
Apart = Callable[..., Awaitable[Any]]
RECIPIENTS = 100  # of one message
LINE = 1 << 20  # bytes; programs write all of a message's HTML in one, beyond what the standard allows
STORED, LATER = "250 2.0.0 stored", "451 4.3.0 not stored, try again"
NOT_OURS = "550 5.1.1 no such address here"
TOO_MANY = "452 4.5.3 too many recipients"
TOO_LARGE = f"552 5.3.4 a message has at most {MOST} bytes"


@dataclass(frozen=True)
class Handler:
    """What the mail server is answered. `apart` runs what asks the database outside the loop."""

    way: Way
    clock: Callable[[], datetime]
    apart: Apart

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """An address of ours, or a refusal at once: a message for others is never taken."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return TOO_MANY
        try:
            is_ours = await self.apart(_is_ours, address)
        except Exception:
            log.exception("whether %r is ours could not be asked", address[:100])
            return LATER
        if not is_ours:
            return NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Stored for good, or the sender keeps it: never anything in between."""
        try:
            await self.apart(self._take, envelope)
            answer = STORED
        except TooLarge:
            answer = TOO_LARGE
        except Exception:
            log.exception("a message could not be stored")
            answer = LATER
        answers = len(envelope.rcpt_tos) if self.way is Way.LMTP else 1  # LMTP: one for each recipient
        return "\r\n".join([answer] * answers)

    def _take(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        sender, recipients = envelope.mail_from or "", envelope.rcpt_tos
        box = recipients[0] if recipients else self.way.value
        receive(content, way=self.way, box=box, sender=sender, recipients=recipients, now=self.clock())


class Smtp(SMTP):
    """SMTP as we speak it."""

    line_length_limit = LINE


class Lmtp(LMTP):
    """LMTP as we speak it."""

    line_length_limit = LINE


def listener(way: Way, host: str, port: int, clock: Callable[[], datetime], apart: Apart | None = None) -> Controller:
    """A listener that can be started and stopped; it runs in a thread of its own."""
    made = Lmtp if way is Way.LMTP else Smtp

    class _Listener(Controller):
        def factory(self) -> SMTP:
            return made(self.handler, data_size_limit=MOST, enable_SMTPUTF8=True, decode_data=False, ident="Gwarant")

    return _Listener(Handler(way, clock, apart or in_a_thread), hostname=host, port=port, ready_timeout=10)


def _is_ours(address: str) -> bool:
    with scoped(ENGINE):
        return any(addressed([address], is_active=one) for one in (True, False))  # what was ended waits for people


async def in_a_thread(work: Callable[..., Any], *given: Any) -> Any:
    """Run it in a thread that gives its connection back."""

    def run() -> Any:
        try:
            return work(*given)
        finally:
            connection.close()

    return await asyncio.to_thread(run)
