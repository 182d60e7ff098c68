"""Whole arrays of deadlines on one calendar, pauses included, and time values as moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.calendar import Calendar
from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.compiled import CompiledCalendar
from gwarant.sla.calendar.days import opened_on
from gwarant.sla.calendar.errors import NoOpenTime
from gwarant.sla.calendar.zone import FIRST_MOMENT, LAST_MOMENT
from gwarant.sla.contract.values import Seconds, TimeValue, WorkingDays
from gwarant.sla.terms import Terms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Turns = Sequence[tuple[Ints, Ints]]

MARGIN = 6 * 366 * DAY  # how far beyond the evidence a deadline is looked for here; the fold looks further


@dataclass(frozen=True, eq=False)
class Reckoning:
    """A calendar laid out around the moments `[start, end)` (UTC seconds) that are asked about.

    Answers are moments and, beside them, which of them the fold must give instead.
    """

    calendar: Calendar
    terms: Terms
    start: int
    end: int

    @cached_property
    def hours(self) -> CompiledCalendar:
        return self.calendar.compile(max(self.start - DAY, FIRST_MOMENT), min(self.end + MARGIN, LAST_MOMENT))

    @cached_property
    def is_steady(self) -> bool:
        """Whether open time never stays away for years."""
        try:
            self.hours.check_wait(self.hours.start, self.hours.end)
        except NoOpenTime:
            return False
        return self.hours.total > 0

    def elapsed(self, starts: Ints, ends: Ints) -> Ints:
        """Open seconds between the moments."""
        return self.hours.elapsed_many(starts, ends)

    def due(self, starts: Ints, seconds: Ints) -> tuple[Ints, Flags]:
        """When that many open seconds have passed; without any, and beyond the margin, the fold must say."""
        ends = np.full(len(starts), self.hours.end)
        unsure = (seconds <= 0) | (self.elapsed(starts, ends) < seconds) | (not self.is_steady)
        found = starts.copy()
        sure = ~unsure
        if sure.any():
            found[sure] = self.hours.due_many(starts[sure], seconds[sure])
        return found, unsure

    def due_beside(self, starts: Ints, seconds: Ints, still: Turns) -> tuple[Ints, Flags]:
        """The same outside the stretches in which each one stands still."""
        cursor, left, goes_on = starts, seconds, np.ones(len(starts), bool)
        for since, until in still:
            gone = self.elapsed(cursor, np.maximum(since, cursor))
            lies_ahead = until > cursor
            passes = goes_on & lies_ahead & (gone < left)
            goes_on = passes | (goes_on & ~lies_ahead)
            left, cursor = np.where(passes, left - gone, left), np.where(passes, until, cursor)
        return self.due(cursor, left)

    def elapsed_beside(self, starts: Ints, ends: Ints, still: Turns) -> Ints:
        """Open seconds between the moments outside the stretches."""
        found = self.elapsed(starts, ends)
        for since, until in still:
            begin = np.maximum(since, starts)
            found = found - self.elapsed(begin, np.minimum(until, ends))
        return found

    def moments(self, value: TimeValue, starts: Ints) -> tuple[Ints, Flags]:
        """The instant at which the time value ends from each start."""
        if isinstance(value, Seconds):
            return self.due(starts, np.full(len(starts), value.seconds))
        if isinstance(value, WorkingDays) and (not value.clock or self._skips_first_day):
            return self._by_day(value, starts)
        return self._each(value, starts), np.zeros(len(starts), bool)

    @property
    def _skips_first_day(self) -> bool:
        return self.terms.contract.working_day_count.start_day == "not_counted"

    def _by_day(self, value: TimeValue, starts: Ints) -> tuple[Ints, Flags]:
        """Working days depend on the day alone on which the (deemed) start lies."""
        opening, unsure = self.due(starts, np.ones(len(starts), np.int64))
        opening -= 1
        since, until, day = self._days
        at = np.searchsorted(since, opening, side="right") - 1
        unsure |= (at < 0) | (opening >= until[at])  # windows of two days lie over each other
        known = np.flatnonzero(~unsure)
        found = starts.copy()
        if len(known):
            _, example, which = np.unique(day[at[known]], return_index=True, return_inverse=True)
            found[known] = self._each(value, opening[known[example]])[which]
        return found, unsure

    def _each(self, value: TimeValue, starts: Ints) -> Ints:
        known, which = np.unique(starts, return_inverse=True)
        found = [self.terms.moment(value, self.calendar, start) for start in known.tolist()]
        return np.array(found, np.int64)[which]

    @cached_property
    def _days(self) -> tuple[Ints, Ints, Ints]:
        """The open spans by the local day on which they begin."""
        days = range(self.hours.start // DAY - 1, min(self.hours.end, LAST_MOMENT - 3 * DAY) // DAY + 1)
        rows = sorted((since, until, day) for day in days for since, until in opened_on(self.calendar, day))
        table = np.array(rows, np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]
