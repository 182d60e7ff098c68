"""Durations, moments, shares, money and counts as people write them, in English and in Polish."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from gwarant.pictures.phrases import (
    MONTHS,
    MONTHS_SHORT,
    PHRASES,
    PLURALS,
    WEEKDAYS,
    WEEKDAYS_SHORT,
    WEEKDAYS_SINCE,
)
from gwarant.sla.calendar import zone
from gwarant.sla.contract.values import Period, time_value

DAY = 86_400
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
EXACT = Context(prec=100)
_READERS_ZONE: ContextVar[str] = ContextVar("readers_zone", default="")


@contextmanager
def read_in(zone_name: str) -> Iterator[None]:
    """Whoever reads what is written meanwhile lives in that zone: a time of day of another one names its own."""
    token = _READERS_ZONE.set(zone_name)
    try:
        yield
    finally:
        _READERS_ZONE.reset(token)


def say(key: str, lang: str, **values: object) -> str:
    """The phrase of that name with its values set in."""
    return PHRASES[lang][key].format(**values)


def known(text: str, lang: str) -> str:
    """A note that the core wrote, in the reader's language; any other text as it is."""
    return PHRASES[lang].get(f"note: {text}", text)


def count(number: int, noun: str, lang: str) -> str:
    """The number with its noun in the right form: "2 breaches", "5 naruszeń"."""
    return f"{whole(number, lang)} {PLURALS[lang][noun][_form(number, lang)]}"


def remaining(number: int, noun: str, lang: str) -> str:
    """So many that are left, where the verb agrees with the number: "2 hours left", "Zostały 2 godziny"."""
    return PLURALS[lang][noun][_form(number, lang)].format(n=whole(number, lang))


def whole(number: int, lang: str) -> str:
    """A whole number with its thousands parted; Polish parts them from five digits on."""
    if lang == "pl":
        return f"{number:,}".replace(",", " ") if abs(number) >= 10_000 else str(number)
    return f"{number:,}"


def duration(seconds: int, lang: str, exact: bool = False) -> str:
    """A length of working time; it stays in hours. Seconds show below one minute, or always when `exact`."""
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    hour, minute, second = (say(unit, lang) for unit in ("hour", "minute", "second"))
    shows_seconds = left and (exact or not (hours or minutes))
    parts = [f"{whole(hours, lang)} {hour}"] if hours else []
    if minutes or (hours and shows_seconds):
        parts.append(f"{minutes:02} {minute}" if hours else f"{minutes} {minute}")
    if shows_seconds or not parts:
        parts.append(f"{left} {second}" if left else f"0 {minute}")
    return ("−" if seconds < 0 else "") + " ".join(parts)


def elapsed(seconds: int, lang: str) -> str:
    """A length of real time; from a day on in days and hours."""
    if abs(seconds) < DAY:
        return duration(seconds, lang)
    days, rest = divmod(abs(seconds), DAY)
    hours = f" {rest // 3600} {say('hour', lang)}" if rest >= 3600 else ""
    return count(days, "day", lang) + hours


def promised(text: str, seconds: int, lang: str, noun: str = "working_day") -> str:
    """A target as the contract writes it: dates, civil periods and working days by number, all else as a length."""
    if _DATE.fullmatch(text):
        return long_day(date.fromisoformat(text), lang)
    if text.startswith("P") and isinstance(value := time_value(text), Period):
        case = "_of" if noun.endswith("_of") else ""
        parts = ((value.months, f"month{case}"), (value.days, f"day{case}"))
        return " ".join(count(n, word, lang) for n, word in parts if n)
    days, _, clock = text.partition("wd")
    if days.isdigit() and text != days:
        return f"{count(int(days), noun, lang)} {clock.strip()}".rstrip()
    return duration(seconds, lang)


def short(at: int, zone_name: str, lang: str) -> str:
    """A moment by weekday: "Fri 17:55"."""
    local = _local(at, zone_name)
    return f"{WEEKDAYS_SHORT[lang][local.weekday()]} {_clock(local)}"


def time_of(at: int, zone_name: str, lang: str) -> str:
    """A moment by its time alone: "17:55"."""
    return _clock(_local(at, zone_name))


def dated(at: int, zone_name: str, lang: str) -> str:
    """A moment by weekday and day: "Fri 6 Mar 17:55"."""
    local = _local(at, zone_name)
    return f"{WEEKDAYS_SHORT[lang][local.weekday()]} {local.day} {MONTHS_SHORT[lang][local.month - 1]} {_clock(local)}"


def minute(at: int) -> int:
    """The minute in which a moment lies, or the full minutes of a length: what a mail shows has no seconds."""
    return at - at % 60


def day_of(at: int, zone_name: str) -> date:
    """The civil day of a moment."""
    return _local(at, zone_name).date()


def full(at: int, zone_name: str, lang: str) -> str:
    """A moment with its whole date and zone: "Friday 6 March 2026, 17:55 CET"."""
    local = _local(at, zone_name)
    return f"{WEEKDAYS[lang][local.weekday()]} {long_day(local.date(), lang)}, {_clock(local, True)} {local.tzname()}"


def by(at: int, zone_name: str, lang: str) -> str:
    """A moment as it follows "by" and "do": "6 March 2026, 17:55 CET"."""
    local = _local(at, zone_name)
    return f"{long_day(local.date(), lang)}, {_clock(local, True)} {local.tzname()}"


def since(at: int, zone_name: str, lang: str) -> str:
    """A moment as it follows "from": "Friday 6 March 17:55", "piątku 6 marca 17:55"."""
    local = _local(at, zone_name)
    return f"{WEEKDAYS_SINCE[lang][local.weekday()]} {local.day} {MONTHS[lang][local.month - 1]} {_clock(local)}"


def long_day(day: date, lang: str) -> str:
    """A day: "6 March 2026", "6 marca 2026"."""
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def short_day(day: date, lang: str) -> str:
    """A day by its weekday: "Fri 6 Mar"."""
    return f"{WEEKDAYS_SHORT[lang][day.weekday()]} {day.day} {MONTHS_SHORT[lang][day.month - 1]}"


def percent(value: Decimal, lang: str, places: int = 1) -> str:
    """A share in percent, its digits cut and never rounded in the provider's favour."""
    cut = value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN, EXACT)
    return f"{_decimal(str(cut), lang)}%"


def number(value: Decimal, lang: str, places: int = 2) -> str:
    """A number with its decimals rounded for display."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
    head, _, tail = f"{rounded:,f}".partition(".")
    head = head.replace(",", " ") if lang == "pl" else head
    return _decimal(f"{head}.{tail}" if tail else head, lang)


def money(amount: Decimal, currency: str, lang: str) -> str:
    """An amount: "PLN 1,234.50", "1 234,50 zł"."""
    if lang == "pl":
        return f"{number(amount, lang)} {'zł' if currency == 'PLN' else currency}".rstrip()
    sign, figure = ("−", number(-amount, lang)) if amount < 0 else ("", number(amount, lang))
    return f"{sign}{currency} {figure}".strip()


def _decimal(text: str, lang: str) -> str:
    return (text.replace(".", ",") if lang == "pl" else text).replace("-", "−")


def _form(number: int, lang: str) -> int:
    """English: one, many. Polish: one, two to four (but not twelve to fourteen), many."""
    number = abs(number)
    if number == 1:
        return 0
    if lang != "pl":
        return 1
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def _local(at: int, zone_name: str) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(zone(zone_name))


def _clock(local: datetime, named: bool = False) -> str:
    """The time of day; an hour that comes twice or is not the reader's names its zone, unless the caller does."""
    text = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    twice = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    return f"{text} {zone_word(local)}" if (twice or _is_elsewhere(local)) and not named else text


def zone_word(local: datetime) -> str:
    """What people call the zone: "CET"; one without a name of its own by its distance, "UTC-03"."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def _is_elsewhere(local: datetime) -> bool:
    """Whether the reader's clocks show another time at that moment."""
    own = _READERS_ZONE.get()
    return bool(own) and local.astimezone(zone(own)).utcoffset() != local.utcoffset()
