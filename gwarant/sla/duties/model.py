"""What a duty wants and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from gwarant.sla.facts import Id, Moment
from gwarant.sla.spans import Span


class DutyVerdict(StrEnum):
    """Where a slot stands. What could not be checked is never green."""

    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    FAILED = "failed"
    COULD_NOT_CHECK = "could_not_check"
    PENDING = "pending"


BROKEN = frozenset({DutyVerdict.LATE, DutyVerdict.MISSED, DutyVerdict.FAILED})


@dataclass(frozen=True)
class Slot:
    """A stretch `[start, end)` for which one proof is owed until `due_at` (UTC seconds)."""

    start: Moment
    end: Moment
    due_at: Moment
    last_at: Moment  # the last second in time

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True)
class JudgedSlot:
    """A slot and its verdict, which fell at `verdict_at`; `proved_at` is the first passed proof, however late."""

    duty: Id
    contract: Id
    slot: Slot
    verdict: DutyVerdict
    verdict_at: Moment | None
    proved_at: Moment | None
    evidence: tuple[Id, ...]
    reported_only: bool = False  # due in a phase whose targets bind nobody

    @property
    def is_broken(self) -> bool:
        return self.verdict in BROKEN and not self.reported_only

    def late_span(self, until: int) -> Span:
        """From the deadline to the passed proof, or to `until` while there is none."""
        end = until if self.proved_at is None else self.proved_at
        return self.slot.due_at, max(end, self.slot.due_at)
