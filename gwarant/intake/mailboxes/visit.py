"""Reading one mailbox for as long as it goes well: sign in, look, wait until the server says that there is more."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from imaplib import IMAP4
from typing import Protocol

from django.db import Error as DatabaseError

from gwarant.database.seal import is_current, open_, seal
from gwarant.intake.mailboxes.failure import failure_of
from gwarant.intake.mailboxes.holding import NotOurs, give_back, hold, take, went_wrong
from gwarant.intake.mailboxes.line import WHOLE, Line
from gwarant.intake.mailboxes.models import Mailbox, Security
from gwarant.intake.mailboxes.reading import Means, look
from gwarant.oauth import (
    Password,
    Refresh,
    SignInFailed,
    Token,
    Tokens,
    ends_at,
    enter_imap,
    packed,
    unpacked,
    warns_at,
)
from gwarant.oauth.stored import Stored

log = logging.getLogger("gwarant.intake")
SLICE = 30.0  # seconds: how often a mailbox is looked at where the server does not tell, and held anew where it does
LOOKS = 4  # slices: how often it is looked at where the server tells; a dead line is known then
BREATH = 1.0  # seconds between two looks, whatever the server says


class Stopping(Protocol):
    """What ends all waiting: `select` can wait for it too."""

    def wait(self, seconds: float) -> bool: ...

    def is_set(self) -> bool: ...

    def fileno(self) -> int: ...


def visit(
    pk: int, who: str, stop: Stopping, clock: Callable[[], datetime], tokens: Tokens, rests: Callable[[], None]
) -> None:
    """Have the mailbox and read it until stopped, or until something is wrong with it, which is noted."""
    box = take(pk, who, clock())
    if box is None:
        return
    means = Means(clock, rests, stop.is_set)
    try:
        with entered(box, clock(), tokens) as line:
            _stay(line, box, means, stop)
        give_back(box, clock())
    except NotOurs:
        log.info("mailbox %s is read by somebody else, paused or changed", box.name)
        give_back(box, clock())
    except DatabaseError:
        raise  # nothing is wrong with the mailbox; when the database is back, the lease is over
    except Exception as error:
        failed = failure_of(error)
        log.log(logging.ERROR if failed.code == "failed" else logging.WARNING, "mailbox %s: %s", box.name, failed)
        if failed.code == "failed":
            log.error("mailbox %s", box.name, exc_info=error)
        went_wrong(box, failed, clock())
    finally:
        rests()


def look_once(
    pk: int, who: str, clock: Callable[[], datetime], tokens: Tokens, rests: Callable[[], None] = lambda: None
) -> int:
    """Read what is there now; how many messages. ReadingFailed says why not; NotOurs where somebody else reads it."""
    box = take(pk, who, clock())
    if box is None:
        raise NotOurs
    try:
        with entered(box, clock(), tokens) as line:
            found = look(line, box, Means(clock, rests))
    except (NotOurs, DatabaseError):
        raise
    except Exception as error:
        failed = failure_of(error)
        went_wrong(box, failed, clock())
        raise failed from error
    give_back(box, clock())
    return found


@contextmanager
def entered(box: Mailbox, now: datetime, tokens: Tokens) -> Iterator[Line]:
    """A line to its server, signed in; it is hung up at the end."""
    by = shown(box, now, tokens)
    line = Line(box.host, box.port, box.security, box.ca)
    try:
        enter(line, box, by, tokens)
        yield line
        line.within(5)
        with suppress(IMAP4.error, OSError):
            line.logout()
    finally:
        line.shutdown()


def enter(line: Line, box: Mailbox, by: Token | Password, tokens: Tokens) -> None:
    """Sign in over the line; SignInFailed says why we are not let in."""
    line.within(WHOLE)
    try:
        enter_imap(line, box.user, by, may_be_plain=box.security == Security.NONE)
    except SignInFailed:
        credential = _credential(box)
        if not isinstance(credential, Password):
            tokens.forget(credential)
        raise
    line.ask_capabilities()


def _stay(line: Line, box: Mailbox, means: Means, stop: Stopping) -> None:
    while not stop.is_set():
        look(line, box, means)
        stop.wait(BREATH)
        if not line.has("IDLE"):
            stop.wait(SLICE)
            continue
        for _ in range(LOOKS):
            hold(box, means.clock())
            means.rests()
            if stop.is_set() or line.idle(SLICE, stop):
                break


def shown(box: Mailbox, now: datetime, tokens: Tokens) -> Token | Password:
    """What the server is shown. A new refresh token, and a credential under a former secret key, are sealed anew."""
    credential = _credential(box)
    if box.ends_at is None and (ends := ends_at(credential)):  # a former release did not note it
        Mailbox.objects.filter(pk=box.pk, changed_at=box.changed_at).update(ends_at=ends, warns_at=warns_at(ends))
    if isinstance(credential, Password):
        token: Token | Password = credential
    else:
        token = tokens.of(credential, now)
        if isinstance(credential, Refresh) and token.refresh and token.refresh != credential.refresh_token:
            _keep(box, packed(replace(credential, refresh_token=token.refresh)))
    if not is_current(bytes(box.sealed)):
        _keep(box, packed(credential))
    return token


def _credential(box: Mailbox) -> Stored:
    return unpacked(open_(box.purpose, bytes(box.sealed)))


def _keep(box: Mailbox, plain: bytes) -> None:
    box.sealed = seal(box.purpose, plain)
    Mailbox.objects.filter(pk=box.pk, changed_at=box.changed_at).update(sealed=box.sealed)
