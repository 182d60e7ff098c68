"""The sweeps that begin and end outages, and call people about them."""

from datetime import datetime
from functools import partial

from gwarant.engine.claims import each_due
from gwarant.monitoring.models import Watch
from gwarant.monitoring.outages.calling import KINDS, bring_forward, call_next, call_together, waiting
from gwarant.monitoring.outages.waking import MANY
from gwarant.monitoring.outages.watching import watch_over


def run_once(now: datetime) -> int:
    """Look at services whose standing changed."""
    return each_due("outages", Watch.objects.due(now), "due_at", partial(watch_over, now=now), now=now)


def call_once(now: datetime) -> int:
    """Call whoever is next about what is down and nobody has taken; about much at once together."""
    bring_forward(now)
    if waiting(now) >= MANY:
        return call_together(now)
    return sum(
        each_due("calls", kind.objects.to_wake(now), "wakes_at", partial(call_next, kind, now=now), now=now)
        for kind in KINDS
    )
