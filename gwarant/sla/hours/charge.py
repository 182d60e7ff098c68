"""What a month of hours costs beside the fee: one line for each rate, exact, rounded once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import Drains
from gwarant.sla.hours.part import Rate
from gwarant.sla.hours.pool import Drained
from gwarant.sla.money import rounded

HOUR = 3600


class Reason(StrEnum):
    OVERAGE = "overage"  # hours above the pool
    SURCHARGE = "surcharge"  # hours of the pool at a dearer time


@dataclass(frozen=True, kw_only=True)
class Charge:
    """Seconds at one price of an hour; `price` and `amount` are None while the contract leaves the price blank."""

    reason: Reason
    rate: str
    x: Decimal
    seconds: int
    price: Decimal | None
    amount: Decimal | None


def charges(rows: Iterable[Drained], money: MoneyRule) -> tuple[Charge, ...]:
    """The charges of a month in the order in which their rates first appear; what sums to no time is left out."""
    sums: dict[tuple[Reason, str, Decimal, Decimal | None], int] = {}
    for row in rows:
        for reason, seconds, price in _priced(row):
            key = (reason, row.part.rate.name, row.part.rate.x, price)
            sums[key] = sums.get(key, 0) + seconds
    return tuple(
        Charge(reason=reason, rate=rate, x=x, seconds=seconds, price=price, amount=_amount(seconds, price, money))
        for (reason, rate, x, price), seconds in sums.items()
        if seconds
    )


def _priced(row: Drained) -> Iterator[tuple[Reason, int, Decimal | None]]:
    rate = row.part.rate
    yield Reason.OVERAGE, row.above, _times(rate.above, rate.x if rate.drains is Drains.PRICE else Decimal(1))
    if rate.drains is Drains.PRICE and rate.x != 1:
        yield Reason.SURCHARGE, row.pooled, _times(_value_of_included(rate), rate.x - 1)


def _value_of_included(rate: Rate) -> Decimal | None:
    return rate.above if rate.included is None else rate.included


def _times(price: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if price is None else price * factor


def _amount(seconds: int, price: Decimal | None, money: MoneyRule) -> Decimal | None:
    return None if price is None else rounded(Fraction(price) * seconds / HOUR, money)
