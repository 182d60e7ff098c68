"""A contract in which every key is set, and every way of changing one leaf of it."""

import dataclasses
import typing
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from gwarant.sla.contract.checks.words import WORDS
from gwarant.sla.contract.model import ClockChange, Contract, ZoneTerms
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.record import bare, is_optional, keys_of
from gwarant.sla.contract.values import NthWeekday, OnDate, Period, Seconds, WorkingDays

Change = tuple[str, Any]
LISTED = {
    **WORDS,
    (Contract, "kind"): ("Contract", "Package"),
    (ZoneTerms, "from"): ("2025-01-01T00:00:00Z",),
    (ZoneTerms, "to"): ("2031-01-01T00:00:00Z",),
    (ClockChange, "at"): ("2026-03-28T01:00:00Z",),
}
PLACE = Path(__file__).parent / "whole.yaml"


@cache
def whole() -> Contract:
    """The contract of whole.yaml."""
    return parse(PLACE.read_text(encoding="utf-8"), str(PLACE)).required()


def records(kind: Any, seen: "set[type] | None" = None) -> set[type]:
    """Every record that a type is made of."""
    seen = set() if seen is None else seen
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind not in _TIMES:
        if kind not in seen:
            seen.add(kind)
            for key in keys_of(kind):
                records(key.type, seen)
        return seen
    for part in typing.get_args(kind):
        records(part, seen)
    return seen


def set_keys(value: Any) -> Iterator[tuple[type, str]]:
    """Every key of a record that stands at something else than its default."""
    if type(value) in records(Contract):
        for key in keys_of(type(value)):
            found = getattr(value, key.attribute)
            if key.required or found != key.default:
                yield type(value), key.name
            yield from set_keys(found)
    for part in value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else ():
        yield from set_keys(part)


def changes(value: Any, kind: Any = Contract, path: str = "") -> Iterator[Change]:
    """The value with one leaf that is set changed or taken away, as often as there are such leaves."""
    if is_optional(kind):
        yield from changes(value, bare(kind), path) if value is not None else ()
    elif type(value) in records(Contract):
        yield from _of_record(value, path)
    elif isinstance(value, tuple):
        yield from _of_tuple(value, typing.get_args(kind)[0], path)
    elif isinstance(value, dict):
        yield from _of_dict(value, path)
    else:
        yield from ((path, one) for one in _others(value))


def _of_record(value: Any, path: str) -> Iterator[Change]:
    for key in keys_of(type(value)):
        place = f"{path}.{key.name}".lstrip(".")
        old = getattr(value, key.attribute)
        if not key.required and old == key.default:
            continue
        if not key.required and type(value) is not Bound:
            yield place, dataclasses.replace(value, **{key.attribute: key.default})
        listed = LISTED.get((type(value), key.name))
        if listed and isinstance(old, str):
            found: Iterator[Change] = ((place, one) for one in listed if one and one != old)
        else:
            found = changes(old, key.type, place)
        yield from ((at, dataclasses.replace(value, **{key.attribute: one})) for at, one in found)


def _of_tuple(rows: tuple[Any, ...], kind: Any, path: str) -> Iterator[Change]:
    for at, row in enumerate(rows):
        place = f"{path}.{getattr(row, 'id', at)}"
        yield place, rows[:at] + rows[at + 1 :]
        for where, one in changes(row, kind, place):
            yield where, (*rows[:at], one, *rows[at + 1 :])


def _of_dict(rows: dict[str, Any], path: str) -> Iterator[Change]:
    for key, row in rows.items():
        yield f"{path}.{key}", {name: one for name, one in rows.items() if name != key}
        for where, one in changes(row, type(row), f"{path}.{key}"):
            yield where, {**rows, key: one}


def _others(value: Any) -> list[Any]:
    match value:
        case bool():
            return [not value]
        case StrEnum():
            return [one for one in type(value) if one is not value]
        case str():
            return [f"{value}x"]
        case int() | Decimal():
            return [value + 1]
        case Seconds(seconds):
            return [Seconds(seconds + 3660)]
        case date():
            return [value + timedelta(1)]
    return _other_times(value)


def _other_times(value: Any) -> list[Any]:
    match value:
        case WorkingDays(days, clock):
            return [WorkingDays(days + 1, clock), WorkingDays(days, "11:00")]
        case Period(months, days):
            return [Period(months + 1, days), Period(months, days + 1)]
        case NthWeekday(nth, weekday):
            return [NthWeekday(nth + 1, weekday), NthWeekday(nth, weekday + 1)]
        case OnDate(day):
            return [OnDate(day + timedelta(1))]
    return []


_TIMES = (Seconds, WorkingDays, Period, NthWeekday, OnDate)
