"""Values that count days: the Nth working day, a wall-clock time on it, the Nth weekday."""

from functools import lru_cache
from typing import Literal

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.compiled import FIVE_YEARS
from gwarant.sla.calendar.errors import CalendarError, NoOpenTime, RangeError
from gwarant.sla.calendar.local import instants
from gwarant.sla.calendar.timetable import Timetable, date_text, weekday
from gwarant.sla.calendar.zone import LAST_MOMENT, local_time, moment_of
from gwarant.sla.spans import Spans

Ends = Literal["closing", "same_time"]


@lru_cache(maxsize=1 << 15)
def opened_on(timetable: Timetable, day: int) -> Spans:
    """The open spans in epoch seconds that begin on the local day."""
    local = timetable.opened_on(day)
    return instants(timetable.zone, local) if local else ()


def working_day(timetable: Timetable, opening: int, n: int, count_start_day: bool) -> int:
    """The number of the Nth open local day after the one that holds the opening instant."""
    if n < 0:
        raise CalendarError(f"the {n}th working day does not exist: count from 0, the day of the start")
    return _later(timetable, _start_day(timetable, opening), max(0, n - count_start_day))


def next_working_day(timetable: Timetable, day: int) -> int:
    """The day itself when it has open time, else the next that has."""
    for candidate in range(day, day + FIVE_YEARS // DAY):
        if (candidate + 2) * DAY > LAST_MOMENT:
            raise RangeError(f"{date_text(candidate)} lies beyond the years that are counted")
        if opened_on(timetable, candidate):
            return candidate
    raise NoOpenTime(f"no open day in the five years from {date_text(day)} ({timetable.zone}): open a day in them")


def closing(timetable: Timetable, day: int) -> int:
    """The instant at which the open local day closes."""
    return opened_on(timetable, day)[-1][1]


def same_time(timetable: Timetable, opening: int, day: int) -> int:
    """The wall-clock time of the opening instant on an open day, moved into that day's hours where it lies outside."""
    spans = opened_on(timetable, day)
    start = _start_day(timetable, opening) * DAY
    moment = moment_of(timetable.zone, day * DAY + local_time(timetable.zone, opening) - start)
    return min(max(moment, spans[0][0]), spans[-1][1])


def nth_weekday_after(timetable: Timetable, start: int, n: int, number: int) -> int:
    """The day number of the Nth such weekday (Monday 0) after the local day of the start."""
    if n < 1 or not 0 <= number < 7:
        raise CalendarError(f"no {n}th weekday {number}: count weekdays from 1, and Monday as 0 to Sunday as 6")
    today = local_time(timetable.zone, start) // DAY
    day = today + 1 + (number - weekday(today + 1)) % 7 + 7 * (n - 1)
    if (day + 2) * DAY > LAST_MOMENT:
        raise RangeError(f"the {n}th weekday {number} from {start} lies beyond the years that are counted")
    return day


@lru_cache(maxsize=1 << 15)
def _later(timetable: Timetable, day: int, n: int) -> int:
    """The Nth open day after the day; many tickets ask for the same."""
    for _ in range(n):
        day = next_working_day(timetable, day + 1)
    return day


def _start_day(timetable: Timetable, opening: int) -> int:
    today = local_time(timetable.zone, opening) // DAY
    held = any(since <= opening < until for since, until in opened_on(timetable, today))
    return today if held else today - 1
