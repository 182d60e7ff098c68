"""What happened to a ticket, as a frozen row: moments are UTC seconds."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who caused an event. `system` is software of ours or theirs: never a human."""

    CUSTOMER = "customer"
    PROVIDER = "provider"
    SYSTEM = "system"


class Kind(StrEnum):
    """What can happen to a ticket."""

    REPORTED = "reported"
    REPLIED = "replied"  # a public message by either side
    CALLED = "called"  # a logged call: somebody was spoken with
    NOTED = "noted"  # an internal note
    ACKNOWLEDGED = "acknowledged"  # somebody took it
    CLASSIFIED = "classified"  # a class was set or changed
    ASKED = "asked"  # a public question to the customer
    ATTEMPTED = "attempted"  # an attempt to reach the customer, which reached nobody
    PAUSED = "paused"
    PAUSE_DECIDED = "pause_decided"
    RESUMED = "resumed"
    WORK_STARTED = "work_started"
    DIAGNOSED = "diagnosed"
    QUOTED = "quoted"
    RESTORED = "restored"  # service works again, by a workaround or a repair
    RESTORATION_FAILED = "restoration_failed"
    DELIVERED = "delivered"  # the fix is handed over
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"  # into another ticket; this one is not judged
    ADOPTED = "adopted"  # a contract judges it from now on
    MOVED = "moved"  # to another system, and to the contract that covers it, if one does
    ASSIGNED = "assigned"  # somebody of the provider works on it from now on, or nobody
    LEFT = "left"  # who reported it is gone; another person of the customer is asked from now on, or nobody
    RECOGNISED = "recognised"  # whose address it was that reported it: a person of the customer
    FOLLOWED = "followed"  # somebody of the customer is told of it too from now on
    UNFOLLOWED = "unfollowed"  # and is told no more
    REMARKED = "remarked"  # words of somebody of the customer who may only look: nothing follows from them
    DISMISSED = "dismissed"  # it never was a report of the customer's: spam, or a mail for somebody else
    TAKEN_UP = "taken_up"  # it is one after all
    UNMERGED = "unmerged"  # it had been merged in error: it is judged as if that had never been
    ABSORBED = "absorbed"  # another one goes on in this ticket: that one's `merged` is what counts
    RELEASED = "released"  # and goes on by itself again


# whoever writes them down
NO_WORDS = frozenset(
    {
        Kind.MERGED,
        Kind.LEFT,
        Kind.RECOGNISED,
        Kind.FOLLOWED,
        Kind.UNFOLLOWED,
        Kind.REMARKED,
        Kind.DISMISSED,
        Kind.TAKEN_UP,
        Kind.UNMERGED,
        Kind.ABSORBED,
        Kind.RELEASED,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketEvent:
    """Something that happened to a ticket at `at` and reached us at `received` (UTC seconds)."""

    id: str
    at: int
    received: int
    ticket: str
    kind: Kind
    by: Role = Role.PROVIDER
    person: str = ""
    channel: str = ""
    automatic: bool = False
    service: str = ""
    class_: str = ""
    reason: str = ""
    ref: str = ""  # evidence: message id, link, document
    into: str = ""  # for `merged`: the ticket that goes on; for `unmerged`: the one that it had gone on in
    approved: bool | None = None  # for `pause_decided`
    down: bool = False  # for `reported`: the client says that the service is down
    contract: str = ""  # for `reported`, `adopted` and `moved`: the contract that judges the ticket from here on
    assignee: str = ""  # for `assigned` and `acknowledged`: who works on it from here on
    reporter: str = ""  # of a report (if not its author), `left`, `recognised`: who is asked from here on
    leaver: str = ""  # for `left` and `assigned`: who is gone
    contact: str = ""  # for `called` and `attempted`: who of the customer was spoken with, or not reached
    incoming: bool = False  # for `called`: the customer rang
    known_sender: bool = False  # for words by mail: when they came, their sender was known to be the customer's
    follower: str = ""  # for `followed` and `unfollowed`: who of the customer
    files: str = ""  # the SHA-256 of each file that came with it, by spaces
    snapshot: str = ""  # for `reported`: its source has one row a ticket; the kinds that it tells, by spaces
    seen_from: int | None = (
        None  # for `reported`: when its source's log begins (UTC seconds); nobody saw what went before
    )
    imported: bool = False
    source: str = ""

    @property
    def is_human(self) -> bool:
        """Whether a person did it, and no automatic mail or software."""
        return not self.automatic and self.by is not Role.SYSTEM

    @property
    def is_of_customer(self) -> bool:
        """Whether the customer said or did something about the matter; who takes whose place is no such thing."""
        return self.by is Role.CUSTOMER and self.kind not in NO_WORDS
