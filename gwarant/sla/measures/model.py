"""What a measure gives, and the cases from which it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gwarant.sla.availability import Figure
from gwarant.sla.clocks.ticket import Ticket
from gwarant.sla.contract.model.promises import Bound, Measure
from gwarant.sla.evidence.model import MeasureValue, Unread
from gwarant.sla.facts import Clause, Code_, Id, Moment, PeriodName, Quoted, Told
from gwarant.sla.measures.readings import Readings
from gwarant.sla.spans import Span

NO_READINGS = Readings()


class MeasureVerdict(StrEnum):
    """What was not measured is undetermined; too few cases, or no target, are not judged."""

    MET = "met"
    BREACHED = "breached"
    UNDETERMINED = "undetermined"
    NOT_JUDGED = "not_judged"
    REPORTED = "reported"  # in a phase whose targets bind nobody
    PART = "part"  # of a period of the promise: a figure, and nothing to judge


Capped = Callable[[str, Span], tuple[str, ...] | None]  # a cap, a span: the months in it that reached the cap


@dataclass(frozen=True)
class Cases:
    """All that happened until a period's end; an aggregate takes from it what falls into its span (UTC seconds)."""

    zone: str
    readings: Readings = NO_READINGS
    tickets: Sequence[Ticket] = ()
    values: Sequence[MeasureValue] = ()
    figure: Callable[[str, Span], Figure] | None = None  # a promised availability over a span
    capped: Capped | None = None
    classes: Sequence[str] = ()  # of the contract, the most severe first
    unread: Sequence[Unread] = ()  # values that nobody can read: any of them may be of any measure


@dataclass(frozen=True)
class Result:
    """One figure of one span, exact. `lower` and `upper` bound it where something was not measured.

    `is_complete` is false where something was not measured that the figure needs. `price` is what money follows.
    """

    value: Fraction | None
    cases: int
    lower: Fraction | None = None
    upper: Fraction | None = None
    is_complete: bool = True
    is_priced: bool = True
    notes: tuple[Told, ...] = ()
    evidence: tuple[Told, ...] = ()


Aggregate = Callable[[Measure, Span, Cases], Result]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measure over one period `[start, end)` (UTC seconds). Figures are exact; `unit` may be "".

    `note` says why it is interim or how it was made complete; an interim one costs nothing. `evidence` names at most a
    few of `rows` rows.
    """

    id: Id
    label: Quoted
    contract: Id
    clause: Clause
    period: PeriodName
    start: Moment
    end: Moment
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: Code_
    cases: int
    target: Bound | None
    verdict: MeasureVerdict
    value_for_money: Decimal | None
    note: Told | None
    remarks: tuple[Told, ...]
    rows: int
    evidence: tuple[Told, ...]

    @property
    def is_missed(self) -> bool:
        """Whether money follows a figure that misses its target."""
        value = self.value_for_money
        return self.target is not None and value is not None and not self.target.holds(value)
