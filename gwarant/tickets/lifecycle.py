"""Which event is allowed in which status, and where it leads."""

from collections.abc import Sequence

from django.db.models import Q

from gwarant.sla.evidence.model import Kind, Role
from gwarant.sla.evidence.model import TicketEvent as EvidenceEvent
from gwarant.tickets.authors import MONITORING
from gwarant.tickets.models import Status, TicketEvent
from gwarant.tickets.problem import MoveNotAllowed

SAME = None  # the event leaves the status as it is
ALIVE = (Status.NEW, Status.OPEN, Status.WAITING)
EVERY = (*ALIVE, Status.RESOLVED, Status.CLOSED)
MERGED = (*EVERY, Status.MERGED)  # also what goes on in another ticket
WHEREVER = (*MERGED, Status.ASIDE)  # also what is no report
INTERNAL = (Kind.NOTED, Kind.ASSIGNED)  # the house's own affairs, which no customer sees, but for what is `SEEN`
SEEN = ("up_for_now", "down_again", "restored")  # what monitoring noted of the customer's own system
FOLLOWING = (Kind.FOLLOWED, Kind.UNFOLLOWED)  # who else is told: it says nothing about the matter
# what does not answer what the customer was asked
NO_ANSWER = (Kind.PAUSED, Kind.PAUSE_DECIDED, Kind.MERGED, Kind.LEFT, Kind.REMARKED, *FOLLOWING)
LEAVE_THE_QUESTION = (Kind.CALLED, Kind.ACKNOWLEDGED, Kind.RESTORED, Kind.RESTORATION_FAILED)  # of the house

# kind → who may cause it, in which statuses, and the status after it
MOVES: dict[Kind, tuple[tuple[Role, ...], tuple[Status, ...], Status | None]] = {
    Kind.REPORTED: (tuple(Role), (Status.NEW,), SAME),  # monitoring reports too
    Kind.REPLIED: ((Role.CUSTOMER, Role.PROVIDER), EVERY, SAME),
    Kind.CALLED: ((Role.PROVIDER,), (*ALIVE, Status.RESOLVED), Status.OPEN),
    Kind.ATTEMPTED: ((Role.PROVIDER,), (*ALIVE, Status.RESOLVED), SAME),  # nobody was reached
    Kind.NOTED: ((Role.PROVIDER, Role.SYSTEM), WHEREVER, SAME),
    Kind.ACKNOWLEDGED: ((Role.PROVIDER,), ALIVE, Status.OPEN),
    Kind.CLASSIFIED: (tuple(Role), ALIVE, SAME),
    Kind.ASKED: ((Role.PROVIDER,), ALIVE, Status.WAITING),
    Kind.PAUSED: ((Role.PROVIDER,), ALIVE, SAME),
    Kind.PAUSE_DECIDED: ((Role.CUSTOMER,), (*ALIVE, Status.RESOLVED), SAME),  # resolving takes no consent for granted
    Kind.RESUMED: ((Role.PROVIDER,), ALIVE, Status.OPEN),
    Kind.QUOTED: ((Role.PROVIDER,), ALIVE, Status.WAITING),
    Kind.WORK_STARTED: ((Role.PROVIDER,), ALIVE, SAME),
    Kind.RESTORED: ((Role.PROVIDER, Role.SYSTEM), ALIVE, Status.OPEN),
    Kind.RESTORATION_FAILED: ((Role.CUSTOMER, Role.PROVIDER), ALIVE, Status.OPEN),
    Kind.RESOLVED: ((Role.PROVIDER,), ALIVE, Status.RESOLVED),
    Kind.ACCEPTED: ((Role.CUSTOMER,), (Status.RESOLVED,), Status.CLOSED),
    Kind.REJECTED: ((Role.CUSTOMER, Role.PROVIDER), (Status.RESOLVED,), Status.OPEN),  # ours only on the client's word
    Kind.REOPENED: ((Role.CUSTOMER, Role.PROVIDER), (Status.RESOLVED, Status.CLOSED), Status.OPEN),
    Kind.ASSIGNED: ((Role.PROVIDER,), EVERY, SAME),
    Kind.LEFT: ((Role.CUSTOMER, Role.PROVIDER), MERGED, SAME),
    Kind.RECOGNISED: ((Role.PROVIDER,), MERGED, SAME),
    Kind.FOLLOWED: ((Role.CUSTOMER, Role.PROVIDER), EVERY, SAME),
    Kind.UNFOLLOWED: ((Role.CUSTOMER, Role.PROVIDER), WHEREVER, SAME),
    Kind.REMARKED: ((Role.CUSTOMER,), EVERY, SAME),  # of somebody who may only look
    Kind.ADOPTED: ((Role.PROVIDER, Role.SYSTEM), WHEREVER, SAME),
    Kind.MOVED: ((Role.CUSTOMER, Role.PROVIDER), EVERY, SAME),
    Kind.CLOSED: (
        (Role.CUSTOMER, Role.PROVIDER, Role.SYSTEM),
        (Status.RESOLVED, Status.OPEN, Status.NEW, Status.WAITING, Status.CLOSED),
        Status.CLOSED,
    ),
    Kind.DISMISSED: ((Role.CUSTOMER, Role.PROVIDER), EVERY, Status.ASIDE),
    Kind.TAKEN_UP: ((Role.CUSTOMER, Role.PROVIDER), (Status.ASIDE,), SAME),  # as it stood before: see status_of
    Kind.MERGED: ((Role.PROVIDER,), (Status.NEW, Status.OPEN), Status.MERGED),  # what is over has its own verdicts
    Kind.UNMERGED: ((Role.PROVIDER,), (Status.MERGED,), SAME),  # as it stood before as well
    Kind.ABSORBED: ((Role.PROVIDER,), ALIVE, SAME),
    Kind.RELEASED: ((Role.PROVIDER,), WHEREVER, SAME),
}
WHETHER = (Kind.DISMISSED, Kind.TAKEN_UP)
WHERE = (Kind.MERGED, Kind.UNMERGED)
BACK = (Kind.TAKEN_UP, Kind.UNMERGED)  # after which a ticket stands where it stood

HIDDEN = Q(kind__in=INTERNAL) & ~Q(by=Role.SYSTEM, channel=MONITORING, reason__in=SEEN)  # from customers


def is_hidden(event: TicketEvent) -> bool:
    """Whether no customer sees the event: `HIDDEN` of one."""
    is_seen = event.by == Role.SYSTEM and event.channel == MONITORING and event.reason in SEEN
    return event.kind in INTERNAL and not is_seen


def check_move(kind: Kind, status: Status, by: Role) -> None:
    """MoveNotAllowed when this cannot happen to a ticket that stands there, or is not theirs to do."""
    who, where, _ = MOVES[kind]
    if by not in who or status not in where:
        raise MoveNotAllowed(kind, status)


def status_after(kind: Kind, status: Status, by: Role) -> Status:
    """Where the event leads.

    What the customer was asked stands until they say something or the house takes it back: neither a call nor taking
    the ticket nor a workaround answers it.
    """
    after = MOVES[kind][2]
    if by is Role.SYSTEM and kind is Kind.RESTORED:
        return status  # monitoring saw it; nobody has looked at the ticket for that
    if by is Role.CUSTOMER:
        return after or (Status.OPEN if status is Status.WAITING and kind not in NO_ANSWER else status)
    if kind is Kind.REPLIED:
        return Status.OPEN if status is Status.NEW else status
    if kind is Kind.CALLED and status is Status.RESOLVED:
        return status  # what was said is not known here: the customer confirms or refuses
    if status is Status.WAITING and kind in LEAVE_THE_QUESTION:
        return status
    return after or status


def status_of(events: Sequence[TicketEvent | EvidenceEvent]) -> Status:
    """Where all of these events lead; what was laid aside or merged, and that undone, stands where it stood."""
    status = Status.NEW
    for event in events:
        if event.kind not in (*WHETHER, *WHERE):
            status = status_after(Kind(event.kind), status, Role(event.by))
    if is_aside(events):
        return Status.ASIDE
    return Status.MERGED if is_merged(events) else status


def is_aside(events: Sequence[TicketEvent | EvidenceEvent]) -> bool:
    """Whether these events leave the ticket laid aside as no report."""
    last = next((event.kind for event in reversed(events) if event.kind in WHETHER), None)
    return last == Kind.DISMISSED


def is_merged(events: Sequence[TicketEvent | EvidenceEvent]) -> bool:
    """Whether by these events the ticket goes on in another one."""
    return next((event.kind for event in reversed(events) if event.kind in WHERE), None) == Kind.MERGED


def is_allowed(kind: Kind, status: Status, by: Role) -> bool:
    """Whether a page may offer it."""
    who, where, _ = MOVES[kind]
    return by in who and status in where
