"""The sweep that closes and sends the months of customers whose house wants that without a person."""

from datetime import datetime, timedelta
from functools import partial

from gwarant.engine.claims import each_due, later
from gwarant.engine.lost import is_lost, passes
from gwarant.reports.delivery.models import Unattended
from gwarant.reports.delivery.unattended import act_on_months

SOON = timedelta(seconds=5)
LEASE = timedelta(minutes=5)  # a month is judged and printed meanwhile


def run_once(now: datetime) -> int:
    """Look at customers whose months may be due; how many months were closed or sent."""
    due = Unattended.objects.filter(due_at__lte=now).order_by("due_at")
    act = partial(act_on_months, failed=partial(_failed, now), now=now)
    return each_due("reports", due, "due_at", act, lease=LEASE, now=now)


def _failed(now: datetime, what: str, error: Exception) -> datetime:
    """One month that cannot be closed or sent stops no other."""
    if is_lost(error):
        raise error
    return now + SOON if passes(error) else later("reports", what, error, now)
