"""Upper bounds of what a month pays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.contract.model.money import Cap
from gwarant.sla.facts import Code_, ExactMoney
from gwarant.sla.money import percent_of
from gwarant.sla.remedies.base import Bases

MONTH, CONTRACT_YEAR, TOTAL = "month", "contract_year", "total"


@dataclass(frozen=True, kw_only=True)
class CapLine:
    """A cap at work: its limit, what it left to be paid this month (`room`) and how much it cut, all exact.

    `limit` is None while the fee is blank, and `room` also while it is not known what was paid before.
    """

    per: Code_
    limit: ExactMoney | None
    room: ExactMoney | None
    cut: ExactMoney = Fraction(0)


def capped(
    amount: Fraction,
    caps: Sequence[Cap],
    month: str,
    bases: Bases,
    year_to_date: Decimal | None,
    so_far: Decimal | None,
) -> tuple[Fraction, tuple[CapLine, ...]]:
    """The amount after every cap, and what each of them cut in the contract's order.

    `year_to_date` and `so_far` are what the contract year and the whole contract have paid before the month; None
    while a price of those months is blank.
    """
    lines = []
    before: dict[str, Decimal | None] = {MONTH: Decimal(0), CONTRACT_YEAR: year_to_date, TOTAL: so_far}
    for per, limit in _limits(caps, month, bases):
        spent = _spent(per, before)
        room = None if limit is None or spent is None else max(Fraction(0), limit - spent)
        cut = Fraction(0) if room is None else max(Fraction(0), amount - room)
        amount -= cut
        lines.append(CapLine(per=per, limit=limit, room=room, cut=cut))
    return amount, tuple(lines)


def _limits(caps: Sequence[Cap], month: str, bases: Bases) -> Iterator[tuple[str, Fraction | None]]:
    for cap in caps:
        if cap.pct is not None:
            base = bases.get((f"{cap.per}:{cap.of}", month), bases.get((cap.of, month)))
            yield cap.per, None if base is None else percent_of(cap.pct, base)
        if cap.amount is not None:
            yield cap.per, Fraction(cap.amount)


def _spent(per: str, before: Mapping[str, Decimal | None]) -> Fraction | None:
    if per not in before:
        raise ValueError(f"a cap per {per!r} is not known; write {MONTH}, {CONTRACT_YEAR} or {TOTAL}")
    paid = before[per]
    return None if paid is None else Fraction(paid)
