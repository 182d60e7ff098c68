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


def concerning(evidence: Evidence, contract: str, given: Mapping[str, Sequence[TicketEvent]]) -> Evidence:
    """Without the tickets that only other contracts have ever judged, nor what was merged with no other than these."""
    foreign = {ticket for ticket, events in given.items() if all(one.contract != contract for one in events)}
    merges = [(e.ticket, e.into) for e in evidence.events if foreign and e.kind is Kind.MERGED]
    while mixed := {name for pair in merges for name in pair if name in foreign and not foreign.issuperset(pair)}:
        foreign -= mixed
    return without(evidence, foreign) if foreign else evidence


def without(evidence: Evidence, tickets: Container[str]) -> Evidence:
    """The evidence without these tickets, the work on them and what excludes their clocks."""
    return replace(
        evidence,
        events=tuple(row for row in evidence.events if row.ticket not in tickets),
        entries=tuple(row for row in evidence.entries if row.ticket not in tickets),
        exclusions=tuple(row for row in evidence.exclusions if row.ticket not in tickets),
    )


def own_hours(evidence: Evidence, contract: str, given: Mapping[str, Sequence[TicketEvent]], before: int) -> Evidence:
    """The work that the contract pays for, by the events known before the moment (UTC seconds).

    Work belongs to the contract that judged its ticket when it was written down, wherever that moves later. Where none
    did, it comes with the ticket to the first contract that takes it, and no earlier.
    """
    if not given or not evidence.entries:
        return evidence
    rows = (_paid(row, given.get(row.ticket, ()), contract, before) for row in evidence.entries)
    return replace(evidence, entries=tuple(row for row in rows if row is not None))


def _paid(row: TimeEntry, given: Sequence[TicketEvent], contract: str, before: int) -> TimeEntry | None:
    """The entry as the contract has it; None where another one has it, or none yet."""
    if not given:
        return row
    events = [event for event in given if event.received < before]
    then = next((event for event in reversed(events) if event.received <= row.received), None)
    if then is None or not then.contract:
        then = next((event for event in events if event.received > row.received and event.contract), None)
    if then is None or then.contract != contract:
        return None
    late = then.kind is not Kind.REPORTED and then.received > row.received
    return replace(row, received=then.received) if late else row
