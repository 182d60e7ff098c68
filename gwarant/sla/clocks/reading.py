"""What a clock says: the verdict, the moments it rests on, and the segments that explain it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gwarant.sla.clocks.codes import READING
from gwarant.sla.evidence.model import Role
from gwarant.sla.facts import Clause, Id, Length, Moment, Time, Told, Zone


class SegmentKind(StrEnum):
    COUNTED = "counted"
    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    DELIVERED = "delivered"  # handed over and not yet accepted


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Verdict(StrEnum):
    MET = "met"
    BREACHED = "breached"
    PENDING = "pending"
    EXCLUDED = "excluded"
    NOT_REACHED = "not_reached"  # the ticket ended without the clock's stop
    COULD_NOT_CHECK = "could_not_check"  # nobody can know it: the reading's reason says why


@dataclass(frozen=True)
class Segment:
    """A stretch `[start, end)` in UTC seconds, and why it counts or does not."""

    start: Moment
    end: Moment
    kind: SegmentKind
    why: Told | None = None  # which holiday, which pause; None where the kind says it all
    person: Id = ""  # who brought a pause about, where that is known by name
    role: Role | None = None
    ref: Id = ""  # evidence id

    derived: ClassVar = ("seconds",)

    @property
    def seconds(self) -> Length:
        return self.end - self.start


@dataclass(frozen=True)
class Reading:
    """One clock of one ticket in one cycle (and one link, for a clock that repeats), as of a moment.

    Moments are UTC seconds, lengths seconds of the clock's calendar. `due_at` of a paused clock is
    where it would fall if the pause ended now, of one that awaits acceptance where it would fall after a refusal now.
    """

    ticket: Id
    clock: Id
    class_: Id
    cycle: int
    link: int
    contract: Id
    clause: Clause
    calendar: Id
    zone: Zone
    target_text: Time
    target: Length
    started_at: Moment
    due_at: Moment
    stopped_at: Moment | None
    as_of: Moment
    state: ClockState
    verdict: Verdict
    verdict_at: Moment | None
    used: Length
    segments: tuple[Segment, ...]
    evidence: tuple[Id, ...]
    reason: Told | None = None  # why it is excluded or could not be checked, or which exclusion was refused
    imported: bool = False
    service: Id = ""
    class_since: Moment = 0  # when a later class came to hold: the deadline is never before that
    reported_only: bool = False  # it fell due in a phase whose targets are measured and told, and bind nobody
    holds_until: Moment | None = None  # until when the restoration that kept it must hold; None where that is over
    waited: Length = 0  # for an acceptance until now, of what was handed over: a refusal would count it

    derived: ClassVar = ("remaining",)

    @property
    def remaining(self) -> Length:
        """Seconds left of the target; negative once it is overrun."""
        return self.target - self.used

    @property
    def left(self) -> int:
        """Seconds left if it went on now: with what a refusal would count; negative where the deadline has passed."""
        return self.remaining - self.waited

    @property
    def late(self) -> int:
        """Counted seconds after the deadline."""
        counted = (one for one in self.segments if one.kind is SegmentKind.COUNTED and one.end > self.due_at)
        return sum(one.end - max(one.start, self.due_at) for one in counted)

    @property
    def awaits_acceptance(self) -> bool:
        """Whether it was handed over and nobody has decided yet."""
        is_last = bool(self.segments) and self.segments[-1].kind is SegmentKind.DELIVERED
        return self.state is ClockState.PAUSED and is_last

    @property
    def is_breached(self) -> bool:
        return self.verdict is Verdict.BREACHED

    @property
    def name(self) -> Told:
        """Which reading it is, as a fact."""
        return READING(ticket=self.ticket, clock=self.clock, cycle=self.cycle, link=self.link)

    @property
    def key(self) -> str:
        """The reading's own name in one word, for whoever looks it up; nobody takes it apart."""
        link = f".{self.link}" if self.link > 1 else ""
        return f"{self.ticket}/{self.clock}/{self.cycle}{link}"
