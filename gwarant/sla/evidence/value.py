"""The values that stand in an evidence line: how each is read, written and described to a JSON Schema."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from gwarant.sla.problem import did_you_mean

FIRST_YEAR, LAST_YEAR = 1901, 2198
LARGEST = 1_000_000_000
EXAMPLE = "write it as 2026-03-29T08:15:00Z or 2026-03-29T10:15:00+02:00"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXACT = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
_HALVES = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})")
_MOST_HALVES = 200_000
_UNFIT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")  # line breaks of any kind are text
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Unfit(ValueError):
    """A value that its field cannot take, with a hint at one that it could."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class Value:
    """One kind of value: `parse` raises Unfit, `write` is its inverse, `schema` describes the written form."""

    parse: Callable[[object], object]
    write: Callable[..., object]
    schema: dict[str, object]


def shown(value: object) -> str:
    """The value as it may stand in a message: never long, never unprintable."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = f"{value:#x}" if isinstance(value, int) and abs(value) >= 10**20 else ascii_safe(repr(value))
    return text if len(text) <= 60 else text[:57] + "…"


@lru_cache(maxsize=1024)
def nearest(word: object, known: tuple[str, ...]) -> str:
    """A hint at the nearest known word; remembered, because a wrong word seldom comes alone."""
    return did_you_mean(ascii_safe(word[:40]) if isinstance(word, str) else "", known)


def ascii_safe(text: str) -> str:
    """The text with everything that a terminal or a file could not take written as an escape."""
    return _UNSHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def moment_text(ticks: int, per_second: int) -> str:
    """The moment, counted in `per_second` ticks since 1970, in UTC; a fraction only where there is one."""
    when = _EPOCH + timedelta(milliseconds=ticks * (1000 // per_second))
    spec = "milliseconds" if when.microsecond else "seconds"
    return when.isoformat(timespec=spec)[:-6] + "Z"


def moment(per_second: int) -> Value:
    """A moment as ticks since 1970 in UTC, `per_second` of them: 1 for seconds, 1000 for milliseconds."""
    tick = timedelta(seconds=1) / per_second
    finest = "second" if per_second == 1 else "millisecond"
    days: dict[str, int] = {}
    times: dict[str, int] = {}

    def parse(raw: object) -> int:
        # A day and a time that were read before, be it apart, give their sum: moments repeat their halves.
        if type(raw) is str and (day := days.get(raw[:10])) is not None and (time := times.get(raw[10:])) is not None:
            return day + time
        ticks, rest = divmod(_instant(raw) - _EPOCH, tick)
        if rest:
            raise Unfit(f"{shown(raw)} is finer than a {finest}", f"round it to a whole {finest}")
        if type(raw) is str and _HALVES.fullmatch(raw) and len(times) < _MOST_HALVES:
            day = days[raw[:10]] = (date.fromisoformat(raw[:10]).toordinal() - _EPOCH.toordinal()) * 86_400 * per_second
            times[raw[10:]] = ticks - day
        return ticks

    return Value(parse, lambda ticks: moment_text(ticks, per_second), {"type": "string", "format": "date-time"})


def text(required: bool) -> Value:
    """A text in one piece; a required one is not empty."""

    def parse(raw: object) -> str:
        if type(raw) is not str:
            raise Unfit(f"{shown(raw)} is not a text", 'put it in quotes: "…"')
        if required and not raw.strip():
            raise Unfit("must not be empty")
        if not raw.isprintable() and (found := _UNFIT_TEXT.search(raw)):
            raise Unfit(f"holds {_named(found[0])}", "write the file as UTF-8 text without control characters")
        return raw

    return Value(parse, str, {"type": "string", "minLength": 1} if required else {"type": "string"})


def flag() -> Value:
    """True or false."""

    def parse(raw: object) -> bool:
        if type(raw) is not bool:
            raise Unfit(f"{shown(raw)} is neither true nor false", "write true or false, without quotes")
        return raw

    return Value(parse, bool, {"type": "boolean"})


def whole() -> Value:
    """A whole number from 0 to LARGEST."""

    def parse(raw: object) -> int:
        if type(raw) is not int or not 0 <= raw <= LARGEST:
            raise Unfit(
                f"{shown(raw)} is not a whole number from 0 to {LARGEST}", "write it without quotes and fractions"
            )
        return raw

    return Value(parse, int, {"type": "integer", "minimum": 0, "maximum": LARGEST})


def exact() -> Value:
    """An exact number, written as text so that no reader rounds it: "99.95"; a whole number may stand bare."""

    def parse(raw: object) -> Decimal:
        if type(raw) is int and abs(raw) <= LARGEST:
            return Decimal(raw)
        if isinstance(raw, str) and len(raw) <= 40 and _EXACT.fullmatch(raw):
            return Decimal(raw)
        raise Unfit(f"{shown(raw)} is not an exact number", 'write it in quotes, without an exponent: "99.95"')

    return Value(parse, lambda value: format(value, "f"), {"type": ["string", "integer"], "pattern": _EXACT.pattern})


def choice(words: type[StrEnum]) -> Value:
    """One word of a closed list."""
    known = {word.value: word for word in words}
    names = tuple(known)

    def parse(raw: object) -> StrEnum:
        found = known.get(raw) if isinstance(raw, str) else None
        if found is None:
            raise Unfit(f"{shown(raw)} is not known here", nearest(raw if isinstance(raw, str) else None, names))
        return found

    return Value(parse, str, {"enum": list(known)})


def optional(value: Value) -> Value:
    """The same value, or null for none."""
    return Value(lambda raw: None if raw is None else value.parse(raw), value.write, value.schema)


def _instant(raw: object) -> datetime:
    if not isinstance(raw, str):
        raise Unfit(f"{shown(raw)} is not a time", EXAMPLE)
    try:
        when = datetime.fromisoformat(raw)
    except ValueError:
        raise Unfit(f"{shown(raw)} is not a time", EXAMPLE) from None
    if when.tzinfo is None:
        raise Unfit(f"{shown(raw)} has no offset from UTC", "end it with Z, or with an offset such as +02:00")
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise Unfit(f"{shown(raw)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return when


def _named(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "bytes that are not UTF-8, or half a character"
    return f"the control character U+{ord(character):04X}"
