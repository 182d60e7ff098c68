"""Silence after a hand-over: when it accepts what was handed over, and whose word ends it."""

from gwarant.sla.calendar import Calendar
from gwarant.sla.clocks.ticket import Cycle
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Clock
from gwarant.sla.evidence.model import Kind, TicketEvent
from gwarant.sla.terms import Terms


def is_word(event: TicketEvent) -> bool:
    """Whether a person of the customer said or did something, or spoke with us on the telephone.

    What it says is not asked: whoever spoke was not silent. Automatic mail is no word.
    """
    return event.is_human and (event.is_of_customer or event.kind is Kind.CALLED)


def accepting(contract: Contract) -> Clock | None:
    """The clock whose acceptance says how long the customer may look at what was handed over."""
    return next((clock for clock in contract.clocks if clock.acceptance), None)


def deemed_at(clock: Clock, delivered: TicketEvent, cycle: Cycle, terms: Terms) -> int | None:
    """When silence accepts the delivery (UTC seconds); None where the contract has no such time, or it was broken."""
    end = silence_ends(clock, delivered, cycle, terms)
    if end is None:
        return None
    since = cycle.events.index(delivered) + 1
    return None if any(event.at <= end and is_word(event) for event in cycle.events[since:]) else end


def silence_ends(clock: Clock, delivered: TicketEvent, cycle: Cycle, terms: Terms) -> int | None:
    """When silence would accept the delivery if nobody spoke."""
    if clock.acceptance is None or clock.acceptance.deemed_after is None:
        return None
    calendar = calendar_of(clock, cycle.class_at(delivered.at), terms)
    return None if calendar is None else terms.moment(clock.acceptance.deemed_after, calendar, delivered.at)


def calendar_of(clock: Clock, class_: str, terms: Terms) -> Calendar | None:
    """The calendar on which caps and silence are counted: that of the class's target, else of the clock's first."""
    rows = [terms.contract.targets.get(class_, {}), *terms.contract.targets.values()]
    return next((terms.calendars[row[clock.id].calendar] for row in rows if clock.id in row), None)
