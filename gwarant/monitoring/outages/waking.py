"""Who is called about what is down, step by step, until somebody takes it. On-call schedules will take this over."""

from datetime import datetime, timedelta

from gwarant.accounts.models import User
from gwarant.monitoring.beats.models import Trouble
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
MOMENT = timedelta(minutes=1)
MANY, WINDOW, TOGETHER = 3, timedelta(minutes=2), timedelta(seconds=20)  # a storm, and how long its next ones wait
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
Matter = Outage | Trouble  # a system that is down, or what tells of itself


def wake(matter: Matter, stands: Standing, contract: Contract | None, now: datetime) -> None:
    """Call whoever is next and write down when the one after is (the row is not saved); nobody once somebody took it.

    Of the first call of a storm, and of what comes with it, see `calling.py`.
    """
    number = matter.steps
    if number == 0 and matter.wakes_at is None and is_storm(now):
        matter.wakes_at = now + TOGETHER
        return
    if called := whom(matter, stands, contract, now):
        news = letters.calls(stands, matter, number)
        people.call(matter.ticket, called, news, now, f"{matter.about}:{number}")


def whom(matter: Matter, stands: Standing, contract: Contract | None, now: datetime) -> list[User]:
    """Who is to be called now; as if they had been, the row says when the next are (it is not saved).

    First whoever looks after the ticket, with the steps of a clock's ladder that are due; then the steps of the
    contract's ladder, counted from the first call, the last of them again and again. Where the ladder runs beside a
    clock of the ticket, it calls by itself, and only what comes after its last step is ours.
    """
    taken = taken_at(matter.ticket)
    if taken is not None or matter.ticket.status in OVER:
        matter.acknowledged_at, matter.wakes_at = matter.acknowledged_at or taken, None
        return []
    if matter.restored_at is not None:  # up for now: whether it stays so is seen within the merge gap
        matter.wakes_at = now + MOMENT
        return []
    if not matter.is_by_contract:
        contract = None  # its ladder may name the client's people, and this is for the house alone
    steps, number = ladder_of(contract), matter.steps
    matter.steps, matter.paged_at = number + 1, matter.paged_at or now
    matter.wakes_at = _next(steps, matter, now)
    if number == 0:
        return people.first_called(matter.ticket, steps_due(stands, now) if matter.is_by_contract else ())
    if number <= len(steps) and _calls_by_itself(matter.ticket, contract):
        return []
    return people.called(matter.ticket, steps[min(number, len(steps)) - 1].to)


def latest(matter: Matter, contract: Contract | None, now: datetime) -> datetime:
    """Until when the next call has to be made, whatever the row says: counted from now where that was set ahead."""
    if matter.steps == 0:
        return now + TOGETHER
    matter.paged_at = min(matter.paged_at or now, now)
    return _next(ladder_of(contract if matter.is_by_contract else None), matter, now)


def is_storm(now: datetime) -> bool:
    """Whether so much went down just now that what follows is told together."""
    return sum(one.objects.filter(paged_at__gt=now - WINDOW).count() for one in (Outage, Trouble)) >= MANY


def ladder_of(contract: Contract | None) -> tuple[LadderStep, ...]:
    """The contract's contact ladder, else the usual one."""
    return (contract.contacts.ladder if contract else ()) or USUAL


def taken_at(ticket: Ticket) -> datetime | None:
    """When somebody of us first did something about it."""
    done = ticket.events.filter(by=Role.PROVIDER.value, kind__in=[one.value for one in TAKES])
    return done.order_by("number").values_list("received_at", flat=True).first()


def _next(steps: tuple[LadderStep, ...], matter: Matter, now: datetime) -> datetime:
    """At least a little later than now, also where an engine was away for several steps."""
    if matter.steps > len(steps) or matter.paged_at is None:  # the last one was called
        return now + AGAIN
    return max(now, matter.paged_at + timedelta(seconds=steps[matter.steps - 1].after.seconds))


def _calls_by_itself(ticket: Ticket, contract: Contract | None) -> bool:
    """Whether the ladder runs beside the first clock of the most severe class, so that the clock calls."""
    if contract is None or not contract.contacts.ladder or not contract.classes or not contract.clocks:
        return False
    is_first = ticket.class_id == contract.classes[0].id
    return is_first and ticket.clocks.filter(clock=contract.clocks[0].id).exists()
