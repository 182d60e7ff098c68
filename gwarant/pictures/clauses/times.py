"""Times as people type them, in English and Polish, to the contract's own notation."""

import re
from decimal import Decimal

from gwarant.pictures.clauses.slip import Slip
from gwarant.sla.contract.values import Period, Seconds, TimeValue, WorkingDays, time_value

_NUMBER = r"(\d{1,6}(?:[.,]\d{1,4})?)?"
_UNITS = {
    "wd": r"wd|dr|dzie[nń] rob(?:\.|oczy)|dnia roboczego|dni rob(?:\.|ocze|oczych)|(?:working|business|work) days?",
    "m": r"minut[ay]?|mins?\.?|minutes?|m",
    "h": r"godzin[ayę]?|godz\.?|g|hours?|hrs?\.?|h",
    "s": r"sekund[ayę]?|sek\.?|seconds?|secs?\.?|s",
    "D": r"dzie[nń]|dni[ae]?|days?",
    "W": r"tydzie[nń]|tygodni[ae]?|tygodniu|tyg\.?|weeks?",
    "M": r"miesi[aą]c[ae]?|miesi[eę]cy|mies\.?|months?|m-c[eay]?",
    "Y": r"roku?|lat[a]?|years?|yrs?\.?",
}
_PIECE = re.compile(
    _NUMBER + r"\s*(?:" + "|".join(f"(?P<{key}>{unit})" for key, unit in _UNITS.items()) + r")(?![^\W\d])"
)
_FILLER = re.compile(r"^(?:co|every|w ciągu|within)\s+|\s+(?:i|and|oraz)\s+")
_CLOCK = re.compile(r"(?P<days>.*\S)\s+(?:do|by|at)?\s*(?P<hour>\d{1,2})[:.](?P<minute>\d\d)")
_SIZES = {"s": 1, "m": 60, "h": 3600}
_HALF = {"pół godziny": "30m", "half an hour": "30m", "kwadrans": "15m", "codziennie": "P1D", "daily": "P1D"}


def read_time(text: str) -> str:
    """Any time value: "4h", "4 godz.", "1 dzień roboczy", "P1M"; a bare number of days is refused as ambiguous."""
    return str(_time(text))


def read_length(text: str) -> str:
    """An exact length: "15m", "1,5 godz."."""
    value = _time(text)
    if not isinstance(value, Seconds):
        raise Slip("length", text=text)
    return str(value)


def read_period(text: str) -> str:
    """A civil period: "1 miesiąc", "14 dni", "P4W"."""
    told = text.strip()
    if re.fullmatch(r"\d{1,5}\s*d", told):
        told = f"P{told[:-1].strip()}D"
    value = _time(told, days=True)
    if not isinstance(value, Period):
        raise Slip("period", text=text)
    return str(value)


def read_window(text: str) -> str:
    """Days to the end of the last of them, working days, or hours to the moment: "14 dni", "5 wd", "24 hours"."""
    told = text.strip()
    if re.fullmatch(r"\d{1,5}\s*d", told):
        return read_period(told)
    value = _time(told, days=True)
    if not isinstance(value, (Period, Seconds, WorkingDays)) or value == WorkingDays(0):
        raise Slip("window", text=text)
    return str(value)


def read_every(text: str) -> str:
    """How often: "1 miesiąc", "codziennie", "PT1H"; here a day is a day of the calendar."""
    return str(_time(text, days=True))


def read_hours(text: str) -> str:
    """A number of hours: "10", "10,5", "10 godz."."""
    bare = re.fullmatch(r"\d{1,5}(?:[.,]\d{1,4})?", text.strip())
    return read_length(f"{text.strip()} h" if bare else text)


def read_minutes(text: str) -> str:
    """A number of minutes: "360", "6h"."""
    told = text.strip()
    value = time_value(read_length(f"{told}m" if told.isdecimal() else told))
    if not isinstance(value, Seconds) or value.seconds % 60:
        raise Slip("length", text=text)
    return str(value.seconds // 60)


def _time(text: str, days: bool = False) -> TimeValue:
    told = " ".join(text.split())
    try:
        return _bounded(_natural(told.lower(), text, days))
    except ValueError:
        pass
    try:
        return time_value(told)
    except (ValueError, OverflowError):
        if not days and re.fullmatch(r"\d{1,6}\s*(?:" + _UNITS["D"] + ")", told.lower()):
            raise Slip("days", text=text) from None
        raise Slip("time", text=text) from None


def _bounded(value: TimeValue) -> TimeValue:
    return time_value(str(value))


def _natural(told: str, text: str, days: bool) -> TimeValue:
    if told in _HALF:
        return time_value(_HALF[told])
    if match := _CLOCK.fullmatch(told):
        return time_value(f"{_days_of(match['days'], text)}wd {int(match['hour']):02}:{match['minute']}")
    found: dict[str, Decimal] = {}
    rest = _FILLER.sub(" ", f"{told} ").strip()
    while rest:
        match = _PIECE.match(rest)
        if match is None or str(match.lastgroup) in found:
            raise Slip("time", text=text)
        found[str(match.lastgroup)] = Decimal((match[1] or "1").replace(",", "."))
        rest = rest[match.end() :].strip(" ,")
    return _value(found, text, days)


def _days_of(told: str, text: str) -> int:
    match = _PIECE.fullmatch(told)
    if match is None or match.lastgroup != "wd" or not (match[1] or "1").isdecimal():
        raise Slip("time", text=text)
    return int(match[1] or "1")


def _value(found: dict[str, Decimal], text: str, days: bool) -> TimeValue:
    units = set(found)
    exact = sum((found[unit] * _SIZES[unit] for unit in units & set(_SIZES)), Decimal(0))
    if units and units <= set(_SIZES) and exact == int(exact):
        return Seconds(int(exact))
    whole = {unit: int(number) for unit, number in found.items() if number == int(number)}
    if len(whole) == len(found) and units == {"wd"}:
        return time_value(f"{whole['wd']}wd")
    if len(whole) == len(found) and units <= set("YMWD") and units and (days or units != {"D"}):
        months = whole.get("Y", 0) * 12 + whole.get("M", 0)
        return Period(months, whole.get("W", 0) * 7 + whole.get("D", 0))
    raise Slip("time", text=text)
