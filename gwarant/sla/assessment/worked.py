"""The class of ticket on which each entry of hours was worked, where a contract makes the work on a class free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.evidence.model import TicketEvent, TimeEntry
from gwarant.sla.hours.free import freed_class


def classes_worked(
    contracts: Sequence[Contract], entries: Iterable[TimeEntry], events: Sequence[TicketEvent]
) -> dict[str, str]:
    """By the id of each entry the class that its ticket had when the work ended, as was known when the entry came.

    So no later event moves a month that was closed. Of a merged ticket the one in which it goes on says it. Empty
    where no contract asks for classes.
    """
    if not any(freed_class(name) for one in contracts for name in one.hours.not_charged):
        return {}
    order = [one.id for one in contracts[-1].classes]
    tickets = {one.id: one for one in tickets_of(events)}
    found = ((row.id, _class_of(row, tickets, order)) for row in entries if row.ticket in tickets)
    return {id: name for id, name in found if name}


def _class_of(row: TimeEntry, tickets: Mapping[str, Ticket], order: Sequence[str]) -> str:
    """The class at the end of the work; of work before the report the one that was reported."""
    own = tickets[row.ticket]
    moment = max(row.end, own.events[0].at)
    seen = own.seen_at(moment)
    if seen.merged_into in tickets:
        seen = tickets[seen.merged_into].seen_at(moment)
    known = replace(seen, events=tuple(one for one in seen.events if one.received <= row.received))
    return next((name for _at, name, _id in reversed(known.class_changes(order))), "")
