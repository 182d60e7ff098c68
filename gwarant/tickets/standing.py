"""How a ticket stands: what its clocks and its silence say, folded once from its events."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from gwarant.contracts.terms import terms_of
from gwarant.ledger.unreadable import lost_of
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.ticket import Ticket as EvidenceTicket
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.clocks.unread import unchecked
from gwarant.sla.evidence.model import TicketEvent as EvidenceEvent
from gwarant.tickets.evidence import evidence_event, stamp
from gwarant.tickets.models import Ticket
from gwarant.tickets.silence import Silence, silence_in


@dataclass(frozen=True)
class Standing:
    """A ticket with its events, its clocks as of a moment (none while no contract covers it), and its silence."""

    ticket: Ticket
    as_of: datetime
    events: tuple[EvidenceEvent, ...]
    readings: tuple[Reading, ...]
    silence: Silence

    @property
    def title(self) -> str:
        return self.ticket.title

    @property
    def nearest(self) -> Reading | None:
        """The clock that falls due next; none where nothing runs."""
        running = [one for one in self.readings if one.verdict is Verdict.PENDING]
        return min(running, key=lambda one: one.due_at, default=None)


def standing_of(ticket: Ticket, now: datetime) -> Standing:
    """Fold the ticket's events once, as of now or of the last of them if that lies a moment ahead.

    The clocks leave out what the ledger cannot read or has off the record, as the months do. Silence does not: whoever
    spoke was not silent, whatever became of the row.
    """
    log = ticket.log()
    as_of = max([now, *(event.at for event in log)])
    events = tuple(evidence_event(event, ticket) for event in log)
    own = next(iter(tickets_of(events)), None)
    if own is None:
        return Standing(ticket, as_of, (), (), Silence())
    return Standing(ticket, as_of, events, read(ticket, own, as_of), silence_in(ticket, own))


def read(ticket: Ticket, own: EvidenceTicket, as_of: datetime) -> tuple[Reading, ...]:
    """Every clock of the ticket as of a moment, by the rows that the ledger can read, as its months are judged."""
    if ticket.version is None:
        return ()
    lost = lost_of(ticket.key) if ticket.lost is None else ticket.lost
    readings = read_clocks(read_back(own, lost), terms_of(ticket.version), stamp(as_of))
    unread = next((row for row, is_settled in lost.items() if not is_settled), None)
    return unchecked(readings, unread) if unread else tuple(readings)


def read_back(own: EvidenceTicket, lost: Collection[str]) -> EvidenceTicket:
    """The ticket without what the ledger cannot read, or has off the record."""
    return replace(own, events=tuple(event for event in own.events if event.id not in lost)) if lost else own
