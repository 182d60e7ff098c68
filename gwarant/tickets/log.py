"""What happened to a ticket, read once and handed on: whatever is counted of it is counted from this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from gwarant.ledger.unreadable import lost_by_ticket, lost_of
from gwarant.tickets.models import Ticket, TicketEvent


@dataclass(frozen=True)
class Log:
    """A ticket with its events in their order; `lost`: which of them no clock may count, and whether that is settled.

    Lost are those that the ledger cannot read or has off the record, by their ids.
    """

    ticket: Ticket
    events: tuple[TicketEvent, ...] = ()
    lost: Mapping[str, bool] = field(default_factory=dict)

    @property
    def received_at(self) -> datetime:
        """When the report reached us."""
        return self.events[0].received_at if self.events else self.ticket.reported_at

    def after(self, event: TicketEvent) -> "Log":
        """The same with one more event."""
        return replace(self, events=(*self.events, event))


def log_of(ticket: Ticket, lost: Mapping[str, bool] | None = None) -> Log:
    """The ticket's log as it stands now; `lost` where it was looked for with many others."""
    is_fetched = "events" in getattr(ticket, "_prefetched_objects_cache", {})
    related = ticket.events.select_related("actor", "correspondent", "message")
    events = tuple(ticket.events.all() if is_fetched else related)
    return Log(ticket, events, lost_of(ticket.key) if lost is None else lost)


def logs_of(tickets: Sequence[Ticket]) -> list[Log]:
    """The logs of tickets that were just read, with two questions for all of them."""
    lost = lost_by_ticket(row__subject__in=[one.key for one in tickets]) if tickets else {}
    own = {one.pk: one for one in tickets}
    events: dict[int, list[TicketEvent]] = {pk: [] for pk in own}
    found = TicketEvent.objects.filter(ticket__in=own).select_related("actor", "correspondent", "message")
    for event in found.order_by("number"):
        event.ticket = own[event.ticket_id]
        events[event.ticket_id].append(event)
    return [Log(one, tuple(events[one.pk]), lost.get(one.key, {})) for one in tickets]
