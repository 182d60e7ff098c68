"""How monitors stand now: each from each of its places, by two statements however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Monitor
from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.evidence.model import State

SILENT = "silent"  # in place of a reason: nobody has looked for longer than a look holds
STANDS = """
SELECT w.monitor_id, w.place_id, coalesce(p.key, ''), coalesce(p.name, ''), coalesce(p.is_active, true),
       coalesce(s.state, 'unknown'), coalesce(s.code, ''), coalesce(s.since, 0), s.slot, coalesce(s.said, ''),
       coalesce(s.certificate, ''), coalesce(s.total, 0)
FROM (SELECT monitor_id, place_id FROM monitoring_monitor_places UNION
      SELECT t.monitor_id, t.place_id FROM monitoring_standing t
      JOIN monitoring_monitor m ON m.id = t.monitor_id WHERE m.kind = ANY(%(told)s)) w
LEFT JOIN monitoring_place p ON p.id = w.place_id
LEFT JOIN monitoring_standing s ON s.monitor_id = w.monitor_id AND s.place_id = w.place_id
WHERE %(monitor)s IS NULL OR w.monitor_id = %(monitor)s
ORDER BY p.key
"""
PARTS = """
SELECT (slot - %(first)s) * %(many)s / (%(last)s - %(first)s), state,
       max(phases[1] + phases[2] + phases[3] + phases[4] + phases[5])
FROM monitoring_seenlook WHERE monitor_id = %(monitor)s AND slot >= %(first)s AND slot < %(last)s GROUP BY 1, 2
"""


class Stand(NamedTuple):
    """How a monitor stands from a place, which no customer is told. Moments in milliseconds; `slot`: the last look."""

    place: int
    key: str
    name: str
    is_open: bool
    state: str
    code: str
    since: int
    slot: int | None
    said: str
    certificate: str
    total: int


def stands_of(monitors: Iterable[Monitor], now: int, monitor: int | None = None) -> Mapping[int, Sequence[Stand]]:
    """By monitor, from each of its places; `monitor` asks for one alone.

    A state is not carried beyond two intervals and the time of a look: then nobody knows, from where it is known last.
    What tells of itself stands as it does until it is turned.
    """
    ends = {one.pk: None if one.kind in TOLD else 2 * one.every + one.timeout for one in monitors}
    found: dict[int, list[Stand]] = {pk: [] for pk in ends}
    with connection.cursor() as cursor:
        cursor.execute(STANDS, {"monitor": monitor, "told": list(TOLD)})
        for pk, *columns in cursor:
            if pk in ends:
                found[pk].append(_known_still(Stand(*columns), ends[pk], now))
    return found


def _known_still(one: Stand, longest: int | None, now: int) -> Stand:
    if one.slot is None or longest is None or now - one.slot <= longest:
        return one
    return one._replace(state=State.UNKNOWN.value, code=SILENT, since=one.slot)


def worst(monitor: Monitor, stands: Sequence[Stand]) -> str:
    """In a word: paused, down (from most of the places that know), partly (from some), degraded, unknown or up."""
    if not monitor.is_active:
        return "paused"
    states = [one.state for one in stands]
    known = [one for one in states if one != State.UNKNOWN]
    downs = states.count(State.DOWN.value)
    if downs:
        return "down" if downs * 2 > len(known) else "partly"
    if State.DEGRADED.value in known:
        return "degraded"
    return "up" if known and len(known) * 2 >= len(states) else "unknown"


def parts_of(monitor: int, first: int, last: int, many: int) -> list[tuple[int, str, int]]:
    """Of each part of a stretch in which it was looked at: its number, a state, the longest look of that state."""
    with connection.cursor() as cursor:
        cursor.execute(PARTS, {"monitor": monitor, "first": first, "last": last, "many": many})
        return [(int(number), str(state), int(took)) for number, state, took in cursor]


def too_few(stands: Sequence[Stand], probe: Probe | None) -> tuple[int, int] | None:
    """From how many places it is known, of how many that the contract asks for, where the others could have it down.

    None where that is enough to say that it works, or no contract asks for places.
    """
    known = sum(one.state != State.UNKNOWN for one in stands)
    if probe is None or known == 0 or probe.locations - known < probe.down_when:
        return None
    return known, probe.locations
