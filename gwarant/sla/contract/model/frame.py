"""The frame of a contract: what it is called, who signs it, from when it holds, what it costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import item
from gwarant.sla.contract.values import Period, Seconds


class Status(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    SIGNED = "signed"
    ENDED = "ended"


class Level(StrEnum):
    """For whom the wording speaks: all clients, one client, one service; or among the provider's own people."""

    CORPORATE = "corporate"
    CUSTOMER = "customer"
    SERVICE = "service"
    INTERNAL = "internal"
    UNDERPINNING = "underpinning"


class Amounts(StrEnum):
    NET = "net"
    GROSS = "gross"


class Rounding(StrEnum):
    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    DOWN = "down"
    UP = "up"


class NoticeEnd(StrEnum):
    EXACT = "exact"
    MONTH_END = "month_end"


@dataclass(frozen=True, kw_only=True)
class Signature:
    date_: date = item("the day on which both had signed")
    document: str = item("hash or reference of the signed document", default="")


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """A change that one side announces; checked against the notice that the former version asks for."""

    date_: date = item("the day on which the other side received it")
    by: str = item("provider or client", default="provider")


@dataclass(frozen=True, kw_only=True)
class Metadata:
    id: str | None = item("the contract's number", blank=True)
    version: int = item("1 for the first wording", default=1)
    supersedes: int | None = item("the version that this one replaces", default=None)
    status: Status = item("draft, offered, signed or ended", default=Status.DRAFT)
    language: str = item("the language in which it was drawn up, pl or en; empty: it does not say", default="")
    level: Level = item("corporate, customer or service; internal (OLA) or underpinning", default=Level.CUSTOMER)
    document: str = item("which document this is, for `precedence`: order, annex, package or platform", default="order")
    based_on: str = item("the package that this contract was flattened from", default="")
    signed: Signature | None = item("when both signed, and what", default=None)
    announced: Announcement | None = item("for a unilateral change: when it was announced", default=None)
    title: str = item("a title for people", default="")


@dataclass(frozen=True, kw_only=True)
class Effective:
    from_: date | None = item("first day in force, in the contract's zone", blank=True)
    to: date | None = item("last day in force; null while open-ended", default=None)


@dataclass(frozen=True, kw_only=True)
class MoneyRule:
    round: Rounding = item("how an amount is rounded, once, at the end", default=Rounding.HALF_UP)
    scale: int = item("decimal places of an amount", default=2)


@dataclass(frozen=True, kw_only=True)
class Defaults:
    timezone: str = item("IANA zone in which days, months and service hours are read", default="UTC")
    currency: str | None = item("ISO 4217 code, such as PLN", blank=True)
    amounts: Amounts = item("whether amounts are net or gross", default=Amounts.NET)
    intervals: str = item("half-open: a moment at the end of an interval is outside", default="half-open")
    percent_scale: int = item("decimal places of a displayed percentage, truncated against the provider", default=4)
    money: MoneyRule = item("rounding of amounts", default=MoneyRule())


@dataclass(frozen=True, kw_only=True)
class Party:
    name: str | None = item("the party's name", blank=True)
    nip: str = item("Polish tax number, ten digits", default="")
    sector: str = item("branch, such as ecommerce, medical, education, manufacturing, media", default="")
    regulated: tuple[str, ...] = item("regimes that bind the party: dora, ksc, public, gdpr", default=())
    address: str = item("postal address", default="")


@dataclass(frozen=True, kw_only=True)
class Parties:
    provider: Party = item("who promises")
    client: Party = item("to whom")


@dataclass(frozen=True, kw_only=True)
class Notice:
    length: Period = item("how long before, such as P1M")
    ends: NoticeEnd = item("exact, or month_end: the change starts after the end of a month", default=NoticeEnd.EXACT)

    @staticmethod
    def shorthand(node: Node) -> Node:
        return node.mapping({"length": node})


class JudgedBy(StrEnum):
    """Which moment of a ticket picks the wording that judges it."""

    RECEIVED = "received"
    EVENT = "event"


@dataclass(frozen=True, kw_only=True)
class Term:
    notice: Notice | None = item("notice to end the contract", default=None)
    change_notice: Notice | None = item("notice that one side needs to change it alone", default=None)
    judged_by: JudgedBy = item("a ticket falls under the wording in force at this moment", default=JudgedBy.RECEIVED)
    rebase: dict[str, Any] = item("indexation: index and month", default={})
    minimum: Period | None = item("minimum term", default=None)


@dataclass(frozen=True, kw_only=True)
class Fee:
    monthly: Decimal | None = item("the monthly fee", blank=True)
    parts: dict[str, Decimal] = item("how the fee divides: readiness, hours, …", default={})
    due: Period | None = item("payment term", default=None)
    vat: str = item("VAT rate name", default="standard")


@dataclass(frozen=True, kw_only=True)
class LadderStep:
    after: Seconds = item("how long after the start, such as 15m")
    to: str = item("whom to tell then")


@dataclass(frozen=True, kw_only=True)
class Contacts:
    caretaker: dict[str, str] = item("the named caretaker and the deputy", default={})
    ladder: tuple[LadderStep, ...] = item("who is told when a promise is at risk, step by step", default=())
