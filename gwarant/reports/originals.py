"""What the rows of the ledger were made from, so that verification can hold the two against each other."""

from collections.abc import Mapping, Sequence

from gwarant.hours.actions import evidence_entry
from gwarant.hours.models import TimeEntry
from gwarant.ledger.verify import Original, Source
from gwarant.sla.evidence.jsonl import row_line
from gwarant.tickets.evidence import evidence_event
from gwarant.tickets.models import TicketEvent


def ticket_events(uids: Sequence[str]) -> dict[str, Original]:
    """The events of tickets, with the words that were said."""
    found = TicketEvent.objects.filter(uid__in=uids).select_related("ticket", "actor", "message")
    return {one.uid: Original(row_line(evidence_event(one, one.ticket)), _words(one)) for one in found}


def time_entries(uids: Sequence[str]) -> dict[str, Original]:
    """The hours that were logged, with their notes."""
    found = TimeEntry.objects.filter(uid__in=uids).select_related("ticket__service", "person", "reverses")
    return {one.uid: Original(row_line(evidence_entry(one)), one.note) for one in found}


def _words(event: TicketEvent) -> str:
    return event.message.body if hasattr(event, "message") else ""


SOURCES: Mapping[str, Source] = {"ticket": ticket_events, "time": time_entries}
