"""How what tells of itself stands: the turn, and the row that pages and tickets read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwarant.monitoring.beats.fold import Stands
from gwarant.monitoring.home import opened
from gwarant.monitoring.moments import milliseconds_of
from gwarant.sla.evidence.model import State

AS_STATE = {
    Stands.UNKNOWN: State.UNKNOWN,
    Stands.UP: State.UP,
    Stands.LATE: State.UP,  # the grace still runs: nothing is known to be wrong
    Stands.DOWN: State.DOWN,
}
TURNED = """
INSERT INTO monitoring_told (monitor_id, customer_id, state, code, since, known_at)
SELECT *, %s FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::timestamptz[])
"""
STAND = """
INSERT INTO monitoring_standing AS o
  (monitor_id, place_id, customer_id, slot, state, code, since, said, certificate, total)
SELECT m, %s, c, s, st, co, s, '', '', t
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[]) AS u(m, c, s, st, co, t)
ON CONFLICT (monitor_id, place_id) DO UPDATE SET
  slot = excluded.slot, state = excluded.state, code = excluded.code, total = excluded.total,
  since = CASE WHEN o.state = excluded.state THEN o.since ELSE excluded.since END
"""


@dataclass(frozen=True, slots=True)
class Turned:
    """A monitor that stands so from a moment on; `took` in milliseconds."""

    monitor: int
    customer: int
    state: Stands
    code: str
    at: datetime
    took: int | None = None


def turned(cursor: Any, turns: Sequence[Turned], now: datetime) -> None:
    """Write the turns, each monitor's in the order in which they came, and how each stands after its last."""
    if not turns:
        return
    told = [(one.monitor, one.customer, one.state.value, one.code, one.at) for one in turns]
    cursor.execute(TURNED, [now, *(list(column) for column in zip(*told, strict=True))])
    last = {one.monitor: one for one in turns}
    rows = [_standing(last[number]) for number in sorted(last)]
    cursor.execute(STAND, [opened(now).pk, *(list(column) for column in zip(*rows, strict=True))])


def _standing(one: Turned) -> tuple[Any, ...]:
    slot, total = milliseconds_of(one.at), (one.took or 0) * 1_000
    return (one.monitor, one.customer, slot, AS_STATE[one.state].value, one.code, total)
