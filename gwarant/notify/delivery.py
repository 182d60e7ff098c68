"""The sweep that sends what waits, at least once each.

A row is taken by moving `due_at` ahead: whoever moved it has the row for that long, and a row whose engine was
killed is due again by itself. A message goes twice only if that happens between the other side's yes and our commit.
"""

import logging
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

from django.conf import settings
from django.db import connection
from django.db.models import F

from gwarant.database.backend.base import prepared
from gwarant.notify.dead import dead
from gwarant.notify.entering import entry
from gwarant.notify.failures import DEAD_ADDRESS, ENGINE_ENDED, Failure
from gwarant.notify.media import MEDIA
from gwarant.notify.medium import Deliver, DeliveryFailed, Pace, Parcel
from gwarant.notify.models import Delivery, DeliveryState
from gwarant.notify.replies import as_said
from gwarant.notify.withdrawing import void, withdraw
from gwarant.notify.words import tell_of_dead

log = logging.getLogger("gwarant.notify")


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
    deliver, started, sent = medium.opened(settings.ENV, entry(now)), monotonic(), 0
    queued = Delivery.objects.filter(medium=name, state=DeliveryState.QUEUED, due_at__lte=now)
    with prepared(connection):
        for candidate in queued.only("pk", "due_at").order_by("due_at", "pk")[: medium.pace.batch]:
            if monotonic() - started > medium.pace.budget:
                break
            row = _taken(candidate, medium.pace, now)
            if row is not None:
                sent += _sent(row, deliver, medium.pace, now)
    return sent


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
    own = Delivery.objects.filter(pk=seen.pk, state=DeliveryState.QUEUED, due_at=seen.due_at)
    if not own.update(due_at=now + pace.lease, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("notice__user").get(pk=seen.pk)


def _sent(row: Delivery, deliver: Deliver, pace: Pace, now: datetime) -> int:
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
    failure = _stopped(row) or _attempt(row, deliver)
    if failure is not None:
        _failed(row, failure, pace, now)
        return 0
    facts: dict[str, object] = {
        "state": DeliveryState.SENT,
        "sent_at": now,
        "due_at": None,
        "last_error": "",
        "failure": "",
    }
    if row.notice.is_personal:
        facts["payload"] = {"subject": row.subject}  # a personal link: nobody needs it any more
    Delivery.objects.filter(pk=row.pk).exclude(state=DeliveryState.SENT).update(**facts)
    return 1


def _stopped(row: Delivery) -> Failure | None:
    """Why a mail is not sent at all: its address takes none. What one person asked for goes out all the same."""
    if row.medium != "mail" or row.notice.is_personal:
        return None
    found = dead([row.address]).get(row.address.lower())
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
