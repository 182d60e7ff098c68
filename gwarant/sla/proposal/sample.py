"""The spread of a saving: the client's own months drawn again and again, the pool run over each sequence."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from random import Random

from gwarant.sla.assessment.pools import LENGTHS
from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.hours import Month
from gwarant.sla.hours.pool import Lots
from gwarant.sla.money import rounded
from gwarant.sla.proposal.curve import MICRO, Curve, curve_of
from gwarant.sla.proposal.model import Spread
from gwarant.sla.proposal.price import Case

RESAMPLES = 1000
ENOUGH = 3  # months; fewer have no spread


def spread(cases: Sequence[Case], present: int, cheapest: int, seed: int, money: MoneyRule) -> Spread | None:
    """The saving of the cheapest against the present contract; None for too few months or where a price is blank."""
    curves = [_curves(case) for case in cases]
    months = len(cases[present].months)
    chosen, base = curves[cheapest], curves[present]
    if months < ENOUGH or chosen is None or base is None:
        return None
    random = Random(seed)
    rivals = [n for n, rows in enumerate(curves) if rows is not None and cases[n].alternative.lack is None]
    fees = {n: _fee(cases[n]) * months for n in rivals}
    savings, stays = [], 0
    for _ in range(RESAMPLES):
        drawn = [int(random.random() * months) for _ in range(months)]
        totals = {n: fees[n] + run(cases[n], curves[n] or [], drawn) for n in rivals}
        savings.append(totals[present] - totals[cheapest])
        stays += totals[cheapest] == min(totals.values())
    savings.sort()
    low, median, high = (_a_month(_at(savings, share), months, money) for share in (5, 50, 95))
    return Spread(
        resamples=RESAMPLES,
        low=low,
        median=median,
        high=high,
        stays=Decimal(100 * stays) / RESAMPLES,
        dependent=any(not independent(cases[n]) for n in rivals),
    )


def independent(case: Case) -> bool:
    """Whether no hour passes from one month to another."""
    pool = case.pool
    if pool is None or pool.unlimited:
        return True
    return LENGTHS[pool.per] == 1 and not pool.carry.forever and not (pool.carry.periods and pool.carry.cap)


def run(case: Case, curves: Sequence[Curve], drawn: Sequence[int]) -> int:
    """What the drawn months cost beside the fee, in millionths, one after the other at the places of the past ones."""
    pool = case.pool
    if pool is None:
        return sum(curves[n].cost(0) for n in drawn)
    if pool.unlimited:
        return sum(curves[n].cost(curves[n].asked) for n in drawn)
    if independent(case) and all(month.pool and month.pool.share == 1 for month in case.months):
        return sum(curves[n].cost(pool.amount.seconds) for n in drawn)
    lots, cost = Lots(), 0
    for month, n in zip(case.months, drawn, strict=True):
        cost += _turn(lots, case, month, curves[n])
    return cost


def _turn(lots: Lots, case: Case, month: Month, curve: Curve) -> int:
    pool, period = case.pool, month.pool
    assert pool is not None
    assert period is not None
    lots.grant(pool, period)
    available = sum(lot.seconds for lot in lots.alive)
    lots.draw(min(available, curve.asked), pool.order == "newest_first")
    lots.lapse(month.end, pool, period.ends)
    return curve.cost(available)


def _fee(case: Case) -> int:
    fee = case.alternative.fee
    assert fee is not None
    return round(Fraction(fee) * MICRO)


def _curves(case: Case) -> list[Curve] | None:
    endless = case.pool is not None and case.pool.unlimited
    found = [curve_of(one, "pool" if endless else "") for one in case.statements]
    return None if None in found else [one for one in found if one is not None]


def _at(values: Sequence[int], percent: int) -> int:
    return values[ceil(len(values) * percent / 100) - 1]


def _a_month(micro: int, months: int, money: MoneyRule) -> Decimal:
    return rounded(Fraction(micro, MICRO * months), money)
