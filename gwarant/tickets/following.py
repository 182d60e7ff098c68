"""Who else of the customer is told of a ticket: a fold over its events, and who those people are today."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from gwarant.customers.models import Correspondent, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.authors import Somebody
from gwarant.tickets.models import Ticket, TicketEvent

MOST = 50  # of one ticket


def following(events: Iterable[TicketEvent]) -> list[str]:
    """Who follows after these events, by their opaque ids, in the order in which they began."""
    found: dict[str, None] = {}
    for one in events:
        if one.kind == Kind.FOLLOWED:
            found[one.follower] = None
        elif one.kind == Kind.UNFOLLOWED:
            found.pop(one.follower, None)
    return list(found)


def stopped(events: Iterable[TicketEvent]) -> set[str]:
    """Who once stopped, or was taken off: a mail that names them in copy does not bring them back."""
    return {one.follower for one in events if one.kind == Kind.UNFOLLOWED}


def followers_of(ticket: Ticket) -> dict[str, Somebody]:
    """The followers who still belong to the customer, by the opaque id under which they follow.

    An address that turned out to be a person's is that person, and nobody is there twice.
    """
    return people_behind(ticket.customer_id, ticket.followers) if ticket.followers else {}


def people_behind(customer_id: int, names: Sequence[str]) -> dict[str, Somebody]:
    """Those of the customer whom these opaque ids name, in their order; who has left, or is forgotten, is not there."""
    with scoped(ENGINE):
        own = Correspondent.objects.filter(customer_id=customer_id, opaque__in=names).exclude(email="", user=None)
        addresses = {one.opaque: one for one in own}
        accounts = [one.user_id for one in addresses.values() if one.user_id is not None]
        wanted = Q(user__opaque__in=names) | Q(user__in=accounts)
        active = Membership.objects.active().filter(wanted, customer_id=customer_id).select_related("user")
        people = {one.user_id: one.user for one in active}
    by_name = {one.opaque: one for one in people.values()}
    found: dict[str, Somebody] = {}
    for name in names:
        address = addresses.get(name)
        who = people.get(address.user_id) if address and address.user_id else by_name.get(name) or address
        if who is not None and who not in found.values():
            found[name] = who
    return found
