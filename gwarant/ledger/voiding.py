"""Taking a row off the record: another row says that it does not count; both stay in the chain."""

from datetime import datetime

from django.db import IntegrityError, transaction

from gwarant.accounts.models import User
from gwarant.ledger.actions import append
from gwarant.ledger.models import Row
from gwarant.ledger.reading import faults_of
from gwarant.sla.evidence.model import Void, VoidReason

SOURCE = "gwarant"


class NotVoided(Exception):
    """The row was not taken off the record."""


class StillRead(NotVoided):
    """The row can be read and counts: it is corrected by its own means."""


class VoidedAlready(NotVoided):
    """Somebody took the row off the record before."""


def void(row: Row, *, by: User, reason: VoidReason, now: datetime) -> Row:
    """Say that a row which nobody can read does not count from now on; it stays where it is, and so does the chain."""
    if is_readable(row):
        raise StillRead
    uid = uid_of(row)
    if Row.objects.filter(uid=uid).exists():
        raise VoidedAlready
    try:
        with transaction.atomic():
            return append(told(row, by.opaque, reason, now), customer=row.customer, subject=row.subject, now=now)
    except IntegrityError:
        raise VoidedAlready from None


def told(row: Row, person: str, reason: VoidReason, now: datetime) -> Void:
    """The row of evidence that takes this one off the record."""
    moment = int(now.timestamp())
    return Void(id=uid_of(row), at=moment, received=moment, row=row.uid, reason=reason, person=person, source=SOURCE)


def void_of(row: Row) -> Row | None:
    """The row that takes this one off the record."""
    return Row.objects.filter(uid=uid_of(row)).first()


def is_readable(row: Row) -> bool:
    """Whether a reader of evidence takes the row."""
    return not faults_of([(row.pk, row.line)])


def uid_of(row: Row) -> str:
    """A row is taken off the record by one other, of this name."""
    return f"{row.customer.key}:v{row.pk}"
