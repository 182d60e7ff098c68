"""Why a stretch of time counts or does not."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.local import instants
from gwarant.sla.calendar.timetable import Timetable
from gwarant.sla.calendar.zone import local_time
from gwarant.sla.spans import Span, Spans, gaps, intersect, subtract

Kind = Literal["open", "outside_hours", "holiday"]


class Reason(NamedTuple):
    """What [start, end) is; the name is the holiday's, or the exception's that replaced the day."""

    start: int
    end: int
    kind: Kind
    name: str


def classify(timetable: Timetable, opened: Spans, within: Span) -> list[Reason]:
    """The whole of `within` in order, given its open spans."""
    found = [Reason(start, end, "open", "") for start, end in opened]
    rest = gaps(opened, within)
    for kind, name, spans in _closures(timetable, within):
        if closed := intersect(rest, spans):
            found += (Reason(start, end, kind, name) for start, end in closed)
            rest = subtract(rest, spans)
    found += (Reason(start, end, "outside_hours", "") for start, end in rest)
    return sorted(found)


def _closures(timetable: Timetable, within: Span) -> Iterator[tuple[Kind, str, Spans]]:
    first, last = (local_time(timetable.zone, moment) // DAY for moment in within)
    days = range(first - 1, last + 2)
    for day in days:
        dated = timetable.exception_on(day)
        if dated:
            yield "outside_hours", dated.name, instants(timetable.zone, ((day * DAY, (day + 1) * DAY),))
    holidays = list(timetable.holidays_near(days.start, days.stop))
    for shoulders in (False, True):
        for holiday in holidays:
            yield "holiday", holiday.name, instants(timetable.zone, (timetable.holiday_span(holiday, shoulders),))
