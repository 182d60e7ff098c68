"""The sweep that sends what waits, at least once each.

A row is taken by moving `due_at` ahead: whoever moved it has the row for that long, and a row whose engine was
killed is due again by itself. A message goes twice only if that happens between the other side's yes and our commit.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import takewhile
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from psycopg.types.json import Json

from gwarant.database.backend.base import prepared
from gwarant.notify.dead import dead
from gwarant.notify.entering import entry
from gwarant.notify.failures import DEAD_ADDRESS, ENGINE_ENDED, Failure
from gwarant.notify.media import MEDIA
from gwarant.notify.medium import Deliver, DeliveryFailed, Pace, Parcel
from gwarant.notify.models import DeadAddress, Delivery, DeliveryState
from gwarant.notify.replies import as_said
from gwarant.notify.withdrawing import void, withdraw
from gwarant.notify.words import tell_of_dead

log = logging.getLogger("gwarant.notify")
TOGETHER = 10  # rows that are taken at once
HELD = 0.5  # seconds for which they are sent as they were when they were taken; later each is looked at again
_TAKE = """
UPDATE notify_delivery AS d SET due_at = %s, attempts = d.attempts + 1
FROM unnest(%s::bigint[], %s::timestamptz[]) AS seen (id, due_at)
WHERE d.id = seen.id AND d.due_at = seen.due_at AND d.state = %s
RETURNING d.id
"""
_SENT = """
UPDATE notify_delivery
SET state = 'sent', sent_at = %s, due_at = NULL, last_error = '', failure = '', payload = COALESCE(%s::jsonb, payload)
WHERE id = %s AND state <> 'sent'
"""


def run_once(now: datetime) -> int:
    """Send the mails that are due; how many left the house."""
    return send_due("mail", now)


def send_due(name: str, now: datetime) -> int:
    """Send what is due by one medium; how many left the house. What fails waits, and stops nothing else.

    What waits for a medium that the settings do not make usable any more goes on waiting.
    """
    medium = MEDIA[name]
    if medium.opened is None or not medium.is_ready(settings.ENV):
        return 0
    deliver, until, sent = medium.opened(settings.ENV, entry(now)), monotonic() + medium.pace.budget, 0
    queued = Delivery.objects.filter(medium=name, state=DeliveryState.QUEUED, due_at__lte=now)
    with prepared(connection):
        due = queued.only("pk", "due_at", "attempts").order_by("due_at", "pk")
        seen: Sequence[Delivery] = list(due[: medium.pace.batch])
        while seen and monotonic() <= until:
            own, seen = _together(seen)
            sent += _sent_all(_taken_all(own, medium.pace, now), deliver, medium.pace, until, now)
    return sent


def _together(seen: Sequence[Delivery]) -> tuple[Sequence[Delivery], Sequence[Delivery]]:
    """Those of the beginning that are taken at once, and the rest: what was tried before is taken alone.

    Whatever ends its engine would else count against those that were taken with it.
    """
    fresh = len(list(takewhile(lambda one: not one.attempts, seen[:TOGETHER]))) or 1
    return seen[:fresh], seen[fresh:]


def _sent_all(rows: Sequence[Delivery], deliver: Deliver, pace: Pace, until: float, now: datetime) -> int:
    """Send them one after the other; what the round has no time for any more is given back. How many left."""
    sent, without, taken = 0, _without(rows), monotonic()
    for place, row in enumerate(rows):
        if place and monotonic() > until:
            _given_back(rows[place:], now)
            break
        if monotonic() <= taken + HELD or _waits(row):
            sent += _sent(row, deliver, without, pace, now)
    return sent


def _waits(row: Delivery) -> bool:
    """Whether it still goes: it may have been withdrawn since it was taken."""
    return Delivery.objects.filter(pk=row.pk, state=DeliveryState.QUEUED).exists()


def wait_after(attempts: int, key: str, pace: Pace) -> timedelta | None:
    """How long to wait after so many attempts, spread by the key; None when it is given up."""
    if attempts > len(pace.back_off):
        return None
    spread = int.from_bytes(sha256(key.encode()).digest()[:2], "big") / 0xFFFF
    return pace.back_off[max(attempts, 1) - 1] * (0.9 + 0.2 * spread)


def parcel_of(row: Delivery) -> Parcel:
    """The row as its medium takes it; the notice has to be there."""
    return Parcel(row.notice.key, row.address, row.language, row.payload, row.created_at, row.pk)


def _taken(seen: Delivery, pace: Pace, now: datetime) -> Delivery | None:
    """The row, ours until the lease ends; None when another engine took it."""
    return next(iter(_taken_all([seen], pace, now)), None)


def _taken_all(seen: Sequence[Delivery], pace: Pace, now: datetime) -> list[Delivery]:
    """Those of the rows that no other engine took, ours until the lease ends, in their order."""
    told: list[Any] = [now + pace.lease, [one.pk for one in seen], [one.due_at for one in seen], DeliveryState.QUEUED]
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, told)
        ours = [pk for (pk,) in cursor.fetchall()]
    found = Delivery.objects.select_related("notice__user").defer("notice__facts").in_bulk(ours) if ours else {}
    return [found[one.pk] for one in seen if one.pk in found]


def _given_back(rows: Sequence[Delivery], now: datetime) -> None:
    """They are due again at once, and were not tried."""
    ours = Delivery.objects.filter(pk__in=[one.pk for one in rows], state=DeliveryState.QUEUED)
    ours.filter(due_at=rows[0].due_at).update(due_at=now, attempts=F("attempts") - 1)


def _sent(row: Delivery, deliver: Deliver, without: Mapping[str, DeadAddress], pace: Pace, now: datetime) -> int:
    """Send it and write down how it went."""
    if row.attempts > len(pace.back_off) + 1:  # its engine was killed each time
        last = Failure(row.last_error, True, row.failure, row.last_error)
        ended = Failure("the engine ended each time it was sent", True, ENGINE_ENDED)
        _failed(row, last if row.last_error or row.failure else ended, pace, now)
        return 0
    if why := void(row.notice, now):
        withdraw(row, why)
        log.info("%s %s: withdrawn, %s", row.medium, row.pk, why)
        return 0
    failure = _stopped(row, without) or _attempt(row, deliver)
    if failure is not None:
        _failed(row, failure, pace, now)
        return 0
    kept: Any = Json({"subject": row.subject}) if row.notice.is_personal else None  # a link: nobody needs it any more
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [now, kept, row.pk])
    return 1


def _without(rows: Sequence[Delivery]) -> Mapping[str, DeadAddress]:
    """The addresses of the mails that take none; what one person asked for goes out all the same."""
    return dead(one.address for one in rows if one.medium == "mail" and not one.notice.is_personal)


def _stopped(row: Delivery, without: Mapping[str, DeadAddress]) -> Failure | None:
    """Why a mail is not sent at all: its address takes none."""
    found = without.get(row.address.lower()) if row.medium == "mail" and not row.notice.is_personal else None
    if found is None:
        return None
    said = " ".join(as_said(found.code, found.said).split())
    return Failure(f"no mail goes to this address since one came back: {said}", True, DEAD_ADDRESS, said)


def _attempt(row: Delivery, deliver: Deliver) -> Failure | None:
    try:
        deliver(parcel_of(row))
    except DeliveryFailed as failed:
        return Failure(failed.message, failed.permanent, failed.code, failed.said)
    except Exception as error:  # a mistake of ours must not stop the others
        log.exception("%s %s failed", row.medium, row.pk)
        return Failure(f"{type(error).__name__}: {error}", False)
    return None


def _failed(row: Delivery, failure: Failure, pace: Pace, now: datetime) -> None:
    wait = None if failure.permanent else wait_after(row.attempts, row.notice.key, pace)
    state = DeliveryState.QUEUED if wait else DeliveryState.DEAD
    due_at = now + wait if wait else None
    mine = Delivery.objects.filter(pk=row.pk, state=DeliveryState.QUEUED, due_at=row.due_at)
    if mine.update(state=state, due_at=due_at, **failure.kept) and wait is None:
        tell_of_dead(row, now=now)
    then = f"again at {due_at:%H:%M:%S}" if due_at else "given up"
    log.warning("%s %s: %s; %s", row.medium, row.pk, failure.message, then)
