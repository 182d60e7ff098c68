"""Hours and money: the pool, the rates, and what a broken promise costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from gwarant.sla.contract.model.frame import Amounts
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.contract.model.promises import Toward as Toward
from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import item
from gwarant.sla.contract.values import Period, Seconds, TimeValue, Window


class Drains(StrEnum):
    POOL = "pool"
    PRICE = "price"


@dataclass(frozen=True, kw_only=True)
class Carry:
    periods: int = item("for how many periods unused hours live on", default=0)
    cap: Decimal = item("at most this share of the amount is carried, in percent", default=Decimal(100))
    forever: bool = item("unused hours never lapse", default=False)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Hours that are bought once and used until they are gone, in place of hours in each period."""

    price: Decimal | None = item("what the block costs, once", default=None, figure=True)
    lasts: Period | None = item(
        "how long it can be used, its first day counted; until it is used up when empty", default=None, figure=True
    )
    bought: date | None = item("its first day; that of the wording that brings it when empty", default=None)


@dataclass(frozen=True, kw_only=True)
class Pool:
    amount: Seconds = item("hours included in each period, or in the block", default=Seconds(0), figure=True)
    unlimited: bool = item("all hours are included", default=False)
    per: PeriodKind = item("the period", default=PeriodKind.CALENDAR_MONTH)
    carry: Carry = item("unused hours that live on", default=Carry())
    order: str = item("which hours are used first", default="oldest_first")
    partial_period: str = item("prorata or full, for a first or last period that is cut", default="prorata")
    block: Block | None = item("the hours are bought once, and not granted in each period", default=None)


@dataclass(frozen=True, kw_only=True)
class TravelRounding:
    unit: Seconds = item("started unit", default=Seconds(1800))
    mode: Toward = item("up, down or nearest", default=Toward.UP)


@dataclass(frozen=True, kw_only=True)
class HoursRounding:
    unit: Seconds = item("started unit in which an entry is charged", default=Seconds(60))
    mode: Toward = item("up, down or nearest", default=Toward.UP)
    min: Seconds = item("the least that an entry is charged", default=Seconds(0))
    travel: TravelRounding | None = item("rounding of travel, when it differs", default=None)


@dataclass(frozen=True, kw_only=True)
class Multiplier:
    when: str = item(
        '"outside <calendar>", "Sun", "Sat or Sun", "holiday", "Sun or holiday", "emergency",'
        ' "emergency and outside <calendar>"'
    )
    x: Decimal = item("the factor; where several apply the highest wins", figure=True)
    drains: Drains = item("price: it raises the price; pool: it drains the pool faster as well", default=Drains.PRICE)


@dataclass(frozen=True, kw_only=True)
class Rates:
    included: Decimal | None = item("value of an included hour", default=None)
    above: Decimal | None = item("price of an hour above the pool", blank=True)
    multipliers: tuple[Multiplier, ...] = item("dearer times", default=())
    discount_projects: Decimal = item("discount on projects, in percent", default=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Approval:
    single_task_over: Seconds | None = item("a task longer than this is agreed first", default=None)
    alert_at: tuple[Decimal, ...] = item("alerts at these percentages of the pool", default=(Decimal(80), Decimal(100)))
    propose_change_after: dict[str, int] = item("a proposal after so many periods over", default={})


class ChargedTo(StrEnum):
    """Who bears an hour of some kind of work."""

    POOL = "pool"
    RATE = "rate"
    NEVER = "never"
    APART = "apart"


@dataclass(frozen=True, kw_only=True)
class WorkKind:
    """A kind of work with its own charging: warranty, own defects, small improvements, travel, a role."""

    id: str = item("the word that time entries bear: support, warranty, own_defect, improvement, project, …")
    label: str = item("name for people", default="")
    charge: ChargedTo = item(
        "pool: from the pool, then at the rate above it; rate: always at the rate; never; apart: quoted by itself",
        default=ChargedTo.POOL,
    )
    rate: Decimal | None = item("its own price of an hour", default=None)
    round: HoursRounding | None = item("its own rounding", default=None)
    at_most: Seconds | None = item("more than this on one ticket is charged as `beyond` says", default=None)
    beyond: ChargedTo = item("what lies above at_most", default=ChargedTo.APART)


@dataclass(frozen=True, kw_only=True)
class Size:
    """A size of the pool that the provider offers, for proposals to correct the contract."""

    amount: Seconds = item("hours in each period", figure=True)
    fee: Decimal | None = item("what these hours cost a period", default=None)
    discount: Decimal | None = item("or the discount on the rate above the pool, in percent", default=None)


@dataclass(frozen=True, kw_only=True)
class Hours:
    pool: Pool | None = item("included hours", default=None)
    round: HoursRounding = item("how an entry is rounded", default=HoursRounding())
    rates: Rates = item("what hours cost", default=Rates())
    not_charged: tuple[str, ...] = item(
        "what never costs hours: kinds of work; `class critical`: all work on tickets of that class", default=()
    )
    work: tuple[WorkKind, ...] = item("kinds of work with their own charging", default=())
    sizes: tuple[Size, ...] = item("other sizes of the pool that are on offer", default=())
    approve: Approval = item("alerts and approvals", default=Approval())


class RemedyKind(StrEnum):
    BANDS = "bands"
    PER_UNIT = "per_unit"
    PER_STEP = "per_step"
    FLAT = "flat"
    PRORATA = "prorata"
    EVERY_N = "every_n"
    EXTENSION = "extension"


@dataclass(frozen=True, kw_only=True)
class RemedyOf:
    """The promise whose breach pays; written short as its id, or `{clock: …, class: …}`."""

    promise: str = item("id of an availability, a measure or a duty", default="")
    clock: str = item("a clock", default="")
    class_: tuple[str, ...] = item("classes of that clock; all when empty", default=())
    duty: str = item("a duty", default="")
    outage: str = item("each counted outage of a promised availability, by itself", default="")

    @staticmethod
    def shorthand(node: Node) -> Node:
        return node.mapping({"promise": node})


@dataclass(frozen=True, kw_only=True)
class Base:
    fee: str = item("monthly, or a part named under fee.parts, or contract_total", default="monthly")
    of: str = item(
        "whose: same_month, previous_month, next_month, or all fees of calendar_quarter or contract_year",
        default="same_month",
    )
    first: str = item(
        "for previous_month: what the contract's first month is a share of; none: of nothing, same_month: its own fee",
        default="",
    )
    surcharges: bool = item("whether surcharges of seasons belong to it", default=False)
    amounts: Amounts | None = item("net or gross, when it differs", default=None)


@dataclass(frozen=True, kw_only=True)
class Band:
    """A stretch of the measured value and what it pays."""

    ge: Decimal | None = item("from, inclusive", default=None, figure=True)
    gt: Decimal | None = item("from, exclusive", default=None, figure=True)
    lt: Decimal | None = item("to, exclusive", default=None, figure=True)
    le: Decimal | None = item("to, inclusive", default=None, figure=True)
    pct: Decimal | None = item("percent of the base", default=None, figure=True)
    amount: Decimal | None = item("or an amount", default=None, figure=True)

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies in the band."""
        checks = (
            self.ge is None or value >= self.ge,
            self.gt is None or value > self.gt,
            self.lt is None or value < self.lt,
            self.le is None or value <= self.le,
        )
        return all(checks)


@dataclass(frozen=True, kw_only=True)
class OwnCap:
    """The most that one remedy pays for one month."""

    pct: Decimal | None = item("percent of the remedy's base", default=None, figure=True)
    amount: Decimal | None = item("or an amount", default=None, figure=True)
    units: int | None = item("or a number of paid units, steps or days", default=None, figure=True)


@dataclass(frozen=True, kw_only=True)
class Remedy:
    id: str = item("short name")
    of: RemedyOf = item("which promise")
    kind: RemedyKind = item("how it is computed")
    base: Base = item("of what a percentage is taken", default=Base())
    bands: tuple[Band, ...] = item("for kind bands", default=())
    bands_on: str = item("value: the measured figure; shortfall: how far it misses the target", default="value")
    unit: Seconds | None = item("for per_unit and extension: the unit of overrun", default=None, figure=True)
    step: Decimal | None = item("for per_step: the step of the shortfall, in points", default=None)
    round: Toward = item("up: each started unit or step; down: each full one; nearest", default=Toward.UP)
    count_on: str = item(
        "clock: the promise's own way, of a clock or duty on its calendar, of availability beyond, of an outage whole; "
        "elapsed: real time; calendar_days: the local dates that it touches; working_days: those of them in whose "
        "hours, by that calendar, it lasts; beyond: downtime beyond what the target allows; whole: all downtime",
        default="clock",
    )
    starts: str = item("due: overrun counts from the due moment; next_hour: from the next full hour", default="due")
    n: int | None = item("for every_n: so many breaches pay once", default=None)
    within: Period | None = item("for every_n: breaches of this rolling time count; all when empty", default=None)
    x: Decimal = item("for prorata: so many times the fee of the lost time", default=Decimal(1))
    grants: Period | None = item("for extension: what each unit extends the service by", default=None)
    free: Seconds = item("overrun that is free, before the first unit", default=Seconds(0))
    pct: Decimal | None = item("percent of the base, for each unit or flat", default=None, figure=True)
    amount: Decimal | None = item("amount, for each unit or flat", default=None, figure=True)
    pay_after: Seconds = item("an overrun up to this pays nothing", default=Seconds(0))
    cap: OwnCap | None = item("the most that it pays for a month", default=None)
    label: str = item("name for people", default="")


@dataclass(frozen=True, kw_only=True)
class Combine:
    same_incident: str = item("highest, sum or client_elects, for remedies of one ticket or outage", default="highest")
    across: str = item("sum or highest, across incidents", default="sum")
    once_per_cause: Seconds | None = item(
        "breaches of one service within this time of the first have one cause, and its dearest incident alone pays",
        default=None,
    )


@dataclass(frozen=True, kw_only=True)
class Cap:
    per: str = item("month, contract_year, or total for the whole life of the contract")
    pct: Decimal | None = item("percent of the fee named by `of`", default=None, figure=True)
    of: str = item("the fee, such as monthly", default="monthly")
    amount: Decimal | None = item("or an amount", default=None, figure=True)


@dataclass(frozen=True, kw_only=True)
class Claim:
    deadline: Window | None = item(
        "how long the client has to claim: days to the end of the last of them, working days to its closing, hours to"
        " the moment; a claim never lapses without one",
        default=None,
        figure=True,
    )
    calendar: str = item("calendar of its working days; the first with holidays when empty", default="")
    anchor: str = item("from when: breach, month_end or report", default="month_end")
    decide_by: Period | None = item("how long the provider has to decide a claim", default=None)

    @staticmethod
    def shorthand(node: Node) -> Node:
        return node.mapping({"deadline": node})


@dataclass(frozen=True, kw_only=True)
class RemedyRules:
    combine: Combine = item("what happens when several apply", default=Combine())
    caps: tuple[Cap, ...] = item("upper bounds", default=())
    min: Decimal = item("a smaller sum is not paid", default=Decimal(0))
    mode: str = item("automatic, or on_claim", default="automatic")
    claim: Claim | None = item("for on_claim: the deadline and its anchor", default=None, figure=True)
    settle: str | None = item("price_reduction, contractual_penalty or term_extension", blank=True)
    fault: str = item("zwloka (culpable delay) or opoznienie (any delay)", default="zwloka")
    sole_remedy: bool = item("whether nothing beside these remedies is owed for a broken promise", default=False)
    damages_above: bool = item("whether damages above a penalty stay open", default=False)
    credited_to: str = item("same_invoice, next_invoice or payout", default="same_invoice")
    requires: tuple[str, ...] = item("conditions of the client's side in words, such as no overdue payment", default=())


@dataclass(frozen=True, kw_only=True)
class Condition:
    """When a right arises: what must have happened, how often, within which time.

    One of `miss`, `below`, `above`, `downtime_over`, `outage_over`, `late_over`, `at_cap`, or `any`/`all` of others.
    """

    any: tuple["Condition", ...] = item("one of these is enough", default=())
    all: tuple["Condition", ...] = item("all of these together", default=())
    of: str = item("the promise that below, above, downtime_over, outage_over and late_over look at", default="")
    miss: str = item("a promise, measure, duty or clock is broken", default="")
    class_: tuple[str, ...] = item("of a clock: in these classes; all when empty", default=())
    below: Decimal | None = item("the figure of a period lies below this", default=None)
    above: Decimal | None = item("the figure of a period lies above this", default=None)
    average: int = item("for below and above: the mean of this many periods", default=1)
    downtime_over: Seconds | None = item("more downtime than this in a period, or within `within`", default=None)
    outage_over: Seconds | None = item("a single outage longer than this", default=None)
    late_over: Seconds | None = item("a clock later than this, in real time", default=None)
    at_cap: str = item("the remedies reached this cap: month, contract_year or total", default="")
    n: int = item("so many times", default=1)
    in_a_row: bool = item("in so many periods one after the other", default=False)
    within: int | None = item("within so many units, rolling; ever when empty", default=None)
    unit: str = item("day, week, month, quarter or year", default="month")


@dataclass(frozen=True, kw_only=True)
class Right:
    """What repeated breaches entitle to."""

    id: str = item("short name")
    if_: Condition = item("the condition")
    right: str = item("terminate, improvement_plan, propose_package, substitute_repair, …")
    of: str = item("whose right", default="client")
    notice: TimeValue | None = item("its notice", default=None)
    use_within: TimeValue | None = item("until when it may be used", default=None)
