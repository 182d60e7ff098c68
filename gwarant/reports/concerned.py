"""Whom of a customer's people an answer concerns."""

from collections.abc import Iterable

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, CustomerRole, Membership


def concerned(customer: Customer, said: Iterable[User]) -> list[User]:
    """Whoever said something about it and still has a place there, then the customer's administrators."""
    places = list(Membership.objects.active().filter(customer=customer).select_related("user").order_by("pk"))
    there = {one.user_id: one.user for one in places}
    first = [there[one.pk] for one in said if one.pk in there]
    leads = [one.user for one in places if one.role == CustomerRole.ADMINISTRATOR]
    return list(dict.fromkeys([*first, *leads]))
