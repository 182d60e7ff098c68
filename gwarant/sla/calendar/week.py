"""The week: wall-clock windows by the local weekday on which they open."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gwarant.sla.calendar.clock import DAY, seconds_of_day, time_text
from gwarant.sla.calendar.errors import CalendarError

Window = tuple[int, int]
Windows = tuple[Window, ...]

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ALWAYS = "24/7"
CLOSED = "closed"

_SPOKEN = (
    "mon monday pn pon poniedziałek",
    "tue tues tuesday wt wto wtorek",
    "wed wednesday śr sr śro środa",
    "thu thur thurs thursday cz czw czwartek",
    "fri friday pt pią piątek",
    "sat saturday sb so sob sobota",
    "sun sunday nd ndz nie niedz niedziela",
)
_NUMBERS = {name: number for number, names in enumerate(_SPOKEN) for name in names.split()}
_PART = re.compile(r"([^\d]+?)[\s:]+(\d.*)", re.DOTALL)


@dataclass(frozen=True)
class Week:
    """Seven tuples of windows, Monday first; a window is (open, close) in seconds from the midnight of its day.

    A close beyond 86400 falls on the next day. Windows of one day that touch or overlap are joined.
    """

    days: tuple[Windows, ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise CalendarError(f"a week has 7 days, Monday first, not {len(self.days)}")
        object.__setattr__(self, "days", tuple(tidy(windows) for windows in self.days))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Reads "Mon-Fri 08:00-12:00, 12:30-16:30; Sat 10:00-14:00", "24/7" or "closed"."""
        if text.strip() in (ALWAYS, CLOSED):
            return cls((((0, DAY),) if text.strip() == ALWAYS else (),) * 7)
        days: list[list[Window]] = [[] for _ in DAY_NAMES]
        for part in filter(None, map(str.strip, text.split(";"))):
            match = _PART.fullmatch(part)
            if not match:
                raise CalendarError(f"{part!r} is not a line of hours: write 'Mon-Fri 08:00-16:00'")
            windows = windows_of(match[2])
            for day in _days(match[1]):
                days[day] += windows
        return cls(tuple(map(tuple, days)))

    @classmethod
    def of(cls, hours: Mapping[str, Sequence[Sequence[str]]]) -> "Week":
        """Reads {"mon": [["09:00", "17:00"]], ...}; a day that is not named is closed."""
        days: list[Windows] = [()] * 7
        for name, windows in hours.items():
            days[_day(name)] += tuple(_pair(name, window) for window in _listed(name, windows))
        return cls(tuple(days))

    def __str__(self) -> str:
        if all(windows == ((0, DAY),) for windows in self.days):
            return ALWAYS
        groups = {windows: [d for d in range(7) if self.days[d] == windows] for windows in self.days if windows}
        return "; ".join(f"{_names(days)} {windows_text(windows)}" for windows, days in groups.items()) or CLOSED

    def __bool__(self) -> bool:
        return any(self.days)


def windows_of(text: str) -> Windows:
    """Reads "08:00-12:00, 22:00-06:00"; a window that closes before it opens runs over midnight."""
    return tuple(_window(window, re.split(r"\s*[-–]\s*", window.strip())) for window in text.split(","))


def windows_text(windows: Windows) -> str:
    """The windows as `windows_of` reads them."""
    return ", ".join(f"{time_text(a)}-{time_text(b if b <= DAY else b - DAY)}" for a, b in windows)


def tidy(windows: Iterable[Window]) -> Windows:
    """Sorted, checked and joined, except where the joined window would be too long for one."""
    kept: list[Window] = []
    for window in sorted(windows):
        _check(window)
        if kept and window[0] <= kept[-1][1] and window[1] <= _latest(kept[-1][0]):
            kept[-1] = (kept[-1][0], max(kept[-1][1], window[1]))
        else:
            kept.append(window)
    return tuple(kept)


def _check(window: Window) -> None:
    start, end = window
    if not 0 <= start < DAY or not start < end <= _latest(start):
        raise CalendarError(f"the window {window} must open within the day and close before its time comes again")


def _latest(start: int) -> int:
    # A whole day from another hour than midnight would read as 08:00-08:00, which is also how nothing would read.
    return start + DAY - 1 if start else DAY


def _listed(day: str, windows: object) -> Sequence[object]:
    if not isinstance(windows, list | tuple):
        raise CalendarError(f"{day}: {windows!r:.60} is not a list of windows: write [['09:00', '17:00']]")
    return windows


def _pair(day: str, window: object) -> Window:
    if not isinstance(window, list | tuple):
        raise CalendarError(f"{day}: {window!r:.60} is not a window: write ['09:00', '17:00']")
    return _window(f"{day}: {window!r:.60}", window)


def _window(shown: str, ends: Sequence[object]) -> Window:
    if len(ends) != 2:
        raise CalendarError(f"{shown!r} is not a window: it needs an opening and a closing time, as in 08:00-16:00")
    start, end = map(seconds_of_day, ends)
    if start == end:
        raise CalendarError(f"{shown!r} opens when it closes: a whole day is 00:00-24:00")
    if start == DAY:
        raise CalendarError(f"{shown!r} opens at 24:00: write 00:00 of the next day")
    return start, end if end > start else end + DAY


def _days(text: str) -> Iterator[int]:
    for item in filter(None, map(str.strip, text.rstrip(",").split(","))):
        first, *rest = re.split(r"\s*[-–]\s*", item)
        start, end = _day(first), _day(rest[0] if rest else first)
        if len(rest) > 1:
            raise CalendarError(f"{item!r} is not a range of days: write 'Mon-Fri'")
        yield from ((start + step) % 7 for step in range((end - start) % 7 + 1))


def _day(name: object) -> int:
    number = _NUMBERS.get(name.strip().lower().rstrip(".")) if isinstance(name, str) else None
    if number is None:
        raise CalendarError(f"{name!r} is not a day of the week: write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    return number


def _names(days: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join("-".join(DAY_NAMES[day] for day in sorted({run[0], run[-1]})) for run in runs)
