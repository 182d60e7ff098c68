"""What each entry has of what a month of hours costs: the charges dealt out to the work that they were made for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.hours.charge import HOUR, Charge, Key, Reason, key_of, priced
from gwarant.sla.hours.pool import Drained
from gwarant.sla.money import rounded

SCALE = MoneyRule().scale


@dataclass(frozen=True, kw_only=True)
class Share:
    """Seconds of one line at one price of an hour, and what of the charge's rounded amount is theirs.

    `price` and `amount` are None while the price is blank.
    """

    line: Drained
    reason: Reason
    seconds: int
    price: Decimal | None
    amount: Decimal | None

    @property
    def is_exact(self) -> bool:
        """Whether the amount is the price of the time itself, to which no rounding came."""
        if self.price is None or self.amount is None:
            return True
        return Fraction(self.price) * self.seconds == Fraction(self.amount) * HOUR


def shares(lines: Sequence[Drained], charges: Iterable[Charge]) -> tuple[Share, ...]:
    """The shares of a month's lines in its charges, in the order of the lines; their amounts sum to the charges'.

    A share is what the charge has come to with it, to the nearest unit, less what it had come to before; the last one
    brings it to the charge's own amount, so that each is the price of its own time but for a unit of rounding.
    """
    whole = {charge.key: charge.amount for charge in charges}
    scale = max(map(_scale, whole.values()), default=SCALE)
    rows = [(line, *one) for line in lines for one in priced(line) if one[1]]
    own: dict[Key, list[int]] = {}
    for number, (line, reason, _seconds, price) in enumerate(rows):
        own.setdefault(key_of(line, reason, price), []).append(number)
    amounts: dict[int, Decimal | None] = {}
    for key, numbers in own.items():
        seconds = [rows[number][2] for number in numbers]
        amounts |= zip(numbers, _dealt(seconds, key[-1], whole.get(key), scale), strict=True)
    return tuple(
        Share(line=line, reason=reason, seconds=seconds, price=price, amount=amounts[number])
        for number, (line, reason, seconds, price) in enumerate(rows)
    )


def _dealt(
    seconds: Sequence[int], price: Decimal | None, amount: Decimal | None, scale: int
) -> Iterable[Decimal | None]:
    """The amounts of stretches at one price, which sum to the charge's."""
    if price is None:
        return [None] * len(seconds)
    rule = MoneyRule(scale=scale)
    come = [rounded(Fraction(price) * grown / HOUR, rule) for grown in accumulate(seconds, initial=0)]
    if amount is not None:  # without a charge, all of it was taken back
        come[-1] = amount
    return [after - before for before, after in pairwise(come)]


def _scale(amount: Decimal | None) -> int:
    return SCALE if amount is None else max(0, -int(amount.as_tuple().exponent))
