"""Tickets of which a source shows a part: one row a ticket with its last stamps, or a log that begins in the middle."""

from collections.abc import Set
from dataclasses import replace

from gwarant.sla.clocks.codes import BEGAN_BEFORE, NOT_EXPORTED
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.ticket import BY_KIND, ENDINGS, Ticket
from gwarant.sla.contract.model.desk import Clock, Moment
from gwarant.sla.evidence.model import Kind
from gwarant.sla.terms import Terms

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


def seen_from(ticket: Ticket) -> int | None:
    """When what is known of the ticket begins (UTC seconds), where its log begins later than the ticket."""
    return max((event.seen_from for event in ticket.events if event.seen_from is not None), default=None)


def begun(reading: Reading, since: int | None, terms: Terms) -> Reading:
    """Of a log that begins at `since` (UTC seconds) nobody saw what went before.

    What had happened by then may have happened in time, and time that nobody saw may have been paused: in time is in
    time, late is what the time since then alone makes late. A ticket that is itself not known before that moment has
    nothing to be judged in what happened by then.
    """
    if since is None or reading.verdict not in (Verdict.MET, Verdict.BREACHED):
        return reading
    is_by_then = reading.stopped_at is not None and reading.stopped_at <= since
    if reading.started_at >= since:
        is_sure = not is_by_then
    elif reading.verdict is Verdict.MET:
        is_sure = True
    else:
        unseen = terms.calendars[reading.calendar].elapsed(reading.started_at, since)
        is_sure = not is_by_then and reading.used - unseen > reading.target
    return reading if is_sure else replace(reading, verdict=Verdict.COULD_NOT_CHECK, reason=BEGAN_BEFORE(since=since))
