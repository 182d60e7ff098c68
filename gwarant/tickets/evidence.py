"""A ticket's events as the core reads them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from gwarant.sla.clocks.ticket import Ticket as EvidenceTicket
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.evidence.model import Kind, Role
from gwarant.sla.evidence.model import TicketEvent as EvidenceEvent
from gwarant.tickets.authors import opaque_of
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket, TicketEvent

SOURCE = "gwarant"
AT_UPGRADE = "gwarant-upgrade"  # the channel of what was written down when the instance was upgraded


def stamp(moment: datetime) -> int:
    """UTC seconds."""
    return int(moment.timestamp())


def moment_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def evidence_event(event: TicketEvent, ticket: Ticket) -> EvidenceEvent:
    """The row of evidence of an event: people by their opaque ids, no words."""
    is_merge = event.kind in (Kind.MERGED, Kind.UNMERGED)
    return EvidenceEvent(
        id=event.uid,
        at=stamp(event.at),
        received=stamp(event.received_at),
        ticket=ticket.key,
        kind=Kind(event.kind),
        by=Role(event.by),
        person=opaque_of(event.author),
        channel=event.channel,
        automatic=event.automatic,
        service=event.service_key,
        class_=event.class_id,
        reason=event.reason,
        ref="" if is_merge else event.ref,
        into=event.ref if is_merge else "",
        approved=event.approved,
        down=event.down,
        contract=event.contract,
        assignee=event.assignee,
        reporter=event.reporter,
        leaver=event.leaver,
        contact=event.contact,
        incoming=event.incoming,
        known_sender=event.known_sender,
        follower=event.follower,
        files=event.files,
        source=AT_UPGRADE if event.channel == AT_UPGRADE else SOURCE,
    )


def evidence_events(log: Log) -> list[EvidenceEvent]:
    """All of a ticket's events, in order."""
    return [evidence_event(event, log.ticket) for event in log.events]


def whole_events(log: Log) -> list[EvidenceEvent]:
    """The same, with those of the tickets with which it was merged."""
    return [event for one in log.whole for event in evidence_events(one)]


def own_ticket(log: Log, events: Iterable[EvidenceEvent] | None = None) -> EvidenceTicket | None:
    """The ticket as the core sees it, with what of the tickets merged into it is its own; None without an event."""
    found = tickets_of(whole_events(log) if events is None else events)
    return next((one for one in found if one.id == log.ticket.key), None)
