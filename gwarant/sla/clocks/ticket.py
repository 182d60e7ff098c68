"""A ticket as its events tell it: who said what, which class held when, where its cycles lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Budget, Moment, Response
from gwarant.sla.civil import add_period, day_of
from gwarant.sla.evidence.model import Kind, Role, TicketEvent

ENDINGS = frozenset({Kind.RESOLVED, Kind.CLOSED})
FIXES = frozenset({Kind.DELIVERED, Kind.RESOLVED})
PUBLIC = frozenset({Kind.REPLIED, Kind.ASKED, Kind.QUOTED, Kind.RESTORED, Kind.DELIVERED, Kind.RESOLVED})
MONITORING = "monitoring"

_BY_KIND: dict[Moment, frozenset[Kind]] = {
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


@dataclass(frozen=True)
class Ticket:
    """One ticket with its events in order, after merges."""

    id: str
    events: tuple[TicketEvent, ...]
    merged_into: str = ""
    absorbed: tuple[str, ...] = field(default=())

    @property
    def received(self) -> int:
        """When it first reached us (UTC seconds)."""
        return min(event.received for event in self.events)

    @property
    def service(self) -> str:
        return next((event.service for event in self.events if event.service), "")

    @property
    def is_imported(self) -> bool:
        return any(event.imported for event in self.events)

    def class_changes(self) -> tuple[tuple[int, str, str], ...]:
        """Each moment at which a class was set, the class, and the event's id."""
        named = ((event.at, event.class_, event.id) for event in self.events if event.class_)
        changes: list[tuple[int, str, str]] = []
        for at, name, ref in named:
            if not changes or changes[-1][1] != name:
                changes.append((at, name, ref))
        return tuple(changes)


def tickets_of(events: Iterable[TicketEvent]) -> tuple[Ticket, ...]:
    """The tickets that the events tell of, by id; of merged ones the earliest clock survives."""
    rows: dict[str, list[TicketEvent]] = {}
    for event in sorted(events, key=lambda one: (one.at, one.received, one.id)):
        rows.setdefault(event.ticket, []).append(event)
    into = {ticket: target for ticket, found in rows.items() if (target := _merged_into(found)) in rows}
    absorbed: dict[str, list[str]] = {}
    for ticket in into:
        absorbed.setdefault(_final(ticket, into), []).append(ticket)
    return tuple(_ticket(name, rows, into, absorbed.get(name, [])) for name in sorted(rows))


def cycles_of(ticket: Ticket, contract: Contract) -> tuple[Cycle, ...]:
    """The cycles of a ticket; empty when nothing that may start a clock was ever reported."""
    start = _first_report(ticket, contract)
    if start is None:
        return ()
    starts = [(start, True)]
    ended: int | None = None
    for event in ticket.events:
        if event.kind in ENDINGS:
            ended = event.at if ended is None else ended
        elif event.kind is Kind.REOPENED and event.is_human and ended is not None:
            starts.append((event.at, _is_fresh(ended, event.at, contract)))
            ended = None
    ends = [at for at, _ in starts[1:]]
    bounds = zip(starts, [*ends, None], strict=True)
    return tuple(_cycle(n, at, end, fresh, ticket) for n, ((at, fresh), end) in enumerate(bounds, 1))


def occurrences(moment: Moment, events: Sequence[TicketEvent], response_by: tuple[Response, ...]) -> list[TicketEvent]:
    """The events that are such a moment, in order; automatic ones never are."""
    if moment is Moment.FIRST_HUMAN_REPLY:
        return [event for event in events if _is_response(event, response_by)]
    if moment is Moment.ACKNOWLEDGED:
        return [event for event in events if _is_response(event, tuple(Response))]
    if moment is Moment.PUBLIC_UPDATE:
        return [event for event in events if _is_response(event, (Response.REPLY, Response.CALL))]
    kinds = _BY_KIND[moment]
    return [event for event in events if event.kind in kinds and not event.automatic]


def _is_response(event: TicketEvent, ways: tuple[Response, ...]) -> bool:
    if event.by is not Role.PROVIDER or event.automatic:
        return False
    if event.kind in PUBLIC:
        return Response.REPLY in ways
    if event.kind is Kind.CALLED:
        return Response.CALL in ways
    return event.kind is Kind.ACKNOWLEDGED and Response.ACKNOWLEDGEMENT in ways


def _first_report(ticket: Ticket, contract: Contract) -> int | None:
    """The first event by the customer (or a detection) on a channel that may start a clock."""
    if not any(event.kind is Kind.REPORTED for event in ticket.events):
        return None
    starting = (event.at for event in ticket.events if _may_start(event, contract))
    return next(starting, None)


def _may_start(event: TicketEvent, contract: Contract) -> bool:
    if event.automatic and event.channel != MONITORING:
        return False
    is_report = event.kind is Kind.REPORTED
    if not is_report and event.by is not Role.CUSTOMER:
        return False
    rights = {channel.id: channel.counts for channel in contract.intake.channels}
    default = event.channel in ("", MONITORING) or not rights
    return rights.get(event.channel, default)


def _is_fresh(ended: int, reopened: int, contract: Contract) -> bool:
    zone = contract.defaults.timezone
    last_day = add_period(day_of(ended, zone), contract.reopen.within)
    return contract.reopen.budget is Budget.FRESH or day_of(reopened, zone) > last_day


def _cycle(number: int, start: int, end: int | None, fresh: bool, ticket: Ticket) -> Cycle:
    inside = (event for event in ticket.events if event.at >= start and (end is None or event.at <= end))
    own = tuple(event for event in inside if end is None or not (event.at == end and event.kind is Kind.REOPENED))
    return Cycle(number, start, end, fresh, own)


def _merged_into(events: Sequence[TicketEvent]) -> str:
    return next((event.into for event in events if event.kind is Kind.MERGED and event.into != event.ticket), "")


def _final(ticket: str, into: dict[str, str]) -> str:
    """Where a chain of merges ends; a circle ends at its smallest name."""
    seen = {ticket}
    while ticket in into:
        ticket = into[ticket]
        if ticket in seen:
            return min(seen)
        seen.add(ticket)
    return ticket


def _ticket(name: str, rows: dict[str, list[TicketEvent]], into: dict[str, str], absorbed: list[str]) -> Ticket:
    if name in into and _final(name, into) != name:
        return Ticket(name, tuple(rows[name]), _final(name, into))
    events = list(rows[name])
    for source in absorbed:
        events += _kept(rows[source], rows[name])
    ordered = sorted(events, key=lambda one: (one.at, one.received, one.id))
    return Ticket(name, tuple(ordered), absorbed=tuple(sorted(absorbed)))


def _kept(source: list[TicketEvent], target: list[TicketEvent]) -> list[TicketEvent]:
    """Of a merged ticket: everything when it is the elder, else what the customer said."""
    living = [event for event in source if event.kind not in (Kind.MERGED, *ENDINGS)]
    if source[0].at < target[0].at:
        return living
    return [event for event in living if event.by is Role.CUSTOMER]


