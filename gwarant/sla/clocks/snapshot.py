"""Tickets whose source keeps one row a ticket with its last stamps: what lies between these was not exported."""

from collections.abc import Set
from dataclasses import replace

from gwarant.sla.clocks.codes import NOT_EXPORTED
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.ticket import BY_KIND, ENDINGS, Ticket
from gwarant.sla.contract.model.desk import Clock, Moment
from gwarant.sla.evidence.model import Kind

_WORDS = frozenset({Kind.REPLIED, Kind.ASKED, Kind.CALLED})
_TELLING = {
    Moment.FIRST_HUMAN_REPLY: _WORDS | {Kind.ACKNOWLEDGED},
    Moment.ACKNOWLEDGED: _WORDS | {Kind.ACKNOWLEDGED},
    Moment.PUBLIC_UPDATE: _WORDS,
    Moment.SERVICE_RESTORED: frozenset({Kind.RESTORED}),
    Moment.FIX_DELIVERED: frozenset({Kind.DELIVERED, *ENDINGS}),
    Moment.FIX_ACCEPTED: frozenset({Kind.DELIVERED, *ENDINGS}),
}
"""What a source must tell so that it can be known when such a moment was; elsewhere any of its kinds will do."""


def told_of(ticket: Ticket) -> Set[Kind] | None:
    """The kinds of event that the ticket's snapshot tells; None where it is none."""
    found = [event.snapshot for event in ticket.events if event.snapshot]
    return frozenset(Kind(one) for text in found for one in text.split()) if found else None


def unexported(reading: Reading, clock: Clock, told: Set[Kind] | None) -> Reading:
    """Nobody can know of it what stops at a moment that the snapshot does not tell: neither late nor kept."""
    telling = _TELLING.get(clock.stop) or BY_KIND[clock.stop]
    if told is None or telling & told:
        return reading
    over = reading.due_at if reading.due_at <= reading.as_of else None
    return replace(
        reading, verdict=Verdict.COULD_NOT_CHECK, verdict_at=reading.verdict_at or over, reason=NOT_EXPORTED()
    )
