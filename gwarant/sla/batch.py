"""Business-time questions as plain data, a case at a time: what `gwarant calendar batch` answers."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from gwarant.sla.calendar import Calendar, CalendarError, Holiday, Week, to_moment, zone
from gwarant.sla.calendar.zone import FIRST_MOMENT, FIRST_YEAR, LAST_MOMENT, LAST_YEAR
from gwarant.sla.spans import Span

Answer = dict[str, object]
T = TypeVar("T")

LONGEST_LINE = 1_000_000
MOST_SECONDS = LAST_MOMENT - FIRST_MOMENT


class _BadCase(CalendarError):
    """A field of the case is missing or cannot be read."""


def answer_lines(lines: Iterable[str]) -> Iterator[Answer]:
    """The answer to each line that is not blank, in order; a bad line has an error and the rest go on."""
    return (answer_line(line) for line in lines if line.strip())


def answer_line(line: str) -> Answer:
    """The answer to one case as JSON."""
    try:
        if len(line) > LONGEST_LINE:
            raise _BadCase(f"the line is longer than {LONGEST_LINE} characters")
        case = json.loads(line)
    except _BadCase as wrong:
        return {"id": None, "error": str(wrong)}
    except (ValueError, RecursionError) as wrong:
        return {"id": None, "error": f"the line is not JSON: {wrong}"}
    return answer(case)


def answer(case: object) -> Answer:
    """{"id", "result"}: open seconds for `between`, a time with its offset for `add` and `sub`; or {"id", "error"}."""
    if not isinstance(case, Mapping):
        return {"id": None, "error": f"{_shown(case)} is not a case: write an object with id, tz, hours and op"}
    known = case.get("id")
    name = known if isinstance(known, str | int) and not isinstance(known, bool) else None
    try:
        return {"id": name, "result": _result(case)}
    except CalendarError as wrong:
        return {"id": name, "error": str(wrong)}


def _result(case: Mapping[str, object]) -> int | str:
    operation = _field(case, "op")
    count = _OPERATIONS.get(operation) if isinstance(operation, str) else None
    if not count:
        raise _BadCase(f"op: {_shown(operation)} is not an operation: write add, sub or between")
    return count(case, _calendar(case))


def _between(case: Mapping[str, object], calendar: Calendar) -> int:
    start, end = (_moment(name, _field(case, name), zone(calendar.zone)) for name in ("start", "end"))
    return calendar.elapsed(start, end, _pauses(case, calendar))


def _add(case: Mapping[str, object], calendar: Calendar) -> str:
    start, seconds, pauses = _asked(case, calendar)
    return _text(calendar.due(start, seconds, pauses, _boundary(case)), calendar)


def _sub(case: Mapping[str, object], calendar: Calendar) -> str:
    start, seconds, pauses = _asked(case, calendar)
    _boundary(case)
    return _text(calendar.back(start, seconds, pauses), calendar)


_OPERATIONS: dict[str, Callable[[Mapping[str, object], Calendar], int | str]] = {
    "add": _add,
    "sub": _sub,
    "between": _between,
}


def _asked(case: Mapping[str, object], calendar: Calendar) -> tuple[int, int, list[Span]]:
    start = _moment("start", _field(case, "start"), zone(calendar.zone))
    return start, _seconds(_field(case, "seconds")), _pauses(case, calendar)


def _calendar(case: Mapping[str, object]) -> Calendar:
    parts = _field(case, "tz"), _field(case, "hours"), case.get("holidays") or []
    try:
        return _read_calendar(*(json.dumps(part) for part in parts))
    except (TypeError, RecursionError) as wrong:
        raise _BadCase(f"hours: they are not plain data: {wrong}") from wrong


@lru_cache(maxsize=1024)
def _read_calendar(tz_text: str, hours_text: str, holidays_text: str) -> Calendar:
    name, hours, days = json.loads(tz_text), json.loads(hours_text), json.loads(holidays_text)
    _named("tz", lambda: zone(_kept("tz", name, str, "an IANA name such as 'Europe/Warsaw'")))
    week = _named("hours", lambda: Week.of(_kept("hours", hours, dict, "an object of days and their windows")))
    _kept("holidays", days, list, "a list of ISO dates")
    holidays = tuple(Holiday(_day(text)) for text in days)
    return _named("hours", lambda: Calendar(name, week, holidays))


def _day(text: object) -> date:
    try:
        return date.fromisoformat(_kept("holidays", text, str, "an ISO date"))
    except ValueError:
        raise _BadCase(f"holidays: {_shown(text)} is not a date: write YYYY-MM-DD") from None


def _moment(name: str, value: object, tz: ZoneInfo) -> int:
    text = _kept(name, value, str, "an ISO time")
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise _BadCase(f"{name}: {_shown(text)} is not an ISO time: write 2026-05-29T16:00:00+02:00") from None
    aware = read if read.tzinfo else read.replace(tzinfo=tz)
    if not FIRST_YEAR <= aware.year <= LAST_YEAR:
        raise _BadCase(f"{name}: {text} lies outside the years {FIRST_YEAR} to {LAST_YEAR} that are counted")
    return to_moment(aware)


def _pauses(case: Mapping[str, object], calendar: Calendar) -> list[Span]:
    pauses, tz = _kept("pauses", case.get("pauses") or [], list, "a list of [from, to]"), zone(calendar.zone)
    for pause in pauses:
        if not isinstance(pause, list | tuple) or len(pause) != 2:
            raise _BadCase(f"pauses: {_shown(pause)} is not a pause: write [from, to]")
    return [(_moment("pauses", start, tz), _moment("pauses", end, tz)) for start, end in pauses]


def _seconds(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _BadCase(f"seconds: {_shown(value)} is not a whole number of seconds")
    if value < 0:
        raise _BadCase(f"seconds: {_shown(value)} is negative: count back with op sub")
    if value > MOST_SECONDS:
        raise _BadCase(f"seconds: {_shown(value)} is more than all the years that are counted hold, {MOST_SECONDS}")
    return value


def _boundary(case: Mapping[str, object]) -> Literal["close", "open"]:
    match case.get("boundary"):
        case None | "close":
            return "close"
        case "open":
            return "open"
        case other:
            raise _BadCase(f"boundary: {_shown(other)} is neither 'close' nor 'open'")


def _field(case: Mapping[str, object], name: str) -> object:
    if case.get(name) is None:
        raise _BadCase(f"{name}: the field is missing")
    return case[name]


def _kept(name: str, value: object, kind: type[T], wanted: str) -> T:
    if not isinstance(value, kind):
        raise _BadCase(f"{name}: {_shown(value)} is not {wanted}")
    return value


def _named(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except _BadCase:
        raise
    except CalendarError as wrong:
        raise _BadCase(f"{name}: {wrong}") from wrong


def _text(moment: int, calendar: Calendar) -> str:
    return datetime.fromtimestamp(moment, zone(calendar.zone)).isoformat()


def _shown(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = f"a {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:57]}..."
