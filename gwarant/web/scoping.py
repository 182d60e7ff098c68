"""What a person may see at all, as the scope in which their requests run."""

from gwarant.accounts.models import User
from gwarant.customers.models import Membership
from gwarant.database.scope import NOBODY, Scope, customer_scope, scoped, staff_scope


def scope_of(user: object) -> Scope:
    """The scope of staff, of a customer's person with their customers, or of nobody."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    if user.is_inside:
        return staff_scope(user.pk)
    with scoped(customer_scope(user.pk)):
        customers = list(Membership.objects.active().filter(user=user).values_list("customer_id", flat=True))
    return customer_scope(user.pk, customers)
