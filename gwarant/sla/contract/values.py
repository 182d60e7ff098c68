"""The words in which a contract states times: the six kinds of time value, with their notation.

15m  4h  90s  2d  PT15M     seconds on a calendar
3wd                         N working days
3wd 10:00                   a wall clock on the Nth working day
2nd Tue                     the Nth weekday after the start
2026-12-31                  a dated release
P1M  P1Y  P2W  P30D         a period of the civil calendar
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

DAY = 86_400
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
YEARS = 100  # the longest time that is counted
FIRST_YEAR, LAST_YEAR = 1900, 2199
_LONGEST_DAYS = YEARS * 366
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": DAY}
_EXACT = re.compile(r"(\d+)\s*([smhd])")
_IN_WORDS = re.compile(r"(\d+)\s*([^\d]+)")
_OFTEN = {
    **dict.fromkeys(("hourly", "every hour", "co godzinę"), "PT1H"),
    **dict.fromkeys(("daily", "every day", "codziennie"), "P1D"),
    **dict.fromkeys(("weekly", "every week", "co tydzień"), "P1W"),
    **dict.fromkeys(("monthly", "every month", "co miesiąc"), "P1M"),
    **dict.fromkeys(("quarterly", "every quarter", "co kwartał"), "P3M"),
    **dict.fromkeys(("yearly", "annually", "every year", "co rok"), "P1Y"),
}
_UNIT_WORDS = (
    (("sec", "second", "seconds", "sekund", "sekundy"), "{n}s"),
    (("min", "mins", "minute", "minutes", "minut", "minuty"), "{n}m"),
    (("hr", "hrs", "hour", "hours", "godz", "godz.", "godzin", "godziny", "clock hours"), "{n}h"),
    (("working hours", "business hours", "godzin roboczych", "bh", "wh"), "{n}h on the office calendar"),
    (
        (
            "bd",
            "business day",
            "business days",
            "working day",
            "working days",
            "dzień roboczy",
            "dni robocze",
            "dni roboczych",
        ),
        "{n}wd",
    ),
    (("day", "days", "calendar days", "dni", "dzień"), "P{n}D, or {n}wd for working days"),
    (("week", "weeks", "tydzień", "tygodnie", "tygodni"), "P{n}W"),
    (("month", "months", "miesiąc", "miesiące", "miesięcy"), "P{n}M"),
    (("year", "years", "rok", "lata", "lat"), "P{n}Y"),
)
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_WORKING = re.compile(r"(\d+)\s*wd(?:\s+(\d\d):(\d\d))?")
_NTH = re.compile(r"(\d)(?:st|nd|rd|th)\s+(Mon|Tue|Wed|Thu|Fri|Sat|Sun)")


@dataclass(frozen=True)
class Seconds:
    """An exact length in seconds, counted on whatever calendar stands beside it."""

    seconds: int

    def __str__(self) -> str:
        for unit, size in (("h", 3600), ("m", 60)):
            if self.seconds and self.seconds % size == 0:
                return f"{self.seconds // size}{unit}"
        return f"{self.seconds}s"


@dataclass(frozen=True)
class WorkingDays:
    """N working days: to the closing of the Nth open day, or to a wall clock on it ("10:00")."""

    days: int
    clock: str = ""

    def __str__(self) -> str:
        return f"{self.days}wd {self.clock}".rstrip()


@dataclass(frozen=True)
class NthWeekday:
    """The Nth such weekday after the start, to its closing."""

    nth: int
    weekday: int  # Monday is 0

    def __str__(self) -> str:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(self.nth, "th")
        return f"{self.nth}{ending} {WEEKDAYS[self.weekday]}"


@dataclass(frozen=True)
class OnDate:
    """A dated release: the closing of that day."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True)
class Period:
    """Months and days of the civil calendar in the contract's zone."""

    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        parts = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0D")


TimeValue = Seconds | WorkingDays | NthWeekday | OnDate | Period
Window = Period | Seconds | WorkingDays  # to the end of a day, to a moment, or to the closing of a working day
NOTATION = "15m, 4h, 3wd, 3wd 10:00, 2nd Tue, 2026-12-31, P1M or PT15M"


def time_value(text: str) -> TimeValue:
    """The time value that is written so; ValueError names the notation, or the bounds of what is counted."""
    value = _read(text.strip())
    if isinstance(value, NthWeekday) and not 1 <= value.nth <= 5:
        raise ValueError(f"{text!r} does not come; write the 1st to the 5th, such as 2nd Tue")
    if isinstance(value, OnDate) and not FIRST_YEAR <= value.day.year <= LAST_YEAR:
        raise ValueError(f"{text!r} must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    if _days(value) > _LONGEST_DAYS:
        raise ValueError(f"{text!r} is too long; it must be {YEARS} years at most")
    return value


def _read(text: str) -> TimeValue:
    if match := _EXACT.fullmatch(text):
        return Seconds(int(match[1]) * _UNITS[match[2]])
    if match := _WORKING.fullmatch(text):
        return _working_days(match)
    if match := _NTH.fullmatch(text):
        return NthWeekday(int(match[1]), WEEKDAYS.index(match[2]))
    if (match := _ISO.fullmatch(text)) and len(text) > 2 and not text.endswith("T"):
        return _iso(match)
    try:
        return OnDate(date.fromisoformat(text))
    except ValueError:
        raise ValueError(f"{text!r} is not a time; write it as {meant(text) or NOTATION}") from None


def meant(text: str) -> str:
    """How the language writes a length that people wrote in words (15 minutes, 10 business days, monthly); "" else."""
    said = " ".join(text.lower().replace("-", " ").split())
    if said in _OFTEN:
        return _OFTEN[said]
    match = _IN_WORDS.fullmatch(said)
    found = next((form for words, form in _UNIT_WORDS if match and match[2].strip() in words), "")
    return found.format(n=match[1]) if match else ""


def seconds(text: str) -> Seconds:
    """An exact length only: 90s, 15m, 4h, 2d, PT15M."""
    value = time_value(text)
    if isinstance(value, Period) and not value.months:
        return Seconds(value.days * DAY)
    if not isinstance(value, Seconds):
        raise ValueError(f"{text!r} must be an exact length such as 15m or 4h")
    return value


def period(text: str) -> Period:
    """A civil period only: P1M, P14D, P4W, P1Y."""
    value = time_value(text)
    if not isinstance(value, Period):
        raise ValueError(f"{text!r} must be a civil period such as P1M or P14D")
    return value


def window(text: str) -> Window:
    """A time within which somebody acts: P14D or P1M to the end of its last day, 24h to its very moment, 5wd to the
    closing of the last of them.

    Days written as a length (30d) are refused: a reader would take them for days of the calendar.
    """
    value = time_value(text)
    if (match := _EXACT.fullmatch(text.strip())) and match[2] == "d":
        days = int(match[1])
        raise ValueError(f"{text!r} could mean two things: write P{days}D for whole days, {days * 24}h for hours")
    if not isinstance(value, (Period, Seconds, WorkingDays)):
        raise ValueError(f"{text!r} must be a civil period such as P14D, working days as 5wd, or hours such as 24h")
    if isinstance(value, WorkingDays) and not value.days:
        raise ValueError(f"{text!r} is no time at all: write 1wd or more")
    return value


def percent(text: str) -> Decimal:
    """The number in "40%" or "40"."""
    return Decimal(text.strip().removesuffix("%").strip())


def _days(value: TimeValue) -> int:
    """About how many days it lasts, to bound it by."""
    if isinstance(value, Period):
        return value.months * 366 // 12 + value.days
    if isinstance(value, Seconds):
        return -(-value.seconds // DAY)
    return value.days if isinstance(value, WorkingDays) else 0


def _working_days(match: re.Match[str]) -> WorkingDays:
    if match[2] and (int(match[2]) > 23 or int(match[3]) > 59):
        raise ValueError(f"{match[2]}:{match[3]} is not a time of day")
    return WorkingDays(int(match[1]), f"{match[2]}:{match[3]}" if match[2] else "")


def _iso(match: re.Match[str]) -> TimeValue:
    years, months, weeks, days, hours, minutes, secs = (int(part or 0) for part in match.groups())
    exact = hours * 3600 + minutes * 60 + secs
    if exact and not (years or months):
        return Seconds(exact + (weeks * 7 + days) * DAY)
    if exact:
        raise ValueError(f"{match[0]} mixes months with hours: write one of them")
    return Period(years * 12 + months, weeks * 7 + days)
