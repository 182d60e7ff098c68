"""Taking a row that nobody can read off the record, and counting anew what rested on it."""

from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.ledger.models import Row
from gwarant.ledger.voiding import void
from gwarant.sla.evidence.model import VoidReason
from gwarant.tickets.recompute import count_anew


def take_off_the_record(row: Row, *, by: User, reason: VoidReason, now: datetime) -> Row:
    """The row does not count from now on, and its ticket's clocks say so; StillRead, VoidedAlready as for `void`."""
    with transaction.atomic():
        told = void(row, by=by, reason=reason, now=now)
        count_anew(row.subject, now)
        return told
