"""Which ticket a message is about: by the mark of our own mails, by what it answers, by the key in its subject."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Membership
from gwarant.database.together import ask
from gwarant.mail import Mail
from gwarant.mail.subjects import keys_in
from gwarant.notify.marks import ticket_in
from gwarant.tickets.following import followers_of
from gwarant.tickets.merges import going_on
from gwarant.tickets.models import Ticket

MOST = 50  # tickets of messages that one Message-ID may name
RELATED = ("customer", "correspondent")


@dataclass(frozen=True)
class Thread:
    """The ticket, and whether its key was proven by a mark of ours; else anybody can have written it.

    `is_named`: the message says the ticket's key; else it bears the Message-ID of an earlier one, and nothing more.
    """

    ticket: Ticket
    is_proven: bool
    is_named: bool = True


def thread_of(mail: Mail, recipients: list[str], person: User | None) -> Thread | None:
    """The ticket that the message is about, if any; `person`: its sender, where they have an account.

    What answers a ticket that was merged is about the one in which that goes on.
    """
    found = _thread(mail, recipients, person)
    return replace(found, ticket=going_on(found.ticket)) if found else None


def _thread(mail: Mail, recipients: list[str], person: User | None) -> Thread | None:
    key = ticket_in([*recipients, *mail.in_reply_to, *mail.references])
    if key:
        found = ticket_of(key)
        return Thread(found, True) if found else None
    answered = _answered(mail, person)
    if answered is not None:
        return Thread(answered, False, answered.key in keys_in(mail.subject))
    named = next(filter(None, map(ticket_of, keys_in(mail.subject)[:3])), None)
    return Thread(named, False) if named else None


def takes_part(ticket: Ticket, email: str, person: User | None) -> bool:
    """Whether somebody with this address belongs to the ticket: reporter, follower, the customer's people, us."""
    if person is not None and person.staff_role:
        return True
    if person is not None:
        return Membership.objects.active().filter(user=person, customer_id=ticket.customer_id).exists()
    if not email:
        return False
    if _reported(ticket, email, None):
        return True
    return email.lower() in {one.email.lower() for one in followers_of(ticket).values()}


def belongs(ticket: Ticket, customer: Customer | None) -> bool:
    """Whether the ticket is of the customer for whom somebody writes."""
    return customer is not None and ticket.customer_id == customer.pk


def ticket_of(key: str) -> Ticket | None:
    """The ticket with that key, with what is asked of it here."""
    return ask("ticket", key, lambda: tickets_of([key]).get(key))


def tickets_of(keys: Collection[str]) -> dict[str, Ticket]:
    """The same of many, by their keys."""
    return {one.key: one for one in Ticket.objects.select_related(*RELATED).filter(key__in=keys)}


def _answered(mail: Mail, person: User | None) -> Ticket | None:
    """The ticket of an earlier message which this one answers; its Message-ID is no proof.

    Of several that bear it the sender's own comes first, then one in which they take part: nobody draws answers away
    by using it too.
    """
    ids = [*mail.in_reply_to, *reversed(mail.references)][:50]
    if not ids:
        return None
    email = mail.sender.address
    earlier = Ticket.objects.select_related(*RELATED).filter(mails__message_id__in=ids).order_by("pk").distinct()
    found = list(earlier[:MOST])
    own = (one for one in found if _reported(one, email, person))
    part = (one for one in found if takes_part(one, email, person))
    return next(chain(own, part, found), None)


def _reported(ticket: Ticket, email: str, person: User | None) -> bool:
    known = ticket.correspondent
    if person is not None:
        return ticket.reporter_id == person.pk
    return known is not None and bool(email) and known.email == email.lower()
