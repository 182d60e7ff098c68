"""The sweep that tells of certificates before they end."""

from datetime import datetime
from functools import partial

from gwarant.engine.claims import each_due
from gwarant.monitoring.expiring import warn_of
from gwarant.monitoring.models import Shown


def run_once(now: datetime) -> int:
    """Tell of those that are due."""
    due = Shown.objects.filter(warns_at__lte=now).order_by("warns_at", "pk")
    return each_due("certificates", due, "warns_at", partial(warn_of, now=now), now=now)
