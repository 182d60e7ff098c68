"""The sweep that turns what did not tell in time: late, down, or unknown where we could not hear."""

from datetime import datetime

from django.db import connection, transaction

from gwarant.database.backend.base import plain_cursor
from gwarant.monitoring.beats.fold import wait
from gwarant.monitoring.beats.keeping import put, take
from gwarant.monitoring.beats.listening import heard, own_gaps, together
from gwarant.monitoring.beats.models import PingAddress
from gwarant.monitoring.beats.standing import turned

BATCH = 500
DUE = """a.id IN (SELECT id FROM monitoring_pingaddress WHERE due_at <= %(until)s ORDER BY due_at
LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED)"""


def run_once(now: datetime) -> int:
    """Turn what is due, as far as we know what was said until then; how many."""
    if not PingAddress.objects.filter(due_at__lte=now).exists():
        return 0
    known = heard(now)
    with transaction.atomic(), plain_cursor(connection) as cursor:
        jobs = list(take(cursor, DUE, until=known.until, batch=BATCH).values())
        own = own_gaps([job.id for job in jobs], now)
        for job in jobs:
            gaps = tuple(together([*known.gaps, *own[job.id]])) if job.id in own else known.gaps
            for at, beat in wait(job.beat, job.schedule, known.until, gaps):
                job.go_on(at, beat)
        put(cursor, jobs)
        turned(cursor, [one for job in jobs for one in job.turns], now)
    return len(jobs)
