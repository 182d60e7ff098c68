"""Civil days, months and years in a zone, as moments in UTC seconds."""

import re
from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from gwarant.sla.calendar import zone
from gwarant.sla.calendar.zone import FIRST_YEAR, LAST_YEAR
from gwarant.sla.contract.values import DAY, Period
from gwarant.sla.facts import Moment, PeriodName

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_YEAR = re.compile(r"([0-9]{4})")
_RANGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, order=True)
class CivilPeriod:
    """A named stretch of whole days `[first, after)` with its moments `[start, end)` in UTC seconds."""

    first: date
    after: date
    name: PeriodName
    start: Moment
    end: Moment

    @property
    def is_month(self) -> bool:
        """Whether it is a calendar month."""
        return names_month(self.name)

    @property
    def cuts_months(self) -> bool:
        """Whether it begins or ends within a civil month."""
        return self.first.day != 1 or self.after.day != 1


def names_month(name: str) -> bool:
    """Whether a period of that name is a calendar month."""
    return _MONTH.fullmatch(name) is not None


def is_period(name: str) -> bool:
    """Whether a period is written like that."""
    try:
        _days(name)
    except ValueError:
        return False
    return True


def midnight(day: date, zone_name: str) -> int:
    """The first instant of the local day; where the clock skips midnight, the instant of the change."""
    moment = int(datetime.combine(day, time(), zone(zone_name)).timestamp())
    if datetime.fromtimestamp(moment, zone(zone_name)).time() == time():
        return moment
    hours = range(moment - DAY, moment)
    return hours.start + bisect_left(hours, day, key=lambda at: day_of(at, zone_name))


def day_of(moment: int, zone_name: str) -> date:
    """The local day in which the moment lies."""
    return datetime.fromtimestamp(moment, UTC).astimezone(zone(zone_name)).date()


def add_period(day: date, period: Period) -> date:
    """The day a civil period later; a day that the month lacks becomes its last."""
    months = day.year * 12 + day.month - 1 + period.months
    year, month = divmod(months, 12)
    try:
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=period.days)
    except (ValueError, OverflowError):
        raise ValueError(f"{period} from {day} lies beyond the years 1 to 9999") from None


def civil_period(name: str, zone_name: str) -> CivilPeriod:
    """The period that is written 2016-03, 2016-Q1, 2016 or 2016-03-01..2016-03-15; ValueError names the notation."""
    first, after = _days(name)
    if first.year < FIRST_YEAR or after > date(LAST_YEAR + 1, 1, 1):
        raise ValueError(f"{name!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR} that are counted")
    return CivilPeriod(first, after, name, midnight(first, zone_name), midnight(after, zone_name))


def days_named(first: date, last: date) -> str:
    """The notation of two days, both of them within."""
    return f"{first}..{last}"


def month_of(day: date, zone_name: str) -> CivilPeriod:
    """The calendar month in which the day lies."""
    return civil_period(f"{day.year:04}-{day.month:02}", zone_name)


def months_between(first: date, after: date, zone_name: str) -> tuple[CivilPeriod, ...]:
    """The calendar months that touch `[first, after)`, whole."""
    return _months(first.replace(day=1), after, zone_name)


@lru_cache(maxsize=512)
def _months(day: date, after: date, zone_name: str) -> tuple[CivilPeriod, ...]:
    """The same of the first day of a month: lists ask for those of many contracts."""
    months = []
    while day < after:
        months.append(month_of(day, zone_name))
        day = months[-1].after
    return tuple(months)


def years_from(start: date, period: CivilPeriod, zone_name: str) -> tuple[CivilPeriod, ...]:
    """The contract years, counted from the start, that touch the period."""
    found = []
    for number in range(period.first.year - start.year - 1, period.after.year - start.year + 1):
        first, after = (add_period(start, Period(months=12 * n)) for n in (number, number + 1))
        if number >= 0 and first < period.after and after > period.first:
            moments = midnight(first, zone_name), midnight(after, zone_name)
            found.append(CivilPeriod(first, after, days_named(first, after - timedelta(days=1)), *moments))
    return tuple(found)


def days_between(first: date, after: date, zone_name: str) -> tuple[tuple[int, int], ...]:
    """The local days of `[first, after)` as moments."""
    edges = [midnight(first + timedelta(days=n), zone_name) for n in range((after - first).days + 1)]
    return tuple(pairwise(edges))


def _days(name: str) -> tuple[date, date]:
    try:
        if match := _MONTH.fullmatch(name):
            first = date(int(match[1]), int(match[2]), 1)
            return first, add_period(first, Period(months=1))
        if match := _QUARTER.fullmatch(name):
            first = date(int(match[1]), int(match[2]) * 3 - 2, 1)
            return first, add_period(first, Period(months=3))
        if match := _YEAR.fullmatch(name):
            first = date(int(match[1]), 1, 1)
            return first, add_period(first, Period(months=12))
        return _range(name)
    except ValueError:
        raise ValueError(f"{name!r} is not a period; write 2016-03, 2016-Q1, 2016 or 2016-03-01..2016-03-15") from None


def _range(name: str) -> tuple[date, date]:
    match = _RANGE.fullmatch(name)
    if not match:
        raise ValueError(name)
    first, after = date.fromisoformat(match[1]), add_period(date.fromisoformat(match[2]), Period(days=1))
    if after <= first:
        raise ValueError(name)
    return first, after
