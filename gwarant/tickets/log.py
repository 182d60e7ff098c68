"""What happened to a ticket, read once and handed on: whatever is counted of it is counted from this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q

from gwarant.ledger.unreadable import lost_by_ticket, lost_of
from gwarant.tickets.models import Ticket, TicketEvent


@dataclass(frozen=True)
class Log:
    """A ticket with its events in their order; `lost`: which of them no clock may count, and whether that is settled.

    Lost are those that the ledger cannot read or has off the record, by their ids. `beside`: the other tickets with
    which it was merged, to whichever of them it is that goes on.
    """

    ticket: Ticket
    events: tuple[TicketEvent, ...] = ()
    lost: Mapping[str, bool] = field(default_factory=dict)
    beside: tuple["Log", ...] = ()

    @property
    def whole(self) -> tuple["Log", ...]:
        """The ticket and what it was merged with."""
        return (self, *self.beside)

    @property
    def all_lost(self) -> dict[str, bool]:
        """What is lost of the whole."""
        return {row: is_settled for one in self.whole for row, is_settled in one.lost.items()}

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
    own = Log(ticket, events, lost_of(ticket.key) if lost is None else lost)
    return replace(own, beside=tuple(_alone(merged_with(ticket))))


def logs_of(tickets: Sequence[Ticket]) -> list[Log]:
    """The logs of tickets that were just read, with two questions for all of them; more for what was merged."""
    return [replace(one, beside=tuple(_alone(merged_with(one.ticket)))) for one in _alone(tickets)]


def merged_with(ticket: Ticket) -> list[Ticket]:
    """The tickets with which it was merged, through however many merges, the first reported first."""
    if ticket.merged_into_id is None and not ticket.absorbed:
        return []
    found, new = {ticket.pk: ticket}, [ticket]
    while new:
        wanted = [one.merged_into_id for one in new if one.merged_into_id is not None]
        near = Ticket.objects.filter(Q(merged_into__in=[one.pk for one in new]) | Q(pk__in=wanted))
        new = [one for one in near.select_related("customer", "version") if one.pk not in found]
        found |= {one.pk: one for one in new}
    return sorted((one for one in found.values() if one.pk != ticket.pk), key=lambda one: one.pk)


def _alone(tickets: Sequence[Ticket]) -> list[Log]:
    """The logs without what each was merged with."""
    if not tickets:
        return []
    lost = lost_by_ticket(row__subject__in=[one.key for one in tickets])
    own = {one.pk: one for one in tickets}
    events: dict[int, list[TicketEvent]] = {pk: [] for pk in own}
    found = TicketEvent.objects.filter(ticket__in=own).select_related("actor", "correspondent", "message")
    for event in found.order_by("number"):
        event.ticket = own[event.ticket_id]
        events[event.ticket_id].append(event)
    return [Log(one, tuple(events[one.pk]), lost.get(one.key, {})) for one in tickets]
