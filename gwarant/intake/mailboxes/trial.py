"""Trying a mailbox step by step, without reading anything of it: how far one comes, and what is wrong there."""

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from imaplib import IMAP4

from django.db import Error as DatabaseError

from gwarant.intake.mailboxes.failure import ReadingFailed, failure_of
from gwarant.intake.mailboxes.folder import opened
from gwarant.intake.mailboxes.line import Line
from gwarant.intake.mailboxes.models import Entrance, Mailbox, Security
from gwarant.intake.mailboxes.visit import enter, shown
from gwarant.oauth import Tokens

PATIENCE = 8.0  # seconds for one piece of an answer: somebody waits
SOME = 4  # addresses of a host that are named
Reached = Callable[[str, str], object]


@dataclass(frozen=True)
class Step:
    """One step: done, failed (with the code of why), or left out because one before it failed.

    `said` is what it came to, or what the other side calls the failure.
    """

    name: str
    state: str
    said: str = ""
    failure: str = ""


def steps_of(box: Mailbox) -> list[str]:
    """The steps of such a mailbox, in their order."""
    line = {Security.TLS: ["encryption", "greeting"], Security.STARTTLS: ["greeting", "encryption"]}
    token = [] if box.entrance == Entrance.PASSWORD else ["token"]
    return ["name", "connection", *line.get(Security(box.security), ["greeting"]), *token, "sign_in", "folder"]


def try_out(box: Mailbox, now: datetime, tokens: Tokens) -> list[Step]:
    """Go as far as one comes. No message is looked at; a password that is wrong is shown to the server once."""
    done: list[Step] = []
    names = steps_of(box)
    try:
        _go(box, now, tokens, lambda name, said: done.append(Step(name, "done", said)))
        return done
    except DatabaseError:
        raise
    except Exception as error:
        failed = failure_of(error)
    rest = names[len(done) :]
    stopped = [Step(one, "failed", failed.said, failed.code) for one in rest[:1]]
    return done + stopped + [Step(one, "left") for one in rest[1:]]


def _go(box: Mailbox, now: datetime, tokens: Tokens, reached: Reached) -> None:
    try:
        told = socket.getaddrinfo(box.host, box.port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise ReadingFailed("not_found") from error
    reached("name", ", ".join(list(dict.fromkeys(str(one[4][0]) for one in told))[:SOME]))
    line = Line(box.host, box.port, box.security, box.ca, PATIENCE, reached)
    try:
        by = shown(box, now, tokens)
        if box.entrance != Entrance.PASSWORD:
            reached("token", "")
        enter(line, box, by, tokens)
        reached("sign_in", box.user)
        opened(line, box)
        reached("folder", box.folder)
        with suppress(IMAP4.error, OSError):
            line.logout()
    finally:
        line.shutdown()
