"""Whoever leaves hands on what is open and whom they cared for: each ticket's record says to whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction

from gwarant.accounts.actions import change_role
from gwarant.accounts.models import StaffRole, User
from gwarant.customers.actions import depart, end_membership
from gwarant.customers.caring import Care, care_of
from gwarant.customers.models import Membership
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.caring import pass_on
from gwarant.tickets.actions.following import unfollow
from gwarant.tickets.actions.handling import assign
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket, TicketQuerySet
from gwarant.tickets.recording import Attempt, record

Heir = User | Literal["caretaker"] | None
Chosen = Mapping[int, Care]  # who cares from now on, by the customers' numbers


def in_hand(person: User) -> TicketQuerySet:
    """What a member of the house still works on; what was handed over may come back."""
    return (
        Ticket.objects.counted()
        .exclude(status__in=(Status.CLOSED, Status.MERGED))
        .filter(assignee=person)
        .most_urgent_first()
    )


def reported_by(membership: Membership) -> TicketQuerySet:
    """What a customer's person reported and is still asked about."""
    found = Ticket.objects.exclude(status=Status.CLOSED).filter(reporter_id=membership.user_id)
    return found.filter(customer_id=membership.customer_id).most_urgent_first()


def nobody_cares_for(person: User, chosen: Chosen) -> list[Ticket]:
    """What is in somebody's hands of customers for whom nobody would care then: no caretaker gets it."""
    related = in_hand(person).select_related("customer__caretaker", "customer__deputy")
    return [one for one in related if _carer(chosen.get(one.customer_id) or care_of(one.customer), person) is None]


def hand_over(person: User, to: Heir, *, leaves: bool = True, by: User, now: datetime) -> list[Ticket]:
    """Give every ticket in somebody's hands to somebody else, to the caretaker of each customer, or to nobody."""
    with transaction.atomic():
        related = in_hand(person).select_related("customer__caretaker", "customer__deputy")
        return [
            assign(one, _heir(one, person, to), leaver=person if leaves else None, by=by, now=now) for one in related
        ]


def let_go(person: User, to: Heir, chosen: Chosen | None = None, *, by: User, now: datetime) -> User:
    """A member of the house leaves, and hands on what they worked on and whom they cared for."""
    with transaction.atomic():
        pass_on(person, chosen or {}, leaves=True, by=by, now=now)
        hand_over(person, to, by=by, now=now)
        return depart(person, now=now)


def only_look(person: User, to: Heir, chosen: Chosen | None = None, *, by: User, now: datetime) -> User:
    """A member of the house becomes an auditor, and hands on what they worked on and whom they cared for."""
    with transaction.atomic():
        pass_on(person, chosen or {}, leaves=False, by=by, now=now)
        hand_over(person, to, leaves=False, by=by, now=now)
        return change_role(person, StaffRole.AUDITOR)


def let_go_of_client(
    membership: Membership, to: User | None = None, *, by: User, keep_administrator: bool = False, now: datetime
) -> Membership:
    """A customer's person leaves, and somebody of the customer is asked about their open reports from now on.

    Where nobody is named the administrators are asked; they or the heir hear which reports those are.
    """
    with transaction.atomic():
        reports = [_inherited(one, membership.user, to, by, now) for one in reported_by(membership)]
        _follow_no_more(membership, by, now)
        ended = end_membership(membership, keep_administrator=keep_administrator, now=now)
        if reports:
            write = letters.inherited(membership.user.name, [one.key for one in reports])
            people.tell_heirs(membership.customer, to, write, f"left:{membership.pk}", now)
        return ended


def _follow_no_more(membership: Membership, by: User, now: datetime) -> None:
    """What a customer's person followed at this customer they follow no more, also when they come back one day."""
    names = [membership.user.opaque, *membership.user.correspondents.values_list("opaque", flat=True)]
    own = Ticket.objects.filter(customer_id=membership.customer_id, followers__overlap=names).order_by("pk")
    for one in own:
        for name in [name for name in one.followers if name in names]:
            unfollow(one, name, by=by, now=now)


def _inherited(ticket: Ticket, leaver: User, to: User | None, by: User, now: datetime) -> Ticket:
    """Write down that the reporter is gone, and who is asked instead."""
    attempt = Attempt(by, now)

    def deed(own: Log) -> Log:
        own.ticket.reported_by = to
        return record(own, Kind.LEFT, attempt, leaver=leaver.opaque, reporter=to.opaque if to else "")

    return perform(ticket, attempt, deed)


def _heir(ticket: Ticket, leaver: User, to: Heir) -> User | None:
    """Who gets the ticket; the caretaker, else the deputy, when it goes back to whoever cares for the customer."""
    return _carer(care_of(ticket.customer), leaver) if to == "caretaker" else to


def _carer(care: Care, leaver: User) -> User | None:
    return next((one for one in care.people if one != leaver and one.may_change), None)
