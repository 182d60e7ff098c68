"""Who cares for a customer changes: those whom it concerns are told."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.customers.actions import care, look_after_no_more
from gwarant.customers.caring import Care, care_of
from gwarant.customers.models import Customer
from gwarant.notify.actions import tell
from gwarant.tickets import letters


def name_carers(customer: Customer, new: Care, *, by: User, now: datetime) -> bool:
    """Name who cares for a customer from now on; who gains or loses a place is told. False where nothing changes."""
    with transaction.atomic():
        before = care_of(Customer.objects.select_related("caretaker", "deputy").get(pk=customer.pk))
        changed = care(customer, new, by=by, now=now)
        if changed:
            _tell(customer, before, by, None, now)
        return changed


def pass_on(person: User, chosen: Mapping[int, Care], *, leaves: bool, by: User, now: datetime) -> None:
    """Give the customers that somebody cared for to those who were chosen; they are told."""
    with transaction.atomic():
        for customer, before in look_after_no_more(person, chosen, by=by, now=now):
            _tell(customer, before, by, (person, leaves), now)


def _tell(customer: Customer, before: Care, by: User, former: tuple[User, bool] | None, now: datetime) -> None:
    new = care_of(customer)
    moved = {*_places(before)} ^ {*_places(new)}
    gone = former[0] if former else None
    concerned = [one for one in (*new.people, *before.people) if one not in (gone, by) and _is_in(one, moved)]
    key = f"care:{customer.pk}:{int(now.timestamp())}:{new.caretaker}:{new.deputy}"
    tell(dict.fromkeys(concerned), letters.cared_for(customer, by, former), key=key, customer=customer, now=now)


def _places(told: Care) -> set[tuple[str, int]]:
    """Each place with the number of who has it."""
    named = (("caretaker", told.caretaker), ("deputy", told.deputy))
    return {(place, one.pk) for place, one in named if one is not None}


def _is_in(person: User, moved: set[tuple[str, int]]) -> bool:
    return any(pk == person.pk for _, pk in moved)
