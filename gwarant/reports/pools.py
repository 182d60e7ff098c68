"""Telling, once each, that a share of a month's hours is used which the contract names."""

from collections.abc import Sequence
from datetime import datetime

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer, CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.hours.letters import PoolUsed
from gwarant.notify.actions import tell_all
from gwarant.notify.news import About, News
from gwarant.sla.assessment import Assessment
from gwarant.sla.hours import Alert
from gwarant.tickets.authors import DESK, PORTAL


def tell_of_pools(contract: Contract, found: Assessment, now: datetime) -> int:
    """Tell the customer's administrators and the caretaker of each share that was reached; how many heard of one.

    Their notices are the proof: each has its share and month in its key, and nobody is told twice under it.
    """
    reached = [(one.month, alert) for one in found.months if one.hours for alert in one.hours.alerts]
    return sum(_tell(contract, month, alert, now) for month, alert in reached)


def _tell(contract: Contract, month: str, alert: Alert, now: datetime) -> int:
    customer, key = contract.customer, f"pool:{contract.number}:{month}:{alert.percent.normalize():f}"
    circles: Sequence[tuple[list[User], News]] = [
        (_administrators(customer), _news(contract, month, alert, PORTAL)),
        (_caretakers(customer), _news(contract, month, alert, DESK)),
    ]
    return tell_all(circles, key=key, customer=customer, now=now)


def _news(contract: Contract, month: str, alert: Alert, side: str) -> News:
    told = PoolUsed(
        number=contract.number,
        customer=contract.customer.name,
        month=month,
        percent=f"{alert.percent.normalize():f}",
        used=alert.used,
        available=alert.available,
        side=side,
    )
    return News(told=told, kind="hours", about=About.CONTRACT, ref=contract.number)


def _administrators(customer: Customer) -> list[User]:
    with scoped(ENGINE):
        own = Membership.objects.active().filter(customer=customer, role=CustomerRole.ADMINISTRATOR)
        return [one.user for one in own.select_related("user").order_by("user_id")]


def _caretakers(customer: Customer) -> list[User]:
    """The caretaker, else the deputy, as far as they are still here."""
    return [one for one in (customer.caretaker, customer.deputy) if one is not None and one.is_active][:1]
