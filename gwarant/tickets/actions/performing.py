"""The frame of every action on a ticket: one transaction, the ticket held, once for each form, nothing overwritten."""

from collections.abc import Callable

from django.db import transaction

from gwarant.tickets.models import Ticket
from gwarant.tickets.recording import Attempt, check_seen, locked, settle, was_done


def perform(ticket: Ticket, attempt: Attempt, deed: Callable[[Ticket], object]) -> Ticket:
    """Do the deed to the ticket and bring its columns up to date; a form that comes again changes nothing."""
    with transaction.atomic():
        own = locked(ticket)
        if not was_done(attempt.key):
            check_seen(own, attempt)
            deed(own)
            settle(own, attempt.now)
        return own
