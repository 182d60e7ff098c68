"""The months that were closed, each by the customer's caretaker a few days after its end; the last one still waits."""

from datetime import datetime, timedelta

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.reports.actions import close
from gwarant.reports.month import months_of
from gwarant.tickets.evidence import moment_of

AFTER = timedelta(days=3, hours=9)
OPEN = 1  # of the months that have ended


def close_months(world: World, now: datetime) -> int:
    """Close what has ended, the oldest first; how many."""
    with scoped(ENGINE):
        found = list(Contract.objects.select_related("customer__caretaker").order_by("number"))
        return sum(_close(one, world, now) for one in found)


def _close(contract: Contract, world: World, now: datetime) -> int:
    by = contract.customer.caretaker or world.olga
    ended = [one for one in months_of(contract, now) if moment_of(one.end) + AFTER < now]
    for month in reversed(ended[OPEN:]):
        close(contract, month.name, by=by, now=moment_of(month.end) + AFTER)
    return len(ended[OPEN:])
