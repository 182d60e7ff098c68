"""The rows of a batch in the database: who is known, each look once, and how each monitor stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gwarant.database.backend.packing import bools, int4s, int8s, texts
from gwarant.monitoring.days import IN_TIME
from gwarant.monitoring.models import DAY, RING, Prober
from gwarant.monitoring.moments import AHEAD, milliseconds_of
from gwarant.prober.protocol import STATES, Batch
from gwarant.sla.evidence.model import State

LATEST = 2**31 - 1  # milliseconds, as much as the column holds
OWN = "SELECT m.id, m.customer_id, m.every, m.timeout, m.counts, m.counts_at"
ASKED = "m.id = ANY(%(monitors)s) AND coalesce(m.customer_id = %(customer)s::bigint, true)"
STANDING = f"""
{OWN}, s.slot, s.state
FROM monitoring_monitor m JOIN monitoring_standing s ON s.monitor_id = m.id AND s.place_id = %(place)s WHERE {ASKED}
"""
NEW = f"""
{OWN}, NULL::bigint, NULL::varchar
FROM monitoring_monitor m JOIN monitoring_monitor_places p ON p.monitor_id = m.id AND p.place_id = %(place)s
WHERE {ASKED}
"""
STATE = f"('{{{','.join(one.value for one in STATES)}}}'::text[])[st + 1]"
# Of two that tell of one slot the first is kept; unless it saw nothing and the other one comes while both are taken for
# known when they began, or the first was taken while our own clock was ahead.
STORE = f"""
INSERT INTO monitoring_seenlook AS o
  (monitor_id, place_id, slot, ring, customer_id, late, received, every, timeout, state, is_extra, counts, code, phases,
   address, certificate)
SELECT m, %(place)s, s, ((s / {DAY}) %% {RING})::smallint, c, l, %(now)s, ev, ti, {STATE}, x, cn, co,
       ARRAY[p0, p1, p2, p3, p4], a, ce
FROM unnest(%(monitor)s, %(slot)s, %(customer)s, %(late)s, %(every)s, %(timeout)s, %(state)s, %(extra)s, %(counts)s,
            %(code)s, %(p0)s, %(p1)s, %(p2)s, %(p3)s, %(p4)s, %(address)s, %(certificate)s)
  AS u(m, s, c, l, ev, ti, st, x, cn, co, p0, p1, p2, p3, p4, a, ce)
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
SELECT m, %(place)s, c, s, {STATE}, co, s, sa, ce, t
FROM unnest(%(monitor)s, %(customer)s, %(slot)s, %(state)s, %(code)s, %(said)s, %(certificate)s, %(total)s)
  AS u(m, c, s, st, co, sa, ce, t)
ON CONFLICT (monitor_id, place_id) DO UPDATE SET
  slot = excluded.slot, state = excluded.state, code = excluded.code, total = excluded.total, said = excluded.said,
  since = CASE WHEN o.state = excluded.state THEN LEAST(o.since, excluded.since) ELSE excluded.since END,
  certificate = CASE WHEN excluded.certificate = '' THEN o.certificate ELSE excluded.certificate END
WHERE excluded.slot > o.slot OR o.slot > %(now)s + {AHEAD}
RETURNING monitor_id, state <> 'up' OR since = slot
"""


class Stood(NamedTuple):
    """Whose a monitor is, and its last look and state before the batch; nothing where there was none."""

    customer: int
    slot: int | None
    state: str | None


@dataclass(frozen=True, eq=False)
class Known:
    """The monitors of a batch that are looked at from the prober's place, or were, by the column, in order."""

    monitor: NDArray[np.int64]
    customer: NDArray[np.int64]
    every: NDArray[np.int64]  # milliseconds, as the timeout
    timeout: NDArray[np.int64]
    counts: NDArray[np.bool_]
    turned: NDArray[np.int64]  # since when its looks count, or until when
    stood: Mapping[int, Stood]

    def places_of(self, targets: NDArray[Any]) -> NDArray[np.intp]:
        """Where each of the targets, all of them known, stands in the columns."""
        return np.searchsorted(self.monitor, targets)


def known(cursor: Any, prober: Prober, rows: NDArray[np.void]) -> Known:
    """What the database knows of the monitors of the rows."""
    targets = np.unique(rows["target"]).astype(np.int64)
    told = {"place": prober.place_id, "customer": prober.place.customer_id}
    found: list[Any] = cursor.execute(STANDING, told | {"monitors": int8s(targets)}).fetchall()
    new = np.setdiff1d(targets, np.array([one[0] for one in found], np.int64), assume_unique=True)
    if len(new):
        found += cursor.execute(NEW, told | {"monitors": int8s(new)}).fetchall()
    found.sort()
    monitor, customer, every, timeout = (np.array([one[at] for one in found], np.int64) for at in range(4))
    counts = np.array([one[4] for one in found], np.bool_)
    turned = np.array([milliseconds_of(one[5]) if one[5] else 0 for one in found], np.int64)
    stood = {one[0]: Stood(one[1], one[6], one[7]) for one in found}
    return Known(monitor, customer, every, timeout, counts, turned, stood)


def store(cursor: Any, prober: Prober, batch: Batch, rows: NDArray[np.void], own: Known, now: int) -> int:
    """Store the looks, each slot once; how many rows are new or another."""
    is_unknown = rows["state"] == STATES.index(State.UNKNOWN)
    order = np.lexsort((is_unknown, rows["slot"], rows["target"]))
    rows = rows[order[_firsts(rows["target"][order], rows["slot"][order])]]
    at, slot = own.places_of(rows["target"]), rows["slot"]
    phases = {f"p{part}": int8s(rows["phases"][:, part]) for part in range(5)}
    more = {
        "late": int4s(np.minimum(rows["late"], LATEST)),
        "every": int4s(own.every[at]),
        "timeout": int4s(own.timeout[at]),
        "extra": bools(rows["extra"] != 0),
        "counts": bools(own.counts[at] == (slot >= own.turned[at])),
        "address": texts((one[:45] for one in batch.texts), rows["address"]),
        "certificate": texts(batch.texts, rows["certificate"]),
    }
    cursor.execute(STORE, _shared(prober, batch, rows, own) | phases | more | {"now": now})
    return int(cursor.rowcount)


def stand(
    cursor: Any,
    prober: Prober,
    batch: Batch,
    rows: NDArray[np.void],
    numbers: NDArray[np.intp],
    own: Known,
    now: int,
) -> list[int]:
    """The last look of each monitor is how it stands; unknown too. Which now stand otherwise, or not up."""
    order = numbers[np.lexsort((rows["slot"][numbers], rows["target"][numbers]))]
    last = order[np.append(np.diff(rows["target"][order]) != 0, True)]
    said = {one.row: one.said for one in batch.seen}
    told = [said.get(number, "") for number in last.tolist()]
    more = {
        "said": texts(told, np.arange(len(told))),
        "total": int8s(rows["phases"][last].sum(axis=1, dtype=np.int64)),
        "certificate": texts(batch.texts, np.fromiter(_shown(rows[order]), np.int64, len(last))),
    }
    cursor.execute(STAND, _shared(prober, batch, rows[last], own) | more | {"now": now})
    return [monitor for monitor, is_news in cursor.fetchall() if is_news]


def _firsts(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Which rows are the first with these values in the columns, where equal ones stand together."""
    differs = np.any([np.diff(one) != 0 for one in columns], axis=0)
    return np.append(np.ones(min(1, len(columns[0])), np.bool_), differs)


def _shown(rows: NDArray[np.void]) -> Iterator[int]:
    """Of each monitor, whose rows come together, the certificate of the last look that was shown one."""
    shown: dict[int, int] = {}
    for target, certificate in zip(rows["target"].tolist(), rows["certificate"].tolist(), strict=True):
        shown[target] = certificate or shown.get(target, 0)
    yield from shown.values()


def _shared(prober: Prober, batch: Batch, rows: NDArray[np.void], own: Known) -> dict[str, Any]:
    return {
        "place": prober.place_id,
        "monitor": int8s(rows["target"]),
        "customer": int8s(own.customer[own.places_of(rows["target"])]),
        "slot": int8s(rows["slot"]),
        "state": int4s(rows["state"]),
        "code": texts((one[:20] for one in batch.texts), rows["code"]),
    }
