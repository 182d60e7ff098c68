"""Searches over the parts of a calendar that were compiled so far, which grow to wherever they are asked about."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.compiled import CompiledCalendar
from gwarant.sla.calendar.errors import CalendarError, RangeError, negative
from gwarant.sla.calendar.zone import FIRST_MOMENT, FIRST_YEAR, LAST_MOMENT, LAST_YEAR, check_moments
from gwarant.sla.spans import Span, Spans, clip, covers, union

Boundary = Literal["close", "open"]

_HORIZONS = tuple(years * 366 * DAY for years in (1, 6, 30, LAST_YEAR - FIRST_YEAR + 1))


class Reach:
    """What is compiled of one calendar: one stretch of whole years that only grows."""

    def __init__(self, lay_out: Callable[[int, int], CompiledCalendar]) -> None:
        self._lay_out = lay_out
        self._hours: CompiledCalendar | None = None

    def over(self, start: int, end: int) -> CompiledCalendar:
        """The open time over at least [start, end]; raises RangeError beyond the years that are counted."""
        hours = self._hours
        if hours and hours.start <= start and end <= hours.end:
            return hours
        check_moments(start, end)
        known = (hours.start, hours.end) if hours else (start, end)
        hours = self._lay_out(_new_year(min(start, known[0])), _new_year(max(end, known[1]), 1))
        self._hours = hours
        return hours


def elapsed(reach: Reach, start: int, end: int, pauses: Iterable[Span]) -> int:
    """Open seconds of [start, end) outside the pauses; swapped ends give 0."""
    if end <= start:
        check_moments(start, end)
        return 0
    hours = reach.over(start, end)
    paused = clip(union(pauses), (start, end)) if pauses else ()
    return hours.elapsed(start, end) - sum(hours.elapsed(*pause) for pause in paused)


def due(reach: Reach, start: int, seconds: int, pauses: Iterable[Span], boundary: Boundary) -> int:
    """The instant at which that many open seconds outside the pauses have passed."""
    _check(seconds, boundary)
    blocked = union(pauses)
    if seconds:
        moment = _after(reach, start, seconds, blocked)
    else:
        moment = start if _touches(reach, start, blocked) else next_open(reach, start, blocked)
    return next_open(reach, moment, blocked) if boundary == "open" else moment


def back(reach: Reach, start: int, seconds: int, pauses: Iterable[Span]) -> int:
    """The mirror of `due`: the last instant from which that many open seconds pass until the start."""
    _check(seconds, "close")
    blocked = union(pauses)
    if seconds:
        return _before(reach, start, seconds, blocked)
    return start if _touches(reach, start, blocked) else _before(reach, start, 1, blocked) + 1


def next_open(reach: Reach, moment: int, blocked: Spans = ()) -> int:
    """The moment itself when it is open, else the next that is."""
    return _after(reach, moment, 1, blocked) - 1


def is_open(reach: Reach, moment: int, blocked: Spans = ()) -> bool:
    """Whether the second that begins at the moment is open and not blocked."""
    return reach.over(moment, moment).is_open(moment) and not covers(blocked, moment)


def _after(reach: Reach, start: int, seconds: int, blocked: Spans) -> int:
    cursor, left = start, seconds
    for since, until in blocked:
        if until <= cursor:
            continue
        if since > cursor:
            moment = _ahead(reach, cursor, left)
            if moment <= since:
                return moment
            left -= elapsed(reach, cursor, since, ())
        cursor = until
    return _ahead(reach, cursor, left)


def _before(reach: Reach, start: int, seconds: int, blocked: Spans) -> int:
    cursor, left = start, seconds
    for since, until in reversed(blocked):
        if since >= cursor:
            continue
        if until < cursor:
            moment = _behind(reach, cursor, left)
            if moment >= until:
                return moment
            left -= elapsed(reach, until, cursor, ())
        cursor = since
    return _behind(reach, cursor, left)


def _ahead(reach: Reach, start: int, seconds: int) -> int:
    for end in _ends(start, seconds, LAST_MOMENT):
        hours = reach.over(start, end)
        if hours.count(start) + seconds <= hours.total:
            moment = hours.due(start, seconds)
            hours.check_wait(start, moment)
            return moment
        hours.check_wait(start, end)
    raise _too_far(start, seconds)


def _behind(reach: Reach, start: int, seconds: int) -> int:
    for end in _ends(start, -seconds, FIRST_MOMENT):
        hours = reach.over(end, start)
        if hours.count(start) >= seconds:
            moment = hours.back(start, seconds)
            hours.check_wait(moment, start)
            return moment
        hours.check_wait(end, start)
    raise _too_far(start, -seconds)


def _ends(start: int, seconds: int, limit: int) -> Iterator[int]:
    check_moments(start)
    if abs(seconds) > abs(limit - start):
        raise _too_far(start, seconds)
    for horizon in _HORIZONS:
        yield min(start + horizon, limit) if seconds > 0 else max(start - horizon, limit)


def _touches(reach: Reach, moment: int, blocked: Spans) -> bool:
    return is_open(reach, moment, blocked) or is_open(reach, moment - 1, blocked)


def _check(seconds: int, boundary: str) -> None:
    if seconds < 0:
        raise negative(seconds)
    if boundary not in ("close", "open"):
        raise CalendarError(f"{boundary!r} is not a boundary: it is 'close' or 'open'")


def _too_far(start: int, seconds: int) -> RangeError:
    return RangeError(f"{seconds:+} open seconds from {start} lie beyond the years {FIRST_YEAR} to {LAST_YEAR}")


def _new_year(moment: int, later: int = 0) -> int:
    year = datetime.fromtimestamp(moment, UTC).year + later
    return min(max(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()), FIRST_MOMENT), LAST_MOMENT)
