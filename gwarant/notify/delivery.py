"""The sweep that sends what waits in the outbox, at least once each.

A row is taken by moving `due_at` ahead: whoever moved it has the row for that long, and a row whose engine was
killed is due again by itself. A mail goes twice only if that happens between the server's yes and our commit.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

from django.conf import settings
from django.db.models import F

from gwarant.notify.channels import Deliver, channel_of
from gwarant.notify.channels.envelope import DeliveryFailed
from gwarant.notify.mime import Post, envelope_of
from gwarant.notify.models import Outbox, OutboxState
from gwarant.notify.picture import png_of

log = logging.getLogger("gwarant.notify")
BATCH = 50
BUDGET = 10.0  # seconds: a round ends then, so that its leases are counted from a fresh `now`
LEASE = timedelta(seconds=90)  # longer than a round and the slowest server may take together
# after the first failure, the second, …
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
WIDTH = 542


@dataclass(frozen=True)
class Failure:
    message: str
    permanent: bool


def run_once(now: datetime) -> int:
    """Send what is due; how many mails left the house. A mail that fails waits, and stops no other."""
    deliver = channel_of(settings.ENV.email_url)
    started, sent = monotonic(), 0
    due = Outbox.objects.filter(state=OutboxState.QUEUED, due_at__lte=now).only("pk", "due_at").order_by("due_at", "pk")
    for candidate in due[:BATCH]:
        if monotonic() - started > BUDGET:
            break
        row = _taken(candidate, now)
        if row is not None:
            sent += _sent(row, deliver, now)
    return sent


def wait_after(attempts: int, key: str) -> timedelta | None:
    """How long to wait after so many attempts, spread by the key; None when it is given up."""
    if attempts > len(BACK_OFF):
        return None
    spread = int.from_bytes(sha256(key.encode()).digest()[:2], "big") / 0xFFFF
    return BACK_OFF[max(attempts, 1) - 1] * (0.9 + 0.2 * spread)


def post_of(row: Outbox) -> Post:
    """The row as a mail, its bar drawn; a bar that cannot be drawn is left out, the words say the same."""
    picture = b""
    if row.picture:
        try:
            picture = png_of(row.picture, WIDTH)
        except ValueError:
            log.exception("the picture of mail %s could not be drawn", row.pk)
    return Post(
        key=row.key,
        sender=settings.ENV.email_from,
        address=row.address,
        language=row.language,
        subject=row.subject,
        text=row.text,
        html=row.html,
        thread=row.thread,
        at=row.created_at,
        picture=picture,
    )


def _taken(seen: Outbox, now: datetime) -> Outbox | None:
    """The row, ours until the lease ends; None when another engine took it."""
    own = Outbox.objects.filter(pk=seen.pk, state=OutboxState.QUEUED, due_at=seen.due_at)
    if not own.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Outbox.objects.get(pk=seen.pk)


def _sent(row: Outbox, deliver: Deliver, now: datetime) -> int:
    """Send it and write down how it went."""
    if row.attempts > len(BACK_OFF) + 1:  # its engine was killed each time
        _failed(row, Failure(row.last_error or "the engine ended each time it was sent", True), now)
        return 0
    failure = _attempt(row, deliver)
    if failure is not None:
        _failed(row, failure, now)
        return 0
    facts: dict[str, object] = {"state": OutboxState.SENT, "sent_at": now, "due_at": None, "last_error": ""}
    if row.user_id is None:
        facts |= {"text": "", "html": ""}  # a personal link: nobody needs it any more
    Outbox.objects.filter(pk=row.pk).exclude(state=OutboxState.SENT).update(**facts)
    return 1


def _attempt(row: Outbox, deliver: Deliver) -> Failure | None:
    try:
        deliver(envelope_of(post_of(row)))
    except DeliveryFailed as failed:
        return Failure(failed.message, failed.permanent)
    except Exception as error:  # a mistake of ours must not stop the others
        log.exception("mail %s failed", row.pk)
        return Failure(f"{type(error).__name__}: {error}", False)
    return None


def _failed(row: Outbox, failure: Failure, now: datetime) -> None:
    wait = None if failure.permanent else wait_after(row.attempts, row.key)
    state = OutboxState.QUEUED if wait else OutboxState.DEAD
    due_at = now + wait if wait else None
    mine = Outbox.objects.filter(pk=row.pk, state=OutboxState.QUEUED, due_at=row.due_at)
    mine.update(state=state, due_at=due_at, last_error=failure.message[:2000])
    log.warning("mail %s: %s; %s", row.pk, failure.message, f"again at {due_at:%H:%M:%S}" if due_at else "given up")
