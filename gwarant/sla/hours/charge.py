"""What a month of hours costs beside the fee: one line for each rate, exact, rounded once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import ChargedTo, Drains
from gwarant.sla.facts import Id, Length, Money, Quoted
from gwarant.sla.hours.part import Rate, RateKind
from gwarant.sla.hours.pool import Drained
from gwarant.sla.money import rounded, total

HOUR = 3600
Key = tuple["Reason", str, RateKind, str, Decimal, Decimal | None]


class Reason(StrEnum):
    OVERAGE = "overage"  # hours above the pool
    SURCHARGE = "surcharge"  # hours of the pool at a dearer time
    WORK = "work"  # hours of a kind of work that is charged at its rate, beside the pool


@dataclass(frozen=True, kw_only=True)
class Charge:
    """Seconds of one kind of work at one price of an hour; `price` and `amount` are None while the price is blank."""

    reason: Reason
    work: Id
    rate: RateKind
    when: Quoted
    x: Decimal
    seconds: Length
    price: Money | None
    amount: Money | None

    @property
    def key(self) -> Key:
        """What its seconds have in common."""
        return self.reason, self.work, self.rate, self.when, self.x, self.price


def charges(rows: Iterable[Drained], money: MoneyRule) -> tuple[Charge, ...]:
    """The charges of a month in the order in which their rates first appear; what sums to no time is left out."""
    sums: dict[Key, int] = {}
    for row in rows:
        for reason, seconds, price in priced(row):
            key = key_of(row, reason, price)
            sums[key] = sums.get(key, 0) + seconds
    return tuple(_charge(key, seconds, money) for key, seconds in sums.items() if seconds)


def key_of(row: Drained, reason: Reason, price: Decimal | None) -> Key:
    """What the seconds of one charge have in common: the key of the charge to which those of the row belong."""
    rate = row.part.rate
    return reason, row.part.work, rate.kind, rate.when, rate.x, price


def amount_of(costs: Iterable[Charge], money: MoneyRule) -> Decimal | None:
    """What the charges sum to; None while one of them has no price."""
    exact = total(cost.amount for cost in costs)
    return None if exact is None else rounded(exact, money)


def priced(row: Drained) -> Iterator[tuple[Reason, int, Decimal | None]]:
    """What the row costs: why, how many seconds, and the price of an hour, None while it is blank."""
    rate = row.part.rate
    dear = _times(rate.above, rate.x if rate.drains is Drains.PRICE else Decimal(1))
    if row.part.charge is ChargedTo.RATE:
        yield Reason.WORK, row.part.drain, dear
        return
    yield Reason.OVERAGE, row.above, dear
    if rate.drains is Drains.PRICE and rate.x != 1:
        yield Reason.SURCHARGE, row.pooled, _times(_value_of_included(rate), rate.x - 1)


def _value_of_included(rate: Rate) -> Decimal | None:
    return rate.above if rate.included is None else rate.included


def _times(price: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if price is None else price * factor


def _charge(key: Key, seconds: int, money: MoneyRule) -> Charge:
    reason, work, rate, when, x, price = key
    amount = _amount(seconds, price, money)
    return Charge(reason=reason, work=work, rate=rate, when=when, x=x, seconds=seconds, price=price, amount=amount)


def _amount(seconds: int, price: Decimal | None, money: MoneyRule) -> Decimal | None:
    return None if price is None else rounded(Fraction(price) * seconds / HOUR, money)
