"""The customers at a glance: who looks after them, what holds, what is open, and how bad it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Customer
from gwarant.sla.clocks.reading import ClockState, Verdict
from gwarant.tickets.models import OVER, ClockNotice, Ticket, TicketClock

WARNED = 75
ORDER = ("breached", "at_risk", "paused", "unknown", "fine", "")


@dataclass(frozen=True)
class Line:
    """A customer's line; `worst` is breached, at_risk, paused, unknown, fine, or empty when nothing runs."""

    customer: Customer
    contracts: int
    tickets: int
    worst: str


def lines(customers: Iterable[Customer], now: datetime) -> list[Line]:
    """The customers' lines, in the order given; four queries however many there are."""
    found = list(customers)
    keys = [one.pk for one in found]
    in_force = ContractVersion.objects.in_force(now).filter(customer_id__in=keys)
    contracts = dict(in_force.values_list("customer_id").annotate(n=Count("contract", distinct=True)))
    tickets = dict(
        Ticket.objects.open().filter(customer_id__in=keys).values_list("customer_id").annotate(n=Count("pk"))
    )
    worst = _worst(keys, now)
    return [Line(one, contracts.get(one.pk, 0), tickets.get(one.pk, 0), worst.get(one.pk, "")) for one in found]


def _worst(customers: list[int], now: datetime) -> dict[int, str]:
    clocks = TicketClock.objects.filter(customer_id__in=customers).exclude(ticket__status__in=OVER)
    notices = ClockNotice.objects.filter(customer_id__in=customers, percent__gte=WARNED).exclude(
        ticket__status__in=OVER
    )
    warned = set(notices.values_list("ticket_id", "clock", "cycle", "link"))
    found: dict[int, str] = {}
    for one in clocks.exclude(state=ClockState.STOPPED):
        tone = _tone(one, (one.ticket_id, one.clock, one.cycle, one.link) in warned, now)
        found[one.customer_id] = min(found.get(one.customer_id, ""), tone, key=ORDER.index)
    return found


def _tone(clock: TicketClock, is_warned: bool, now: datetime) -> str:
    if clock.verdict == Verdict.COULD_NOT_CHECK:
        return "unknown"
    if clock.verdict == Verdict.BREACHED or (clock.state == ClockState.RUNNING and clock.due_at < now):
        return "breached"
    if clock.state == ClockState.PAUSED:
        return "paused"
    return "at_risk" if is_warned else "fine"
