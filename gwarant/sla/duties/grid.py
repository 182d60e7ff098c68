"""The grid on which a duty returns: the edges between its slots, in UTC seconds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from gwarant.sla.calendar import zone
from gwarant.sla.civil import add_period, day_of, midnight
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.contract.values import DAY, Period, Seconds
from gwarant.sla.spans import Span

HOUR = 3600


def edges(duty: Duty, first: date, zone_name: str, within: Span) -> tuple[int, ...]:
    """The edges of the slots that lie in `within`, both ends included; `first` is the contract's first day.

    Lengths up to an hour cut each day by real time, longer ones by the wall clock: a day of 25 hours has 25 slots
    of an hour, and four of six.
    """
    every = _in_days(duty.every)
    start, end = within
    days = day_of(start, zone_name), day_of(end, zone_name)
    by_contract = duty.slots == "contract" or _has_no_grid(every)
    if isinstance(every, Seconds):
        found = _by_length(every.seconds, midnight(first, zone_name), within) if by_contract else None
        found = _within_days(every.seconds, *days, zone_name) if found is None else found
    else:
        dates = _from_first(every, first, days[1]) if by_contract else _calendar(every, *days)
        found = (midnight(day, zone_name) for day in dates)
    return tuple(edge for edge in found if start <= edge <= end)


def _in_days(value: object) -> Period | Seconds:
    if isinstance(value, Seconds) and value.seconds % DAY == 0:
        return Period(days=value.seconds // DAY)
    if isinstance(value, (Period, Seconds)):
        return value
    raise TypeError(f"a duty does not return after {value}")


def _has_no_grid(every: Period | Seconds) -> bool:
    """What the calendar does not cut evenly runs from the contract's first day."""
    return bool(every.months and every.days) if isinstance(every, Period) else every.seconds > DAY


def _calendar(every: Period, first: date, last: date) -> Iterator[date]:
    """Months counted from January, days and weeks from a Monday: the edges around the days."""
    if every.months:
        number = (first.year * 12 + first.month - 1) // every.months * every.months
        while number <= last.year * 12 + last.month - 1:
            yield date(number // 12, number % 12 + 1, 1)
            number += every.months
        return
    ordinal = (first.toordinal() - 1) // every.days * every.days + 1
    yield from map(date.fromordinal, range(ordinal, last.toordinal() + 1, every.days))


def _from_first(every: Period, first: date, last: date) -> Iterator[date]:
    """Each edge is counted from the first day, so that a 31st comes back after a shorter month."""
    number, day = 0, first
    while day <= last:
        yield day
        number += 1
        day = add_period(first, Period(every.months * number, every.days * number))


def _by_length(seconds: int, first: int, within: Span) -> Iterator[int]:
    number = max(0, -(-(within[0] - first) // seconds))
    return iter(range(first + number * seconds, within[1] + 1, seconds))


def _within_days(seconds: int, first: date, last: date, zone_name: str) -> Iterator[int]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return chain.from_iterable(_of_day(seconds, day, zone_name) for day in days)


def _of_day(seconds: int, day: date, zone_name: str) -> Iterator[int]:
    if seconds <= HOUR:
        return iter(range(midnight(day, zone_name), midnight(day + timedelta(days=1), zone_name), seconds))
    marks = (datetime.combine(day, time(), UTC) + timedelta(seconds=n) for n in range(seconds, DAY, seconds))
    rest = (int(mark.replace(tzinfo=zone(zone_name)).timestamp()) for mark in marks)
    return iter(sorted({midnight(day, zone_name), *rest}))
