"""The sweeps that begin and end outages, and call people about them."""

from datetime import datetime
from functools import partial

from gwarant.engine.claims import each_due
from gwarant.monitoring.models import Outage, Watch
from gwarant.monitoring.outages.calling import call_next, call_together
from gwarant.monitoring.outages.waking import MANY
from gwarant.monitoring.outages.watching import watch_over


def run_once(now: datetime) -> int:
    """Look at services whose standing changed."""
    return each_due("outages", Watch.objects.due(now), "due_at", partial(watch_over, now=now), now=now)


def call_once(now: datetime) -> int:
    """Call whoever is next about outages that nobody has taken; about many at once together."""
    if Outage.objects.open().to_wake(now).count() >= MANY:
        return call_together(now)
    return each_due("calls", Outage.objects.to_wake(now), "wakes_at", partial(call_next, now=now), now=now)
