"""What is open on the local wall clock: a week, holidays, exceptions and seasons, resolved into plain data."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.errors import CalendarError
from gwarant.sla.calendar.holiday import Holiday, Shoulder
from gwarant.sla.calendar.local import Edges, Ints, edges, layered, weekly
from gwarant.sla.calendar.values import DatedHours, Season
from gwarant.sla.calendar.week import ALWAYS, Week
from gwarant.sla.calendar.zone import zone
from gwarant.sla.spans import Span, Spans, subtract, union

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_NO_SHOULDERS = Shoulder()


@dataclass(frozen=True)
class Timetable:
    """The data of a calendar. Local time is counted in seconds since 1970-01-01 00:00 of no zone, days likewise."""

    zone: str
    week: Week
    holidays: tuple[Holiday, ...] = ()
    shoulders: Shoulder = _NO_SHOULDERS
    exceptions: tuple[DatedHours, ...] = ()
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        zone(self.zone)
        if not (self.week or any(e.windows for e in self.exceptions) or any(s.week for s in self.seasons)):
            raise CalendarError("the calendar is never open: give its week at least one window")
        for twice in _repeated([e.day for e in self.exceptions]):
            raise CalendarError(f"{twice} has two exceptions: give it one")
        for one, next_one in pairwise(sorted(self.seasons, key=lambda season: season.first)):
            if next_one.first < one.until:
                raise CalendarError(f"the season from {next_one.first} begins before the one until {one.until} ends")

    @property
    def is_always(self) -> bool:
        """Whether it never closes: the whole week, without holidays, exceptions or seasons."""
        return str(self.week) == ALWAYS and not (self.holidays or self.exceptions or self.seasons)

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def local_hours(self, first: int, last: int) -> Edges:
        """The open local spans of the days [first, last); a later layer outweighs those before it."""
        weeks = [weekly(week, days) for week, days in self._weeks(np.arange(first - 1, last))]
        base = (np.concatenate([starts for starts, _ in weeks]), np.concatenate([ends for _, ends in weeks]))
        return layered([(1, base), *self._overrides])

    def opened_on(self, day: int) -> Spans:
        """The local spans that begin on the day; a window over midnight is whole."""
        return union(span for d in (day - 1, day) for span in self._opened_by(d) if span[0] // DAY == day)

    def holidays_near(self, first: int, last: int) -> Iterator[Holiday]:
        """The holidays that reach into the days [first, last), in date order."""
        reach = range(first + -self.shoulders.after // DAY, last - -self.shoulders.before // DAY)
        return (self._holidays[day] for day in reach if day in self._holidays)

    def holiday_span(self, holiday: Holiday, shoulders: bool = True) -> Span:
        """The local span of the holiday, by default with its shoulders."""
        midnight = day_number(holiday.day) * DAY
        around = self.shoulders if shoulders else _NO_SHOULDERS
        return midnight - around.before, midnight + DAY + around.after

    def exception_on(self, day: int) -> DatedHours | None:
        """What replaces the day."""
        return self._exceptions.get(day)

    def _opened_by(self, day: int) -> Spans:
        dated = self.exception_on(day)
        if dated:
            return self._dated_spans(dated)
        windows = union((day * DAY + a, day * DAY + b) for a, b in self._week_of(day).days[weekday(day)])
        holidays = [self.holiday_span(holiday) for holiday in self.holidays_near(day, day + 2)]
        replaced = [((day + 1) * DAY, (day + 2) * DAY)] if self.exception_on(day + 1) else []
        return subtract(windows, union([*holidays, *replaced]))

    def _dated_spans(self, dated: DatedHours) -> Spans:
        day = day_number(dated.day)
        latest = DAY if self.exception_on(day + 1) else 2 * DAY
        return union((day * DAY + a, day * DAY + min(b, latest)) for a, b in dated.windows)

    def _week_of(self, day: int) -> Week:
        for season in self.seasons:
            if day_number(season.first) <= day < day_number(season.until):
                return season.week
        return self.week

    def _weeks(self, days: Ints) -> Iterator[tuple[Week, Ints]]:
        left = np.ones(len(days), bool)
        for season in self.seasons:
            within = (days >= day_number(season.first)) & (days < day_number(season.until))
            left &= ~within
            yield season.week, days[within]
        yield self.week, days[left]

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, field.name) for field in fields(self)))

    @cached_property
    def _holidays(self) -> dict[int, Holiday]:
        return {day_number(holiday.day): holiday for holiday in sorted(self.holidays)}

    @cached_property
    def _exceptions(self) -> dict[int, DatedHours]:
        return {day_number(dated.day): dated for dated in self.exceptions}

    @cached_property
    def _overrides(self) -> list[tuple[int, Edges]]:
        closed = edges(self.holiday_span(holiday) for holiday in self._holidays.values())
        replaced = edges((day * DAY, (day + 1) * DAY) for day in self._exceptions)
        dated = edges(span for dated in self.exceptions for span in self._dated_spans(dated))
        return [(-2, closed), (-4, replaced), (8, dated)]


def day_number(day: date) -> int:
    """The days since 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


def date_text(day: int) -> str:
    """The day number as an ISO date."""
    return date.fromordinal(day + _EPOCH_DAY).isoformat()


def weekday(day: int) -> int:
    """The weekday of a day number, Monday 0."""
    return (day + 3) % 7


def _repeated(days: list[date]) -> list[date]:
    return [one for one, another in pairwise(sorted(days)) if one == another]
