"""A calendar laid out over one stretch of time: sorted open spans with running sums, and the answers read off them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.errors import CalendarError, NoOpenTime, negative, outside
from gwarant.sla.calendar.local import Edges, Ints
from gwarant.sla.calendar.vector import CountTable, DueTable, OpenSpans, due_many, elapsed_many
from gwarant.sla.calendar.zone import name_of, segments
from gwarant.sla.spans import Spans, clip

FIVE_YEARS = 5 * 365 * DAY + DAY

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CompiledCalendar:
    """Open time within [start, end] in epoch seconds; a moment outside raises RangeError.

    `elapsed_between(a, b) -> int` and `due_at(a, seconds) -> datetime` are the same for aware datetimes.
    """

    elapsed_between: Callable[[datetime, datetime], int]
    due_at: Callable[[datetime, int], datetime]

    def __init__(self, zone: ZoneInfo, start: int, end: int, spans: Edges) -> None:
        opens, closes = spans
        reached = np.cumsum(closes - opens)
        shifts = closes - reached
        self.zone, self.start, self.end = zone, start, end
        self.total = int(reached[-1]) if len(reached) else 0
        self.opens: list[int] = opens.tolist()
        self.closes: list[int] = closes.tolist()
        self.reached: list[int] = reached.tolist()
        # An instant is its count plus the shift of its span. After turn i, odd ones being openings, the count is
        # the instant plus sums[i], and after even ones it rests at sums[i].
        self.shifts: list[int] = shifts.tolist()
        self.turns: list[int] = np.stack(spans, axis=1).ravel().tolist()
        self.sums: list[int] = [0, *np.stack((-shifts, reached), axis=1).ravel().tolist()]
        self.elapsed_between = _elapsed_between(self)
        self.due_at = _due_at(self)

    def count(self, moment: int) -> int:
        """Open seconds from the start of the stretch to the moment."""
        self._check(moment)
        at = bisect_right(self.turns, moment)
        return self.sums[at] + moment if at & 1 else self.sums[at]

    def elapsed(self, start: int, end: int) -> int:
        """Open seconds in [start, end); swapped ends give 0."""
        return max(0, self.count(end) - self.count(start))

    def due(self, start: int, seconds: int) -> int:
        """The first instant at which that many open seconds have passed since the start."""
        if seconds < 0:
            raise negative(seconds)
        if seconds == 0:
            return start if self._touches(start) else self.due(start, 1) - 1
        target = self.count(start) + seconds
        if target > self.total:
            raise outside(start, self.start, self.end, seconds)
        return target + self.shifts[bisect_left(self.reached, target)]

    def back(self, start: int, seconds: int) -> int:
        """The last instant from which that many open seconds pass until the start."""
        if seconds < 0:
            raise negative(seconds)
        if seconds == 0:
            return start if self._touches(start) else self.back(start, 1) + 1
        target = self.count(start) - seconds
        if target < 0:
            raise outside(start, self.start, self.end, -seconds)
        return target + self.shifts[bisect_right(self.reached, target)]

    def is_open(self, moment: int) -> bool:
        """Whether the second that begins at the moment is open."""
        self._check(moment)
        return bool(bisect_right(self.turns, moment) & 1)

    def spans(self, start: int, end: int) -> Spans:
        """The open spans of [start, end)."""
        self._check(start, end)
        first, last = bisect_right(self.closes, start), bisect_left(self.opens, end)
        return clip(tuple(zip(self.opens[first:last], self.closes[first:last], strict=True)), (start, end))

    def elapsed_many(self, starts: Ints, ends: Ints) -> Ints:
        """`elapsed` of each pair of epoch seconds."""
        return elapsed_many(self._counting, starts, ends)

    def due_many(self, starts: Ints, seconds: Ints) -> Ints:
        """`due` of each pair of epoch seconds and open seconds."""
        return due_many(self._counting, self._returning, starts, seconds)

    def check_wait(self, start: int, end: int) -> None:
        """Raises NoOpenTime when [start, end) holds five years without an open second."""
        for closed, opened in self._deserts:
            since, until = max(closed, start), min(opened, end)
            if until - since >= FIVE_YEARS:
                day = datetime.fromtimestamp(since, self.zone).date()
                raise NoOpenTime(f"no open time in the five years from {day} ({self.zone.key}): open a day in them")

    def _check(self, *moments: int) -> None:
        for moment in moments:
            if not self.start <= moment <= self.end:
                raise outside(moment, self.start, self.end)

    def _touches(self, moment: int) -> bool:
        self._check(moment)
        return bool(bisect_right(self.turns, moment) & 1 or bisect_left(self.turns, moment) & 1)

    @cached_property
    def _deserts(self) -> Spans:
        gaps = zip([self.start, *self.closes], [*self.opens, self.end], strict=True)
        return tuple(gap for gap in gaps if gap[1] - gap[0] >= FIVE_YEARS)

    @cached_property
    def _counting(self) -> CountTable:
        opens, closes = np.array(self.opens, np.int64), np.array(self.closes, np.int64)
        return CountTable(OpenSpans(self.start, self.end, opens, closes))

    @cached_property
    def _returning(self) -> DueTable:
        return DueTable(self._counting.spans)


def to_moment(moment: datetime) -> int:
    """The epoch second of an aware datetime, its fraction dropped; raises CalendarError for a naive one."""
    try:
        since = moment - _EPOCH
    except TypeError:
        raise _naive(moment) from None
    return since.days * DAY + since.seconds


def _elapsed_between(calendar: CompiledCalendar) -> Callable[[datetime, datetime], int]:
    turns, sums, switches, offsets = calendar.turns, calendar.sums, *_wall_clock(calendar)
    first, last, zone, day, find = calendar.start, calendar.end, calendar.zone, DAY, bisect_right
    midnight = _EPOCH.replace(tzinfo=zone)

    def elapsed_between(a: datetime, b: datetime) -> int:
        # Times of one zone differ by their wall clocks, at a tenth of the cost of asking the zone for its offset.
        if a.tzinfo is zone and b.tzinfo is zone and not (a.fold or b.fold):
            since, until = a - midnight, b - midnight
            start = since.days * day + since.seconds
            end = until.days * day + until.seconds
            start -= offsets[find(switches, start)]
            end -= offsets[find(switches, end)]
        else:
            start, end = to_moment(a), to_moment(b)
        if not first <= start <= end <= last:
            return calendar.elapsed(start, end)
        i, j = find(turns, start), find(turns, end)
        return (sums[j] + end if j & 1 else sums[j]) - (sums[i] + start if i & 1 else sums[i])

    return elapsed_between


def _due_at(calendar: CompiledCalendar) -> Callable[[datetime, int], datetime]:
    turns, sums, reached, shifts = calendar.turns, calendar.sums, calendar.reached, calendar.shifts
    first, last, epoch, day, total, zone = calendar.start, calendar.end, _EPOCH, DAY, calendar.total, calendar.zone
    find, find_left, made = bisect_right, bisect_left, datetime.fromtimestamp

    def due_at(a: datetime, seconds: int) -> datetime:
        try:
            since = a - epoch
        except TypeError:
            raise _naive(a) from None
        start = since.days * day + since.seconds
        i = find(turns, start)
        target = (sums[i] + start if i & 1 else sums[i]) + seconds
        if seconds <= 0 or target > total or not first <= start <= last:
            return made(calendar.due(start, seconds), zone)
        return made(target + shifts[find_left(reached, target)], zone)

    return due_at


def _wall_clock(calendar: CompiledCalendar) -> tuple[list[int], list[int]]:
    """The local times at which the UTC offset switches, the earlier one of a repeated hour, and the offsets between."""
    stretches = list(segments(name_of(calendar.zone), calendar.start - DAY, calendar.end + DAY))
    offsets = [offset for _, _, offset in stretches]
    ends = [until for _, until, _ in stretches[:-1]]
    return [end + max(two) for end, two in zip(ends, pairwise(offsets), strict=True)], offsets


def _naive(*moments: datetime) -> CalendarError:
    shown = next((m for m in moments if isinstance(m, datetime) and m.utcoffset() is None), moments[0])
    return CalendarError(f"{shown!r} names no instant: give a datetime with a time zone")
