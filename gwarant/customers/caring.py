"""Who cares for a customer: the caretaker and the deputy, and what is suggested when one of them cares no more."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gwarant.accounts.models import User
from gwarant.customers.models import Customer


@dataclass(frozen=True)
class Care:
    """The caretaker, and who stands in."""

    caretaker: User | None
    deputy: User | None

    @property
    def people(self) -> list[User]:
        return [one for one in (self.caretaker, self.deputy) if one is not None]


def care_of(customer: Customer) -> Care:
    return Care(customer.caretaker, customer.deputy)


def cared_for_by(person: User) -> QuerySet[Customer]:
    """The customers whose caretaker or deputy the person is."""
    found = Customer.objects.filter(Q(caretaker=person) | Q(deputy=person))
    return found.select_related("caretaker", "deputy").order_by("name", "pk")


def without(care: Care, person: User) -> Care:
    """Who is suggested when the person cares no more: the deputy moves up, and the deputy's place is empty."""
    left = [one for one in care.people if one != person and one.may_change]
    if care.caretaker == person:
        return Care(left[0] if left else None, None)
    return Care(care.caretaker, None if care.deputy == person else care.deputy)
