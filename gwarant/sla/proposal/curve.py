"""What a month of work costs, by how much of it the pool can bear."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.contract.model.money import ChargedTo
from gwarant.sla.hours import Draw, Part, Statement
from gwarant.sla.hours.charge import HOUR, priced
from gwarant.sla.hours.pool import Drained

MICRO = 1_000_000  # amounts are whole millionths: a sum of thousands of months stays exact and fast


@dataclass(frozen=True)
class Curve:
    """The work of a month in its order: seconds asked of the pool, the cost of each part if borne and if above it."""

    asked: int
    marks: tuple[int, ...]
    borne: tuple[int, ...]
    above: tuple[int, ...]
    fixed: int
    _known: dict[int, int] = field(default_factory=dict, compare=False)

    def cost(self, available: int) -> int:
        """The millionths that the month costs when the pool holds so many seconds."""
        available = min(available, self.asked)
        if available not in self._known:
            self._known[available] = self._cost(available)
        return self._known[available]

    def _cost(self, available: int) -> int:
        at = bisect_right(self.marks, available) - 1
        whole = self.fixed + self.borne[at] + self.above[-1] - self.above[at]
        if available == self.marks[at]:
            return whole
        part, rest = self.marks[at + 1] - self.marks[at], available - self.marks[at]
        change = self.borne[at + 1] - self.borne[at] - (self.above[at + 1] - self.above[at])
        return whole + change * rest // part


def curve_of(statement: Statement, above: str = "") -> Curve | None:
    """The curve of the month's work, without reversals; None where it would need a price that is blank.

    `above` names the lot that bears what no lot holds, where the hours have no end.
    """
    parts = [line.part for line in statement.lines]
    rows = [(part.asked, _cost(part, "pool"), _cost(part, above)) for part in parts if part.asked > 0]
    fixed = [_cost(part, "") for part in parts if part.charge is ChargedTo.RATE]
    if any(cost is None for row in rows for cost in row) or None in fixed:
        return None
    marks, borne, dear = (_summed([row[n] or 0 for row in rows]) for n in range(3))
    return Curve(marks[-1], marks, borne, dear, sum(cost or 0 for cost in fixed))


def _cost(part: Part, lot: str) -> int | None:
    costs = [_micro(seconds, price) for _, seconds, price in priced(Drained(part, (Draw(lot, part.asked),))) if seconds]
    return None if None in costs else sum(cost or 0 for cost in costs)


def _micro(seconds: int, price: Decimal | None) -> int | None:
    return None if price is None else round(Fraction(price) * seconds * MICRO / HOUR)


def _summed(values: Sequence[int]) -> tuple[int, ...]:
    found = [0]
    for value in values:
        found.append(found[-1] + value)
    return tuple(found)
