"""The periods of a pool, one after the other."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from gwarant.sla.contract.model.money import Hours
from gwarant.sla.hours.condition import CivilTime


@dataclass(frozen=True, kw_only=True)
class Month:
    """A period of the pool over `[start, end)` (UTC seconds); `share` < 1 where the contract holds for a part of it.

    `terms` are those in force in the period, where an amendment made them differ from the others.
    """

    name: str
    start: int
    end: int
    share: Fraction = Fraction(1)
    terms: Hours | None = None
    civil: CivilTime | None = None
    ordinal: int | None = None  # pieces of one civil month share it: lots live by months, not by pieces


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

    def ordinal(self, index: int) -> int:
        """The number by which lots count their life."""
        own = self.months[index].ordinal
        return index if own is None else own

    def ends_ordinal(self, index: int) -> bool:
        """Whether no later piece belongs to the same civil month."""
        return index + 1 >= len(self.months) or self.ordinal(index + 1) != self.ordinal(index)

    def civil(self, index: int, otherwise: CivilTime) -> CivilTime:
        """The calendars in force in the month."""
        return self.months[index].civil or otherwise

    def terms(self, index: int) -> Hours:
        """The terms in force in the month."""
        return self.months[index].terms or self._terms


def _check(months: Sequence[Month]) -> None:
    if len({month.name for month in months}) < len(months):
        raise ValueError("two months bear one name")
    for month in months:
        if month.start >= month.end or not 0 <= month.share <= 1:
            raise ValueError(f"{month.name} must end after it starts and have a share from 0 to 1")
    for former, month in pairwise(months):
        if former.end != month.start:
            raise ValueError(f"{month.name} must begin where {former.name} ends")
