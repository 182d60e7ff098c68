"""The clocks of a ticket: the fold's readings, and the columns that cache them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gwarant.contracts.terms import terms_of
from gwarant.database.rows import insert_or_update
from gwarant.database.together import ask, ask_once, later
from gwarant.sla.clocks.fold import warning_at
from gwarant.sla.clocks.reading import ClockState, Reading, Verdict
from gwarant.sla.contract.model.desk import Clock
from gwarant.sla.contract.model.frame import LadderStep
from gwarant.sla.terms import Terms
from gwarant.tickets.evidence import moment_of, own_ticket
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket, TicketClock
from gwarant.tickets.standing import Standing, read

BREACH = 100
HORIZON = timedelta(days=120)  # how far ahead a pause's end is looked for
READ = ("class_id", "state", "verdict", "target", "used", "started_at", "due_at", "stopped_at")
SAVED = (*READ, "version", "read_at", "acts_at")


def readings_of(log: Log, as_of: datetime) -> tuple[Reading, ...]:
    """Every clock of the ticket as of a moment; none while no contract covers it."""
    own = own_ticket(log) if log.ticket.version else None
    return read(log, own, as_of) if own else ()


def refresh(stands: Standing, *, is_new: bool = False) -> None:
    """Write what the clocks say now into their columns, and the nearest deadline into the ticket (not saved).

    Of a new ticket no column stands, and nothing was told.
    """
    ticket, now = stands.ticket, stands.as_of
    ahead = _ahead(stands)
    told = {} if is_new else _told(ticket)
    rows = [_row(ticket, one, ahead.get(one.key, one), told.get(_place(one), set()), now) for one in stands.readings]
    later(_write, rows)
    if not is_new:
        _drop_former(rows, ticket)
    running = [row.due_at for row in rows if row.state == ClockState.RUNNING]
    ticket.due_at = min(running, default=None)
    ticket.closes_at, ticket.spoken_at = stands.silence.closes_at, stands.silence.spoken_at


def _write(rows: list[TicketClock]) -> None:
    """Each reading in the place of the one before."""
    insert_or_update(rows, ("ticket", "clock", "cycle", "link"), SAVED)


def thresholds(reading: Reading, terms: Terms) -> list[tuple[datetime, int, int]]:
    """Moment, percentage and ladder step of everything that is to be told about the reading, in order."""
    clock = terms.contract.clock(reading.clock)
    rows = [
        (moment_of(warning_at(reading, percent, terms)), percent, 0) for percent in clock.warn_at if percent < BREACH
    ]
    rows.append((moment_of(reading.due_at + 1), BREACH, 0))
    rows += [(moment_of(reading.started_at + step.after.seconds), 0, n) for n, step in ladder_of(reading, clock, terms)]
    return sorted(rows)


def ladder_of(reading: Reading, clock: Clock, terms: Terms) -> list[tuple[int, LadderStep]]:
    """The contact ladder, numbered from 1: it runs beside the first clock of the most severe class."""
    contract = terms.contract
    if not contract.classes or reading.class_ != contract.classes[0].id or clock.id != contract.clocks[0].id:
        return []
    return list(enumerate(contract.contacts.ladder, 1))


def _ahead(stands: Standing) -> dict[str, Reading]:
    """Where a clock stands still: what it will say if nothing more happens, because the pause may end by itself."""
    if not any(one.state is ClockState.PAUSED for one in stands.readings):
        return {}
    own = own_ticket(stands.log, stands.events)
    return {one.key: one for one in read(stands.log, own, stands.as_of + HORIZON)} if own else {}


def _place(reading: Reading) -> tuple[str, int, int]:
    return reading.clock, reading.cycle, reading.link


def _told(ticket: Ticket) -> dict[tuple[str, int, int], set[tuple[int, int]]]:
    told: dict[tuple[str, int, int], set[tuple[int, int]]] = {}
    for one in ask("told", ticket.pk, lambda: list(ticket.notices.all())):
        if one.version_id == ticket.version_id:
            told.setdefault((one.clock, one.cycle, one.link), set()).add((one.percent, one.step))
    return told


def _row(ticket: Ticket, reading: Reading, ahead: Reading, told: set[tuple[int, int]], now: datetime) -> TicketClock:
    assert ticket.version is not None
    return TicketClock(
        ticket=ticket,
        customer_id=ticket.customer_id,
        version=ticket.version,
        clock=reading.clock,
        class_id=reading.class_,
        cycle=reading.cycle,
        link=reading.link,
        state=reading.state.value,
        verdict=reading.verdict.value,
        target=reading.target,
        used=reading.used,
        started_at=moment_of(reading.started_at),
        due_at=moment_of(reading.due_at),
        stopped_at=None if reading.stopped_at is None else moment_of(reading.stopped_at),
        read_at=now,
        acts_at=_acts_at(reading, ahead, told, terms_of(ticket.version)),
    )


def _acts_at(reading: Reading, ahead: Reading, told: set[tuple[int, int]], terms: Terms) -> datetime | None:
    """When something is to be told next; `ahead` is the reading far in the future if nothing more happens."""
    if reading.verdict is Verdict.BREACHED and (BREACH, 0) not in told:
        return moment_of(reading.due_at + 1)
    over = reading.stopped_at is not None or reading.verdict is Verdict.COULD_NOT_CHECK
    if over or ahead.verdict in (Verdict.MET, Verdict.EXCLUDED):
        return None
    if ahead.state is ClockState.PAUSED and ahead.verdict is Verdict.PENDING:
        return None
    waiting = [at for at, percent, step in thresholds(ahead, terms) if (percent, step) not in told]
    return min(waiting, default=None)


def _drop_former(rows: Sequence[TicketClock], ticket: Ticket) -> None:
    """Remove the columns of clocks that the ticket no longer has."""
    places = {(row.clock, row.cycle, row.link) for row in rows}
    found = ask_once("clocks", ticket.pk, lambda: clocks_of([ticket.pk])[ticket.pk])
    former = [pk for pk, *place in found if tuple(place) not in places]
    if former:
        TicketClock.objects.filter(pk__in=former).delete()


def clocks_of(tickets: Sequence[int]) -> dict[int, list[tuple[int, str, int, int]]]:
    """The columns of clocks that tickets have, by the tickets' keys: key, clock, cycle and link."""
    found: dict[int, list[tuple[int, str, int, int]]] = {pk: [] for pk in tickets}
    rows = TicketClock.objects.filter(ticket__in=tickets).values_list("ticket_id", "pk", "clock", "cycle", "link")
    for ticket, pk, clock, cycle, link in rows:
        found[ticket].append((pk, clock, cycle, link))
    return found
