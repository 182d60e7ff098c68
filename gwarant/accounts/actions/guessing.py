"""Counting what is tried against an account."""

from datetime import datetime, timedelta

from gwarant.accounts.models import Attempt

COUNTED_FOR = timedelta(days=1)


def clear_attempts(*, now: datetime) -> int:
    """Forget what nothing counts any more."""
    return Attempt.objects.filter(at__lte=now - COUNTED_FOR).delete()[0]
