"""Old pings are removed: what a job told years ago says nothing of how it stands."""

from datetime import datetime, timedelta

from django.db import connection

from gwarant.monitoring.beats.models import PingBody

BATCH = 20_000  # of one statement, so that no ping that comes waits long


def forget(days: int, now: datetime) -> int:
    """Remove what is older than so many days, with what came with it; how many pings. In the engine's scope."""
    before, gone = now - timedelta(days=days), 0
    PingBody.objects.filter(at__lt=before).delete()
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT gwarant_forget_pings(%s, %s)", [before, BATCH])
            (found,) = cursor.fetchone()
            gone += found
            if found < BATCH:  # they lie in the order in which they came: what follows is younger
                return int(gone)
