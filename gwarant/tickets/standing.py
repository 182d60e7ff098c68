"""How a ticket stands: what its clocks and its silence say, folded once from its events."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from gwarant.contracts.terms import terms_of
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.ticket import Ticket as EvidenceTicket
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.clocks.unread import unchecked
from gwarant.sla.evidence.model import TicketEvent as EvidenceEvent
from gwarant.tickets.evidence import evidence_events, stamp
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.nearest import telling
from gwarant.tickets.silence import Silence, silence_in


@dataclass(frozen=True)
class Standing:
    """A ticket's log, its events as evidence, its clocks as of a moment (none without a contract), and its silence."""

    log: Log
    as_of: datetime
    events: tuple[EvidenceEvent, ...]
    readings: tuple[Reading, ...]
    silence: Silence

    @property
    def ticket(self) -> Ticket:
        return self.log.ticket

    @property
    def title(self) -> str:
        return self.ticket.title

    @property
    def nearest(self) -> Reading | None:
        """The clock that falls due next; none where nothing runs."""
        running = [one for one in self.readings if one.verdict is Verdict.PENDING]
        return min(running, key=lambda one: one.due_at, default=None)

    @property
    def telling(self) -> Reading | None:
        """The clock that says to the customer where it stands, one that is late too; as on their page."""
        return telling(self.ticket, self.readings)


def standing_of(log: Log, now: datetime) -> Standing:
    """Fold the ticket's events once, as of now or of the last of them if that lies a moment ahead.

    The clocks leave out what the ledger cannot read or has off the record, as the months do. Silence does not: whoever
    spoke was not silent, whatever became of the row.
    """
    as_of = max([now, *(event.at for event in log.events)])
    events = tuple(evidence_events(log))
    own = next(iter(tickets_of(events)), None)
    if own is None:
        return Standing(log, as_of, (), (), Silence())
    return Standing(log, as_of, events, read(log, own, as_of), silence_in(log.ticket, own))


def read(log: Log, own: EvidenceTicket, as_of: datetime) -> tuple[Reading, ...]:
    """Every clock of the ticket as of a moment, by the rows that the ledger can read, as its months are judged."""
    version = log.ticket.version
    if version is None:
        return ()
    readings = read_clocks(read_back(own, log.lost), terms_of(version), stamp(as_of))
    unread = next((row for row, is_settled in log.lost.items() if not is_settled), None)
    return unchecked(readings, unread) if unread else tuple(readings)


def read_back(own: EvidenceTicket, lost: Collection[str]) -> EvidenceTicket:
    """The ticket without what the ledger cannot read, or has off the record."""
    return replace(own, events=tuple(event for event in own.events if event.id not in lost)) if lost else own
