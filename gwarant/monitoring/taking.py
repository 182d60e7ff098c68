"""Looks that a prober hands over: stored once each, whatever comes twice or late; none of a lease that has ended."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from django.db import connection, transaction
from django.db.models import Q
from numpy.typing import NDArray

from gwarant.monitoring.days import IN_TIME
from gwarant.monitoring.expiring import next_warning
from gwarant.monitoring.leasing import end_of
from gwarant.monitoring.models import DAY, RING, Monitor, Prober, Share, Shown
from gwarant.monitoring.moments import AHEAD, milliseconds_of
from gwarant.monitoring.outages.stirring import stir
from gwarant.monitoring.turning import keep_turns
from gwarant.prober.model import Certificate
from gwarant.prober.protocol import SHARES, STATES, STEP, Batch, Taken, unpacked

FRESH = 30_000  # milliseconds: a batch that is no older was packed by the clock that sends it
LATEST = 2**31 - 1  # milliseconds, as much as the column holds
OLDEST = 35 * 86_400_000  # what is older than the longest month and its report is not taken

# Of two that tell of one slot the first is kept; unless it saw nothing and the other one comes while both are taken for
# known when they began, or the first was taken while our own clock was ahead.
STORE = f"""
INSERT INTO monitoring_seenlook AS o
  (monitor_id, place_id, slot, ring, customer_id, late, received, every, timeout, state, is_extra, counts, code, phases,
   address, certificate)
SELECT DISTINCT ON (m, s) m, %(place)s, s, ((s / {DAY}) %% {RING})::smallint, c, l, %(now)s, ev, ti, st, x, cn, co,
       ARRAY[p0, p1, p2, p3, p4], a, ce
FROM unnest(%(monitor)s::bigint[], %(slot)s::bigint[], %(customer)s::bigint[], %(late)s::int[], %(every)s::int[],
            %(timeout)s::int[], %(state)s::text[], %(extra)s::bool[], %(counts)s::bool[], %(code)s::text[],
            %(p0)s::bigint[], %(p1)s::bigint[], %(p2)s::bigint[], %(p3)s::bigint[], %(p4)s::bigint[],
            %(address)s::text[], %(certificate)s::text[])
  AS u(m, s, c, l, ev, ti, st, x, cn, co, p0, p1, p2, p3, p4, a, ce)
ORDER BY m, s, st = 'unknown'
ON CONFLICT (monitor_id, place_id, slot, ring) DO UPDATE SET
  late = excluded.late, received = excluded.received, every = excluded.every, timeout = excluded.timeout,
  state = excluded.state, is_extra = excluded.is_extra, counts = excluded.counts, code = excluded.code,
  phases = excluded.phases, address = excluded.address, certificate = excluded.certificate
WHERE (o.state = 'unknown' AND excluded.state <> 'unknown' AND excluded.received < o.slot + {IN_TIME})
   OR o.received > excluded.received + {AHEAD}
"""
STAND = f"""
INSERT INTO monitoring_standing AS o
  (monitor_id, place_id, customer_id, slot, state, code, since, said, certificate, total)
SELECT m, %(place)s, c, s, st, co, s, sa, ce, t
FROM unnest(%(monitor)s::bigint[], %(customer)s::bigint[], %(slot)s::bigint[], %(state)s::text[], %(code)s::text[],
            %(said)s::text[], %(certificate)s::text[], %(total)s::bigint[]) AS u(m, c, s, st, co, sa, ce, t)
ON CONFLICT (monitor_id, place_id) DO UPDATE SET
  slot = excluded.slot, state = excluded.state, code = excluded.code, total = excluded.total, said = excluded.said,
  since = CASE WHEN o.state = excluded.state THEN LEAST(o.since, excluded.since) ELSE excluded.since END,
  certificate = CASE WHEN excluded.certificate = '' THEN o.certificate ELSE excluded.certificate END
WHERE excluded.slot > o.slot OR o.slot > %(now)s + {AHEAD}
RETURNING monitor_id, state <> 'up' OR since = slot
"""


class MomentDoubted(Exception):
    """The message is of another moment than now, by more than a step."""


class Owner(NamedTuple):
    """Of a monitor whose it is, how it looks (milliseconds), and whether its looks count, since or until when."""

    customer: int
    every: int
    timeout: int
    counts: bool
    turned: int

    def counts_at(self, slot: int) -> bool:
        return self.counts is (slot >= self.turned)


def take(prober: Prober, data: bytes, now: int, sent: int | None = None) -> Taken:
    """Store the looks of a batch; `now` in milliseconds. Raises BatchRefused where the bytes are none.

    `sent` is the moment of the message by the prober's clock. Where that is further off than a step, either what was
    packed just before was seen at no known moment, or the message was long on its way: raises MomentDoubted, and the
    prober, which knows how long an answer takes, compares. None: it has done so.
    """
    batch, rows = unpacked(data)
    if sent is not None and abs(now - sent) > STEP and abs(sent - batch.sent) < FRESH:
        raise MomentDoubted
    owners = _owners(prober, rows)
    numbers = np.flatnonzero(_is_taken(prober, batch, rows, owners, now))
    stored = 0
    with transaction.atomic():
        if len(numbers):
            stored = _store(prober, batch, rows[numbers], owners, now)
            keep_turns(prober.place_id, batch, rows, numbers, {pk: one.customer for pk, one in owners.items()})
            stir(_stand(prober, batch, rows, numbers, owners, now), now)
        _show(batch, now)
    return Taken(stored=stored, refused=len(rows) - len(numbers), now=now)


def _owners(prober: Prober, rows: NDArray[np.void]) -> Mapping[int, Owner]:
    """Each monitor of the rows that is looked at from the prober's place, or was before."""
    here = Q(places=prober.place_id) | Q(standings__place=prober.place_id)
    asked = Monitor.objects.filter(here, pk__in=np.unique(rows["target"]).tolist())
    if prober.place.customer_id:
        asked = asked.filter(customer=prober.place.customer_id)
    columns = asked.values_list("pk", "customer_id", "every", "timeout", "counts", "counts_at")
    return {
        pk: Owner(customer, every, timeout, counts, milliseconds_of(at) if at else 0)
        for pk, customer, every, timeout, counts, at in columns
    }


def _is_taken(
    prober: Prober, batch: Batch, rows: NDArray[np.void], owners: Mapping[int, Owner], now: int
) -> NDArray[np.bool_]:
    """Which rows count: of a known monitor, of no impossible moment, and made before somebody else had its share."""
    ends = np.zeros(SHARES, np.int64)
    for share in Share.objects.filter(place=prober.place_id):
        if share.number in batch.tokens:
            ends[share.number] = end_of(share, batch.tokens[share.number], now + AHEAD)
    known = np.isin(rows["target"], np.fromiter(owners, np.int64))
    slots = rows["slot"]
    is_possible = (slots > now - OLDEST) & (slots <= min(now, batch.sent) + AHEAD)  # none is of after it was packed
    return np.asarray(known & (slots < ends[rows["target"] % SHARES]) & is_possible)


def _store(prober: Prober, batch: Batch, rows: NDArray[np.void], owners: Mapping[int, Owner], now: int) -> int:
    told = _columns(batch, rows, owners) | {"place": prober.place_id, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(STORE, told)
        return int(cursor.rowcount)


def _columns(batch: Batch, rows: NDArray[np.void], owners: Mapping[int, Owner]) -> dict[str, Any]:
    texts = np.array(batch.texts, object)
    monitors, slots = rows["target"].tolist(), rows["slot"].tolist()
    own = [owners[one] for one in monitors]
    phases = {f"p{part}": rows["phases"][:, part].tolist() for part in range(5)}
    return phases | {
        "monitor": monitors,
        "customer": [one.customer for one in own],
        "every": [one.every for one in own],
        "timeout": [one.timeout for one in own],
        "counts": [one.counts_at(slot) for one, slot in zip(own, slots, strict=True)],
        "slot": slots,
        "late": np.minimum(rows["late"], LATEST).tolist(),
        "state": np.array(STATES, object)[rows["state"]].tolist(),
        "extra": rows["extra"].astype(bool).tolist(),
        "code": [one[:20] for one in texts[rows["code"]]],
        "address": [one[:45] for one in texts[rows["address"]]],
        "certificate": texts[rows["certificate"]].tolist(),
    }


def _stand(
    prober: Prober,
    batch: Batch,
    rows: NDArray[np.void],
    numbers: NDArray[np.intp],
    owners: Mapping[int, Owner],
    now: int,
) -> list[int]:
    """The last look of each monitor is how it stands; unknown too. Which now stand otherwise, or not up."""
    order = numbers[np.lexsort((rows["slot"][numbers], rows["target"][numbers]))]
    last = order[np.append(np.diff(rows["target"][order]) != 0, True)]
    told = _columns(batch, rows[last], owners)
    said = {one.row: one.said for one in batch.seen}
    told["said"] = [said.get(int(one), "") for one in last]
    told["total"] = rows["phases"][last].sum(axis=1, dtype=np.int64).tolist()
    shown = {int(one["target"]): batch.texts[one["certificate"]] for one in rows[order] if one["certificate"]}
    told["certificate"] = [shown.get(one, "") for one in told["monitor"]]  # that of the last look that was shown one
    with connection.cursor() as cursor:
        cursor.execute(STAND, told | {"place": prober.place_id, "now": now})
        return [monitor for monitor, is_news in cursor.fetchall() if is_news]


def _show(batch: Batch, now: int) -> None:
    found = [one.certificate for one in batch.seen if one.certificate]
    Shown.objects.bulk_create([_shown(one, now) for one in found], ignore_conflicts=True)


def _shown(one: Certificate, now: int) -> Shown:
    return Shown(
        print=one.print,
        begins=one.begins,
        ends=one.ends,
        subject=one.subject,
        issuer=one.issuer,
        first_at=now,
        warns_at=next_warning(one),
    )
