"""A value of a fact as people write it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, get_args, get_origin

from gwarant.pictures.incidents import incident_text
from gwarant.pictures.keys import key_text
from gwarant.pictures.words import count, duration, full, known, long_day, number, percent
from gwarant.sla.availability.figure import decimal
from gwarant.sla.document import bare, is_optional
from gwarant.sla.facts import As, Kind, Told, mark_of


@dataclass(frozen=True)
class Shown:
    """A value with its type, the reader's language and the zone; `{cases:case}` counts it in that noun."""

    value: Any
    kind: Any
    lang: str
    tell: Callable[[Told, str, str], str]
    zone: str  # in which moments are told

    def __format__(self, noun: str) -> str:
        return count(self.value, noun, self.lang) if noun else self.text

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def text(self) -> str:
        """The value in words, or as it is written."""
        return self._of(self.value, self.kind)

    def _of(self, value: Any, kind: Any) -> str:
        if isinstance(value, Told):
            return self.tell(value, self.lang, self.zone)
        if get_origin(kind) is tuple:
            return ", ".join(self._of(one, get_args(kind)[0]) for one in value)
        if value is None:
            return ""
        if isinstance(value, date):
            return long_day(value, self.lang)
        mark = mark_of(bare(kind) if is_optional(kind) else kind)
        return _plain(value) if mark is None else self._marked(value, mark)

    def _marked(self, value: Any, mark: As) -> str:
        match mark.kind:
            case Kind.SECONDS:
                return duration(value, self.lang)
            case Kind.MOMENT:
                return full(value // mark.per_second, self.zone, self.lang)
            case Kind.INCIDENT:
                return incident_text(value, self.zone, self.lang)
            case Kind.PERCENT:
                return _share(value, self.lang)
            case Kind.MONEY:
                return number(value, self.lang)
            case Kind.QUOTED:
                return known(value, self.lang)
        return key_text(_plain(value), self.lang)


def _share(value: Decimal | Fraction, lang: str) -> str:
    """A percentage with the digits that it has, at least two of an exact share."""
    if isinstance(value, Fraction):
        return percent(decimal(value), lang, 2)
    places = max(0, -int(value.as_tuple().exponent))
    return percent(value, lang, places)


def _plain(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return str(value)
