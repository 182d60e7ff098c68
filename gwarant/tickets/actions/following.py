"""Beginning to be told of a ticket that somebody else reported, and stopping."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent, CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.authors import Author, Somebody
from gwarant.tickets.following import MOST, followers_of, following, stopped
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.problem import NotYours, Unfit
from gwarant.tickets.recording import Attempt, Way, record


def follow(ticket: Ticket, who: Somebody, **way: Unpack[Way[Author]]) -> Ticket:
    """Somebody of the customer is told from now on what we say about the ticket; who follows already goes on.

    NotYours for somebody of nobody's or another customer's, Unfit where very many follow already.
    """
    attempt = replace(Attempt(**way), seen=None)

    def deed(own: Log) -> Log:
        if not _belongs(own.ticket, who):
            raise NotYours(_("Only people of the customer can follow this ticket."))
        if isinstance(attempt.by, User) and attempt.role is Role.CUSTOMER and who != attempt.by:
            _check_role(own.ticket, attempt.by, (CustomerRole.ADMINISTRATOR, CustomerRole.REQUESTER))
        if who in followers_of(own.ticket).values():
            return own
        if len(own.ticket.followers) >= MOST:
            raise Unfit(_("%(most)d people follow this ticket already: more cannot.") % {"most": MOST})
        return _written(own, Kind.FOLLOWED, who.opaque, attempt)

    return perform(ticket, attempt, deed)


def follow_by_copy(ticket: Ticket, people: Sequence[Somebody], **way: Unpack[Way[Author]]) -> list[Somebody]:
    """Those whom a message names in copy follow from now on; given back are those who do not, and did not before.

    Who once stopped stays away until somebody has them follow by hand.
    """
    attempt = Attempt(**way)
    left: list[Somebody] = []

    def deed(own: Log) -> Log:
        away, here = stopped(own.events), [*followers_of(own.ticket).values()]
        for who in people:
            if who in here or who == own.ticket.reported_by:
                continue
            if who.opaque in away or len(own.ticket.followers) >= MOST or not _belongs(own.ticket, who):
                left.append(who)
                continue
            here.append(who)
            own = _written(own, Kind.FOLLOWED, who.opaque, attempt.further)
        return own

    if people:
        perform(ticket, attempt, deed)
    return left


def unfollow(ticket: Ticket, name: str, **way: Unpack[Way[Author]]) -> Ticket:
    """Whoever follows under that opaque id is told no more.

    NotYours where somebody of the customer says so who is neither they themselves nor an administrator.
    """
    attempt = replace(Attempt(**way), seen=None)

    def deed(own: Log) -> Log:
        if name not in own.ticket.followers:
            return own
        who = followers_of(own.ticket).get(name)
        if attempt.role is Role.CUSTOMER and who != attempt.by:
            _check_role(own.ticket, attempt.by, (CustomerRole.ADMINISTRATOR,))
        return _written(own, Kind.UNFOLLOWED, name, attempt)

    return perform(ticket, attempt, deed)


def _written(log: Log, kind: Kind, name: str, attempt: Attempt) -> Log:
    done = record(log, kind, attempt, follower=name)
    done.ticket.followers = following(done.events)
    return done


def _belongs(ticket: Ticket, who: Somebody) -> bool:
    if isinstance(who, Correspondent):
        return who.customer_id == ticket.customer_id and bool(who.email)
    return _places(ticket, who, tuple(CustomerRole))


def _check_role(ticket: Ticket, by: Author, roles: tuple[CustomerRole, ...]) -> None:
    if not isinstance(by, User) or not _places(ticket, by, roles):
        raise NotYours(_("This is for them to say, or for an administrator of your company."))


def _places(ticket: Ticket, who: User, roles: tuple[CustomerRole, ...]) -> bool:
    with scoped(ENGINE):
        place = Membership.objects.active().filter(customer_id=ticket.customer_id, user=who, role__in=roles)
        return not who.staff_role and place.exists()
