"""What never was a report: whether a ticket may be laid aside as that, and whether a second person has to agree."""

from datetime import datetime

from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.clocks.ticket import is_surely_of_customer
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.evidence import whole_events
from gwarant.tickets.log import Log
from gwarant.tickets.models import TicketEvent

SPAM, MISDIRECTED = "spam", "misdirected"
REASONS = (SPAM, MISDIRECTED)


def is_surely_theirs(log: Log) -> bool:
    """Whether somebody of the customer signed in for it, was spoken with, or was recognised: then it is a report."""
    return any(map(is_surely_of_customer, whole_events(log)))


def bears_their_name(log: Log) -> bool:
    """Whether it came in the name of somebody of the customer: then nobody of the house can lay it aside.

    An account of theirs wrote or did something, the address that wrote was recognised as a person's, or it was of their
    domain, as the row says that was written when it came: what is ended or registered later changes nothing of that.
    """
    return any(map(_bears_their_name, log.whole))


def _bears_their_name(log: Log) -> bool:
    if log.ticket.reporter_id is not None or any(one.known_sender for one in log.events):
        return True
    said = [one for one in log.events if one.by == Role.CUSTOMER and one.kind != Kind.DISMISSED]
    known = {one.correspondent.user_id for one in said if one.correspondent is not None}
    known.add(log.ticket.correspondent.user_id if log.ticket.correspondent else None)
    return any(one.actor_id is not None for one in said) or known != {None}


def is_broken(log: Log, now: datetime) -> bool:
    """Whether a deadline of the ticket has passed: that is not erased by one person alone."""
    return any(one.verdict is Verdict.BREACHED for one in readings_of(log, now))


def is_brought(log: Log) -> bool:
    """Whether somebody of the house wrote it down, or forwarded it, as a report of the customer's."""
    return any(one.kind == Kind.REPORTED and one.by == Role.PROVIDER for own in log.whole for one in own.events)


def asked_for(log: Log) -> TicketEvent | None:
    """The note by which somebody of the house asked a colleague to agree, while nobody has decided."""
    turns = [one.number for one in log.events if one.kind in (Kind.DISMISSED, Kind.TAKEN_UP)]
    asked = [one for one in log.events if one.kind == Kind.NOTED and one.reason in REASONS]
    return next((one for one in reversed(asked) if one.number > max(turns, default=0)), None)
