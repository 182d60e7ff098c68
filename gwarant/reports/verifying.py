"""The whole verification: every chain against itself and its tables, and the database's own guards."""

from collections.abc import Iterable
from datetime import datetime

from gwarant.customers.models import Customer
from gwarant.database import guards
from gwarant.intake.verifying import broken
from gwarant.ledger.anchor import Known
from gwarant.ledger.report import Report, first_of
from gwarant.ledger.verify import verify
from gwarant.reports.originals import TABLES


def verify_all(
    customers: Iterable[Customer] | None = None, heads: Iterable[Known] = (), *, now: datetime | None = None
) -> Report:
    """What the chains of the customers, of all when None, say, and whether policies, triggers and rights stand."""
    beyond = tuple(guards.faults())
    if customers is None:
        beyond += first_of("mail of no customer", broken(None))
    return verify(customers, TABLES, heads, now=now) + Report(problems=beyond)
