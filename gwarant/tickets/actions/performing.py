"""The frame of every action on a ticket: one transaction, the ticket held, once for each form, nothing overwritten."""

from collections.abc import Callable

from gwarant.sla.evidence.model import Kind
from gwarant.tickets.authors import person_of
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.recording import Attempt, check_seen, holding, record, settle, was_done
from gwarant.tickets.standing import Standing

Deed = Callable[[Log], Log]  # what was recorded is in the log that it gives back
Tell = Callable[[Standing], object]


def perform(ticket: Ticket, attempt: Attempt, deed: Deed, tell: Tell | None = None) -> Ticket:
    """Do the deed to the ticket, bring its columns up to date, tell people how it stands then.

    A form that comes again changes nothing; where nothing happened nobody is told.
    """
    with holding(ticket) as own:
        if not was_done(attempt.key):
            check_seen(own, attempt)
            if attempt.fits is not None:
                attempt.fits(own)
            done = deed(own)
            stands = settle(done, attempt.now)
            if tell is not None and done != own:
                tell(stands)
        return own.ticket


def work(ticket: Ticket, attempt: Attempt, deed: Deed, tell: Tell | None = None) -> Ticket:
    """Do what answers the customer or works for them: whoever of the house does it takes a ticket that nobody holds."""
    return perform(ticket, attempt, lambda own: deed(_taken(own, attempt)), tell)


def _taken(log: Log, attempt: Attempt) -> Log:
    who = person_of(attempt.by)
    if log.ticket.is_held or who is None or not who.may_change:
        return log
    log.ticket.assignee = who
    return record(log, Kind.ASSIGNED, attempt.further, assignee=who.opaque)
