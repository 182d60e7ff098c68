"""Whether a ticket is open or resolved by its events, as months count it."""

from gwarant.sla.clocks.ticket import Ticket
from gwarant.sla.evidence.model import Kind

_UNDONE = (Kind.REOPENED, Kind.REJECTED)
_TURNS = (Kind.RESOLVED, Kind.CLOSED, Kind.ACCEPTED, *_UNDONE)


def is_open(ticket: Ticket) -> bool:
    """Whether nothing has ended it, or what did was refused or opened again."""
    last = next((event.kind for event in reversed(ticket.events) if event.kind in _TURNS), None)
    return last in (None, *_UNDONE)


def resolved_at(ticket: Ticket) -> int | None:
    """Since when it is resolved (UTC seconds); None where no resolution stands: refused, or opened again."""
    since: int | None = None
    for event in ticket.events:
        if event.kind is Kind.RESOLVED:
            since = event.at if since is None else since
        elif event.kind in _UNDONE:
            since = None
    return since
