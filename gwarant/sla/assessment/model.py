"""What an assessment holds: every figure with its clause, its inputs and its verdict."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from gwarant.sla.availability import Figure
from gwarant.sla.availability.figure import decimal
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.values import Period
from gwarant.sla.duties import JudgedSlot
from gwarant.sla.facts import (
    Clause,
    Code_,
    Currency,
    Hash,
    Id,
    Moment,
    Money,
    Percentage,
    PeriodName,
    Quoted,
    Time,
    Told,
    Zone,
)
from gwarant.sla.hours import Statement
from gwarant.sla.measures import Measured
from gwarant.sla.remedies import Entry, Fact, Settlement
from gwarant.sla.triggers import Arisen

SCHEMA = "gwarant.assessment/2"


@dataclass(frozen=True)
class Wording:
    """A version of the contract that judges in the period, and for which moments `[start, end)` of it it was in force.

    For none where it only judges what came under it before.
    """

    name: Id
    title: Quoted
    client: Quoted
    fingerprint: Hash
    currency: Currency
    start: Moment
    end: Moment


@dataclass(frozen=True)
class Kept:
    """How one promise of one class of a wording was kept: the counts of verdicts that fell in the period."""

    clock: Id
    label: Quoted
    class_: Id
    class_label: Quoted
    target: Time
    calendar: Id
    contract: Id
    clause: Clause
    met: int
    breached: int
    excluded: int
    not_reached: int
    could_not_check: int
    pending: int

    derived: ClassVar = ("judged", "share")

    @property
    def judged(self) -> int:
        return self.met + self.breached

    @property
    def share(self) -> Percentage | None:
        """Percent of the judged that were met; None when none was judged."""
        return decimal(Fraction(100 * self.met, self.judged)) if self.judged else None


@dataclass(frozen=True)
class Promised:
    """An availability promise and what was measured of it; `scale` is the number of decimals to show."""

    label: Quoted
    target: Bound
    scale: int
    contract: Id
    clause: Clause
    value_for_money: Percentage | None
    note: Told | None
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class DutyKept:
    """How one duty was kept: its slots whose verdict fell in the period, and those that still are pending.

    `slots` are those that are not done, the first LISTED of them; `more` is how many others there are.
    """

    duty: Id
    label: Quoted
    every: Time
    contract: Id
    clause: Clause
    flag: Quoted
    done: int
    late: int
    missed: int
    failed: int
    could_not_check: int
    pending: int
    slots: tuple[JudgedSlot, ...]
    more: int
    reported: int = 0  # slots in a phase that only reports, which count among none of these

    derived: ClassVar = ("judged", "broken")

    @property
    def judged(self) -> int:
        return self.done + self.broken + self.could_not_check

    @property
    def broken(self) -> int:
        return self.late + self.missed + self.failed


@dataclass(frozen=True)
class Stood:
    """Where a verdict or a figure stood: the verdict and when it fell, or the figure."""

    verdict: Code_ = ""
    at: Moment | None = None
    point: Percentage | None = None
    value: Decimal | None = None  # of a measure, in its unit


@dataclass(frozen=True)
class Corrected:
    """A verdict or a figure of an earlier month that this period has changed; the former one was reported.

    `facts` are the rows of evidence that changed it.
    """

    what: Told
    contract: Id  # the wording under which it was reported
    before: Stood
    after: Stood
    reason: Told | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MoneyCorrection:
    """What an earlier month owed by what was known at the period's start, and what it owes by its end."""

    month: PeriodName
    contract: Id
    before: Money | None
    after: Money | None
    granted_before: Period | None
    granted: Period | None
    facts: tuple[Fact, ...]
    difference: Money | None = field(init=False)

    def __post_init__(self) -> None:
        blank = self.before is None or self.after is None
        object.__setattr__(self, "difference", None if blank else (self.after or 0) - (self.before or 0))


@dataclass(frozen=True)
class Counts:
    """Tickets of the period. `unjudged` have no contract, no class known to it, or no report that may start a clock."""

    reported: int
    resolved: int
    reopened: int
    open_at_end: int
    merged: int
    unjudged: int


@dataclass(frozen=True)
class Surcharge:
    """What a phase adds to the fee of a month, of which it held for `days` of `of_days`; `exact` before rounding."""

    phase: Id
    label: Quoted
    days: int
    of_days: int
    amount: Money
    exact: Money


@dataclass(frozen=True)
class MonthOfMoney:
    """Hours and remedies of one civil month under one wording."""

    month: PeriodName
    contract: Id
    hours: Statement | None
    remedies: Settlement
    surcharges: tuple[Surcharge, ...] = ()


@dataclass(frozen=True)
class TakenDay:
    """A holiday after the last year that a wording lists: by the rule of its calendar, from the installed data."""

    contract: Id
    calendar: Id
    day: PeriodName
    name: Quoted


@dataclass(frozen=True)
class Inputs:
    """What the assessment was computed from beside the wordings: the same inputs give the same bytes."""

    evidence: Hash  # of the canonical rows that were seen
    rows: int
    known: Moment = 0  # what had been received before this moment was seen
    receipts: int = 0  # how many of the rows say when they were received
    holidays: tuple[TakenDay, ...] = ()


_BREAKS = ("breached", "late", "missed", "failed")


@dataclass(frozen=True)
class Assessment:
    """The judgement of one period. Moments are UTC seconds, in availability milliseconds."""

    period: CivilPeriod
    zone: Zone
    wordings: tuple[Wording, ...]
    counts: Counts
    kept: tuple[Kept, ...]
    readings: tuple[Reading, ...]
    availability: tuple[Promised, ...]
    months: tuple[MonthOfMoney, ...]
    corrections: tuple[Corrected, ...]
    not_judged: tuple[Code_, ...]
    notes: tuple[Told, ...]
    inputs: Inputs
    counting: int
    measures: tuple[Measured, ...] = ()
    duties: tuple[DutyKept, ...] = ()
    rights: tuple[Arisen, ...] = ()
    money_corrections: tuple[MoneyCorrection, ...] = ()
    ledger: tuple[Entry, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether anything was broken: a promise of any kind, one of an earlier month by what came late, or a right."""
        figures = [one.figure.verdict for one in self.availability]
        verdicts = [*figures, *(one.verdict for one in self.measures), *(one.after.verdict for one in self.corrections)]
        arose = any(self.period.start <= one.at < self.period.end for one in self.rights)
        kinds = any(str(one) in _BREAKS for one in verdicts) or any(one.broken for one in self.duties)
        owed = any(one.difference and one.difference > 0 for one in self.money_corrections)
        return bool(self.with_verdict(Verdict.BREACHED)) or kinds or arose or owed

    def with_verdict(self, verdict: Verdict) -> tuple[Reading, ...]:
        """The binding readings of that verdict, in order."""
        return tuple(one for one in self.readings if one.verdict is verdict and not one.reported_only)
