"""The sweep that tells warnings, breaches and steps of the contact ladder when they fall due."""

from datetime import datetime
from functools import partial

from gwarant.engine.claims import each_due
from gwarant.tickets.actions import act_on_clock
from gwarant.tickets.models import TicketClock


def run_once(now: datetime) -> int:
    """Act on clocks whose next threshold has come."""
    return each_due("clocks", TicketClock.objects.due(now), "acts_at", partial(act_on_clock, now=now), now=now)
