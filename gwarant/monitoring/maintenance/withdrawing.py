"""Taking an announced window back before it begins, cutting it short while it lasts; afterwards it is a correction."""

from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.ledger.actions import append
from gwarant.monitoring.maintenance.letters import withdrawn
from gwarant.monitoring.maintenance.meaning import change_row
from gwarant.monitoring.maintenance.models import Maintenance, MaintenanceChange, MaintenanceQuerySet
from gwarant.notify.actions import tell
from gwarant.texts import words_of


class NotWithdrawn(ValueError):
    """Why not, by a code: `over`, `gone`."""


def withdraw(
    window: Maintenance, *, text: str = "", with_later: bool = False, by: User, now: datetime
) -> MaintenanceChange:
    """Take the window back, or end it now where it has begun; everybody of the customer is told, once.

    `with_later`: also the later windows of the same announcement, as those of a rule. Raises NotWithdrawn where it is
    over, or was taken back already.
    """
    with transaction.atomic():
        # nobody may change the window's row, so its customer's is held: two never take back the same window
        Customer.objects.select_for_update(no_key=True).get(pk=window.customer_id)
        own = Maintenance.objects.left().select_related("service", "customer", "announced_by").get(pk=window.pk)
        if own.until == own.start_at:
            raise NotWithdrawn("gone")
        if own.until <= now:
            raise NotWithdrawn("over")
        later = list(later_of(own, now)) if with_later else []
        change, *others = [_taken_back(one, text, by, now) for one in (own, *later)]
        with scoped(ENGINE):
            active = Membership.objects.active().filter(customer=own.customer).select_related("user")
            people = [one.user for one in active]
        news, key = withdrawn(change, len(others)), f"maintenance:{own.uid}:{change.pk}"
        tell(people, news, key=key, customer=own.customer, now=now)
    return change


def later_of(window: Maintenance, now: datetime) -> MaintenanceQuerySet:
    """The windows after it that were announced with it and stand, the next one first."""
    together = Maintenance.objects.filter(service=window.service_id, announced_at=window.announced_at)
    return together.coming(now).select_related("service", "customer").filter(start_at__gt=window.start_at)


def _taken_back(window: Maintenance, text: str, by: User, now: datetime) -> MaintenanceChange:
    change = MaintenanceChange(
        window=window,
        customer=window.customer,
        end_at=max(window.start_at, now),
        told_at=now,
        told_by=by,
        text=words_of(text),
    )
    change.save(force_insert=True)
    append(change_row(change), customer=window.customer, text=change.text, now=now)
    return change
