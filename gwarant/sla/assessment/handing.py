"""What a month that has ended hands to the next one: which tickets matter no more, what is known, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gwarant.sla.assessment.account import Known
from gwarant.sla.assessment.assess import Judgement
from gwarant.sla.assessment.availability import measured_since
from gwarant.sla.assessment.case import Case
from gwarant.sla.assessment.handed import Handed, HandedHours
from gwarant.sla.assessment.past import Past
from gwarant.sla.assessment.pieces import hand_hours, pieces_of
from gwarant.sla.assessment.standing import Standing
from gwarant.sla.assessment.strays import priced
from gwarant.sla.assessment.unsigned import came_late
from gwarant.sla.civil import month_of
from gwarant.sla.clocks.reading import ClockState, Reading, Verdict
from gwarant.sla.clocks.ticket import MERGES, Ticket
from gwarant.sla.clocks.turns import is_open
from gwarant.sla.contract.model.promises import Aggregate
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import Kind, TicketEvent
from gwarant.sla.hours.free import freed_class
from gwarant.sla.remedies import Settlement

_OF_TICKETS = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.MEAN, Aggregate.PERCENTILE, Aggregate.COUNT)
# what concerns other tickets too, or is told again
_STAYS = frozenset({*MERGES, Kind.MOVED, Kind.ADOPTED, Kind.DISMISSED, Kind.TAKEN_UP})


def handed_of(judged: Judgement) -> Handed:
    """What the judged month hands on; it must have ended."""
    past, now = judged.past, judged.past.now
    before = past.case.handed
    after = month_of(now.civil.after, now.terms[-1].zone)
    former = before.hours if before else None
    hours = hand_hours(pieces_of(now.valid, after.end), now.seen, now.civil.end, now.sight.known, former)
    left, read = frozenset(_left(past, hours)), _read(now)
    old = before.facts if before else {}
    own = {(entry.month, one.at): one.facts for entry in judged.account.ledger for one in entry.changes}
    return Handed(
        sight=now.sight,
        wordings=tuple(one.name for one in now.terms),
        left=left | (before.left - read if before else frozenset()),
        breaches=tuple(one for one in now.judged.breaches if one.ticket in left or one.ticket not in read),
        figures=now.promises.figures,
        known=_known(judged.account.known),
        facts={**old, **own},
        hours=_but_odd(hours, now),
    )


def _known(stood: Sequence[Known]) -> tuple[tuple[Sight, Mapping[tuple[str, str], Settlement]], ...]:
    """What every month owed at each month's end: one record as long as nothing changed."""
    last: dict[tuple[str, str], Settlement] = {}
    found = []
    for one in stood:
        last |= {key: own for key, own in one.settled.items() if last.get(key) != own}
        found.append((one.sight, {key: last[key] for key in one.settled}))
    return tuple(found)


def _read(now: Standing) -> set[str]:
    """The tickets of the evidence."""
    return {name for one in (*now.judged.tickets, *now.judged.others) for name in (one.id, *one.absorbed)}


def _but_odd(hours: HandedHours | None, now: Standing) -> HandedHours | None:
    """With the entries of which each month tells: something is wrong with them, or they were taken out."""
    if hours is None:
        return None
    odd = {one.values[0] for one in priced(now.terms, now.seen)} | {void.row for void in now.whole.voids}
    return replace(hours, later=hours.later | odd)


def _left(past: Past, hours: HandedHours | None) -> Iterator[str]:
    """The tickets that are over for good, as long as nothing more is heard of them."""
    now, case = past.now, past.case
    if hours is None and any(freed_class(name) for one in now.terms for name in one.contract.hours.not_charged):
        return  # the hours of all months ask for their classes
    own: dict[str, list[Reading]] = {}
    for reading in now.judged.ever:
        own.setdefault(reading.ticket, []).append(reading)
    since, counted = _measured_since(now), {event.id for event in now.seen.events}
    odd = {event.ticket for event in now.whole.events if event.id not in counted}
    odd |= {row.ticket for row in now.whole.unread} | {row.ticket for row in now.whole.exclusions}
    odd |= {row.ticket for row in now.seen.entries if hours and row.id in hours.later}
    known = _known_names(now)
    for one in now.judged.tickets:
        readings = own.get(one.id, [])
        if one.id not in odd and readings and _is_over(one, case) and all(map(_is_settled, readings)):
            last = max(at for each in readings for at in (each.verdict_at, each.stopped_at) if at is not None)
            names = {event.service for event in one.events} | {event.reason for event in one.events if _pauses(event)}
            if max(last, one.events[0].at) < since and names <= known:
                yield one.id


def _is_over(ticket: Ticket, case: Case) -> bool:
    """Whether it has ended, and nothing that was written about it concerns another ticket, contract or measurement."""
    first, kinds = ticket.events[0], {event.kind for event in ticket.events}
    alone = not ticket.absorbed and not ticket.merged_into and not kinds & _STAYS
    is_late = any(came_late(event, case) for event in ticket.events)
    return alone and not is_late and not is_open(ticket) and not first.down and len(case.given.get(ticket.id, ())) < 2


def _is_settled(reading: Reading) -> bool:
    """Whether its verdict has fallen, and time alone can change no more about it."""
    stopped = reading.state is ClockState.STOPPED and reading.stopped_at is not None
    is_over = stopped or reading.verdict is Verdict.NOT_REACHED
    return reading.verdict_at is not None and is_over and reading.holds_until is None and not reading.waited


def _pauses(event: TicketEvent) -> bool:
    return event.kind in (Kind.PAUSED, Kind.ASKED)


def _known_names(now: Standing) -> set[str]:
    """The services and pauses that every wording knows: other names are told each month anew."""
    found: set[str] | None = None
    for one in now.terms:
        names = {row.id for row in one.contract.services} | {row.id for row in one.contract.pauses} | {""}
        found = names if found is None else found & names
    return found or set()


def _measured_since(now: Standing) -> int:
    """From when on tickets still count in a measure of the next month (UTC seconds)."""
    after = month_of(now.civil.after, now.terms[-1].zone)
    own = ((terms, measure) for terms, _ in now.valid for measure in terms.contract.measures)
    starts = (measured_since(one, after, terms) for terms, one in own if one.agg in _OF_TICKETS)
    return min([now.civil.end, *starts])
