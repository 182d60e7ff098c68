"""Who is called about an outage, step by step, until somebody takes it. On-call schedules will take this over."""

from datetime import datetime, timedelta

from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.models import Outage
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import LadderStep
from gwarant.sla.contract.values import Seconds
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import people
from gwarant.tickets.actions import steps_due
from gwarant.tickets.models import OVER, Ticket
from gwarant.tickets.standing import Standing

AGAIN = timedelta(minutes=30)  # after the last step, again and again: nobody is left alone with it
USUAL = (LadderStep(after=Seconds(900), to="manager"), LadderStep(after=Seconds(1800), to="owner"))
TAKES = (
    Kind.ACKNOWLEDGED,
    Kind.ASSIGNED,
    Kind.REPLIED,
    Kind.ASKED,
    Kind.CALLED,
    Kind.WORK_STARTED,
    Kind.RESTORED,
    Kind.RESOLVED,
    Kind.CLOSED,
)


def wake(outage: Outage, stands: Standing, contract: Contract | None, now: datetime) -> None:
    """Call whoever is next and write down when the one after is (the row is not saved); nobody once somebody took it.

    First whoever looks after the ticket, with the steps of a clock's ladder that are due; then the steps of the
    contract's ladder, counted from the first call, the last of them again and again. Where the ladder runs beside a
    clock of the ticket, it calls by itself, and only what comes after its last step is ours.
    """
    taken = taken_at(outage.ticket)
    if taken is not None or outage.restored_at is not None or outage.ticket.status in OVER:
        outage.acknowledged_at, outage.wakes_at = outage.acknowledged_at or taken, None
        return
    steps, number = ladder_of(contract), outage.steps
    news, about = letters.calls(stands, outage.detected_at, number), f"outage:{outage.pk}:{number}"
    if number == 0:
        outage.paged_at = now
        people.tell_first(outage.ticket, steps_due(stands, now), news, now, about)
    elif number > len(steps) or not _calls_by_itself(outage.ticket, contract):
        people.tell_step(outage.ticket, steps[min(number, len(steps)) - 1].to, news, now, about)
    outage.steps = number + 1
    outage.wakes_at = _next(steps, outage, now)


def ladder_of(contract: Contract | None) -> tuple[LadderStep, ...]:
    """The contract's contact ladder, else the usual one."""
    return (contract.contacts.ladder if contract else ()) or USUAL


def taken_at(ticket: Ticket) -> datetime | None:
    """When somebody of us first did something about it."""
    done = ticket.events.filter(by=Role.PROVIDER.value, kind__in=[one.value for one in TAKES])
    return done.order_by("number").values_list("received_at", flat=True).first()


def _next(steps: tuple[LadderStep, ...], outage: Outage, now: datetime) -> datetime:
    """At least a little later than now, also where an engine was away for several steps."""
    if outage.steps > len(steps) or outage.paged_at is None:
        return now + AGAIN
    return max(now, outage.paged_at + timedelta(seconds=steps[outage.steps - 1].after.seconds))


def _calls_by_itself(ticket: Ticket, contract: Contract | None) -> bool:
    """Whether the ladder runs beside the first clock of the most severe class, so that the clock calls."""
    if contract is None or not contract.contacts.ladder or not contract.classes or not contract.clocks:
        return False
    is_first = ticket.class_id == contract.classes[0].id
    return is_first and ticket.clocks.filter(clock=contract.clocks[0].id).exists()
