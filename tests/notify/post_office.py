"""A real SMTP server for the tests, with the moods of mail servers."""

import asyncio
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class PostOffice:
    """`on_rcpt` and `on_data` are what it answers; `silent` and `hangs_up` how it fails to."""

    def __init__(self, **options: Any) -> None:
        self.on_rcpt, self.on_data = "250 OK", "250 OK queued"
        self.refused: dict[str, str] = {}  # address → answer
        self.silent = self.hangs_up = self.hangs_up_after_taking = False
        self.taken: list[EmailMessage] = []
        self.was_secure: list[bool] = []
        self.logins: list[bytes] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port(), **options)

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        if self.controller.loop.is_running():
            self.controller.stop(no_assert=True)

    @property
    def port(self) -> int:
        return int(self.controller.port)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=1"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: Any) -> str:
        answer = self.refused.get(to, self.on_rcpt)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.silent:
            await asyncio.sleep(1.5)
        if self.hangs_up or self.hangs_up_after_taking:
            if self.hangs_up_after_taking:
                self.take(session, envelope)
            server.transport.abort()
            return "421 gone"
        if self.on_data.startswith("250"):
            self.take(session, envelope)
        return self.on_data

    def take(self, session: Session, envelope: Envelope) -> None:
        content = cast(bytes, envelope.content)
        self.taken.append(cast(EmailMessage, message_from_bytes(content, policy=policy.default)))
        self.was_secure.append(session.ssl is not None)
