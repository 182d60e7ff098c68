"""What never was a report, as far as mail knows: whether its senders are the customer's, and who took them for that."""

from collections.abc import Collection
from datetime import datetime
from typing import Unpack

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent
from gwarant.database.scope import ENGINE, scoped
from gwarant.intake.models import TAKEN, MachineSender, MailDomain, RawMail
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import actions
from gwarant.tickets.dismissal import bears_their_name, is_broken, is_brought, is_surely_theirs
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.recording import Way


def dismiss(ticket: Ticket, reason: str, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """As of the ticket's own action, with what its mails tell."""
    return actions.dismiss(ticket, reason, text, is_vouched=is_vouched, **way)


def may_be_dismissed(log: Log) -> bool:
    """Whether nothing on the ticket shows that it is the customer's."""
    return not is_surely_theirs(log) and not bears_their_name(log)


def needs_second(log: Log, now: datetime) -> bool:
    """Whether one person of the house cannot do it alone."""
    return is_broken(log, now) or is_brought(log) or is_vouched(log)


def is_vouched(log: Log) -> bool:
    """Whether somebody of the house has said that such an address is the customer's.

    They took a message of it for that, brought one in themselves, or registered it as a program, or its domain; also
    where that was ended since.
    """
    writers = _writers(log)
    return bool(writers) and (_is_taken(writers) or _is_registered(log, writers))


def _is_taken(writers: Collection[Correspondent]) -> bool:
    taken = RawMail.objects.filter(outcome__in=TAKEN, decided_at__isnull=False)
    reports, words = taken.filter(ticket__correspondent__in=writers), taken.filter(event__correspondent__in=writers)
    brought = TicketEvent.objects.filter(kind=Kind.REPORTED.value, by=Role.PROVIDER.value)
    return reports.exists() or words.exists() or brought.filter(ticket__correspondent__in=writers).exists()


def _is_registered(log: Log, writers: Collection[Correspondent]) -> bool:
    addresses = {one.email.lower() for one in writers} - {""}
    domains, customer = {one.rpartition("@")[2] for one in addresses}, log.ticket.customer_id
    with scoped(ENGINE):  # what is registered no customer sees
        known = MailDomain.objects.filter(customer_id=customer, domain__in=domains)
        return known.exists() or MachineSender.objects.filter(customer_id=customer, email__in=addresses).exists()


def _writers(log: Log) -> set[Correspondent]:
    """The addresses without an account that reported it or wrote about it."""
    said = {one.correspondent for one in log.events if one.by == Role.CUSTOMER and one.correspondent}
    reported = log.ticket.correspondent
    return said | ({reported} if reported else set())
