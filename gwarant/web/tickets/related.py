"""Tickets that belong together: a closed one, and what was written about it when it could not be opened again."""

from dataclasses import dataclass

from django.db.models import Q

from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.web.tickets.doing import Site

MOST = 20


@dataclass(frozen=True)
class Related:
    """Another ticket, and whether it came later."""

    key: str
    href: str
    is_later: bool


def related(ticket: Ticket, side: Site) -> list[Related]:
    """The closed ticket about which this one was written, and those that were written about this one."""
    about = Q(ref=ticket.key) | (Q(ticket=ticket) & ~Q(ref=""))
    found = TicketEvent.objects.filter(about, customer_id=ticket.customer_id, kind=Kind.REPORTED.value)
    rows = found.select_related("ticket").order_by("ticket_id")[:MOST]
    others = [(one.ticket.key, True) if one.ref == ticket.key else (one.ref, False) for one in rows]
    return [Related(key, side.address(Ticket(key=key)), is_later) for key, is_later in others]
