"""Kinds of clause: how what was typed is read, and how it stands in the YAML."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from gwarant.pictures.clauses import figures, lines, times, weeks
from gwarant.pictures.clauses.figures import Figure, plain_number
from gwarant.pictures.clauses.slip import Slip

NONE_WORDS = ("none", "brak", "bez", "-", "–", "—")
NONE = "none"
MOST_LETTERS = 300


class Kind(StrEnum):
    """What a clause's input holds."""

    TEXT = "text"
    TAX_NUMBER = "tax number"
    LINES = "lines"
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    SHARE = "share"  # a percentage that may pass 100
    WHOLE = "whole number"
    CHOICE = "choice"
    MANY = "several choices"
    YES_NO = "yes or no"
    TIME = "time"
    TARGET = "time on a calendar"
    LENGTH = "exact length"
    PERIOD = "period"
    WINDOW = "period or hours"
    EVERY = "how often"
    HOURS = "hours"
    MINUTES = "minutes"
    WEEK = "week"
    BANDS = "bands"
    FACTORS = "factors"


_YES, _NO = ("yes", "tak", "true", "y", "t", "on", "1"), ("no", "nie", "false", "n", "off", "0")
_READ: dict[Kind, Callable[[str], str]] = {
    Kind.LINES: lines.read_lines,
    Kind.DATE: figures.read_date,
    Kind.MONEY: figures.read_money,
    Kind.PERCENT: figures.read_percent,
    Kind.SHARE: lambda text: figures.read_percent(text, 10_000),
    Kind.WHOLE: figures.read_whole,
    Kind.TIME: times.read_time,
    Kind.TARGET: times.read_time,
    Kind.LENGTH: times.read_length,
    Kind.PERIOD: times.read_period,
    Kind.WINDOW: times.read_window,
    Kind.EVERY: times.read_every,
    Kind.HOURS: times.read_hours,
    Kind.MINUTES: times.read_minutes,
    Kind.WEEK: weeks.read_week,
    Kind.BANDS: lines.read_bands,
    Kind.FACTORS: lines.read_factors,
}
_FIGURES = (Kind.MONEY, Kind.PERCENT, Kind.SHARE, Kind.WHOLE, Kind.MINUTES)
_MANY_LINES = (Kind.LINES, Kind.BANDS, Kind.FACTORS)


def read(kind: Kind, text: str, choices: Sequence[str] = (), spoken: dict[str, str] | None = None) -> str:
    """What was typed in its one way of writing; Slip for what cannot be understood."""
    if kind in (Kind.CHOICE, Kind.MANY, Kind.YES_NO):
        return _chosen(kind, text, choices, spoken or {})
    if kind is Kind.TEXT:
        return _text(text)
    if kind is Kind.TAX_NUMBER:
        return _tax_number(text)
    return _READ[kind](text)


def plain(kind: Kind, text: str) -> Any:
    """The value of the YAML for text that `read` gave."""
    if kind is Kind.BANDS:
        return lines.plain_bands(text)
    if kind is Kind.FACTORS:
        return lines.plain_factors(text)
    if kind is Kind.LINES:
        return text.splitlines()
    if kind is Kind.MANY:
        return [one for one in text.split(", ") if one]
    return Figure(text) if kind in _FIGURES else text


def text_of(kind: Kind, value: Any) -> str | None:
    """What the form shows for a value of the YAML; None when it cannot show it."""
    if isinstance(value, str) and kind in _MANY_LINES:
        return value
    if kind is Kind.BANDS:
        return lines.bands_of(value)
    if kind is Kind.FACTORS:
        return lines.factors_of(value)
    if isinstance(value, list):
        words = [one for one in value if isinstance(one, str)]
        parted = {Kind.LINES: "\n", Kind.MANY: ", "}.get(kind)
        return parted.join(words) if parted and len(words) == len(value) else None
    if isinstance(value, dict) or value is None:
        return None
    return _normal(kind, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value))


def _normal(kind: Kind, text: str) -> str:
    try:
        return read(kind, text) if kind in _READ else text
    except Slip:
        return plain_number(text) if kind in _FIGURES else text


def _text(text: str) -> str:
    told = " ".join(text.split())
    if len(told) > MOST_LETTERS or not told.isprintable():
        raise Slip("text", most=MOST_LETTERS)
    return told


def _tax_number(text: str) -> str:
    told = text.strip().upper().removeprefix("PL").replace("-", "").replace(" ", "")
    weights = (6, 5, 7, 2, 3, 4, 5, 6, 7)
    if not (told.isascii() and told.isdecimal()) or len(told) != 10:
        raise Slip("nip", text=text)
    if sum(w * int(d) for w, d in zip(weights, told, strict=False)) % 11 != int(told[9]):
        raise Slip("nip_check", text=text)
    return told


def _chosen(kind: Kind, text: str, choices: Sequence[str], spoken: dict[str, str]) -> str:
    if kind is Kind.YES_NO:
        return _yes_or_no(text)
    if kind is Kind.CHOICE:
        return _choice(text, choices, spoken)
    words = [_choice(one, choices, spoken) for one in words_of(text)]
    return ", ".join(sorted(set(words), key=list(choices).index))


def words_of(text: str) -> list[str]:
    """The words of a list as it is typed: by commas or line by line."""
    return [told for one in text.replace("\n", ",").split(",") if (told := one.strip())]


def _choice(text: str, choices: Sequence[str], spoken: dict[str, str]) -> str:
    told = text.strip()
    for one in (told, told.lower(), told.upper()):
        if one in choices:
            return one
    if (found := spoken.get(told.lower())) in choices and found is not None:
        return found
    raise Slip("choice", text=told)


def _yes_or_no(text: str) -> str:
    told = text.strip().lower()
    if told in _YES:
        return "yes"
    if told in _NO:
        return "no"
    raise Slip("yes_no", text=text)
