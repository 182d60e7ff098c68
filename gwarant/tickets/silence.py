"""Silence after a resolution: when it closes the ticket, and the words of the customer that ended it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gwarant.contracts.terms import terms_of
from gwarant.sla.clocks.silence import accepting, is_word, silence_ends
from gwarant.sla.clocks.ticket import Ticket as EvidenceTicket
from gwarant.sla.clocks.ticket import cycles_of, tickets_of
from gwarant.sla.evidence.model import Kind
from gwarant.sla.evidence.model import TicketEvent as EvidenceEvent
from gwarant.sla.terms import Terms
from gwarant.tickets.evidence import evidence_event, evidence_events, moment_of
from gwarant.tickets.models import Status, Ticket, TicketEvent

PATIENCE = timedelta(days=14)  # of silence, where the contract does not say how long


@dataclass(frozen=True)
class Silence:
    """When silence closes a resolved ticket, or when the customer last spoke and so ended it; neither for others."""

    closes_at: datetime | None = None
    spoken_at: datetime | None = None


def silence_of(ticket: Ticket) -> Silence:
    """What silence does to the ticket as its events stand."""
    if ticket.status != Status.RESOLVED:
        return Silence()
    (own,) = tickets_of(evidence_events(ticket))
    resolved = next((event for event in reversed(own.events) if event.kind is Kind.RESOLVED), None)
    if resolved is None:
        return Silence()
    ends = _by_contract(own, resolved, terms_of(ticket.version)) if ticket.version else None
    until = moment_of(resolved.at) + PATIENCE if ends is None else moment_of(ends)
    words = [moment_of(event.at) for event in _since(own.events, resolved) if is_word(event)]
    if any(at <= until for at in words):
        return Silence(spoken_at=max(words))
    return Silence(closes_at=until)


def is_by_contract(ticket: Ticket) -> bool:
    """Whether the contract says how long silence lasts."""
    clock = accepting(terms_of(ticket.version).contract) if ticket.version else None
    return clock is not None and clock.acceptance is not None and clock.acceptance.deemed_after is not None


def words_since(ticket: Ticket) -> list[TicketEvent]:
    """What the customer said since the resolution, the first first; nothing while it is not resolved."""
    if ticket.status != Status.RESOLVED:
        return []
    events = list(ticket.events.select_related("actor", "message").order_by("number"))
    resolved = max(n for n, event in enumerate(events) if event.kind == Kind.RESOLVED)
    return [event for event in events[resolved + 1 :] if is_word(evidence_event(event, ticket))]


def _by_contract(own: EvidenceTicket, resolved: EvidenceEvent, terms: Terms) -> int | None:
    clock = accepting(terms.contract)
    cycles = cycles_of(own, terms.contract)
    return silence_ends(clock, resolved, cycles[-1], terms) if clock and cycles else None


def _since(events: Sequence[EvidenceEvent], resolved: EvidenceEvent) -> Sequence[EvidenceEvent]:
    return events[events.index(resolved) + 1 :]
