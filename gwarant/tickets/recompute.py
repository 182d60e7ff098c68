"""Proof that the cached columns agree with what the ledger says, and the way to write them anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gwarant.contracts.models import VersionStatus
from gwarant.contracts.terms import terms_of
from gwarant.customers.models import Customer
from gwarant.database.rows import in_pieces
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.unreadable import lost_by_ticket
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import ClockState, Reading
from gwarant.sla.clocks.ticket import Ticket as EvidenceTicket
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.clocks.unread import unchecked
from gwarant.tickets.clocks import READ
from gwarant.tickets.evidence import evidence_events, moment_of, own_ticket, stamp
from gwarant.tickets.indexing import differences
from gwarant.tickets.indexing import write_anew as write_words
from gwarant.tickets.log import Log, log_of
from gwarant.tickets.models import Ticket, TicketClock
from gwarant.tickets.recording import holding, settle
from gwarant.tickets.replay import columns, replayed, wording_told, write_columns
from gwarant.tickets.silence import silence_of
from gwarant.tickets.standing import class_held

Place = tuple[str, int, int]  # a clock, its cycle, its link


@dataclass(frozen=True)
class Difference:
    """A column that says something else than the ledger."""

    ticket: str
    where: str
    stored: str
    computed: str

    def __str__(self) -> str:
        return f"{self.ticket}: {self.where} is {self.stored}, the ledger gives {self.computed}"


@dataclass(frozen=True)
class Checked:
    """What was looked at, and what did not agree."""

    tickets: int
    clocks: int
    differences: tuple[Difference, ...]


def check() -> Checked:
    """Read every clock anew from the ledger, as of the moment it was cached for."""
    tickets = clocks = 0
    found: list[Difference] = []
    for customer in Customer.objects.order_by("key"):
        told = {one.id: one for one in tickets_of(evidence_of(customer.pk).events)}
        lost = lost_by_ticket(customer_id=customer.pk)
        for ticket in _tickets(customer):
            rows = list(ticket.clocks.all())
            tickets, clocks = tickets + 1, clocks + len(rows)
            found += _differences(log_of(ticket, lost.get(ticket.key, {})), rows, told.get(ticket.key))
            found += _of_words(ticket)
    return Checked(tickets, clocks, tuple(found))


def faults(customer_id: int) -> Iterator[str]:
    """What columns of the customer's tickets and clocks say otherwise than the ledger, in sentences.

    What does not agree is looked at once more while nobody writes to the ticket: somebody may have been at work on it.
    """
    customer = Customer.objects.get(pk=customer_id)
    told, lost = _told(customer_id), lost_by_ticket(customer_id=customer_id)
    for ticket in _tickets(customer):
        if _faults(log_of(ticket, lost.get(ticket.key, {})), told):
            with holding(ticket) as own:
                found = _faults(own, _told(customer_id))
            yield from found


def _told(customer_id: int) -> dict[str, EvidenceTicket]:
    return {one.id: one for one in tickets_of(evidence_of(customer_id).events)}


def _faults(log: Log, told: dict[str, EvidenceTicket]) -> list[str]:
    ticket = log.ticket
    try:
        return [str(one) for one in _differences(log, list(ticket.clocks.all()), told.get(ticket.key))]
    except (ValueError, LookupError) as error:
        return [f"{ticket.key}: its events cannot be read: {error}"]


def write_anew(now: datetime) -> int:
    """Compute every ticket's columns again; returns how many tickets there were."""
    keys = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        with holding(Ticket(pk=pk)) as own:
            write_columns(own, replayed(own.events))
            settle(own, now)
            write_words(own.ticket)
    merged = Ticket.objects.filter(Q(merged_into__isnull=False) | ~Q(absorbed=[])).order_by("pk")
    for pk in merged.values_list("pk", flat=True):  # now that each says which belong together
        with holding(Ticket(pk=pk)) as own:
            settle(own, now)
    return len(keys)


def write_all_words() -> int:
    """Write anew by which words each ticket is found; returns how many tickets there were."""
    keys = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            write_words(Ticket.objects.select_for_update(no_key=True).get(pk=pk))
    return len(keys)


def count_anew(key: str, now: datetime) -> None:
    """Compute the columns of one ticket again, where there is such a one."""
    found = Ticket.objects.filter(key=key).first() if key else None
    if found is not None:
        with holding(found) as own:
            settle(own, now)


def _tickets(customer: Customer) -> Iterator[Ticket]:
    own = Ticket.objects.filter(customer=customer).order_by("pk")
    places = ("version__contract", "service", "customer", "merged_into")
    related = own.select_related(*places, "reporter", "correspondent", "assignee")
    fetched = related.prefetch_related("clocks", "events__actor", "events__correspondent", "events__message")
    yield from in_pieces(fetched, 500)


def _differences(log: Log, rows: list[TicketClock], told: EvidenceTicket | None) -> Iterator[Difference]:
    ticket, lost = log.ticket, log.lost
    if told is None and lost:
        return
    if told is None:
        yield Difference(ticket.key, "ledger", "a ticket", "nothing")
        return
    own = {event for event in told.events if event.ticket == ticket.key}
    if own != {event for event in evidence_events(log) if event.id not in lost}:
        yield Difference(ticket.key, "events", f"{ticket.events_count} events", f"{len(own)} other rows")
    yield from _of_standing(log)
    if ticket.version is None:
        return
    readings = _readings(
        ticket, rows, told, next((row for row, is_settled in log.all_lost.items() if not is_settled), "")
    )
    for row in rows:
        yield from _of_clock(ticket, row, readings)
    known = {(row.clock, row.cycle, row.link) for row in rows}
    for place in sorted(readings.keys() - known):
        yield Difference(ticket.key, "/".join(map(str, place)), "none", "a clock")
    running = min((row.due_at for row in rows if row.state == ClockState.RUNNING), default=None)
    if ticket.due_at != running:
        yield Difference(ticket.key, "due_at", str(ticket.due_at), str(running))


def _of_standing(log: Log) -> Iterator[Difference]:
    """What the ticket's events tell of its columns, and its silence."""
    ticket, told, silence = log.ticket, replayed(log.events), vars(silence_of(log))
    if told["absorbed"]:
        told["class_id"] = class_held(log, own_ticket(log))
    stored = columns(ticket) | {name: getattr(ticket, name) for name in silence}
    for name, value in {**told, **silence}.items():
        if stored[name] != value:
            yield Difference(ticket.key, name, _said(stored[name]), _said(value))
    if ticket.version and ticket.version.status != VersionStatus.ACCEPTED:
        yield Difference(ticket.key, "version", str(ticket.version), "a wording that was accepted")
    elif told.get("contract") and stored["contract"] == told["contract"]:
        pk = wording_told(log, told)
        if ticket.version_id != pk:
            yield Difference(ticket.key, "version", str(ticket.version_id), _said(pk))


def _of_words(ticket: Ticket) -> Iterator[Difference]:
    """By which words it is found, and by which it should be."""
    for _ticket, side, kept, told in differences([ticket]):
        stored, computed = (", ".join(sorted(some)[:5]) or "none more" for some in (kept - told, told - kept))
        yield Difference(ticket.key, f"words for the {side}", stored, computed)


def _said(value: object) -> str:
    return str(value) if value not in ("", None) else "none"


def _readings(ticket: Ticket, rows: list[TicketClock], told: EvidenceTicket, unread: str) -> dict[Place, Reading]:
    """What the ledger gives as of the moment for which the columns were written: all at once."""
    assert ticket.version is not None
    last = max(moment_of(event.at) for event in told.events)
    as_of = max((row.read_at for row in rows), default=max(ticket.changed_at, last))
    found = read_clocks(told, terms_of(ticket.version), stamp(as_of))
    found = unchecked(found, unread) if unread else found
    return {(one.clock, one.cycle, one.link): one for one in found}


def _of_clock(ticket: Ticket, row: TicketClock, readings: dict[Place, Reading]) -> Iterator[Difference]:
    place = (row.clock, row.cycle, row.link)
    reading = readings.get(place)
    if reading is None:
        yield Difference(ticket.key, "/".join(map(str, place)), "a clock", "none")
        return
    computed = columns_of(reading)
    for name in READ:
        if getattr(row, name) != computed[name]:
            yield Difference(ticket.key, f"{reading.key} {name}", str(getattr(row, name)), str(computed[name]))


def columns_of(reading: Reading) -> dict[str, object]:
    """The columns that a reading gives."""
    return {
        "class_id": reading.class_,
        "state": reading.state.value,
        "verdict": reading.verdict.value,
        "target": reading.target,
        "used": reading.used,
        "started_at": moment_of(reading.started_at),
        "due_at": moment_of(reading.due_at),
        "stopped_at": None if reading.stopped_at is None else moment_of(reading.stopped_at),
    }
