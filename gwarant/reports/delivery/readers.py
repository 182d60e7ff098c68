"""To whom the reports of a customer go: its people who run their side or read, and named addresses without an account.

A person chooses in their profile by which media; a requester finds the report in the portal.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, CustomerRole, Membership
from gwarant.customers.senders import sender_of
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.recipients import Correspondent, Recipient
from gwarant.reports.delivery.models import Gets, ReportAddress

ROLES = (CustomerRole.ADMINISTRATOR, CustomerRole.READER)


def readers_of(customer: Customer) -> list[Recipient]:
    """People first, by name, then addresses; one that is a person's too is that person."""
    places = Membership.objects.active().filter(customer=customer, role__in=ROLES).select_related("user")
    people = [one.user for one in places.order_by("user__name", "pk")]
    known = {one.email.lower() for one in people}
    alone = [one for one in addresses_of(customer) if one.address not in known]
    return [*people, *(Correspondent(one.address, one.language) for one in alone)]


def who_still_reads(customer: Customer, to: Sequence[Recipient]) -> list[Recipient]:
    """Of them those to whom its reports go now: not who has left, and no address that was taken off."""
    readers = readers_of(customer)
    people = {one.pk for one in readers if isinstance(one, User)}
    addresses = {one.address for one in readers if not isinstance(one, User)}
    return [one for one in to if (one.pk in people if isinstance(one, User) else one.address in addresses)]


def addresses_of(customer: Customer, gets: Gets = Gets.REPORTS) -> list[ReportAddress]:
    """The named addresses that get it, as they stand now."""
    return list(customer.report_addresses.filter(ended_at=None, gets=gets.value).order_by("address"))


def add_address(
    customer: Customer, address: str, language: str, *, gets: Gets = Gets.REPORTS, by: User, now: datetime
) -> bool:
    """Have reports, or daily heads, go there too, from the next one on; False where they do.

    ValidationError for what is no address, and for that of somebody who is not the customer's: a report that reached
    them would prove nothing, and may tell them too much.
    """
    own = {"customer": customer, "address": sender_of(address).lower(), "gets": gets.value, "ended_at": None}
    with scoped(ENGINE):
        found = User.objects.filter(email__iexact=own["address"], is_active=True).first()
        theirs = found is not None and Membership.objects.active().filter(user=found, customer=customer).exists()
    if found is not None and found.is_inside:
        raise ValidationError(_("This is one of our own people, who read reports at the desk."))
    if found is not None and not theirs:
        raise ValidationError(_("This is a person of another customer."))
    told = {"language": language, "added_by": by, "since_at": now}
    with scoped(ENGINE):
        return ReportAddress.objects.get_or_create(**own, defaults=told)[1]


def end_address(customer: Customer, address: str, *, gets: Gets = Gets.REPORTS, by: User, now: datetime) -> bool:
    """No report, or no head, goes there any more; False where none did."""
    with scoped(ENGINE):
        own = customer.report_addresses.filter(address=address, gets=gets.value, ended_at=None)
        return bool(own.update(ended_by=by, ended_at=now))
