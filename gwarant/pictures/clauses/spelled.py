"""Values of clauses in words: "4 hours", "5 dni roboczych", "poniedziałek–piątek 08:00–18:00"."""

from datetime import date
from decimal import Decimal

from gwarant.pictures.clauses.tables import word
from gwarant.pictures.phrases import WEEKDAYS
from gwarant.pictures.words import count, long_day, money
from gwarant.sla.calendar import CalendarError, Week
from gwarant.sla.calendar.week import DAY_NAMES, windows_text
from gwarant.sla.contract.values import NthWeekday, OnDate, Period, Seconds, TimeValue, WorkingDays, time_value

_ENDINGS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th"}


def time_words(text: str, lang: str, case: str = "") -> str:
    """A time value in words, `_of` in the Polish genitive; what is none as it is."""
    try:
        return _words(time_value(text), lang, case)
    except ValueError:
        return text


def every_words(text: str, lang: str) -> str:
    """How often: "every month", "co 6 miesięcy"."""
    try:
        value = time_value(text)
    except ValueError:
        return text
    units = _units(value)
    if len(units) == 1 and units[0][0] == 1 and units[0][1] in _ONE[lang]:
        one = units[0][1]
        return word("daily", lang) if one == "day" else word("every", lang, length=_ONE[lang][one])
    return word("every", lang, length=_words(value, lang, ""))


def week_words(text: str, lang: str) -> str:
    """Service hours with the days' names in full."""
    try:
        week = Week.parse(text)
    except (CalendarError, ValueError):
        return text
    if str(week) == "24/7":
        return word("always", lang)
    parts = {windows: [day for day in range(7) if week.days[day] == windows] for windows in week.days if windows}
    return "; ".join(
        f"{_days(days, lang)} {windows_text(windows).replace('-', '–')}" for windows, days in parts.items()
    )


def percent_words(text: str, lang: str) -> str:
    """A percentage with its own digits."""
    return f"{text.replace('.', ',') if lang == 'pl' else text}%"


def money_words(text: str, currency: str, lang: str) -> str:
    """An amount; what is none as it is."""
    try:
        return money(Decimal(text), currency, lang)
    except ArithmeticError:
        return text


def day_words(text: str, lang: str) -> str:
    """A day; what is none as it is."""
    try:
        return long_day(date.fromisoformat(text), lang)
    except ValueError:
        return text


def minutes_words(text: str, lang: str, case: str = "") -> str:
    """A number of minutes, in hours where they are whole."""
    return time_words(f"{text}m", lang, case) if text.isdecimal() else text


def band_words(line: str, lang: str) -> str:
    """A line of bands."""
    ends, parted, pays = line.removesuffix("%").partition(": ")
    low, _, high = ends.rpartition("-")
    if not parted or not pays.replace(".", "").isdigit():
        return line
    said = percent_words(pays, lang)
    if low:
        return word("band", lang, low=percent_words(low, lang), high=percent_words(high, lang), pays=said)
    return word("band_below", lang, high=percent_words(high.removeprefix("<"), lang), pays=said)


def factor_words(line: str, lang: str) -> str:
    """A line of dearer times."""
    when, parted, factor = line.rpartition(": ")
    if not parted:
        return line
    said = f" {word('or', lang)} ".join(_case(one, lang) for one in when.split(" or "))
    return word("factor", lang, when=said, x=factor.replace(".", ",") if lang == "pl" else factor)


def joined(parts: list[str], lang: str) -> str:
    """A list as a sentence has it: "a, b and c"."""
    return ", ".join(parts[:-1]) + f" {word('and', lang)} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _words(value: TimeValue, lang: str, case: str) -> str:
    match value:
        case WorkingDays(days, clock):
            at = f" {word('at', lang, clock=clock)}" if clock else ""
            return count(days, f"working_day{case}", lang) + at
        case NthWeekday(nth, weekday):
            number = str(nth) if lang == "pl" else _ENDINGS.get(nth, str(nth))
            return word("nth", lang, nth=number, weekday=WEEKDAYS[lang][weekday])
        case OnDate(day):
            return word("on", lang, day=long_day(day, lang))
    said = [count(number, f"{unit}{case}", lang) for number, unit in _units(value)]
    return joined(said, lang) if said else count(0, f"minute{case}", lang)


def _units(value: TimeValue) -> list[tuple[int, str]]:
    if isinstance(value, Period):
        is_weeks = value.days % 7 == 0 and value.days > 14 and not value.months
        years = value.months // 12 if value.months % 12 == 0 else 0
        months = 0 if years else value.months
        days = 0 if is_weeks else value.days
        parts = [(years, "year"), (months, "month"), (value.days // 7 if is_weeks else 0, "week"), (days, "day")]
    elif isinstance(value, Seconds):
        minutes, seconds = divmod(value.seconds, 60)
        parts = [(minutes // 60, "hour"), (minutes % 60, "minute"), (seconds, "second")]
    else:
        parts = [(value.days, "working_day")] if isinstance(value, WorkingDays) else []
    return [(number, unit) for number, unit in parts if number]


def _days(days: list[int], lang: str) -> str:
    names = WEEKDAYS[lang]
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs)


def _case(text: str, lang: str) -> str:
    return f" {word('and', lang)} ".join(_condition(one.strip(), lang) for one in text.split(" and "))


def _condition(part: str, lang: str) -> str:
    if part.startswith("outside "):
        name = part.removeprefix("outside ")
        return word("outside_office" if name == "office" else "outside", lang, calendar=name)
    if part in DAY_NAMES:
        return WEEKDAYS[lang][DAY_NAMES.index(part)]
    return word(part, lang) if part in ("holiday", "emergency") else part


_ONE = {
    "en": {"minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year"},
    "pl": {"minute": "minutę", "hour": "godzinę", "day": "dzień", "week": "tydzień", "month": "miesiąc", "year": "rok"},
}
