"""Messages about a ticket that wait to be sent while something happens that makes them void."""

from django.db.models import Q

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent
from gwarant.notify.failures import NO_REPORT, UNFOLLOWED
from gwarant.notify.kinds import FOLLOWED
from gwarant.notify.withdrawing import put_back, withdraw_about
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import TicketEvent


def recall(event: TicketEvent) -> None:
    """Take back, or send after all, what the event makes void or true again, before anybody is told of it."""
    key = event.ticket.key
    if event.kind == Kind.DISMISSED:
        withdraw_about(key, NO_REPORT)
    elif event.kind == Kind.TAKEN_UP:
        put_back(key, NO_REPORT, event.received_at)
    elif event.kind == Kind.UNFOLLOWED:
        withdraw_about(key, UNFOLLOWED, _told_as_follower(event))


def _told_as_follower(event: TicketEvent) -> Q:
    """What goes to somebody only because they followed under that name, with an account or by an address alone."""
    addresses = Correspondent.objects.filter(opaque=event.follower, customer_id=event.customer_id).exclude(email="")
    people = User.objects.filter(Q(opaque=event.follower) | Q(correspondents__opaque=event.follower))
    alone = Q(notice__user=None, notice__address__in=addresses.values("email"))
    return Q(notice__kind=FOLLOWED) & (Q(notice__user__in=people) | alone)
