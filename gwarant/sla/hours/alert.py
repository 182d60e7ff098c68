"""The percentages of the pool at which people are told, and the entry that reached them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.facts import Id, Length, Moment, Percentage
from gwarant.sla.hours.pool import Turn


@dataclass(frozen=True, kw_only=True)
class Alert:
    """So many percent of the hours available in the month were used once `entry` counted.

    `at` is the end of the work, or its receipt where it was late (UTC seconds); `used` and `available` are seconds.
    """

    percent: Percentage
    entry: Id
    at: Moment
    used: Length
    available: Length


def alerts(turn: Turn, percents: Sequence[Decimal]) -> Iterator[Alert]:
    """Each percentage at most once, in the order in which they were reached; none for a month without hours."""
    waiting = sorted(percents)
    used = 0
    for row in turn.drained:
        used += max(0, row.above + row.pooled)
        while turn.available > 0 and waiting and Fraction(waiting[0]) * turn.available <= used * 100:
            at = row.part.at if row.part.late else row.part.end
            yield Alert(percent=waiting.pop(0), entry=row.part.entry, at=at, used=used, available=turn.available)
