"""Taking a message in: its bytes on the disk and its row committed before anybody is told that we have it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.folder import Source
from gwarant.files.store import Stored, claim, folder, store
from gwarant.intake.booked import book_mails
from gwarant.intake.models import RawMail
from gwarant.intake.turns import HEAD, next_turn, turn_of
from gwarant.intake.whose import parted

MOST = 50 << 20  # bytes of one message; a larger one is refused before it is taken
TOO_LARGE = "too_large"  # the reason of one of which we have the beginning only


class Handed(TypedDict):
    """How a message was handed over; `arrived_at` is when the mailbox had it, `reason` why we have it in part only."""

    way: str
    box: str
    sender: NotRequired[str]
    recipients: NotRequired[Sequence[str]]
    arrived_at: NotRequired[datetime | None]
    reason: NotRequired[str]
    now: datetime


def receive(source: Source, **handed: Unpack[Handed]) -> RawMail:
    """Store a message and commit it; TooLarge beyond `MOST` bytes. The same bytes in the same box are one message.

    `box` is the mailbox or the address in which it lay. `arrived_at` is never later than now. With the reason
    `TOO_LARGE` the source is the beginning of a message whose rest stays where it lies.
    It must not run within a transaction: what it returns is stored for good.
    """
    stored = store(source, most=MOST)
    with transaction.atomic(durable=True):
        return keep(stored, **handed)


def receive_by_envelope(source: Source, way: str, sender: str, recipients: Sequence[str], now: datetime) -> None:
    """The same for all recipients of an envelope together: for each customer whose own address is there a message.

    What goes to two customers is each one's own, and neither knows of the other.
    """
    stored = store(source, most=MOST)
    with scoped(ENGINE), transaction.atomic(durable=True):
        for boxes in parted(recipients):
            box = boxes[0] if boxes else way
            keep(stored, way=way, box=box, sender=sender, recipients=boxes, now=now)


def keep(stored: Stored, **handed: Unpack[Handed]) -> RawMail:
    """The row of a message whose bytes lie on the disk, within the caller's transaction."""
    now = handed["now"]
    facts: dict[str, Any] = {
        "way": handed["way"],
        "size": stored.size,
        "envelope_from": handed.get("sender", "")[:254],
        "envelope_to": [one.lower()[:254] for one in handed.get("recipients", ())],
        "arrived_at": min(handed.get("arrived_at") or now, now),
        "received_at": now,
        "due_at": now,
        "reason": handed.get("reason", ""),
    }
    with scoped(ENGINE):
        claim([stored])
        turns = turn_of(facts["envelope_from"], stored.size, _head_of(stored))
        facts |= {"turn_of": turns, "turn_at": lambda: next_turn(turns, stored.size, now)}  # taken by a new row alone
        box = handed["box"].lower()[:254]
        found, is_new = RawMail.objects.get_or_create(box=box, sha256=stored.sha256, defaults=facts)
        if is_new:
            book_mails([found], now)
    return found


def _head_of(stored: Stored) -> bytes:
    with folder().open(stored.sha256) as content:
        return content.read(HEAD)
