"""Which tickets concern a contract: those that its events ever gave to it, and those that were given to none."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from gwarant.sla.clocks.ticket import Ticket, names_contract
from gwarant.sla.evidence.model import Evidence, Kind, TicketEvent, TimeEntry

Given = Mapping[str, Sequence[TicketEvent]]  # by ticket, the events that say which contract judges it


def givings(events: Iterable[TicketEvent]) -> Given:
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


def placed_by_then(evidence: Evidence, given: Given) -> Evidence:
    """Without the events of tickets that some contract judges later, and none yet by these events."""
    if not given:
        return evidence
    placed = {event.ticket for event in evidence.events if names_contract(event)}
    later = given.keys() - placed
    events = tuple(row for row in evidence.events if row.ticket not in later) if later else evidence.events
    return replace(evidence, events=events)


def taken_hours(evidence: Evidence, given: Given, before: int) -> Evidence:
    """Without work on tickets that no contract had taken before the moment (UTC seconds) and one took later."""
    if not given or not evidence.entries:
        return evidence
    came = _comings(evidence, given)
    return replace(evidence, entries=tuple(row for row in evidence.entries if came.get(row.id, 0) < before))


def come_hours(evidence: Evidence, given: Given) -> Evidence:
    """Work on a ticket that a contract took later counts as received when it came with the ticket.

    The row itself says when it was written down: this is for counting alone.
    """
    if not given or not evidence.entries:
        return evidence
    came = _comings(evidence, given)
    rows = (replace(row, received=max(row.received, came.get(row.id, 0))) for row in evidence.entries)
    return replace(evidence, entries=tuple(rows))


def _comings(evidence: Evidence, given: Given) -> dict[str, int]:
    """By entry when its ticket was taken, of those written down before; one that takes another back goes with that."""
    first = {row.id: row for row in evidence.entries}
    found = ((row.id, _taken_at(first.get(row.reverses, row), given)) for row in evidence.entries)
    return {name: at for name, at in found if at is not None}


def _taken_at(row: TimeEntry, given: Given) -> int | None:
    events = given.get(row.ticket, ())
    if row.contract or not events:
        return None
    taken = min(events, key=lambda one: (one.received, one.at, one.id))
    is_later = taken.kind is not Kind.REPORTED and taken.received > row.received
    return taken.received if is_later else None
