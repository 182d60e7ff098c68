"""Answers that are dated before what they answer: a call that was logged afterwards, a clock that went wrong.

A promise begins with the report. Such an answer counts from that moment: nothing of the time was used, and it is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gwarant.sla.evidence.model import Kind, TicketEvent

ANSWERS = frozenset(
    {
        *(Kind.REPLIED, Kind.CALLED, Kind.ACKNOWLEDGED, Kind.ASKED, Kind.WORK_STARTED, Kind.DIAGNOSED, Kind.QUOTED),
        *(Kind.RESTORED, Kind.RESTORATION_FAILED, Kind.DELIVERED, Kind.RESOLVED, Kind.CLOSED),
    }
)


def early_answers(events: Iterable[TicketEvent]) -> list[TicketEvent]:
    """Those before anything of the customer or a report of their ticket, in the order of the events."""
    rows: dict[str, list[TicketEvent]] = {}
    for event in events:
        rows.setdefault(event.ticket, []).append(event)
    return [event for own in rows.values() for event in own if is_early(event, begun_at(own))]


def begun_at(events: Sequence[TicketEvent]) -> int | None:
    """When the first report of one ticket was, or the customer's first words; None where neither is there."""
    return min((one.at for one in events if one.kind is Kind.REPORTED or one.is_of_customer), default=None)


def is_early(event: TicketEvent, begun: int | None) -> bool:
    """Whether the event answers what had not begun."""
    return begun is not None and event.at < begun and event.kind in ANSWERS and not event.is_of_customer


def lifted(events: list[TicketEvent]) -> list[TicketEvent]:
    """The events of one ticket, early answers at the moment at which it began."""
    begun = begun_at(events)
    if begun is None or not any(is_early(one, begun) for one in events):
        return events
    return [replace(one, at=begun) if is_early(one, begun) else one for one in events]
