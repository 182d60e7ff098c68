"""What happened, as frozen rows. Moments are UTC: seconds for tickets and hours, milliseconds for availability."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from gwarant.sla.evidence.account import Account as Account
from gwarant.sla.evidence.ticket import NO_WORDS as NO_WORDS
from gwarant.sla.evidence.ticket import Kind as Kind
from gwarant.sla.evidence.ticket import Role as Role
from gwarant.sla.evidence.ticket import TicketEvent as TicketEvent


class State(StrEnum):
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


class ProofState(StrEnum):
    """Could not check is a verdict of its own and never green."""

    PASSED = "passed"
    FAILED = "failed"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One look at a service from one place, at `at` (UTC milliseconds)."""

    id: str
    at: int
    received: int
    service: str
    state: State
    place: str = ""
    every: int = 0  # seconds between looks; 0 means as the contract says
    timeout: int = 0
    code: str = ""
    duration: int | None = None  # milliseconds
    extra: bool = False  # between the slots of the grid, after a change of state
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StateInterval:
    """A state that a monitor vouches for over `[start, end)` (UTC milliseconds); it looked every `every` seconds.

    Where people say it of what was measured otherwise: who, and the second person who agreed.
    """

    id: str
    start: int
    end: int
    received: int
    service: str
    state: State
    place: str = ""
    every: int = 0
    code: str = ""
    person: str = ""
    approved_by: str = ""
    ref: str = ""  # what shows it
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Looks:
    """Looks at a service from one place, all begun within `[start, end)` (UTC milliseconds), packed into one text."""

    id: str
    start: int
    end: int
    received: int
    service: str
    packed: str
    place: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedLooks:
    """At `at` the looks of a monitor over `[start, end)` were sealed into a block of bytes (UTC milliseconds).

    Nothing is counted from it: it says which bytes a `looks` row has to hold, with how many looks of each state.
    """

    id: str
    at: int
    received: int
    start: int
    end: int
    service: str
    monitor: str
    sha256: str  # of the block's bytes
    place: str = ""
    known: int | None = None  # from when on they were known; None: each when it began
    counts: bool = True  # whether the promise of the service is judged by them
    up: int = 0
    degraded: int = 0
    down: int = 0
    unknown: int = 0
    receipts: str = ""  # SHA-256 of the bytes that say when each of them came; of former releases none
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MaintenanceWindow:
    """Announced maintenance over `[start, end)`, announced at `announced` (UTC milliseconds).

    With `of` it is no further window: of the one with that id it leaves its own stretch alone, or where that is empty
    nothing.
    """

    id: str
    start: int
    end: int
    announced: int
    received: int
    service: str
    emergency: bool = False
    person: str = ""
    of: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """Something that shall not count: a stretch of a service (UTC milliseconds), or a ticket's clock.

    With `of` it is no further one: it takes back the one with that id, which then leaves nothing out.
    """

    id: str
    decided: int
    received: int
    reason: str
    service: str = ""
    start: int = 0
    end: int = 0
    ticket: str = ""
    clock: str = ""  # all clocks of the ticket when empty
    cycle: int = 0  # every cycle when 0
    person: str = ""
    approved_by: str = ""  # the second person, needed for a late one
    consent: str = ""  # the client's agreement
    ref: str = ""
    contract: str = ""  # the one that it concerns; every contract when empty
    of: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeEntry:
    """Work over `[start, end)` (UTC seconds). `work` is its kind: support, change, warranty, own_defect, travel, …"""

    id: str
    start: int
    end: int
    received: int
    person: str = ""
    ticket: str = ""
    service: str = ""
    work: str = "support"
    emergency: bool = False
    reverses: str = ""  # the entry that this one takes back
    rate: Decimal | None = None  # the price of an hour above the pool, or of its kind of work, on its day
    rule: str = ""  # the wording whose rules priced it then, such as SHOP-1@2
    contract: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyProof:
    """What shows that a recurring promise was kept for the slot that `slot` lies in (UTC seconds)."""

    id: str
    duty: str
    at: int
    received: int
    state: ProofState = ProofState.PASSED
    slot: int | None = None
    person: str = ""
    ref: str = ""
    contract: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureValue:
    """A value of an outside feed, or of a measure taken by hand, over `[start, end)` (UTC seconds).

    Either a `value`, or `good` of `total` cases.
    """

    id: str
    measure: str  # the measure, or the feed that it names
    start: int
    end: int
    received: int
    value: Decimal | None = None
    good: Decimal | None = None
    total: Decimal | None = None
    person: str = ""
    ref: str = ""  # what is attached
    contract: str = ""
    source: str = ""


class AmountStatus(StrEnum):
    """What became of an amount; Polish: naliczona, zgłoszona, uznana, sporna, umorzona, zmiarkowana, rozliczona."""

    CLAIMED = "claimed"
    ELECTED = "elected"  # the client chose this remedy for the incident
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    WAIVED = "waived"
    REDUCED = "reduced"  # by a court or by agreement, to `amount`
    SETTLED = "settled"  # paid or set off


@dataclass(frozen=True, kw_only=True, slots=True)
class AmountDecision:
    """What the parties did about the remedies of a month ("2026-03"), at `at` (UTC seconds); without one, computed."""

    id: str
    at: int
    received: int
    month: str
    status: AmountStatus
    remedy: str = ""  # one remedy alone; all of the month when empty
    incident: str = ""  # one ticket, outage or failed period alone; all of them when empty
    amount: Decimal | None = None
    by: Role = Role.PROVIDER
    person: str = ""
    ref: str = ""
    contract: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """The hours of a month ("2026-03") were stated and closed at `at` (UTC seconds); what comes later is late."""

    id: str
    at: int
    received: int
    month: str
    person: str = ""
    contract: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A period (2026-03, 2026-Q1, 2026 or two days) of a contract was stated at `at` (UTC seconds): the bytes' hash.

    Nothing is counted from it: it shows which revision is the last one, and that a stated one is what was stated.
    """

    id: str
    at: int
    received: int
    contract: str
    period: str
    revision: int
    sha256: str  # of the assessment as a file
    known: int  # what had been received before then was seen
    former: str = ""  # of a revision: the hash of the statement before it; rows of a former release name none
    person: str = ""
    source: str = ""


class Act(StrEnum):
    """What the parties did about a wording."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """A wording of a contract was offered, accepted or withdrawn at `at` (UTC seconds); `fingerprint` is its hash."""

    id: str
    at: int
    received: int
    contract: str
    version: int
    act: Act
    fingerprint: str
    by: Role = Role.PROVIDER
    person: str = ""
    source: str = ""


class ObjectionAct(StrEnum):
    """What was said about something that the customer does not take as it stands."""

    RAISED = "raised"
    REFUSED = "refused"
    ACCEPTED = "accepted"  # by a correction


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionRecord:
    """The customer objected to something that was measured or stated, or was answered, at `at`.

    It is about a stretch `[start, end)` of a service (UTC milliseconds), or about a `month` ("2026-03"): a clock of a
    ticket, a remedy for an incident, or the part that `figure` names. Nothing is counted from these rows: what an
    accepted one changes stands in the row that `ref` names.
    """

    id: str
    at: int
    received: int
    contract: str
    service: str = ""
    start: int = 0
    end: int = 0
    month: str = ""
    ticket: str = ""
    clock: str = ""
    cycle: int = 0
    link: int = 0
    remedy: str = ""
    incident: str = ""
    figure: str = ""
    act: ObjectionAct
    of: str = ""  # of an answer: the row of the objection
    ref: str = ""
    person: str = ""
    source: str = ""


class FileAct(StrEnum):
    """What happened to a file that stands beside something."""

    ADDED = "added"
    ERASED = "erased"  # its bytes; that it was there stays


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRecord:
    """A file was put beside a contract or the customer, or the bytes of one were erased, at `at` (UTC seconds).

    What came with an event of a ticket stands in the event's row. Nothing is counted from these rows.
    """

    id: str
    at: int
    received: int
    act: FileAct
    sha256: str
    contract: str = ""  # the contract beside which it stands
    ticket: str = ""  # of an erased file: the ticket with which it came
    replaces: str = ""  # the id of the row of the file whose place it takes
    shared: bool = False  # whether the customer sees it
    person: str = ""
    source: str = ""


class VoidReason(StrEnum):
    """Why a row does not count."""

    TYPING_ERROR = "typing_error"
    TWICE = "twice"  # the same thing stands in another row
    WRONG_PLACE = "wrong_place"  # it belongs to another ticket or customer
    UNREADABLE = "unreadable"
    OTHER = "other"  # the words beside the row say why


@dataclass(frozen=True, kw_only=True, slots=True)
class Void:
    """The row with the id `row` does not count any more, from the moment on at which this one was received."""

    id: str
    at: int
    received: int
    row: str
    reason: VoidReason
    ref: str = ""
    person: str = ""
    approved_by: str = ""  # the second person, needed where the row had counted
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """Stands for a kept row that no reader can take: `id` is its id, `of` its type, `line` the SHA-256 of its line.

    What it says nobody knows; what depends on it could not be checked.
    """

    id: str
    at: int  # when the row was received
    received: int
    of: str
    line: str
    ticket: str = ""
    source: str = ""


Row = (
    TicketEvent
    | Check
    | StateInterval
    | Looks
    | SealedLooks
    | MaintenanceWindow
    | Exclusion
    | TimeEntry
    | DutyProof
    | MeasureValue
    | AmountDecision
    | Closing
    | Statement
    | Agreement
    | ObjectionRecord
    | FileRecord
    | Void
    | Unread
)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All rows of one customer, each kind in the order of its moments."""

    events: tuple[TicketEvent, ...] = ()
    checks: tuple[Check, ...] = ()
    states: tuple[StateInterval, ...] = ()
    looks: tuple[Looks, ...] = ()
    sealed: tuple[SealedLooks, ...] = ()
    maintenance: tuple[MaintenanceWindow, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    entries: tuple[TimeEntry, ...] = ()
    proofs: tuple[DutyProof, ...] = ()
    values: tuple[MeasureValue, ...] = ()
    amounts: tuple[AmountDecision, ...] = ()
    closings: tuple[Closing, ...] = ()
    statements: tuple[Statement, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    objections: tuple[ObjectionRecord, ...] = ()
    files: tuple[FileRecord, ...] = ()
    voids: tuple[Void, ...] = ()
    unread: tuple[Unread, ...] = ()
    sources: tuple[str, ...] = field(default=())
    imports: tuple[Account, ...] = ()  # what became of the rows of the exports that they were made of
