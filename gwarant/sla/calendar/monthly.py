"""Windows on a certain weekday of each month, such as "last Sun 02:00-06:00", beside those of every week."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gwarant.sla.calendar.calendar import Calendar
from gwarant.sla.calendar.errors import CalendarError
from gwarant.sla.calendar.values import DatedHours
from gwarant.sla.calendar.week import Week, Windows, windows_of
from gwarant.sla.spans import Spans, clip, union

LAST = -1
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PART = re.compile(rf"(?:(\d)(?:st|nd|rd|th)|(last))\s+({'|'.join(_NAMES)})\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class MonthlyHours:
    """Hours on the nth (LAST for the last) such weekday of each month; Monday is 0."""

    nth: int
    weekday: int
    windows: Windows

    def day_of(self, year: int, month: int) -> date | None:
        """The day in the month; None where it has no fifth one."""
        first, length = monthrange(year, month)
        days = range(1 + (self.weekday - first) % 7, length + 1, 7)
        at = len(days) - 1 if self.nth == LAST else self.nth - 1
        return date(year, month, days[at]) if at < len(days) else None


@dataclass(frozen=True)
class Recurring:
    """A week and monthly hours in one zone."""

    zone: str
    week: Week | None
    monthly: tuple[MonthlyHours, ...] = ()

    def spans(self, start: int, end: int) -> Spans:
        """The open stretches of `[start, end)`, UTC seconds."""
        found = list(Calendar(self.zone, self.week).spans(start, end)) if self.week else []
        for row in self.monthly:
            found += _opened(self.zone, row, start, end)
        return clip(union(found), (start, end))


def recurring(text: str, zone: str) -> Recurring:
    """The windows written so: "Sun 01:00-05:00; last Sun 02:00-06:00"; CalendarError for what is never open."""
    parts = [part.strip() for part in text.split(";")]
    monthly = tuple(row for part in parts if (row := _monthly(part)))
    weekly = "; ".join(part for part in parts if part and not _monthly(part))
    week = Week.parse(weekly) if weekly else None
    if not week and not monthly:
        raise CalendarError(f"{text!r} is never open; write hours such as Sun 01:00-05:00, or last Sun 02:00-06:00")
    return Recurring(zone, week or None, monthly)


def _monthly(part: str) -> MonthlyHours | None:
    found = _PART.fullmatch(part)
    if not found:
        return None
    nth, _, weekday, hours = found.groups()
    if nth and not 1 <= int(nth) <= 5:
        raise CalendarError(f"{part!r} does not come; write the 1st to the 5th, or the last")
    return MonthlyHours(int(nth) if nth else LAST, _NAMES.index(weekday.capitalize()), windows_of(hours))


def _opened(zone: str, row: MonthlyHours, start: int, end: int) -> Iterator[tuple[int, int]]:
    for day in _days(row, start, end):
        calendar = Calendar(zone, Week.parse("closed"), exceptions=(DatedHours(day, row.windows),))
        yield from calendar.spans(*_around(day))


def _days(row: MonthlyHours, start: int, end: int) -> Iterator[date]:
    first, last = (date.fromordinal(date(1970, 1, 1).toordinal() + at // 86_400) for at in (start, end))
    month = (first - timedelta(days=3)).replace(day=1)
    while month <= last + timedelta(days=3):
        if day := row.day_of(month.year, month.month):
            yield day
        month = (month + timedelta(days=32)).replace(day=1)


def _around(day: date) -> tuple[int, int]:
    noon = (day.toordinal() - date(1970, 1, 1).toordinal()) * 86_400 + 43_200
    return noon - 3 * 86_400, noon + 3 * 86_400
