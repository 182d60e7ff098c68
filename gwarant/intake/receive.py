"""Taking a message in: its bytes on the disk and its row committed before anybody is told that we have it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.folder import Source
from gwarant.files.store import Stored, claim, store
from gwarant.intake.models import RawMail

MOST = 50 << 20  # bytes of one message; a larger one is refused before it is taken
TOO_LARGE = "too_large"  # the reason of one of which we have the beginning only


def receive(
    source: Source,
    *,
    way: str,
    box: str,
    sender: str = "",
    recipients: Sequence[str] = (),
    arrived_at: datetime | None = None,
    reason: str = "",
    now: datetime,
) -> RawMail:
    """Store a message and commit it; TooLarge beyond `MOST` bytes. The same bytes in the same box are one message.

    `box` is the mailbox or the address in which it lay. `arrived_at` is when the mailbox had it; it is never later than
    now. With the reason `TOO_LARGE` the source is the beginning of a message whose rest stays where it lies.
    It must not run within a transaction: what it returns is stored for good.
    """
    stored = store(source, most=MOST)
    with transaction.atomic(durable=True):
        return keep(stored, way=way, box=box, sender=sender, recipients=recipients, arrived_at=arrived_at, now=now)


def keep(
    stored: Stored,
    *,
    way: str,
    box: str,
    sender: str = "",
    recipients: Sequence[str] = (),
    arrived_at: datetime | None = None,
    now: datetime,
) -> RawMail:
    """The row of a message whose bytes lie on the disk, within the caller's transaction."""
    facts = {
        "way": way,
        "size": stored.size,
        "envelope_from": sender[:254],
        "envelope_to": [one.lower()[:254] for one in recipients],
        "arrived_at": min(arrived_at or now, now),
        "received_at": now,
        "due_at": now,
        "reason": reason,
    }
    with scoped(ENGINE):
        claim([stored])
        found, _ = RawMail.objects.get_or_create(box=box.lower()[:254], sha256=stored.sha256, defaults=facts)
    return found
