"""Which tickets concern a contract: those that its events ever gave to it, and those that were given to none."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from gwarant.sla.clocks.ticket import Ticket, names_contract
from gwarant.sla.evidence.model import Evidence, Kind, TicketEvent, TimeEntry


def givings(events: Iterable[TicketEvent]) -> Mapping[str, Sequence[TicketEvent]]:
    """For each ticket the events that say which contract judges it, in their order."""
    found: dict[str, list[TicketEvent]] = {}
    for event in sorted((one for one in events if names_contract(one)), key=lambda one: (one.at, one.received, one.id)):
        found.setdefault(event.ticket, []).append(event)
    return found


def judged_here(ticket: Ticket, contract: str, named: Container[str]) -> bool:
    """Whether the contract judges the ticket: the last of its events that names one decides.

    A ticket whose events never name one is judged by the contract that is asked; else none judged it before the first.
    """
    return ticket.contract == contract if ticket.contract is not None else ticket.id not in named


def placed_by_then(evidence: Evidence, given: Mapping[str, Sequence[TicketEvent]]) -> Evidence:
    """Without the events of tickets that some contract judges later, and none yet by these events."""
    if not given:
        return evidence
    placed = {event.ticket for event in evidence.events if names_contract(event)}
    later = given.keys() - placed
    events = tuple(row for row in evidence.events if row.ticket not in later) if later else evidence.events
    return replace(evidence, events=events)


def own_hours(evidence: Evidence, given: Mapping[str, Sequence[TicketEvent]], before: int) -> Evidence:
    """Work on a ticket that a contract took later came with it, by the events known before the moment (UTC seconds).

    Without what no contract had taken by then. An entry that takes another back goes where that one went.
    """
    if not given or not evidence.entries:
        return evidence
    first = {row.id: row for row in evidence.entries}
    rows = (_come(row, first.get(row.reverses, row), given, before) for row in evidence.entries)
    return replace(evidence, entries=tuple(row for row in rows if row is not None))


def _come(
    row: TimeEntry, first: TimeEntry, given: Mapping[str, Sequence[TicketEvent]], before: int
) -> TimeEntry | None:
    events = given.get(first.ticket, ())
    if first.contract or not events:
        return row
    taken = min(events, key=lambda one: (one.received, one.at, one.id))
    if taken.kind is Kind.REPORTED or taken.received <= first.received:
        return row
    return replace(row, received=max(row.received, taken.received)) if taken.received < before else None
