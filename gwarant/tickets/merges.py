"""Which tickets go on in which, by their events."""

from collections.abc import Iterable, Sequence

from gwarant.sla.evidence.model import Kind
from gwarant.tickets.lifecycle import is_merged
from gwarant.tickets.models import Ticket, TicketEvent


def merged_into(events: Sequence[TicketEvent]) -> str:
    """The key of the ticket in which one with these events goes on; empty where it goes on by itself."""
    if not is_merged(events):
        return ""
    return next(one.ref for one in reversed(events) if one.kind == Kind.MERGED)


def absorbed(events: Iterable[TicketEvent]) -> list[str]:
    """The keys of the tickets that go on in one with these events, in the order in which they came."""
    found: dict[str, None] = {}
    for one in events:
        if one.kind == Kind.ABSORBED:
            found[one.ref] = None
        elif one.kind == Kind.RELEASED:
            found.pop(one.ref, None)
    return list(found)


def brought_by(events: Iterable[TicketEvent], source: str) -> list[str]:
    """Who follows because that ticket was merged into this one, by their opaque ids."""
    found: dict[str, str] = {}
    for one in events:
        if one.kind in (Kind.FOLLOWED, Kind.UNFOLLOWED):
            found[one.follower] = one.ref if one.kind == Kind.FOLLOWED else ""
    return [name for name, ref in found.items() if ref == source]


def going_on(ticket: Ticket) -> Ticket:
    """The ticket in which it goes on, through however many merges; itself where it was not merged."""
    seen = {ticket.pk}
    while ticket.merged_into_id is not None and ticket.merged_into_id not in seen:
        ticket = Ticket.objects.select_related("customer", "correspondent").get(pk=ticket.merged_into_id)
        seen.add(ticket.pk)
    return ticket
