"""What never was a report, as far as mail knows: whether its senders are the customer's, and who took them for that."""

from datetime import datetime
from typing import Unpack

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent
from gwarant.database.scope import ENGINE, scoped
from gwarant.intake.models import TAKEN, MailDomain, RawMail
from gwarant.sla.evidence.model import Role
from gwarant.tickets import actions
from gwarant.tickets.dismissal import bears_their_name, is_broken, is_surely_theirs
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.recording import Way


def dismiss(ticket: Ticket, reason: str, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """As of the ticket's own action, with what its mails tell."""
    return actions.dismiss(ticket, reason, text, is_known=is_of_domain, is_vouched=is_vouched, **way)


def ask_to_dismiss(ticket: Ticket, reason: str, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """Ask a colleague to agree to it, under the same conditions."""
    return actions.ask_to_dismiss(ticket, reason, text, is_known=is_of_domain, **way)


def may_be_dismissed(log: Log) -> bool:
    """Whether nothing on the ticket shows that it is the customer's."""
    return not is_surely_theirs(log) and not bears_their_name(log) and not is_of_domain(log)


def needs_second(log: Log, now: datetime) -> bool:
    """Whether one person of the house cannot do it alone."""
    return is_broken(log, now) or is_vouched(log)


def is_of_domain(log: Log) -> bool:
    """Whether an address that wrote is of a domain that is registered for the customer."""
    domains = {one.email.rpartition("@")[2].lower() for one in _writers(log)}
    with scoped(ENGINE):  # which domains are registered no customer sees
        own = MailDomain.objects.filter(customer_id=log.ticket.customer_id, is_active=True)
        return own.filter(domain__in=domains - {""}).exists()


def is_vouched(log: Log) -> bool:
    """Whether somebody of the house has taken a message of such an address for the customer's."""
    writers = _writers(log)
    taken = RawMail.objects.filter(outcome__in=TAKEN, decided_at__isnull=False)
    reports, words = taken.filter(ticket__correspondent__in=writers), taken.filter(event__correspondent__in=writers)
    return bool(writers) and (reports.exists() or words.exists())


def _writers(log: Log) -> set[Correspondent]:
    """The addresses without an account that reported it or wrote about it."""
    said = {one.correspondent for one in log.events if one.by == Role.CUSTOMER and one.correspondent}
    reported = log.ticket.correspondent
    return said | ({reported} if reported else set())
