"""A small world for hours: office time and holidays in UTC, months and entries written shortly."""

from datetime import UTC, date, datetime, timedelta

from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours import CivilTime, Month
from gwarant.sla.spans import Spans, union

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY = 86_400


def at(text: str) -> int:
    """The moment written 2026-03-02 09:00, in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def days(start: int, end: int) -> list[tuple[date, int]]:
    first = start - start % DAY
    return [(datetime.fromtimestamp(moment, UTC).date(), moment) for moment in range(first, end, DAY)]


def make_civil(holidays: tuple[str, ...] = ("2026-04-06",)) -> CivilTime:
    """Office hours 08:00-18:00 on Monday to Friday, in UTC; Easter Monday is a holiday."""

    def office(_name: str, start: int, end: int) -> Spans:
        return tuple((day + 8 * 3600, day + 18 * 3600) for when, day in days(start, end) if when.weekday() < 5)

    def named(wanted: object, start: int, end: int) -> Spans:
        return union((day, day + DAY) for when, day in days(start, end) if NAMES[when.weekday()] in tuple(wanted))

    def off(start: int, end: int) -> Spans:
        return union((day, day + DAY) for when, day in days(start, end) if when.isoformat() in holidays)

    return CivilTime(office, named, off)


def make_months(first: str, count: int) -> list[Month]:
    """So many whole months in UTC."""
    edges = [date.fromisoformat(f"{first}-01")]
    for _ in range(count):
        edges.append((edges[-1] + timedelta(days=32)).replace(day=1))
    moments = [at(f"{edge} 00:00") for edge in edges]
    names = [f"{edge:%Y-%m}" for edge in edges]
    return [Month(name=names[n], start=moments[n], end=moments[n + 1]) for n in range(count)]


def make_entry(id: str, start: str, minutes: int, received: str = "", **more: object) -> TimeEntry:
    begun = at(start)
    ended = begun + minutes * 60
    return TimeEntry(id=id, start=begun, end=ended, received=at(received) if received else ended, **more)
