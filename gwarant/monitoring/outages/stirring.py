"""Having services looked at again: what changes how a monitor stands says so in the same transaction."""

from collections.abc import Collection

from django.db import connection

from gwarant.monitoring.moments import moment_of

STIR = """
INSERT INTO monitoring_watch AS w (service_id, customer_id, state, due_at, stirs)
SELECT DISTINCT m.service_id, m.customer_id, 'unknown', %(now)s::timestamptz, 1
FROM monitoring_monitor m WHERE m.id = ANY(%(monitors)s) ORDER BY m.service_id
ON CONFLICT (service_id) DO UPDATE SET due_at = LEAST(w.due_at, excluded.due_at), stirs = w.stirs + 1
"""


def stir(monitors: Collection[int], now: int) -> None:
    """The services of these monitors are due; `now` in milliseconds. In one order, so that none waits in a ring."""
    if monitors:
        with connection.cursor() as cursor:
            cursor.execute(STIR, {"monitors": sorted(set(monitors)), "now": moment_of(now)})
