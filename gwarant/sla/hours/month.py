"""The months of a contract, one after the other, and the periods of its pool in which they lie."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from gwarant.sla.contract.model.money import Hours
from gwarant.sla.hours.condition import CivilTime


@dataclass(frozen=True, kw_only=True)
class PoolPeriod:
    """What a month is to the period of its pool: which lot it grants, which share of the amount, what ends with it.

    `withdrawn` is the share that the lot loses at the month's end, because the wording ends before the period does.
    """

    name: str
    share: Fraction = Fraction(1)
    grants: bool = True
    ends: bool = True
    withdrawn: Fraction = Fraction(0)
    lapses_at: int | None = None  # UTC seconds; None while the hours never lapse
    is_block: bool = False  # bought once: no later period's cap takes of it


@dataclass(frozen=True, kw_only=True)
class Month:
    """What is stated at once, `[start, end)` (UTC seconds); `share` < 1 where the contract holds for a part of it.

    `terms` are those in force in the month, where an amendment made them differ from the others. Without `pool` the
    month is the pool's own period. Two months of one name that follow each other are stated as one.
    """

    name: str
    start: int
    end: int
    share: Fraction = Fraction(1)
    terms: Hours | None = None
    civil: CivilTime | None = None
    pool: PoolPeriod | None = None
    zone: str = "UTC"  # whose dates its days are


class Months:
    """The contract's months in their order; ValueError unless each begins where the former ends, under its own name."""

    def __init__(self, months: Sequence[Month], terms: Hours, closings: Mapping[str, int]) -> None:
        _check(months)
        self.months = tuple(months)
        self._terms = terms
        self._closings = closings
        self._starts = [month.start for month in months]

    def index(self, moment: int) -> int | None:
        """The number of the month in which the moment lies; None outside all of them."""
        at = bisect_right(self._starts, moment) - 1
        return at if at >= 0 and moment < self.months[at].end else None

    def open_from(self, index: int, received: int) -> int | None:
        """The first month from `index` on that was not closed yet when the row was received."""
        for at in range(index, len(self.months)):
            closing = self._closings.get(self.months[at].name)
            if closing is None or received < closing:
                return at
        return None

    def pool(self, index: int) -> PoolPeriod:
        """The month's part in the period of its pool; beyond the months that are given nothing lapses any more."""
        month, pool = self.months[index], self.terms(index).pool
        if month.pool is not None:
            return month.pool
        last = index + (pool.carry.periods if pool else 0)
        forever = last >= len(self.months) or (pool is not None and pool.carry.forever)
        share = Fraction(1) if pool is not None and pool.partial_period == "full" else month.share
        return PoolPeriod(name=month.name, share=share, lapses_at=None if forever else self.months[last].end)

    def civil(self, index: int, otherwise: CivilTime) -> CivilTime:
        """The calendars in force in the month."""
        return self.months[index].civil or otherwise

    def terms(self, index: int) -> Hours:
        """The terms in force in the month."""
        return self.months[index].terms or self._terms


def _check(months: Sequence[Month]) -> None:
    if len({month.name for month in months}) < sum(1 for _ in groupby(months, key=lambda month: month.name)):
        raise ValueError("two months bear one name")
    for month in months:
        if month.start >= month.end or not 0 <= month.share <= 1:
            raise ValueError(f"{month.name} must end after it starts and have a share from 0 to 1")
    for former, month in pairwise(months):
        if former.end != month.start:
            raise ValueError(f"{month.name} must begin where {former.name} ends")
