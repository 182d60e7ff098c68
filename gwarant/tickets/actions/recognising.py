"""Saying whose an address is that was known by itself: what it reported is that person's from now on."""

from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent, CustomerRole, Membership
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.actions.dismissing import taken_up
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.problem import NotYours, Unfit
from gwarant.tickets.recording import Attempt, Way, record

ANSWER = (CustomerRole.ADMINISTRATOR, CustomerRole.REQUESTER)


def recognise(ticket: Ticket, person: User, **way: Unpack[Way[User]]) -> Ticket:
    """The address that reported the ticket is this person's: they are asked about all that it reported.

    Unfit where no address reported it, NotYours where the person does not report for the customer.
    """
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        who = _address_of(own.ticket, person)
        who.user = person
        who.save(update_fields=["user"])
        for one in who.reported.exclude(pk=own.ticket.pk).order_by("pk"):
            perform(one, attempt.further, lambda other: _hand_to(other, person, attempt.further))
        return _hand_to(own, person, attempt)

    with transaction.atomic():
        _hold(ticket)
        return perform(ticket, attempt, deed)


def _hold(ticket: Ticket) -> None:
    """Whoever says it of one ticket waits for whoever says it of another one of the same address."""
    if ticket.correspondent_id is not None:
        Correspondent.objects.select_for_update(no_key=True).get(pk=ticket.correspondent_id)


def _address_of(ticket: Ticket, person: User) -> Correspondent:
    if ticket.correspondent is None:
        raise Unfit(_("It was not reported by an address that is still to be recognised."))
    place = Membership.objects.active().filter(customer_id=ticket.customer_id, user=person, role__in=ANSWER)
    if not place.exists():
        raise NotYours(_("This person does not report for the customer. Invite them first, or choose somebody else."))
    return ticket.correspondent


def _hand_to(log: Log, person: User, attempt: Attempt) -> Log:
    log = taken_up(log, attempt)
    log.ticket.reported_by = person
    return record(log, Kind.RECOGNISED, attempt, reporter=person.opaque)
