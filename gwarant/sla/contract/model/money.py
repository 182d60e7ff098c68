"""Hours and money: the pool, the rates, and what a broken promise costs."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gwarant.sla.contract.model.frame import Amounts
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import item
from gwarant.sla.contract.values import Period, Seconds, TimeValue


class Toward(StrEnum):
    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


class Drains(StrEnum):
    POOL = "pool"
    PRICE = "price"


@dataclass(frozen=True, kw_only=True)
class Carry:
    periods: int = item("for how many periods unused hours live on", default=0)
    cap: Decimal = item("at most this share of the amount is carried, in percent", default=Decimal(100))


@dataclass(frozen=True, kw_only=True)
class Pool:
    amount: Seconds = item("hours included in each period, such as 20h")
    per: PeriodKind = item("the period", default=PeriodKind.CALENDAR_MONTH)
    carry: Carry = item("unused hours that live on", default=Carry())
    order: str = item("which hours are used first", default="oldest_first")
    partial_period: str = item("prorata or full, for a first or last period that is cut", default="prorata")


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
    when: str = item('"outside <calendar>", "Sun", "Sat or Sun", "holiday", "Sun or holiday", "emergency"')
    x: Decimal = item("the factor; where several apply the highest wins")
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


@dataclass(frozen=True, kw_only=True)
class Hours:
    pool: Pool | None = item("included hours", default=None)
    round: HoursRounding = item("how an entry is rounded", default=HoursRounding())
    rates: Rates = item("what hours cost", default=Rates())
    not_charged: tuple[str, ...] = item("kinds of work that never cost hours", default=())
    approve: Approval = item("alerts and approvals", default=Approval())


class RemedyKind(StrEnum):
    BANDS = "bands"
    PER_UNIT = "per_unit"
    FLAT = "flat"


@dataclass(frozen=True, kw_only=True)
class RemedyOf:
    """The promise whose breach pays; written short as its id, or `{clock: …, class: …}`."""

    promise: str = item("id of an availability, a measure or a duty", default="")
    clock: str = item("a clock", default="")
    class_: tuple[str, ...] = item("classes of that clock; all when empty", default=())
    duty: str = item("a duty", default="")

    @staticmethod
    def shorthand(node: Node) -> Node:
        return node.mapping({"promise": node})


@dataclass(frozen=True, kw_only=True)
class Base:
    fee: str = item("monthly, or a part named under fee.parts, or contract_total", default="monthly")
    of: str = item("same_month, previous_month or next_month", default="same_month")
    amounts: Amounts | None = item("net or gross, when it differs", default=None)


@dataclass(frozen=True, kw_only=True)
class Band:
    """A stretch of the measured value and what it pays."""

    ge: Decimal | None = item("from, inclusive", default=None)
    gt: Decimal | None = item("from, exclusive", default=None)
    lt: Decimal | None = item("to, exclusive", default=None)
    le: Decimal | None = item("to, inclusive", default=None)
    pct: Decimal | None = item("percent of the base", default=None)
    amount: Decimal | None = item("or an amount", default=None)

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
class Remedy:
    id: str = item("short name")
    of: RemedyOf = item("which promise")
    kind: RemedyKind = item("bands, per_unit or flat")
    base: Base = item("of what a percentage is taken", default=Base())
    bands: tuple[Band, ...] = item("for kind bands", default=())
    unit: Seconds | None = item("for per_unit: the unit of overrun", default=None)
    round: Toward = item("up: each started unit; down: each full one; nearest", default=Toward.UP)
    count_on: str = item("clock: overrun on the clock's own calendar; elapsed: real time", default="clock")
    free: Seconds = item("overrun that is free, before the first unit", default=Seconds(0))
    pct: Decimal | None = item("percent of the base, for each unit or flat", default=None)
    amount: Decimal | None = item("amount, for each unit or flat", default=None)
    pay_after: Seconds = item("an overrun up to this pays nothing", default=Seconds(0))
    label: str = item("name for people", default="")


@dataclass(frozen=True, kw_only=True)
class Combine:
    same_incident: str = item("highest or sum, for remedies of one ticket or outage", default="highest")
    across: str = item("sum or highest, across incidents", default="sum")


@dataclass(frozen=True, kw_only=True)
class Cap:
    per: str = item("month or contract_year")
    pct: Decimal | None = item("percent of the fee named by `of`", default=None)
    of: str = item("the fee, such as monthly", default="monthly")
    amount: Decimal | None = item("or an amount", default=None)


@dataclass(frozen=True, kw_only=True)
class Claim:
    deadline: Period = item("how long the client has to claim")
    anchor: str = item("from when: breach, month_end or report", default="month_end")

    @staticmethod
    def shorthand(node: Node) -> Node:
        return node.mapping({"deadline": node})


@dataclass(frozen=True, kw_only=True)
class RemedyRules:
    combine: Combine = item("what happens when several apply", default=Combine())
    caps: tuple[Cap, ...] = item("upper bounds", default=())
    min: Decimal = item("a smaller sum is not paid", default=Decimal(0))
    mode: str = item("automatic, or on_claim", default="automatic")
    claim: Claim | None = item("for on_claim: the deadline and its anchor", default=None)
    settle: str | None = item("price_reduction, contractual_penalty or term_extension", blank=True)
    fault: str = item("zwloka (culpable delay) or opoznienie (any delay)", default="zwloka")


@dataclass(frozen=True, kw_only=True)
class Right:
    """What repeated breaches entitle to."""

    id: str = item("short name")
    if_: dict[str, Any] = item("the condition")
    right: str = item("terminate, improvement_plan, propose_package, substitute_repair, …")
    of: str = item("whose right", default="client")
    notice: TimeValue | None = item("its notice", default=None)
    use_within: TimeValue | None = item("until when it may be used", default=None)
