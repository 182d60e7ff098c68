"""Looks that a prober hands over: stored once each, whatever comes twice or late; none of a lease that has ended."""

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from gwarant.database.backend.base import plain_cursor
from gwarant.monitoring.expiring import next_warning
from gwarant.monitoring.leasing import end_of
from gwarant.monitoring.models import Prober, Share, Shown
from gwarant.monitoring.moments import AHEAD
from gwarant.monitoring.outages.stirring import stir
from gwarant.monitoring.storing import Known, known, stand, store
from gwarant.monitoring.turning import keep_turns
from gwarant.prober.model import Certificate
from gwarant.prober.protocol import SHARES, STEP, Batch, Taken, unpacked

FRESH = 30_000  # milliseconds: a batch that is no older was packed by the clock that sends it
OLDEST = 35 * 86_400_000  # what is older than the longest month and its report is not taken


class MomentDoubted(Exception):
    """The message is of another moment than now, by more than a step."""


def take(prober: Prober, data: bytes, now: int, sent: int | None = None) -> Taken:
    """Store the looks of a batch; `now` in milliseconds. Raises BatchRefused where the bytes are none.

    `sent` is the moment of the message by the prober's clock. Where that is further off than a step, either what was
    packed just before was seen at no known moment, or the message was long on its way: raises MomentDoubted, and the
    prober, which knows how long an answer takes, compares. None: it has done so.
    """
    batch, rows = unpacked(data)
    if sent is not None and abs(now - sent) > STEP and abs(sent - batch.sent) < FRESH:
        raise MomentDoubted
    with transaction.atomic(), plain_cursor(connection) as cursor:
        own = known(cursor, prober, rows)
        numbers = np.flatnonzero(_is_taken(prober, batch, rows, own, now))
        stored = 0
        if len(numbers):
            stored = store(cursor, prober, batch, rows[numbers], own, now)
            keep_turns(prober.place_id, batch, rows, numbers, own.stood)
            stir(stand(cursor, prober, batch, rows, numbers, own, now), now)
            _show(batch, rows[numbers], own, now)
    return Taken(stored=stored, refused=len(rows) - len(numbers), now=now)


def _is_taken(prober: Prober, batch: Batch, rows: NDArray[np.void], own: Known, now: int) -> NDArray[np.bool_]:
    """Which rows count: of a known monitor, of no impossible moment, and made before somebody else had its share."""
    ends = np.zeros(SHARES, np.int64)
    for share in Share.objects.filter(place=prober.place_id):
        if share.number in batch.tokens:
            ends[share.number] = end_of(share, prober.pk, batch.tokens[share.number], now + AHEAD)
    is_known = np.isin(rows["target"], own.monitor)
    slots = rows["slot"]
    is_possible = (slots > now - OLDEST) & (slots <= min(now, batch.sent) + AHEAD)  # none is of after it was packed
    return np.asarray(is_known & (slots < ends[rows["target"] % SHARES]) & is_possible)


def _show(batch: Batch, rows: NDArray[np.void], own: Known, now: int) -> None:
    """Keep the certificates that these rows name, each for the customers whose rows they are."""
    told = {one.certificate.print: one.certificate for one in batch.seen if one.certificate}
    if not told:
        return
    customers = own.customer[own.places_of(rows["target"])]
    pairs = set(zip(rows["certificate"].tolist(), customers.tolist(), strict=True))
    named = {(batch.texts[text], customer) for text, customer in pairs}
    found = [_shown(told[name], customer, now) for name, customer in sorted(named) if name in told]
    Shown.objects.bulk_create(found, ignore_conflicts=True)


def _shown(one: Certificate, customer: int, now: int) -> Shown:
    return Shown(
        customer_id=customer,
        print=one.print,
        begins=one.begins,
        ends=one.ends,
        subject=one.subject,
        issuer=one.issuer,
        first_at=now,
        warns_at=next_warning(one),
    )
