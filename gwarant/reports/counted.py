"""Which tickets stand behind each count of a month, each with the moment that made it count."""

from collections.abc import Callable, Iterator

from gwarant.sla.assessment.ownership import givings, judged_here
from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.clocks.turns import is_open, resolved_at
from gwarant.sla.evidence.model import Evidence, Kind
from gwarant.sla.spans import Span

Counted = tuple[str, int]


def counted(evidence: Evidence, of: str, period: Span, contract: str) -> list[Counted]:
    """The contract's tickets of one count, in the order of the moments; KeyError for a count that is not kept."""
    tickets = tickets_of(event for event in evidence.events if event.at < period[1])
    given = givings(evidence.events)
    own = (ticket for ticket in tickets if judged_here(ticket, contract, given))
    rows = (row for ticket in own for row in COUNTS[of](ticket, period))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def _reported(ticket: Ticket, period: Span) -> Iterator[Counted]:
    at = ticket.events[0].at
    if ticket.is_counted and period[0] <= at < period[1]:
        yield ticket.id, at


def _events(ticket: Ticket, period: Span, kind: Kind) -> Iterator[Counted]:
    if ticket.is_counted:
        yield from (
            (ticket.id, event.at) for event in ticket.events if event.kind is kind and period[0] <= event.at < period[1]
        )


def _resolved(ticket: Ticket, period: Span) -> Iterator[Counted]:
    """Once, where a resolution of the period stands at its end."""
    since = resolved_at(ticket)
    if ticket.is_counted and since is not None and period[0] <= since < period[1]:
        yield ticket.id, since


def _open(ticket: Ticket, period: Span) -> Iterator[Counted]:
    if ticket.is_counted and is_open(ticket):
        yield ticket.id, ticket.events[0].at


COUNTS: dict[str, Callable[[Ticket, Span], Iterator[Counted]]] = {
    "reported": _reported,
    "resolved": _resolved,
    "reopened": lambda ticket, period: _events(ticket, period, Kind.REOPENED),
    "open": _open,
}
