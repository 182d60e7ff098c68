"""To whom the reports of a customer go: its people who run their side or read, and named addresses without an account.

A person chooses in their profile by which media; a requester finds the report in the portal.
"""

from datetime import datetime

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, CustomerRole, Membership
from gwarant.customers.senders import sender_of
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.recipients import Correspondent, Recipient
from gwarant.reports.delivery.models import ReportAddress

ROLES = (CustomerRole.ADMINISTRATOR, CustomerRole.READER)


def readers_of(customer: Customer) -> list[Recipient]:
    """People first, by name, then addresses; one that is a person's too is that person."""
    places = Membership.objects.active().filter(customer=customer, role__in=ROLES).select_related("user")
    people = [one.user for one in places.order_by("user__name", "pk")]
    known = {one.email.lower() for one in people}
    alone = [one for one in addresses_of(customer) if one.address not in known]
    return [*people, *(Correspondent(one.address, one.language) for one in alone)]


def addresses_of(customer: Customer) -> list[ReportAddress]:
    """The named addresses, as they stand now."""
    return list(customer.report_addresses.filter(ended_at=None).order_by("address"))


def add_address(customer: Customer, address: str, language: str, *, by: User, now: datetime) -> bool:
    """Have reports go there too, from the next one on; False where they do. ValidationError for what is no address."""
    own = {"customer": customer, "address": sender_of(address).lower(), "ended_at": None}
    told = {"language": language, "added_by": by, "since_at": now}
    with scoped(ENGINE):
        return ReportAddress.objects.get_or_create(**own, defaults=told)[1]


def end_address(customer: Customer, address: str, *, by: User, now: datetime) -> bool:
    """No report goes there any more; False where none did."""
    with scoped(ENGINE):
        own = customer.report_addresses.filter(address=address, ended_at=None)
        return bool(own.update(ended_by=by, ended_at=now))
