"""What a proposal holds."""

from dataclasses import dataclass
from enum import StrEnum

from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.facts import Currency, Hash, Id, Length, Money, Percentage, PeriodName, Quoted

SCHEMA = "gwarant.proposal/1"


class Source(StrEnum):
    PRESENT = "present"  # the contract as it stands
    SIZE = "size"  # the contract with another size of its pool
    OFFER = "offer"  # an offered contract, with its own pool or another size of it


class Lack(StrEnum):
    """Why an alternative has no price; nothing is guessed."""

    FEE = "fee.monthly is blank"
    PART = "fee.parts.hours does not say what the hours of the pool cost"
    RATE = "a price of hours is blank"
    CURRENCY = "its amounts are in another currency"


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A past month under an alternative: seconds charged and above the pool, its amount beside the fee and with it."""

    month: PeriodName
    charged: Length
    overage: Length
    amount: Money | None
    total: Money | None


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """A contract, or a size of its pool, with the past months priced under it; `pool` in seconds a period.

    `hours_fee` is what the hours of a size cost a period; `fee` is a month's, hours of the pool included.
    """

    source: Source
    contract: Id
    title: Quoted
    pool: Length | None
    per: PeriodKind
    unlimited: bool
    hours_fee: Money | None
    fee: Money | None
    months: tuple[Priced, ...]
    total: Money | None
    monthly: Money | None  # the total, a month
    lack: Lack | None


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The saving a month over resamples of the client's own months: 5 %, median and 95 %.

    `stays` is the percentage of resamples in which the cheapest is the cheapest again; `dependent` says that hours
    pass from month to month, so that the pool was run over each sequence of drawn months.
    """

    resamples: int
    low: Money
    median: Money
    high: Money
    stays: Percentage
    dependent: bool


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Whether the contract's own condition of a proposal is reached: so many of the last `of` periods over the pool."""

    of: int
    periods_over: int
    looked: tuple[PeriodName, ...]
    over: tuple[PeriodName, ...]
    reached: bool


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The alternatives over the same past months; `cheapest` and `present` are numbers among them."""

    contract: Id
    title: Quoted
    client: Quoted
    currency: Currency
    months: tuple[PeriodName, ...]
    alternatives: tuple[Alternative, ...]
    present: int
    cheapest: int | None
    saving: Money | None  # a month, of the cheapest against the contract as it stands
    spread: Spread | None
    trigger: Trigger | None
    evidence: Hash  # sha256 of the canonical rows, from which the resamples are drawn
    engine: str
