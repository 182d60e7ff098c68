"""Late records that nobody stands for or agreed to: they do not turn a breach around that a month has stated."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from gwarant.sla.assessment.case import Case
from gwarant.sla.assessment.codes import DISMISSED_ALONE, PAUSE_HELD, RECORD_REFUSED
from gwarant.sla.assessment.tickets import read_ticket, wording_of
from gwarant.sla.clocks.pauses import awaits_consent
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import Evidence, Kind, Role, TicketEvent
from gwarant.sla.facts import Code, Told
from gwarant.sla.terms import Terms

Late = Mapping[str, Code]  # by event, what is said of it where it is refused


def signed(case: Case, seen: Evidence, terms: Sequence[Terms], sight: Sight) -> tuple[Evidence, tuple[Told, ...]]:
    """The evidence without the records that are refused, and these told by name.

    Refused is what the provider wrote down after a month had stated a breach, without a person, as a pause that the
    client has not agreed to, or as a dismissal to which no second person agreed, where that breach would be gone by it.
    """
    after = [event for event in seen.events if event.by is Role.PROVIDER and _came_late(event, case)]
    alone = _alone(seen.events, case)
    if not after and not alone:
        return seen, ()
    names = {event.ticket for event in after} | {event.ticket for event in seen.events if event.id in alone}
    own = [one for one in tickets_of(seen.events) if names & {one.id, *one.absorbed}]
    late = _unsigned(after) | _unapproved(own, {event.id for event in after}, terms) | alone
    told = tuple(one for names in _groups(own, late) for one in _refused(case, seen, terms, sight, names, late))
    gone = {one.values[0] for one in told}
    return replace(seen, events=tuple(event for event in seen.events if event.id not in gone)), told


def _unsigned(after: Sequence[TicketEvent]) -> dict[str, Code]:
    return {event.id: RECORD_REFUSED for event in after if not event.person}


def _alone(events: Sequence[TicketEvent], case: Case) -> dict[str, Code]:
    """The dismissals by one person of the provider, of tickets that were there when some month was stated."""
    found = [event for event in events if event.kind is Kind.DISMISSED and event.by is Role.PROVIDER]
    if not found:
        return {}
    names = {event.ticket for event in found}
    rows = {event.id: event for event in events if event.ticket in names}
    first: dict[str, int] = {}
    for event in rows.values():
        first[event.ticket] = min(event.at, first.get(event.ticket, event.at))
    alone = (event for event in found if not _is_seconded(event, rows))
    return {event.id: DISMISSED_ALONE for event in alone if _was_stated(first[event.ticket], event, case)}


def _is_seconded(event: TicketEvent, rows: Mapping[str, TicketEvent]) -> bool:
    """Whether another person of the provider had asked for it: that row it names."""
    asked = rows.get(event.ref)
    is_ours = asked is not None and asked.ticket == event.ticket and asked.by is Role.PROVIDER
    return asked is not None and is_ours and asked.person not in ("", event.person)


def _was_stated(since: int, event: TicketEvent, case: Case) -> bool:
    """Whether a month that ended after that moment had been stated when the event was received."""
    return any(since < end and sight.known <= event.received for end, sight in case.stated.items())


def _unapproved(tickets: Sequence[Ticket], after: Collection[str], terms: Sequence[Terms]) -> dict[str, Code]:
    """The pauses among these events that wait for the client's word."""
    found: dict[str, Code] = {}
    for ticket in tickets:
        wording = wording_of(ticket, [one.contract for one in terms])
        pauses = [one for one in wording.pauses if one.approve] if wording else []
        waiting = (event for pause in pauses for event in awaits_consent(pause, ticket.events))
        found |= {event.id: PAUSE_HELD for event in waiting if event.id in after}
    return found


def _groups(tickets: Sequence[Ticket], late: Late) -> Iterator[set[str]]:
    """The names of each ticket that has such a record, with those that were merged into it."""
    for one in tickets:
        if not one.merged_into and any(event.id in late for event in one.events):
            yield {one.id, *one.absorbed}


def _refused(
    case: Case, seen: Evidence, terms: Sequence[Terms], sight: Sight, names: set[str], late: Late
) -> Iterator[Told]:
    """The tickets' late records by which a stated breach would be gone, taken in the order of their receipt."""
    events = [event for event in seen.events if event.ticket in names]
    rows = sorted((event for event in events if event.id in late), key=lambda one: (one.received, one.at, one.id))
    kept = [event for event in events if event.id not in late]
    broken = _breached(seen, kept, terms, sight)
    if not broken.keys() - _breached(seen, events, terms, sight).keys():
        return
    for event in rows:
        with_it = _breached(seen, [*kept, event], terms, sight)
        if any(_stated(one, event, case) for key, one in broken.items() if key not in with_it):
            yield late[event.id](event=event.id)
        else:
            kept, broken = [*kept, event], with_it


def _stated(one: Reading, event: TicketEvent, case: Case) -> bool:
    """Whether a month had stated the breach when the event was received."""
    return any(one.due_at < end and sight.known <= event.received for end, sight in case.stated.items())


def _came_late(event: TicketEvent, case: Case) -> bool:
    """Whether the month in which it happened had been stated without it."""
    if event.received <= event.at:
        return False
    ends = sorted(case.stated)
    place = bisect_right(ends, event.at)
    return place < len(ends) and event.received >= case.stated[ends[place]].known


def _breached(
    seen: Evidence, events: Sequence[TicketEvent], terms: Sequence[Terms], sight: Sight
) -> Mapping[str, Reading]:
    by_contract = {id(one.contract): one for one in terms}
    read = (read_ticket(one, by_contract, seen, sight, is_brief=True)[0] for one in tickets_of(events))
    return {one.key: one for readings in read for one in readings if one.is_breached}
