"""What a proposal holds."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gwarant.sla.contract.model.promises import PeriodKind

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

    month: str
    charged: int
    overage: int
    amount: Decimal | None
    total: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """A contract, or a size of its pool, with the past months priced under it; `pool` in seconds a period.

    `hours_fee` is what the hours of a size cost a period; `fee` is a month's, hours of the pool included.
    """

    source: Source
    contract: str
    title: str
    pool: int | None
    per: PeriodKind
    unlimited: bool
    hours_fee: Decimal | None
    fee: Decimal | None
    months: tuple[Priced, ...]
    total: Decimal | None
    monthly: Decimal | None  # the total, a month
    lack: Lack | None


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The saving a month over resamples of the client's own months: 5 %, median and 95 %.

    `stays` is the percentage of resamples in which the cheapest is the cheapest again; `dependent` says that hours
    pass from month to month, so that the pool was run over each sequence of drawn months.
    """

    resamples: int
    low: Decimal
    median: Decimal
    high: Decimal
    stays: Decimal
    dependent: bool


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Whether the contract's own condition of a proposal is reached: so many of the last `of` periods over the pool."""

    of: int
    periods_over: int
    looked: tuple[str, ...]
    over: tuple[str, ...]
    reached: bool


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The alternatives over the same past months; `cheapest` and `present` are numbers among them."""

    contract: str
    title: str
    client: str
    currency: str
    months: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    present: int
    cheapest: int | None
    saving: Decimal | None  # a month, of the cheapest against the contract as it stands
    spread: Spread | None
    trigger: Trigger | None
    evidence: str  # sha256 of the canonical rows, from which the resamples are drawn
    engine: str
