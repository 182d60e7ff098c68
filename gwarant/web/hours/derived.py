"""How what an entry costs comes about: its time, the factor of its hour, the rate, the amount."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gwarant.pictures.summary import sum_text
from gwarant.pictures.words import duration
from gwarant.sla.contract.model.money import ChargedTo, Drains
from gwarant.sla.hours import Drained, Reason, Share
from gwarant.sla.hours.part import RateKind
from gwarant.web.templatetags.look import lang

Priced = tuple[Share, str]  # with the currency of its price


@dataclass(frozen=True)
class Derived:
    """One entry in one month: seconds worked, charged and above the pool, each step to its amount, and the amount.

    `amount` is empty where no price belongs to its time, and says so where a price is blank.
    """

    real: int
    charged: int
    over: int
    factors: str
    steps: tuple[str, ...]
    amount: str


def charged_of(line: Drained) -> int:
    """What is quoted apart is not charged here."""
    return 0 if line.part.charge is ChargedTo.APART else line.part.charged


def derived(lines: Sequence[Drained], dealt: Sequence[Priced]) -> Derived:
    """The entry of these lines, with their shares in what the month costs."""
    return Derived(
        real=sum(line.part.real for line in lines),
        charged=sum(charged_of(line) for line in lines),
        over=sum(line.above for line in lines),
        factors=_factors(lines),
        steps=(*_kept_apart(lines), *_drained_faster(lines), *_steps(dealt)),
        amount=sums((one.amount, currency) for one, currency in dealt),
    )


def _factors(lines: Sequence[Drained]) -> str:
    """The factors of the dearer times of an entry, each with its part of the time where that is not the whole."""
    whole, own = sum(charged_of(line) for line in lines), dict[Decimal, int]()
    for line in lines:
        if line.part.rate.kind is RateKind.MULTIPLIED:
            own[line.part.rate.x] = own.get(line.part.rate.x, 0) + charged_of(line)
    parts = ((f"× {_number(x)}", seconds) for x, seconds in sorted(own.items()))
    return " · ".join(name if seconds == whole else f"{name} ({_length(seconds)})" for name, seconds in parts)


def sums(amounts: Iterable[tuple[Decimal | None, str]]) -> str:
    """What the amounts come to, each currency by itself; a sum with a blank price says so."""
    found: dict[str, Decimal | None] = {}
    for amount, currency in amounts:
        before = found.get(currency, Decimal(0))
        found[currency] = None if amount is None or before is None else before + amount
    return " + ".join(sum_text(amount, currency, lang()) for currency, amount in found.items())


def _kept_apart(lines: Sequence[Drained]) -> Iterator[str]:
    apart = sum(line.part.charged for line in lines if line.part.charge is ChargedTo.APART)
    if apart:
        yield _("%(time)s quoted by themselves, not charged here") % {"time": _length(apart)}
    if lines and all(line.part.charge is ChargedTo.NEVER for line in lines):
        is_freed = any(line.part.rate.when for line in lines)
        yield _("not charged: work on tickets of this class is free") if is_freed else _("not charged")


def _drained_faster(lines: Sequence[Drained]) -> Iterator[str]:
    """Work at a dearer time that takes more of the pool than it lasted, by its factor."""
    faster = [line for line in lines if line.part.rate.drains is Drains.POOL and line.part.asked]
    for x in sorted({line.part.rate.x for line in faster} - {Decimal(1)}):
        own = [line.part for line in faster if line.part.rate.x == x]
        told = {
            "time": _length(sum(part.charged for part in own)),
            "x": _number(x),
            "drain": _length(sum(part.asked for part in own)),
        }
        yield _("%(time)s × %(x)s = %(drain)s of the pool") % told


def _steps(dealt: Sequence[Priced]) -> Iterator[str]:
    """Each price of an hour once, with the time at it; several end with what each comes to."""
    by_price: dict[tuple[object, ...], list[Priced]] = {}
    for one, currency in dealt:
        rate = one.line.part.rate
        by_price.setdefault((one.reason, rate.x, rate.drains, one.price, currency), []).append((one, currency))
    for own in by_price.values():
        told = _product(*own[0], sum(one.seconds for one, _currency in own))
        amount = sums((one.amount, currency) for one, currency in own)
        yield f"{told} = {amount}" if len(by_price) > 1 else told


def _product(one: Share, currency: str, seconds: int) -> str:
    """The time, its factor where the hour is a dearer one, and the rate."""
    rate = one.line.part.rate
    factor = rate.x if rate.drains is Drains.PRICE else Decimal(1)
    dearer = {
        Reason.OVERAGE: _("%(time)s above the pool × %(x)s × %(rate)s"),
        Reason.SURCHARGE: _("%(time)s from the pool × (%(x)s − 1) × %(rate)s"),
        Reason.WORK: _("%(time)s × %(x)s × %(rate)s"),
    }
    plain = {
        Reason.OVERAGE: _("%(time)s above the pool × %(rate)s"),
        Reason.WORK: _("%(time)s × %(rate)s"),
    }
    base = rate.included if one.reason is Reason.SURCHARGE and rate.included is not None else rate.above
    told = {"time": _length(seconds), "x": _number(factor), "rate": sum_text(base, currency, lang())}
    return (plain if factor == 1 else dearer)[one.reason] % told


def _length(seconds: int) -> str:
    return duration(seconds, lang(), exact=True)


def _number(x: Decimal) -> str:
    return number_format(x.normalize())
