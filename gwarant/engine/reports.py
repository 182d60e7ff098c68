"""The sweep that closes and sends the months of customers whose house wants that without a person."""

from datetime import datetime, timedelta
from functools import partial

from gwarant.engine.claims import each_due
from gwarant.reports.delivery.models import Unattended
from gwarant.reports.delivery.unattended import act_on_months

LEASE = timedelta(minutes=5)  # a month is judged and printed meanwhile


def run_once(now: datetime) -> int:
    """Look at customers whose months may be due; how many months were closed or sent."""
    due = Unattended.objects.filter(due_at__lte=now).order_by("due_at")
    return each_due("reports", due, "due_at", partial(act_on_months, now=now), lease=LEASE, now=now)
