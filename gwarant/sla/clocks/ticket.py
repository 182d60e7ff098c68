"""A ticket as its events tell it: who said what, which class held when, where its cycles lie."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from gwarant.sla.civil import add_period, day_of
from gwarant.sla.clocks.early import lifted
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Budget, Moment, Response
from gwarant.sla.evidence.model import Kind, Role, TicketEvent

ENDINGS = frozenset({Kind.RESOLVED, Kind.CLOSED})
FIXES = frozenset({Kind.DELIVERED, Kind.RESOLVED})
PUBLIC = frozenset({Kind.REPLIED, Kind.ASKED, Kind.QUOTED, Kind.RESTORED, Kind.DELIVERED, Kind.RESOLVED})
MONITORING, EMAIL = "monitoring", "email"

# In one second a report comes first, a question before its answer, and a stop before the next start.
RANK = {Kind.REPORTED: 0, Kind.ASKED: 1, Kind.RESOLVED: 3, Kind.CLOSED: 3, Kind.REOPENED: 4}

_PLACING = frozenset({Kind.REPORTED, Kind.MOVED})
MERGES = frozenset({Kind.MERGED, Kind.UNMERGED})
WHETHER = frozenset({Kind.DISMISSED, Kind.TAKEN_UP})  # whether it is a report at all

BY_KIND: dict[Moment, frozenset[Kind]] = {
    Moment.REPORTED: frozenset({Kind.REPORTED, Kind.REOPENED}),
    Moment.WORK_STARTED: frozenset({Kind.WORK_STARTED}),
    Moment.DIAGNOSED: frozenset({Kind.DIAGNOSED}),
    Moment.QUOTE_SENT: frozenset({Kind.QUOTED}),
    Moment.SERVICE_RESTORED: frozenset({Kind.RESTORED, Kind.DELIVERED, Kind.RESOLVED}),
    Moment.FIX_DELIVERED: FIXES,
    Moment.FIX_ACCEPTED: FIXES,
    Moment.RESOLVED: frozenset({Kind.RESOLVED, Kind.CLOSED}),
    Moment.CLOSED: frozenset({Kind.CLOSED}),
}


@dataclass(frozen=True)
class Cycle:
    """One run of a ticket from a report or a reopening `[start, end)` to the next reopening; numbered from 1."""

    number: int
    start: int
    end: int | None
    is_fresh: bool  # nothing of the former target is used up
    events: tuple[TicketEvent, ...]
    classes: tuple[tuple[int, str], ...] = ()  # since when the ticket has had which class

    def class_at(self, moment: int) -> str:
        """The class that held at the moment; before any was set, the first."""
        held = [name for at, name in self.classes if at <= moment] or [name for _, name in self.classes[:1]]
        return held[-1] if held else ""


@dataclass(frozen=True)
class Ticket:
    """One ticket with its events in order, after merges."""

    id: str
    events: tuple[TicketEvent, ...]
    merged_into: str = ""
    absorbed: tuple[str, ...] = field(default=())
    beside: tuple[TicketEvent, ...] = ()  # of merged ones: no clock listens to them, they show whose the whole is
    ever: tuple[TicketEvent, ...] = ()  # of all with which it ever was one, where a merge was undone

    @property
    def received(self) -> int:
        """When it first reached us (UTC seconds)."""
        return min(event.received for event in self.events)

    @cached_property
    def service(self) -> str:
        """The system that its last report or move named; else any that an event names."""
        named = [event.service for event in self.events if event.service]
        if len(named) < 2:
            return named[0] if named else ""
        own = (e.service for e in reversed(self.events) if e.service and e.ticket == self.id and e.kind in _PLACING)
        return next(own, named[0])

    @cached_property
    def contract(self) -> str | None:
        """The contract that judges it by its own events, none ("") after a move to where none does; None: not said."""
        own = (e.contract for e in reversed(self.events) if e.ticket == self.id and names_contract(e))
        return next(own, None)

    @cached_property
    def dismissal(self) -> TicketEvent | None:
        """The row that says that it never was a report, while that stands, whether it counts or not."""
        own = (e for e in reversed(self.events) if e.kind in WHETHER and e.ticket == self.id)
        last = next(own, None)
        return last if last is not None and last.kind is Kind.DISMISSED else None

    @cached_property
    def is_dismissed(self) -> bool:
        """Whether it is no report: nothing of it is judged or counted."""
        return self.dismissal is not None and _may_be_dismissed(self.dismissal, (*self.events, *self.beside))

    @property
    def is_counted(self) -> bool:
        """Whether it is a ticket of its own: neither merged into another nor dismissed."""
        return not self.merged_into and not self.is_dismissed

    @property
    def is_imported(self) -> bool:
        return any(event.imported for event in self.events)

    def class_changes(self, order: Sequence[str] = ()) -> tuple[tuple[int, str, str], ...]:
        """Each moment at which a class was set, the class, and the event's id.

        Of merged tickets a report that is milder than what holds, by the `order` of the classes, sets none.
        """
        changes: list[tuple[int, str, str]] = []
        for event in (one for one in self.events if one.class_):
            held = changes[-1][1] if changes else ""
            if event.class_ != held and not (self.absorbed and _is_milder(event, held, order)):
                changes.append((event.at, event.class_, event.id))
        return tuple(changes)

    def seen_at(self, moment: int) -> "Ticket":
        """The ticket as it was known at the moment: neither later events nor later merges, nor that one was undone."""
        if any(event.at > moment for event in self.ever):
            then = tickets_of(event for event in self.ever if event.at <= moment)
            return next((one for one in then if one.id == self.id), replace(self, events=(), ever=()))
        events = tuple(event for event in self.events if event.at <= moment)
        if not self.absorbed and not self.merged_into:
            return replace(self, events=events)
        own = (event.into for event in events if event.ticket == self.id)
        into = _merges(events, {self.id, *self.absorbed, *own})
        beside = (event for event in self.beside if event.at <= moment)
        kept, shown = (
            tuple(event for event in rows if event.ticket == self.id or self.id in _way(event.ticket, into))
            for rows in (events, beside)
        )
        absorbed = tuple(name for name in self.absorbed if self.id in _way(name, into))
        merged_into = self.merged_into if self.id in into else ""
        return replace(self, events=kept, beside=shown, merged_into=merged_into, absorbed=absorbed)


def tickets_of(events: Iterable[TicketEvent]) -> tuple[Ticket, ...]:
    """The tickets that the events tell of, by id; of merged ones the earliest clock survives."""
    rows: dict[str, list[TicketEvent]] = {}
    for event in events:
        rows.setdefault(event.ticket, []).append(event)
    rows = {ticket: sorted(lifted(found), key=_order) for ticket, found in rows.items()}
    into = _merges((event for found in rows.values() for event in found), rows)
    absorbed: dict[str, list[str]] = {}
    for ticket in into:
        for target in _way(ticket, into):
            absorbed.setdefault(target, []).append(ticket)
    ever = _ever(rows)
    found = (_ticket(name, rows, into, absorbed.get(name, [])) for name in sorted(rows))
    return tuple(replace(one, ever=ever[one.id]) if one.id in ever else one for one in found)


def cycles_of(ticket: Ticket, contract: Contract) -> tuple[Cycle, ...]:
    """The cycles of a ticket; empty when nothing that may start a clock was ever reported."""
    start = _first_report(ticket, contract)
    if start is None:
        return ()
    events = tuple(event for event in ticket.events if event.at >= start)
    cuts = [(0, start, True), *_reopenings(events, contract)]
    order = [one.id for one in contract.classes]
    classes = tuple((at, name) for at, name, _ in ticket.class_changes(order))
    bounds = zip(cuts, [*cuts[1:], (len(events), None, True)], strict=True)
    return tuple(
        Cycle(number, at, end, fresh, events[first:after], classes)
        for number, ((first, at, fresh), (after, end, _)) in enumerate(bounds, 1)
    )


def occurrences(
    moment: Moment, events: Sequence[TicketEvent], response_by: tuple[Response, ...], auto_reply_counts: bool = False
) -> list[TicketEvent]:
    """The events that are such a moment, in order; what a machine sends is one only where the contract says so."""
    if moment is Moment.FIRST_HUMAN_REPLY:
        return [e for e in events if _is_response(e, response_by) or (auto_reply_counts and _is_auto_reply(e))]
    if moment is Moment.ACKNOWLEDGED:
        return [event for event in events if _is_response(event, tuple(Response))]
    if moment is Moment.PUBLIC_UPDATE:
        return [event for event in events if _is_response(event, (Response.REPLY, Response.CALL))]
    kinds = BY_KIND[moment]
    return [event for event in events if event.kind in kinds and is_fact(event)]


def is_fact(event: TicketEvent) -> bool:
    """Whether the event shows more than that software sent something: monitoring sees for itself."""
    return not event.automatic or event.channel == MONITORING


def _is_response(event: TicketEvent, ways: tuple[Response, ...]) -> bool:
    if event.by is not Role.PROVIDER or event.automatic:
        return False
    if event.kind in PUBLIC:
        return Response.REPLY in ways
    if event.kind is Kind.CALLED:
        return Response.CALL in ways
    return event.kind is Kind.ACKNOWLEDGED and Response.ACKNOWLEDGEMENT in ways


def _is_auto_reply(event: TicketEvent) -> bool:
    return event.kind is Kind.REPLIED and event.by is not Role.CUSTOMER


def _reopenings(events: Sequence[TicketEvent], contract: Contract) -> Iterator[tuple[int, int, bool]]:
    """Where a later cycle begins, when, and whether with a fresh target."""
    ended: int | None = None
    was_rejected = False  # then the next ending is the one that counts
    for at, event in enumerate(events):
        if event.kind in ENDINGS:
            ended = event.at if ended is None or was_rejected else ended
            was_rejected = False
        elif event.kind is Kind.REJECTED:
            was_rejected = True
        elif ended is not None and _opens_again(event, contract):
            yield at, event.at, _is_fresh(ended, event.at, contract)
            ended, was_rejected = None, False


def _opens_again(event: TicketEvent, contract: Contract) -> bool:
    """A person reopens, or what was merged into the ticket reports it anew."""
    if event.kind is Kind.REOPENED:
        return event.is_human
    return event.kind is Kind.REPORTED and may_start(event, contract)


def _first_report(ticket: Ticket, contract: Contract) -> int | None:
    """The first event by the customer (or a detection) on a channel that may start a clock."""
    if not any(event.kind is Kind.REPORTED for event in ticket.events):
        return None
    starting = (event.at for event in ticket.events if may_start(event, contract))
    return next(starting, None)


def may_start(event: TicketEvent, contract: Contract) -> bool:
    if event.kind is not Kind.REPORTED and not event.is_of_customer:
        return False
    if not event.is_human and event.channel != MONITORING:
        return False
    rights = {channel.id: channel.counts for channel in contract.intake.channels}
    default = event.channel in ("", MONITORING) or not rights
    return rights.get(event.channel, default)


def _is_fresh(ended: int, reopened: int, contract: Contract) -> bool:
    zone = contract.zone
    last_day = add_period(day_of(ended, zone), contract.reopen.within)
    return contract.reopen.budget is Budget.FRESH or day_of(reopened, zone) > last_day


def _order(event: TicketEvent) -> tuple[int, int, int, str]:
    return event.at, RANK.get(event.kind, 2), event.received, event.id


def names_contract(event: TicketEvent) -> bool:
    """Whether it says which contract judges the ticket, or that none does."""
    return bool(event.contract) or event.kind is Kind.MOVED


def _may_be_dismissed(by: TicketEvent, events: Sequence[TicketEvent]) -> bool:
    """Whether somebody stands for it, and nobody of whom it is known that they are the customer's said anything.

    Whoever signed in, was spoken with, or is behind an address that somebody recognised, is the customer's. Of a mail
    in the name of one of them, or of their domain, they alone can say that it was not theirs.
    """
    if not by.person or not by.is_human or any(map(is_surely_of_customer, events)):
        return False
    return by.by is Role.CUSTOMER or not any(event.known_sender for event in events)


def _shows_whose(event: TicketEvent) -> bool:
    return event.known_sender or is_surely_of_customer(event)


def is_surely_of_customer(event: TicketEvent) -> bool:
    """Whether the event shows that the customer stands behind the ticket."""
    if event.kind in (Kind.RECOGNISED, Kind.CALLED):
        return True
    if event.kind is Kind.TAKEN_UP:
        return event.by is Role.CUSTOMER
    return (event.kind is Kind.REPORTED or event.is_of_customer) and event.channel != EMAIL


def dismissed(events: Iterable[TicketEvent]) -> frozenset[str]:
    """The tickets that are no reports by these events."""
    rows = tuple(events)
    named = {event.ticket for event in rows if event.kind is Kind.DISMISSED}
    return frozenset(one.id for one in (tickets_of(rows) if named else ()) if one.id in named and one.is_dismissed)


def is_merge(event: TicketEvent) -> bool:
    """Whether by it the ticket goes on in another one."""
    return event.kind is Kind.MERGED and event.into not in ("", event.ticket)


def _merges(events: Iterable[TicketEvent], known: Collection[str]) -> dict[str, str]:
    """Which tickets were first merged into which, of each ticket in order; what was undone is not there.

    A ticket that no event tells of cannot carry another one's clock on.
    """
    into: dict[str, str] = {}
    for event in events:
        if is_merge(event) and event.into in known:
            into.setdefault(event.ticket, event.into)
        elif event.kind is Kind.UNMERGED:
            into.pop(event.ticket, None)
    return into


def _ever(rows: Mapping[str, Sequence[TicketEvent]]) -> dict[str, tuple[TicketEvent, ...]]:
    """For each ticket that merges ever led to or from, one of which was undone, all events of the whole."""
    if not any(event.kind is Kind.UNMERGED for found in rows.values() for event in found):
        return {}
    whole = {name: {name} for name in rows}
    for event in (one for found in rows.values() for one in found if is_merge(one) and one.into in rows):
        both = whole[event.ticket] | whole[event.into]
        whole |= dict.fromkeys(both, both)
    return {
        name: tuple(event for one in sorted(names) for event in rows[one])
        for name, names in whole.items()
        if any(event.kind is Kind.UNMERGED for one in names for event in rows[one])
    }


def _is_milder(event: TicketEvent, held: str, order: Sequence[str]) -> bool:
    """Whether a report names a class below the one that holds; of an unknown class nobody can say that."""
    is_known = held in order and event.class_ in order
    return event.kind is Kind.REPORTED and is_known and order.index(event.class_) > order.index(held)


def _way(ticket: str, into: Mapping[str, str]) -> list[str]:
    """The tickets that a merge leads through, to the last; a circle ends at its smallest name."""
    way = [ticket]
    while way[-1] in into and into[way[-1]] not in way:
        way.append(into[way[-1]])
    if way[-1] not in into:
        return way[1:]
    circle = way[way.index(into[way[-1]]) :]
    last = min(circle)
    return [] if ticket == last else [*(one for one in way[1:] if one not in circle), last]


def _ticket(name: str, rows: dict[str, list[TicketEvent]], into: dict[str, str], absorbed: list[str]) -> Ticket:
    events, beside = list(rows[name]), list[TicketEvent]()
    for source in absorbed:
        kept = _kept(rows[source], rows[name])
        events += kept
        beside += [event for event in rows[source] if event not in kept and _shows_whose(event)]
    way = _way(name, into)
    events.sort(key=_order)
    return Ticket(name, tuple(events), way[-1] if way else "", tuple(sorted(absorbed)), tuple(beside))


def _kept(source: list[TicketEvent], target: list[TicketEvent]) -> list[TicketEvent]:
    """Of a merged ticket: everything when it is the elder, else what the customer said.

    How it ended is kept only where that came before the other was reported: it was over, and came back.
    """
    first = target[0].at
    living = [event for event in source if event.kind not in ENDINGS or event.at < first]
    if source[0].at < first:
        return living
    return [event for event in living if event.is_of_customer or event.kind in MERGES]
