"""How a ticket stands: what its clocks and its silence say, folded once from its events."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from gwarant.contracts.terms import terms_of, wording_of
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.ticket import Ticket as EvidenceTicket
from gwarant.sla.clocks.unread import unchecked
from gwarant.sla.evidence.model import TicketEvent as EvidenceEvent
from gwarant.tickets.evidence import own_ticket, stamp, whole_events
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.nearest import telling
from gwarant.tickets.silence import Silence, silence_in


@dataclass(frozen=True)
class Standing:
    """A ticket's log, its clocks as of a moment (none without a contract), and its silence.

    `events`: as evidence, with those of the tickets with which it was merged.
    """

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
    as_of = max([now, *(event.at for one in log.whole for event in one.events)])
    events = tuple(whole_events(log))
    own = own_ticket(log, events)
    if own is None:
        return Standing(log, as_of, (), (), Silence())
    return Standing(log, as_of, events, read(log, own, as_of), silence_in(log.ticket, own))


def read(log: Log, own: EvidenceTicket, as_of: datetime) -> tuple[Reading, ...]:
    """Every clock of the ticket as of a moment, by the rows that the ledger can read, as its months are judged."""
    version = log.ticket.version
    if version is None:
        return ()
    lost = log.all_lost
    readings = read_clocks(read_back(own, lost), terms_of(version), stamp(as_of))
    unread = next((row for row, is_settled in lost.items() if not is_settled), None)
    return unchecked(readings, unread) if unread else tuple(readings)


def read_back(own: EvidenceTicket, lost: Collection[str]) -> EvidenceTicket:
    """The ticket without what the ledger cannot read, or has off the record."""
    if not lost:
        return own
    events, ever = (tuple(event for event in rows if event.id not in lost) for rows in (own.events, own.ever))
    return replace(own, events=events, ever=ever)


def class_held(log: Log, own: EvidenceTicket | None) -> str:
    """The class of a ticket into which others were merged: the gravest that was reported, or set since."""
    version = log.ticket.version
    order = [one.id for one in wording_of(version).classes] if version else ()
    changes = own.class_changes(order) if own else ()
    return changes[-1][1] if changes else log.ticket.class_id
