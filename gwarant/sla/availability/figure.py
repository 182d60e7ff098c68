"""What an availability measurement gives: the figure, how sure it is, and everything it was made of."""

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, sqrt

from gwarant.sla.contract.model.promises import Bound, FigureRounding, Toward, Undetermined
from gwarant.sla.facts import Id, LengthMs, MomentMs, PartMs, Share, StretchesMs, Told
from gwarant.sla.spans import Span, measure

# Differences between a figure and a target are far above 10^-50: at this precision no rounding crosses a target.
_EXACT = Context(prec=60)


class Verdict(StrEnum):
    MET = "met"
    BREACHED = "breached"
    UNDETERMINED = "undetermined"
    NOT_JUDGED = "not_judged"  # none of its time counts: all of it is excluded or out of hours
    REPORTED = "reported"  # in a phase whose targets bind nobody
    PART = "part"  # of a period of the promise: a figure, and nothing to judge


@dataclass(frozen=True)
class Stretch:
    """`[start, end)` in UTC milliseconds."""

    start: MomentMs
    end: MomentMs


@dataclass(frozen=True)
class Percent:
    """Exact percentages; `point` is None when nothing was measured. Always 0 <= lower <= point <= upper <= 100."""

    lower: Share
    point: Share | None
    upper: Share


@dataclass(frozen=True)
class Downtime:
    """Counted milliseconds: `of` is the denominator, the other three are the down time in its three readings."""

    of: LengthMs
    unknown: LengthMs
    least: PartMs
    point: PartMs
    most: PartMs


@dataclass(frozen=True)
class TimeByState:
    """Milliseconds of the period; all of them together are its length."""

    up: LengthMs
    degraded: LengthMs
    down: LengthMs
    unknown: LengthMs
    excluded: dict[Id, LengthMs]
    out_of_hours: LengthMs


@dataclass(frozen=True)
class Located:
    """Where in the period the time lies that is neither up nor an outage, UTC milliseconds."""

    degraded: StretchesMs
    unknown: StretchesMs
    excluded: StretchesMs


@dataclass(frozen=True)
class Outage:
    """One outage over its whole length; `counted_ms` and `excluded_ms` are its down time within the period."""

    start: MomentMs
    end: MomentMs
    at_least: Stretch | None  # from the first failed look to the last; None when one look alone failed
    at_most: Stretch  # from the last good look, or the last known time, to the next
    counted_ms: LengthMs
    excluded_ms: LengthMs
    too_short: bool
    evidence: tuple[Id, ...]
    unreported: bool = False  # it would count from the client's report, and there is none
    down: StretchesMs = ()  # all its down time, around the clock
    left_out: StretchesMs = ()  # what of that is excluded, around the clock

    @property
    def length_ms(self) -> int:
        """How long it was, from its start to its end in real time, without what is excluded."""
        return self.end - self.start - measure(self.left_out)


@dataclass(frozen=True)
class Worst:
    """The window with the most counted down time."""

    start: MomentMs
    end: MomentMs
    down_ms: LengthMs


@dataclass(frozen=True)
class Unreachable:
    """One place alone, or too few of them, saw it down."""

    place: Id
    start: MomentMs
    end: MomentMs


@dataclass(frozen=True)
class Refusal:
    """An exclusion or maintenance that does not count over this stretch, and why."""

    id: Id
    start: MomentMs
    end: MomentMs
    why: Told


@dataclass(frozen=True)
class Correction:
    """A late exclusion: the percentages without it and with it, each after all corrections decided earlier."""

    id: Id
    reason: Id
    decided: MomentMs
    person: Id
    approved_by: Id
    before: Percent
    after: Percent


@dataclass(frozen=True)
class EvidenceUsed:
    """How many rows speak about the period, and the first and last of them."""

    rows: int
    first: Id
    last: Id


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One availability promise measured over `[start, end)` (UTC milliseconds). Percentages are exact."""

    promise: Id
    service: Id
    start: MomentMs
    end: MomentMs
    lower: Share
    point: Share | None
    upper: Share
    coverage: Share
    verdict: Verdict
    time: TimeByState
    located: Located
    downtime: Downtime
    outages: tuple[Outage, ...]
    worst_hour: Worst | None
    worst_day: Worst | None
    reachability_ms: LengthMs
    reachability: tuple[Unreachable, ...]
    refused: tuple[Refusal, ...]
    corrections: tuple[Correction, ...]
    notes: tuple[Told, ...]
    evidence: EvidenceUsed
    lost: StretchesMs = ()  # what the point counts as down, UTC milliseconds; time that counts in part is shortened
    counted_ms: LengthMs = 0  # of how much time the point is a share

    @property
    def period(self) -> Span:
        return self.start, self.end

    @property
    def percent(self) -> Percent:
        return Percent(self.lower, self.point, self.upper)


def verdict(target: Bound, percent: Percent, measured: int) -> Verdict:
    """Met or breached only when both bounds agree; not judged when there was nothing to measure."""
    if not measured:
        return Verdict.NOT_JUDGED
    kept = {target.holds(decimal(percent.lower)), target.holds(decimal(percent.upper))}
    if len(kept) > 1:
        return Verdict.UNDETERMINED
    return Verdict.MET if kept == {True} else Verdict.BREACHED


def rounded_percent(percent: Percent, rule: FigureRounding | None) -> Percent:
    """The percentages as the contract rounds them before they are judged; the exact ones where it does not."""
    if rule is None:
        return percent
    point = None if percent.point is None else _rounded(percent.point, rule)
    return Percent(_rounded(percent.lower, rule), point, _rounded(percent.upper, rule))


def _rounded(value: Fraction, rule: FigureRounding) -> Fraction:
    scaled = value * 10**rule.scale
    halves = {Toward.UP: ceil(scaled), Toward.DOWN: floor(scaled), Toward.NEAREST: floor(scaled + Fraction(1, 2))}
    return Fraction(halves[rule.mode], 10**rule.scale)


def decimal(value: Fraction) -> Decimal:
    """The value to 60 digits: equal to a target only if the fraction is."""
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def display(value: Fraction | Decimal, scale: int) -> str:
    """The percentage with that many decimals, cut off and never rounded up: 99.9499 shows as 99.94."""
    if scale < 0:
        raise ValueError("the number of decimals cannot be negative")
    whole, rest = divmod(int(Fraction(value) * 10**scale), 10**scale)
    return f"{whole}.{rest:0{scale}}" if scale else str(whole)


def sigma_percent(interval_s: int, outages: int, period_s: int) -> float:
    """The standard error, in percentage points, that looking only every `interval_s` leaves after so many outages."""
    if period_s <= 0:
        raise ValueError("a period has a length above zero")
    return 100 * interval_s * sqrt(outages / 6) / period_s


def value_for_money(figure: Figure, policy: Undetermined, rounding: FigureRounding | None = None) -> Decimal | None:
    """The percentage that money follows, rounded where the contract says so; None when there is none to follow."""
    percent = rounded_percent(figure.percent, rounding)
    value = percent.point
    if figure.verdict is Verdict.UNDETERMINED and policy is not Undetermined.POINT:
        value = percent.lower if policy is Undetermined.LOWER else None
    return None if value is None else decimal(value)
