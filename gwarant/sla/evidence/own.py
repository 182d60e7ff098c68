"""Of a customer's evidence what concerns one of its contracts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from gwarant.sla.evidence.model import Evidence, Kind, Row, TicketEvent, TimeEntry

Places = tuple[tuple[int, str], ...]  # when it was heard that a contract judges the ticket from here on, and which
Named = TypeVar("Named", bound=Row)


def of_contract(evidence: Evidence, contract: str, unplaced: Collection[str] | None = None) -> Evidence:
    """The rows without those of other contracts.

    A ticket concerns every contract that an event of it has named, with the tickets merged into it; one that no event
    places concerns the contract that is asked, or where `unplaced` names such tickets, those alone. Hours of a ticket
    go to the contract that judged it when they were logged. A file goes where it stands: beside the contract, or with
    the ticket. All else goes to the contract that it names, if any.
    """
    places = placed(evidence.events)
    mine = _tickets(evidence.events, places, contract, unplaced)
    elsewhere = {event.ticket for event in evidence.events} - mine
    return replace(
        evidence,
        events=tuple(row for row in evidence.events if row.ticket in mine),
        exclusions=tuple(row for row in _named(evidence.exclusions, contract) if row.ticket not in elsewhere),
        entries=_hours(evidence.entries, contract, places, elsewhere),
        proofs=_named(evidence.proofs, contract),
        values=_named(evidence.values, contract),
        amounts=_named(evidence.amounts, contract),
        closings=_named(evidence.closings, contract),
        statements=tuple(row for row in evidence.statements if row.contract == contract),
        agreements=tuple(row for row in evidence.agreements if row.contract == contract),
        objections=_named(evidence.objections, contract),
        files=tuple(row for row in evidence.files if row.contract == contract or row.ticket in mine),
    )


def placed(events: Iterable[TicketEvent]) -> Mapping[str, Places]:
    """For each ticket that an event places under a contract, or under none: when that was heard, and which."""
    found: dict[str, Places] = {}
    placing = (event for event in events if event.contract or event.kind is Kind.MOVED)
    for event in sorted(placing, key=lambda one: (one.received, one.at, one.id)):
        found[event.ticket] = (*found.get(event.ticket, ()), (event.received, event.contract))
    return found


def _tickets(
    events: Collection[TicketEvent], places: Mapping[str, Places], contract: str, unplaced: Collection[str] | None
) -> set[str]:
    """The tickets that concern the contract, and those that went on in one of them."""
    named = {ticket for ticket, steps in places.items() if contract in {name for _, name in steps}}
    free = {event.ticket for event in events} - places.keys()
    found = named | (free if unplaced is None else free & set(unplaced))
    merges = {(event.ticket, event.into) for event in events if event.kind is Kind.MERGED and event.into}
    while more := {source for source, into in merges if into in found} - found:
        found |= more
    return found


def _hours(
    entries: Iterable[TimeEntry], contract: str, places: Mapping[str, Places], elsewhere: Collection[str]
) -> tuple[TimeEntry, ...]:
    """An entry that takes another back goes where that one went."""
    rows = list(entries)
    first = {row.id: row for row in rows}

    def owner(row: TimeEntry) -> str | None:
        row = first.get(row.reverses, row)
        return row.contract or _judging(places.get(row.ticket, ()), row.received)

    return tuple(row for row in rows if row.ticket not in elsewhere and owner(row) in (None, contract))


def _judging(places: Places, moment: int) -> str | None:
    """The contract that judged the ticket at the moment; before the first, the first; None where nobody placed it."""
    past = [name for at, name in places if at <= moment]
    return next(iter(past[-1:] or [name for _, name in places[:1]]), None)


def _named(rows: Iterable[Named], contract: str) -> tuple[Named, ...]:
    return tuple(row for row in rows if getattr(row, "contract", "") in ("", contract))
