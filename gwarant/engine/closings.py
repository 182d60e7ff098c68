"""The sweep that closes what was handed over and nobody spoke about since."""

from datetime import datetime, timedelta
from functools import partial

from gwarant.engine.claims import each_due
from gwarant.tickets.actions import close_by_silence
from gwarant.tickets.models import Status, Ticket


def run_once(now: datetime) -> int:
    """Close tickets whose time for an answer is over."""
    due = Ticket.objects.filter(status=Status.RESOLVED, closes_at__lte=now).order_by("closes_at")
    act = partial(close_by_silence, now=now)  # looks again, under the ticket's lock, whether it is still due
    return each_due("closings", due, "closes_at", act, lease=timedelta(0), now=now)
