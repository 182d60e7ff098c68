"""Restoring, resolving, confirming, refusing, reopening, closing."""

from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import letters, people
from gwarant.tickets.actions.objecting import refusal_kind
from gwarant.tickets.actions.performing import perform, work
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import MoveNotAllowed, NotYours
from gwarant.tickets.recording import Attempt, Way, record
from gwarant.tickets.reopening import check_in_time
from gwarant.tickets.silence import silence_of
from gwarant.tickets.standing import Standing


def restore(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """The service works again, by a workaround; the repair goes on."""
    attempt = Attempt(**way)
    return work(
        ticket,
        attempt,
        lambda own: record(own, Kind.RESTORED, attempt, body=text),
        lambda stands: people.tell_reporter(stands.ticket, letters.restored(stands, attempt.by, text), attempt.now),
    )


def resolve(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """The repair is handed over; the customer confirms it or says that it is not fixed."""
    attempt = Attempt(**way)
    return work(
        ticket,
        attempt,
        lambda own: record(own, Kind.RESOLVED, attempt, body=text),
        lambda stands: people.tell_reporter(stands.ticket, letters.resolved(stands, attempt.by, text), attempt.now),
    )


def confirm(ticket: Ticket, *, text: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """The customer agrees that it is fixed: accepted and closed."""
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        accepted = record(own, Kind.ACCEPTED, attempt, body=text)
        return record(accepted, Kind.CLOSED, attempt.further)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_house(stands.ticket, letters.confirmed(stands, attempt.by), attempt.now),
    )


def refuse(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """The customer says that it is not fixed: a rejection where the contract knows acceptance, else a reopening.

    After the time in which silence accepts it is a reopening too, though no engine has closed the ticket yet.
    """
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        # What is closed is not refused any more: it is reopened, which asks for the time.
        kind = Kind.REJECTED if own.ticket.status == Status.CLOSED else refusal_kind(own, attempt.now)
        return record(own, kind, attempt, body=text)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_house(stands.ticket, letters.refused(stands, attempt.by, text), attempt.now),
    )


def reopen(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """A closed ticket comes back; TooLate once the contract's time for it is over."""
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        check_in_time(own, attempt.now)
        return record(own, Kind.REOPENED, attempt, body=text)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_house(stands.ticket, letters.refused(stands, attempt.by, text), attempt.now),
    )


def close(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """Close without a confirmation: the customer withdraws it, or the house ends what is resolved or never was theirs.

    What a contract covers and is not resolved the house cannot close: no deadline is escaped that way.
    """
    attempt = Attempt(**way)
    is_ours = attempt.role is Role.PROVIDER

    def deed(own: Log) -> Log:
        if own.ticket.status == Status.CLOSED:
            raise MoveNotAllowed(Kind.CLOSED, Status.CLOSED)
        if is_ours and not may_close(own):
            raise NotYours(_why_not(own.ticket))
        return record(own, Kind.CLOSED, attempt, body=text)

    def tell(stands: Standing) -> None:
        to = people.tell_reporter if is_ours else people.tell_house
        to(stands.ticket, letters.closed(stands, attempt.by, text), attempt.now)

    return perform(ticket, attempt, deed, tell)


def may_close(log: Log) -> bool:
    """Whether the house may close the ticket as it stands: not over the head of a customer who spoke."""
    if log.ticket.status == Status.RESOLVED:
        return silence_of(log).spoken_at is None
    return log.ticket.version is None


def _why_not(ticket: Ticket) -> str:
    if ticket.status == Status.RESOLVED:
        return _("The customer wrote after it was resolved. Take it as a refusal, or ask whether it is fixed.")
    return _("Only the customer may withdraw this report. Resolve it: they confirm or refuse.")
