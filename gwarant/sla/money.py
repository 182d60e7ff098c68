"""Money that is exact until it is rounded, once, by the contract's rule."""

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

from gwarant.sla.contract.model.frame import MoneyRule, Rounding

Exact = Fraction | Decimal | int
_EXACT = Context(prec=60)


def rounded(amount: Exact, rule: MoneyRule) -> Decimal:
    """The amount at the rule's scale; up and half-up go away from zero, so that a reversal rounds as its original."""
    scaled = Fraction(amount) * 10**rule.scale
    whole, rest = divmod(abs(scaled), 1)
    units = int(whole) + _extra(int(whole), rest, rule.round)
    return decimal(units if scaled >= 0 else -units, rule.scale)


def floored(amount: Exact, rule: MoneyRule) -> Decimal:
    """The largest amount at the rule's scale that is not above the given one."""
    return decimal(Fraction(amount) * 10**rule.scale // 1, rule.scale)


def decimal(units: int, scale: int) -> Decimal:
    """So many units of the last decimal place, whatever the precision of the decimal context."""
    sign, digits = (1, str(-units)) if units < 0 else (0, str(units))
    return Decimal((sign, tuple(int(digit) for digit in digits), -scale))


def shown(value: Fraction) -> Decimal:
    """The value to 60 digits, whatever the ambient context: exact for every decimal that a contract can write."""
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def percent_of(percent: Exact, base: Exact) -> Fraction:
    """That many hundredths of the base."""
    return Fraction(percent) * Fraction(base) / 100


def total(amounts: Iterable[Exact | None]) -> Fraction | None:
    """The exact sum; None as soon as one amount is not known."""
    summed = Fraction(0)
    for amount in amounts:
        if amount is None:
            return None
        summed += Fraction(amount)
    return summed


def _extra(whole: int, rest: Fraction, mode: Rounding) -> int:
    half = Fraction(1, 2)
    match mode:
        case Rounding.UP:
            return int(rest > 0)
        case Rounding.DOWN:
            return 0
        case Rounding.HALF_UP:
            return int(rest >= half)
        case Rounding.HALF_EVEN:
            return int(rest > half or (rest == half and whole % 2 == 1))
