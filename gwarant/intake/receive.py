"""Taking a message in: its bytes on the disk and its row committed before anybody is told that we have it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NotRequired, TypedDict, Unpack

from django.db import connection, transaction

from gwarant.database.rows import as_json, insert_new
from gwarant.database.scope import ENGINE, scoped
from gwarant.files.folder import Source
from gwarant.files.store import Stored, claim, folder, store
from gwarant.intake.booked import book_mails
from gwarant.intake.models import RawMail
from gwarant.intake.turns import HEAD, next_turns, sender_of, turns_of
from gwarant.intake.whose import Doors, doors_of, parted

MOST = 50 << 20  # bytes of one message; a larger one is refused before it is taken
_THERE = """
SELECT m.id FROM json_to_recordset(%s::json) AS told (box text, sha256 text)
JOIN intake_rawmail AS m ON m.sha256 = told.sha256 AND m.box = told.box
"""
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


@dataclass(frozen=True)
class Enveloped:
    """A message that lies on the disk, and the envelope in which it came."""

    stored: Stored
    way: str
    sender: str
    recipients: Sequence[str]


def receive_all(mails: Sequence[Enveloped], now: datetime) -> None:
    """Commit messages that lie on the disk, for each customer whose own address is in its envelope a message.

    What goes to two customers is each one's own, and neither knows of the other. All of them are there then, or none.
    """
    with scoped(ENGINE), transaction.atomic(durable=True):
        doors = doors_of([one.recipients for one in mails])
        keep_all([told for one in mails for told in _apart(one, doors, now)])


def _apart(one: Enveloped, doors: Doors, now: datetime) -> Iterator[tuple[Stored, Handed]]:
    for boxes in parted(one.recipients, doors):
        box = boxes[0] if boxes else one.way
        yield one.stored, {"way": one.way, "box": box, "sender": one.sender, "recipients": boxes, "now": now}


def keep(stored: Stored, **handed: Unpack[Handed]) -> RawMail:
    """The row of a message whose bytes lie on the disk, within the caller's transaction."""
    with scoped(ENGINE):
        return keep_all([(stored, handed)])[0]


def keep_all(mails: Sequence[tuple[Stored, Handed]]) -> list[RawMail]:
    """The same of many, in the engine's scope: the row of each, which is a former one where the same lay there."""
    claim(stored for stored, _handed in mails)
    places = [(handed["box"].lower()[:254], stored.sha256) for stored, handed in mails]
    rows = {place: _row(place, *one) for place, one in zip(places, mails, strict=True)}
    found = _there(list(rows))
    if new := [rows[place] for place in rows if place not in found]:
        _put_in_turn(new)
        written = insert_new(new, ("box", "sha256"))
        if written:
            book_mails(written, written[0].received_at)
        found |= {(one.box, one.sha256): one for one in written}
        found |= _there([place for place in rows if place not in found])  # somebody else was first in this moment
    return [found[place] for place in places]


def _row(place: tuple[str, str], stored: Stored, handed: Handed) -> RawMail:
    now = handed["now"]
    return RawMail(
        way=handed["way"],
        box=place[0],
        sha256=place[1],
        size=stored.size,
        envelope_from=handed.get("sender", "")[:254],
        envelope_to=[one.lower()[:254] for one in handed.get("recipients", ())],
        arrived_at=min(handed.get("arrived_at") or now, now),
        received_at=now,
        due_at=now,
        reason=handed.get("reason", ""),
    )


def _there(places: Sequence[tuple[str, str]]) -> dict[tuple[str, str], RawMail]:
    """The rows that there are, by box and hash."""
    if not places:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_THERE, [as_json([{"box": box, "sha256": sha256} for box, sha256 in places])])
        numbers = [number for (number,) in cursor.fetchall()]
    rows = RawMail.objects.filter(pk__in=numbers) if numbers else ()
    return {(one.box, one.sha256): one for one in rows}


def _put_in_turn(mails: Sequence[RawMail]) -> None:
    """Take the turns of new messages."""
    senders = [sender_of(one.envelope_from, partial(_head_of, one.sha256)) for one in mails]
    own = turns_of([(sender, one.size) for sender, one in zip(senders, mails, strict=True)])
    moments = next_turns([(of, one.size) for of, one in zip(own, mails, strict=True)], mails[0].received_at)
    for one, of, at in zip(mails, own, moments, strict=True):
        one.turn_of, one.turn_at = of, at


def _head_of(sha256: str) -> bytes:
    with folder().open(sha256) as content:
        return content.read(HEAD)
