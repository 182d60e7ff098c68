"""The sweep that judges the running months anew for the lists, where something was heard or a deadline has passed."""

from datetime import datetime, timedelta
from functools import partial

from gwarant.engine.claims import each_due
from gwarant.reports.models import Running
from gwarant.reports.running import begin, restate

HELD = timedelta(minutes=1)  # a month with years behind it takes its time


def run_once(now: datetime) -> int:
    """Judge those that are due; how many."""
    begin(now)
    due = Running.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    return each_due("months", due, "due_at", partial(restate, now=now), lease=HELD, now=now)
