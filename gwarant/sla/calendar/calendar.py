"""A calendar and its answers in epoch seconds, for any moment of the years that are counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from gwarant.sla.calendar import days, reasons, search
from gwarant.sla.calendar.clock import DAY, seconds_of_day
from gwarant.sla.calendar.compiled import CompiledCalendar, to_moment
from gwarant.sla.calendar.errors import RangeError
from gwarant.sla.calendar.local import to_utc
from gwarant.sla.calendar.search import Boundary, Reach
from gwarant.sla.calendar.timetable import Timetable
from gwarant.sla.calendar.zone import check_moments, moment_of, zone
from gwarant.sla.spans import Span, Spans, union


@dataclass(frozen=True)
class Calendar(Timetable):
    """Resolved service hours. `pauses` are spans in epoch seconds and may overlap."""

    __hash__ = Timetable.__hash__

    def compile(self, start: int, end: int) -> CompiledCalendar:
        """The open time over [start, end], for many answers."""
        check_moments(start, end)
        if end < start:
            raise RangeError(f"the stretch {start} to {end} ends before it starts: swap its ends")
        local = self.local_hours(start // DAY - 1, end // DAY + 2)
        return CompiledCalendar(zone(self.zone), start, end, to_utc(self.zone, local, start, end))

    def elapsed(self, start: int, end: int, pauses: Iterable[Span] = ()) -> int:
        """Open seconds of [start, end) outside the pauses; swapped ends give 0."""
        return search.elapsed(self._reach, start, end, pauses)

    def due(self, start: int, seconds: int, pauses: Iterable[Span] = (), boundary: Boundary = "close") -> int:
        """The instant at which that many open seconds have passed: the closing one, or with "open" the next opening.

        No seconds at all end at the start, or outside hours at the next opening. Raises NoOpenTime.
        """
        return search.due(self._reach, start, seconds, pauses, boundary)

    def back(self, start: int, seconds: int, pauses: Iterable[Span] = ()) -> int:
        """The mirror of `due`: the last instant from which that many open seconds pass until the start."""
        return search.back(self._reach, start, seconds, pauses)

    def elapsed_between(self, a: datetime, b: datetime) -> int:
        """`elapsed` of aware datetimes."""
        return self.elapsed(to_moment(a), to_moment(b))

    def due_at(self, a: datetime, seconds: int) -> datetime:
        """`due` of an aware datetime, in the calendar's zone."""
        return datetime.fromtimestamp(self.due(to_moment(a), seconds), zone(self.zone))

    def spans(self, start: int, end: int) -> Spans:
        """The open spans of [start, end)."""
        return self._reach.over(start, end).spans(start, end) if start < end else ()

    def is_open(self, moment: int) -> bool:
        """Whether the second that begins at the moment is open."""
        return search.is_open(self._reach, moment)

    def next_open(self, moment: int, pauses: Iterable[Span] = ()) -> int:
        """The moment itself when it is open and not paused, else the next that is; raises NoOpenTime."""
        return search.next_open(self._reach, moment, union(pauses))

    def classify(self, start: int, end: int) -> list[reasons.Reason]:
        """The whole of [start, end) in order, each part open, a holiday by name, or outside hours."""
        return reasons.classify(self, self.spans(start, end), (start, end)) if start < end else []

    def closed_reason(self, moment: int) -> reasons.Reason | None:
        """Why the moment does not count; None when it does."""
        reason = self.classify(moment, moment + 1)[0]
        return None if reason.kind == "open" else reason

    def nth_working_day(self, start: int, n: int, count_start_day: bool = False, ends: days.Ends = "closing") -> int:
        """The closing instant of the Nth open local day after the start's, or the start's wall-clock time on it.

        A start outside hours is deemed the next opening.
        """
        opening = self.next_open(start)
        day = days.working_day(self, opening, n, count_start_day)
        return days.same_time(self, opening, day) if ends == "same_time" else days.closing(self, day)

    def wall_clock_on(self, start: int, n: int, time: str, count_start_day: bool = False) -> int:
        """The instant "HH:MM" on the Nth open local day after the (deemed) start's; day 0 is the start's own."""
        day = days.working_day(self, self.next_open(start), n, count_start_day)
        return moment_of(self.zone, day * DAY + seconds_of_day(time))

    def nth_weekday(self, start: int, n: int, weekday: int, time: str | None = None) -> int:
        """The time on the Nth such weekday (Monday 0) after the start's local day.

        Without a time it is the closing instant of that day, or of the next open day where that one is closed.
        """
        day = days.nth_weekday_after(self, start, n, weekday)
        if time is not None:
            return moment_of(self.zone, day * DAY + seconds_of_day(time))
        return days.closing(self, days.next_working_day(self, day))

    @cached_property
    def _reach(self) -> Reach:
        return _shared_reach(self)


@lru_cache(maxsize=1024)
def _shared_reach(calendar: Calendar) -> Reach:
    return Reach(calendar.compile)
