"""The worst windows of a period."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from gwarant.sla.availability.figure import Worst
from gwarant.sla.spans import Span, Spans

HOUR = 3_600_000


def worst(down: Spans, windows: Iterable[Span]) -> Worst | None:
    """The earliest of the windows with the most down time; None when none has any."""
    starts = [start for start, _ in down]
    before = [0, *accumulate(end - start for start, end in down)]

    def until(moment: int) -> int:
        at = bisect_right(starts, moment)
        return before[at] - max(0, down[at - 1][1] - moment) if at else 0

    found = ((until(end) - until(start), -start, end) for start, end in windows)
    most, start, end = max(found, default=(0, 0, 0))
    return Worst(-start, end, most) if most else None


def worst_hour(down: Spans, period: Span) -> Worst | None:
    """The worst stretch of 3600 s anywhere in the period: it begins or ends with an outage, or lies at the edge."""
    last = max(period[0], period[1] - HOUR)
    moments = {min(last, max(period[0], at)) for start, end in down for at in (start, end - HOUR)}
    return worst(down, ((at, min(at + HOUR, period[1])) for at in moments))
