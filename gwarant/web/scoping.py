"""What a person may see at all, as the scope in which their requests run."""

from collections.abc import Mapping

from gwarant.accounts.models import User
from gwarant.customers.models import Membership
from gwarant.database.scope import NOBODY, Scope, customer_scope, scoped, staff_scope


def places_of(user: object) -> dict[int, str]:
    """At which customers somebody has a place, and their role there; our own people and strangers at none."""
    if not isinstance(user, User) or not user.is_active or user.is_inside:
        return {}
    with scoped(customer_scope(user.pk)):
        found = Membership.objects.active().filter(user=user)
        return dict(found.values_list("customer_id", "role"))


def scope_of(user: object, places: Mapping[int, str]) -> Scope:
    """The scope of staff, of a customer's person with their customers, or of nobody."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    return staff_scope(user.pk) if user.is_inside else customer_scope(user.pk, places)
