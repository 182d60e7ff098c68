"""Promises beside the ticket clocks: availability, measures, duties."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import item
from gwarant.sla.contract.values import NthWeekday, Period, Seconds, TimeValue, WorkingDays


class Unknown(StrEnum):
    NOT_COUNTED = "not_counted_and_reported"
    UP = "up"
    DOWN = "down"


class Undetermined(StrEnum):
    POINT = "point"
    NONE = "none"
    LOWER = "lower"


class OutageStart(StrEnum):
    FIRST_FAILED_PROBE = "first_failed_probe"
    CLIENT_REPORT = "client_report"
    MIDPOINT = "midpoint"


class Beyond(StrEnum):
    DOWNTIME = "downtime"
    EXCLUDED = "excluded"


class PeriodKind(StrEnum):
    CALENDAR_MONTH = "calendar_month"
    CALENDAR_QUARTER = "calendar_quarter"
    CALENDAR_YEAR = "calendar_year"
    CONTRACT_YEAR = "contract_year"


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A promised figure: at least (`ge`), more than (`gt`), at most (`le`) or less than (`lt`)."""

    ge: Decimal | None = item("at least", default=None, figure=True)
    gt: Decimal | None = item("more than", default=None, figure=True)
    le: Decimal | None = item("at most", default=None, figure=True)
    lt: Decimal | None = item("less than", default=None, figure=True)

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.ge, self.gt, self.le, self.lt)) != 1:
            raise ValueError("a target names exactly one of ge, gt, le, lt")

    @staticmethod
    def samples() -> "tuple[Bound, ...]":
        """What a bound that cannot be read might be."""
        return Bound(ge=Decimal("99.9")), Bound(ge=Decimal(50)), Bound(le=Decimal(50)), Bound(gt=Decimal(95))

    def holds(self, value: Decimal) -> bool:
        """Whether the value keeps the promise."""
        checks = (
            self.ge is None or value >= self.ge,
            self.gt is None or value > self.gt,
            self.le is None or value <= self.le,
            self.lt is None or value < self.lt,
        )
        return all(checks)

    @property
    def number(self) -> Decimal:
        return next(one for one in (self.ge, self.gt, self.le, self.lt) if one is not None)

    @property
    def is_least(self) -> bool:
        """Whether more is better."""
        return self.ge is not None or self.gt is not None


@dataclass(frozen=True, kw_only=True)
class Probe:
    every: Seconds = item("how often each place looks", default=Seconds(60))
    timeout: Seconds = item("how long it waits", default=Seconds(10))
    locations: int = item("how many places look", default=1)
    down_when: int = item("how many must see it down", default=1)
    min_outage: Seconds = item("a shorter outage is not counted; one at or above counts whole", default=Seconds(0))
    merge_gap: Seconds = item("outages parted by no more than this are one", default=Seconds(0))
    unknown: Unknown = item("what the point figure makes of time that was not measured", default=Unknown.NOT_COUNTED)
    undetermined: Undetermined = item(
        "what money follows when the bounds straddle the target", default=Undetermined.POINT
    )
    degraded_weight: Decimal = item("share of degraded time that counts as down, 0 to 1", default=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class OutageStartRule:
    earlier_of: tuple[OutageStart, ...] = item(
        "the earliest of these is the start", default=(OutageStart.FIRST_FAILED_PROBE,)
    )

    @staticmethod
    def shorthand(node: Node) -> Node:
        return node.mapping({"earlier_of": node})


@dataclass(frozen=True, kw_only=True)
class MaintenanceCap:
    minutes: int = item("minutes of downtime that maintenance may cost", figure=True)
    per: str = item("month, quarter or year", default="month")


@dataclass(frozen=True, kw_only=True)
class Maintenance:
    window: str = item('when it may happen, such as "Sun 01:00-05:00"; any time when empty', default="")
    notice: TimeValue | None = item("how long before it must be announced", default=None, figure=True)
    cap: MaintenanceCap | None = item("how much of it is excluded", default=None)
    above_cap: Beyond = item("what lies above the cap", default=Beyond.DOWNTIME)
    emergency: Beyond = item("what unannounced maintenance is", default=Beyond.DOWNTIME)
    freeze: tuple[str, ...] = item("phases in which there is none", default=())


@dataclass(frozen=True, kw_only=True)
class ExclusionRule:
    by: str = item("who decides an exclusion: provider, or client, who then must have agreed", default="provider")
    evidence: str = item("whether it must show evidence", default="required")
    client_objection: Period | None = item("how long the client may object", default=None)
    retroactive: bool = item("whether it may be decided afterwards, as a correction", default=True)


class Toward(StrEnum):
    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, kw_only=True)
class FigureRounding:
    """A rounding that the paper makes part of the formula; without it the exact figure is judged."""

    scale: int = item("decimal places that are kept", default=2)
    mode: Toward = item("up, down or nearest", default=Toward.DOWN)


class ExcludedAs(StrEnum):
    REMOVED = "removed"
    UP = "up"


@dataclass(frozen=True, kw_only=True)
class Availability:
    id: str = item("short name")
    service: str = item("the service that is promised")
    target: Bound = item("the promised percentage, such as {ge: 99.9}", figure=True)
    period: PeriodKind = item("over which it is judged", default=PeriodKind.CALENDAR_MONTH)
    over: str = item("calendar whose open time is the denominator; all time when empty", default="")
    probe: Probe = item("how it is measured", default=Probe())
    outage_start: OutageStartRule = item("from when an outage counts", default=OutageStartRule())
    maintenance: Maintenance | None = item("planned maintenance", default=None)
    excluded: tuple[str, ...] = item("closed list of reasons for exclusion", default=())
    decided: ExclusionRule = item("how an exclusion is decided", default=ExclusionRule())
    excluded_as: ExcludedAs = item(
        "excluded time leaves numerator and denominator (removed), or counts as available (up)",
        default=ExcludedAs.REMOVED,
    )
    rounded: FigureRounding | None = item("how the figure is rounded before it is judged", default=None)
    allowance: Seconds | None = item("the downtime that the paper says is allowed; checked, never used", default=None)
    label: str = item("name for people", default="")


class Aggregate(StrEnum):
    """How single cases become one figure of a period."""

    SHARE_WITHIN_TARGET = "share_within_target"
    MEAN = "mean"
    PERCENTILE = "percentile"
    COUNT = "count"
    AVAILABILITY = "availability"
    EXTERNAL = "external"
    AT_CAP = "at_cap"
    MANUAL = "manual"


class Counted(StrEnum):
    """What a `count` counts."""

    REPORTED = "reported"
    REOPENED = "reopened"
    BREACHED = "breached"
    OUTAGE = "outage"


class FeedAs(StrEnum):
    """How the rows of an outside feed become a figure: good of total, the mean of the rows, or rows that hold."""

    RATIO = "ratio"
    MEAN = "mean"
    INTERVALS = "intervals"


@dataclass(frozen=True, kw_only=True)
class MeasureOf:
    """What a measure looks at; each aggregate reads some of these."""

    clock: str = item("for share_within_target, mean, percentile and a count of breached: a clock", default="")
    class_: tuple[str, ...] = item("tickets of these classes; all when empty", default=())
    service: str = item("tickets of this service; all when empty", default="")
    availability: str = item("for availability and a count of outage: a promised availability", default="")
    event: Counted = item("for count: what is counted", default=Counted.REPORTED)
    reopened_within: Period | None = item("for a count of reopened: so soon after the end", default=None)
    longer_than: Seconds = item("for a count of outage: only outages longer than this", default=Seconds(0))
    cap: str = item("for at_cap: month or contract_year", default="")
    feed: str = item("for external: the name under which values come in; the measure's own id when empty", default="")
    as_: FeedAs = item("for external: how the values become a figure", default=FeedAs.RATIO)
    limit: Bound | None = item("for external as intervals: an interval is good while this holds", default=None)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A promised aggregate. Shares are percentages, times are in `unit`, counts are plain numbers."""

    id: str = item("short name")
    agg: Aggregate = item("how the cases become one figure")
    of: MeasureOf = item("what is measured", default=MeasureOf())
    percentile: Decimal | None = item("for percentile: which one, such as 95", default=None)
    unit: str = item("for mean and percentile: minutes or hours of the clock's calendar", default="minutes")
    per: PeriodKind = item("over which period", default=PeriodKind.CALENDAR_MONTH)
    average: int = item("the figure is the mean of this many periods, this one the last", default=1)
    target: Bound | None = item("the promise", default=None, figure=True)
    min_count: int = item("fewer cases than this are reported, not judged", default=0)
    evidence: str = item("for manual: what must be attached", default="")
    label: str = item("name for people", default="")


REPORT = "report"  # what shows that a duty was done is that our report on its period was sent
DELIVERED = "delivered"


@dataclass(frozen=True, kw_only=True)
class IfLate:
    """What a missed duty means beside its own breach."""

    flag: str = item("a word for the report, such as breach", default="")
    fails: tuple[str, ...] = item("promises and measures that then count as completely failed", default=())


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A promise that returns: a backup, a restore test, a review, a report."""

    id: str = item("short name")
    every: TimeValue = item("how often, such as PT1H, P1M, P6M", figure=True)
    slots: str = item("calendar: whole days, months, years; contract: from the first day on", default="calendar")
    service: str = item("the service that it is for; all when empty", default="")
    calendar: str = item("calendar of its working days; the first with holidays when empty", default="")
    proof: str = item(
        "what shows that it was done; `report`, or `delivered` of a duty called report: the report on its period was "
        "sent, which is written down by itself",
        default="",
    )
    due: TimeValue | None = item("how long after the end of its period", default=None)
    grace: TimeValue | None = item("lateness that is forgiven", default=None)
    keep: dict[str, int] = item("how many of each are kept: hourly, daily, monthly", default={})
    rpo: TimeValue | None = item("how much data may be lost", default=None)
    rto: TimeValue | None = item("how long a restore may take", default=None)
    critical_cve: dict[str, str] = item("for updates: within how long a critical flaw is mended", default={})
    with_: tuple[str, ...] = item("who takes part", default=())
    if_late: IfLate = item("what lateness means", default=IfLate())
    label: str = item("name for people", default="")

    @property
    def has_hours(self) -> bool:
        """Whether its lateness runs in the hours of a calendar: of one that it names, or that of its working days."""
        times = (self.every, self.due, self.grace)
        return bool(self.calendar) or any(isinstance(one, WorkingDays | NthWeekday) for one in times)

    @property
    def is_report(self) -> bool:
        """Whether it is the report on its month: sending it proves it. The packages call that its delivery."""
        return self.proof == REPORT or (self.id == REPORT and self.proof == DELIVERED)

    @property
    def is_of_periods(self) -> bool:
        """Whether its slots are what is stated: months, quarters or years of the calendar."""
        return self.slots == "calendar" and self.every in [Period(months=months) for months in (1, 3, 12)]
