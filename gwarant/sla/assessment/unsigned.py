"""Late records that nobody stands for or agreed to: they do not turn a breach around that a month has stated."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from gwarant.sla.assessment.case import Case
from gwarant.sla.assessment.codes import DISMISSED_ALONE, PAUSE_HELD, RECORD_REFUSED
from gwarant.sla.assessment.tickets import read_ticket, wording_of
from gwarant.sla.clocks.fold import BRIEF
from gwarant.sla.clocks.pauses import awaits_consent
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import WHETHER, Ticket, is_merge, tickets_of
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import Evidence, Kind, Role, TicketEvent
from gwarant.sla.facts import Code, Told
from gwarant.sla.terms import Terms

Reads = Callable[[Sequence[TicketEvent]], Mapping[str, Reading]]  # the breaches by events
Late = Mapping[str, Code]  # by event, what is said of it where it is refused


def signed(case: Case, seen: Evidence, terms: Sequence[Terms], sight: Sight) -> tuple[Evidence, tuple[Told, ...]]:
    """The evidence without the records that are refused, and these told by name.

    Refused is what the provider wrote down after a month had stated a breach, without a person, as a pause that the
    client has not agreed to, or as a dismissal to which no second person agreed, where that breach would be gone by it.
    """
    after = [event for event in seen.events if event.by is Role.PROVIDER and came_late(event, case)]
    if not after and not any(map(_is_ours, seen.events)):
        return seen, ()
    tickets = tickets_of(seen.events)
    alone = _alone(tickets, case)
    names = {event.ticket for event in after} | {event.ticket for event in seen.events if event.id in alone}
    own = [one for one in tickets if names & {one.id, *one.absorbed}]
    late = _unsigned(after) | _unapproved(own, {event.id for event in after}, terms) | alone
    read = partial(_breached, seen, terms, sight)
    told = tuple(one for whole in _wholes(own, late) for one in _refused(whole, seen.events, late, case.stated, read))
    gone = {one.values[0] for one in told}
    return replace(seen, events=tuple(event for event in seen.events if event.id not in gone)), told


def _unsigned(after: Sequence[TicketEvent]) -> dict[str, Code]:
    return {event.id: RECORD_REFUSED for event in after if not event.person}


def _alone(tickets: Sequence[Ticket], case: Case) -> dict[str, Code]:
    """The dismissals by one person of the provider, of tickets that were there when some month was stated.

    What was merged into a ticket was there from its own report on, and is gone with the merge at the latest.
    """
    found: dict[str, Code] = {}
    for ticket in tickets:
        own = [event for event in ticket.events if event.ticket == ticket.id]
        merges = [event.received for event in ticket.events if event.kind is Kind.MERGED]
        for event in (one for one in own if _is_ours(one) and not _is_seconded(one, own)):
            if _was_stated(ticket.events[0].at, max([event.received, *merges]), case.stated):
                found[event.id] = DISMISSED_ALONE
    return found


def _is_ours(event: TicketEvent) -> bool:
    return event.kind is Kind.DISMISSED and event.by is Role.PROVIDER


def _is_seconded(event: TicketEvent, own: Sequence[TicketEvent]) -> bool:
    """Whether another person of the provider had asked for it, and nobody had decided since: that note it names."""
    before = list(takewhile(lambda one: one.id != event.id, own))
    since = list(takewhile(lambda one: one.kind not in WHETHER, reversed(before)))
    return any(_asks(one) and one.id == event.ref and one.person != event.person for one in since)


def _asks(event: TicketEvent) -> bool:
    """Whether by it a person of the provider asks that the ticket be laid aside: an internal note with a reason."""
    is_note = event.kind is Kind.NOTED and bool(event.reason)
    return is_note and event.by is Role.PROVIDER and event.is_human and bool(event.person)


def _was_stated(since: int, received: int, stated: Mapping[int, Sight]) -> bool:
    """Whether a month that ended after that moment had been stated when it was received."""
    return any(since < end and sight.known <= received for end, sight in stated.items())


def _unapproved(tickets: Sequence[Ticket], after: Collection[str], terms: Sequence[Terms]) -> dict[str, Code]:
    """The pauses among these events that wait for the client's word."""
    found: dict[str, Code] = {}
    for ticket in tickets:
        wording = wording_of(ticket, [one.contract for one in terms])
        pauses = [one for one in wording.pauses if one.approve] if wording else []
        waiting = (event for pause in pauses for event in awaits_consent(pause, ticket.events))
        found |= {event.id: PAUSE_HELD for event in waiting if event.id in after}
    return found


def _wholes(tickets: Sequence[Ticket], late: Late) -> Iterator[Ticket]:
    """Each ticket that goes on and has such a record, or something of which was merged into it."""
    return (one for one in tickets if not one.merged_into and any(event.id in late for event in one.events))


def _refused(
    whole: Ticket, seen: Sequence[TicketEvent], late: Late, stated: Mapping[int, Sight], read: Reads
) -> Iterator[Told]:
    """The tickets' late records by which a stated breach would be gone, taken in the order of their receipt."""
    names = {whole.id, *whole.absorbed}
    events = [event for event in seen if event.ticket in names]
    kept = [event for event in events if event.id not in late]
    alone = [event for event in events if late.get(event.id) is DISMISSED_ALONE and event.ticket == whole.id]
    along = {event.id for event in alone if _takes_along(event, whole, events, late, stated, read)}
    yield from (late[event.id](event=event.id) for event in alone if event.id in along)
    others = [event for event in events if event.id not in along]
    broken = read(kept)
    if not broken.keys() - read(others).keys():
        return
    rows = (event for event in others if event.id in late)
    for event in sorted(rows, key=lambda one: (one.received, one.at, one.id)):
        with_it = read([*kept, event])
        gone = (one for key, one in broken.items() if key not in with_it)
        if any(_was_stated(one.due_at, event.received, stated) for one in gone):
            yield late[event.id](event=event.id)
        else:
            kept, broken = [*kept, event], with_it


def _takes_along(
    event: TicketEvent,
    whole: Ticket,
    events: Sequence[TicketEvent],
    late: Late,
    stated: Mapping[int, Sight],
    read: Reads,
) -> bool:
    """Whether it takes a breach along that was stated of another ticket before that was merged into this one."""
    merges = [one for one in events if is_merge(one)]
    received = max([event.received, *(one.received for one in merges)])
    for merge in (one for one in merges if one.ticket in whole.absorbed):
        apart = {end: one for end, one in stated.items() if merge.at >= end or merge.received >= one.known}
        own = [one for one in events if one.ticket == merge.ticket and not is_merge(one) and one.id not in late]
        before = (one.due_at for one in read(own).values() if one.due_at < merge.at)
        if any(_was_stated(due, received, apart) for due in before):
            return True
    return False


def came_late(event: TicketEvent, case: Case) -> bool:
    """Whether the month in which it happened had been stated without it."""
    if event.received <= event.at:
        return False
    ends = sorted(case.stated)
    place = bisect_right(ends, event.at)
    return place < len(ends) and event.received >= case.stated[ends[place]].known


def _breached(
    seen: Evidence, terms: Sequence[Terms], sight: Sight, events: Sequence[TicketEvent]
) -> Mapping[str, Reading]:
    by_contract = {id(one.contract): one for one in terms}
    read = (read_ticket(one, by_contract, seen, sight, BRIEF)[0] for one in tickets_of(events))
    return {one.key: one for readings in read for one in readings if one.is_breached}
