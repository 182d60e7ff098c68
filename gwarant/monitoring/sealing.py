"""Sealing: looks of days that are over become blocks that nobody changes, each with its row in the ledger."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

import numpy as np
from django.db import connection, transaction

from gwarant.ledger.actions import append
from gwarant.monitoring.days import QUARTER, SLACK, Block, Hot, blocks, hot, known_from
from gwarant.monitoring.evidence import evidence_of
from gwarant.monitoring.models import DAY, DayOfLooks, Monitor, Place
from gwarant.monitoring.moments import date_of, milliseconds_of
from gwarant.monitoring.summing import sum_up
from gwarant.sla.evidence.packed import pack
from gwarant.sla.evidence.receipts import pack_receipts

SEALING = 0x5EA2  # the first half of the advisory lock's name; the monitor's id is the other
DUE = """
SELECT s.monitor_id, s.place_id FROM monitoring_standing s
WHERE EXISTS (SELECT FROM monitoring_seenlook l
              WHERE l.monitor_id = s.monitor_id AND l.place_id = s.place_id AND l.slot < %s
                    AND l.received < %s)
ORDER BY s.monitor_id, s.place_id
"""
EMPTY = "DELETE FROM monitoring_seenlook WHERE monitor_id = %s AND place_id = %s AND slot = ANY(%s)"


def due(now: datetime) -> Iterator[tuple[int, int]]:
    """The monitors and places that have looks older than yesterday, which are sealed."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [_yesterday(now), milliseconds_of(now) - QUARTER - SLACK])
        yield from cursor.fetchall()


def seal(monitor: int, place: int, now: datetime) -> int:
    """Seal what the monitor saw from the place before yesterday; how many blocks.

    What came late waits until nothing more can come beside it. Whoever holds the lock seals, anybody else leaves it.
    """
    with transaction.atomic():
        if not _may_seal(monitor):
            return 0
        made = 0
        for looks in hot([monitor], _yesterday(now), place):
            ripe = _ripe(looks, now)
            found = list(blocks(ripe))
            keep(found, now)
            _empty(ripe)
            for day in sorted({one.day for one in found}):
                sum_up(monitor, place, day)
            made += len(found)
        return made


def _yesterday(now: datetime) -> int:
    return milliseconds_of(now) // DAY * DAY - DAY


def _ripe(looks: Hot, now: datetime) -> Hot:
    before = (looks.day < _yesterday(now)) & (known_from(looks.received) <= milliseconds_of(now))
    return looks.chosen(np.flatnonzero(before))


def keep(found: Sequence[Block], now: datetime) -> None:
    """Write blocks of one monitor from one place down for good, each with its row in the ledger."""
    if not found:
        return
    monitor = Monitor.objects.select_related("customer", "service").get(pk=found[0].monitor)
    place = Place.objects.get(pk=found[0].place)
    for one in found:
        made = _written(one, monitor, place, now)
        made.save(force_insert=True)
        append(evidence_of(made), customer=monitor.customer, now=now)


def _written(block: Block, monitor: Monitor, place: Place, now: datetime) -> DayOfLooks:
    packed = pack(block.looks)
    up, degraded, down, unknown = (block.of_state(state) for state in range(4))
    return DayOfLooks(
        monitor=monitor,
        place=place,
        day=date_of(block.day),
        number=block.number,
        customer=monitor.customer,
        known=block.known,
        counts=block.counts,
        up=up,
        degraded=degraded,
        down=down,
        unknown=unknown,
        sha256=sha256(packed).hexdigest(),
        packed=packed,
        receipts=pack_receipts(block.looks.at, block.came),
        sealed_at=now,
    )


def _empty(looks: Hot) -> None:
    """Take out what is sealed now, and what was already."""
    slots = looks.slot.tolist()
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, [looks.monitor, looks.place, slots])
        if cursor.rowcount != len(slots):
            raise RuntimeError(f"monitor {looks.monitor}: {cursor.rowcount} of {len(slots)} looks were there")


def _may_seal(monitor: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [SEALING, monitor % (1 << 31)])
        return bool(cursor.fetchone()[0])
