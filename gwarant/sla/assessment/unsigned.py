"""Late records that nobody stands for: they do not turn a breach around that a month has stated."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gwarant.sla.assessment.case import Case
from gwarant.sla.assessment.codes import RECORD_REFUSED
from gwarant.sla.assessment.tickets import read_ticket
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import Evidence, Role, TicketEvent
from gwarant.sla.facts import Told
from gwarant.sla.terms import Terms


def signed(case: Case, seen: Evidence, terms: Sequence[Terms], sight: Sight) -> tuple[Evidence, tuple[Told, ...]]:
    """The evidence without the records that are refused, and these told by name.

    Refused is what the provider wrote down after a month had stated a breach, without a person, where that breach would
    be gone by it.
    """
    late = [event for event in seen.events if _is_unsigned(event) and _came_late(event, case)]
    if not late:
        return seen, ()
    ids = {event.id for event in late}
    left = replace(seen, events=tuple(event for event in seen.events if event.id not in ids))
    names = {event.ticket for event in late}
    now = {one.key: one for one in _readings(seen, terms, sight, names)}
    turned = {
        one.ticket
        for one in _readings(left, terms, sight, names)
        if one.is_breached and not (one.key in now and now[one.key].is_breached)
    }
    refused = [event for event in late if event.ticket in turned]
    gone = {event.id for event in refused}
    told = tuple(RECORD_REFUSED(event=event.id) for event in refused)
    return replace(seen, events=tuple(event for event in seen.events if event.id not in gone)), told


def _is_unsigned(event: TicketEvent) -> bool:
    return event.by is Role.PROVIDER and not event.person and event.received > event.at


def _came_late(event: TicketEvent, case: Case) -> bool:
    """Whether the month in which it happened had been stated without it."""
    ends = sorted(case.stated)
    place = bisect_right(ends, event.at)
    return place < len(ends) and event.received >= case.stated[ends[place]].known


def _readings(seen: Evidence, terms: Sequence[Terms], sight: Sight, names: set[str]) -> Iterator[Reading]:
    by_contract = {id(one.contract): one for one in terms}
    for ticket in tickets_of(seen.events):
        if names & {ticket.id, *ticket.absorbed}:
            yield from read_ticket(ticket, by_contract, seen, sight)[0]
