"""Records from the plain data that `document` wrote of them: what was frozen is read, and not counted again.

A document holds at most twelve decimals of a number; what is read of it writes the same document.
"""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, get_args, get_origin

from gwarant.sla.contract.values import Period, period
from gwarant.sla.document import REQUIRED, Key, bare, is_optional, key_of, keys_of
from gwarant.sla.facts import CODES, Kind, Told, mark_of


class NotRestored(ValueError):
    """The data are no document of the record: where, and what is wrong there."""


def restored(document: Any, record: type, place: str = "") -> Any:
    """The record that the document tells of; NotRestored where it does not fit."""
    known, written = _keys(record)
    _check(document, known, place)
    found: dict[str, Any] = {}
    for attribute, key in written.items():
        if key is None:
            found[attribute] = 0  # a number of the computation, which no document holds
        elif key.name in document:
            found[attribute] = _value(document[key.name], key.kind, f"{place}.{key.name}")
        elif key.default is REQUIRED:
            raise NotRestored(f"{place}.{key.name} is missing")
    return record(**found)


@cache
def _keys(record: type) -> tuple[frozenset[str], Mapping[str, Key | None]]:
    """Every key of the record's document, and the key behind each attribute that makes the record."""
    keys = {key.attribute: key for key in keys_of(record)}
    own: tuple[Field[Any], ...] = fields(record)
    return frozenset(key.name for key in keys.values()), {one.name: keys.get(one.name) for one in own if one.init}


def _check(document: Any, known: frozenset[str], place: str) -> None:
    if not isinstance(document, Mapping):
        raise NotRestored(f"{place or 'the document'} is no object")
    unknown = set(document) - known - ({"schema"} if not place else set())
    if unknown:
        raise NotRestored(f"{place}.{min(unknown)} is unknown to this release")


def _value(data: Any, kind: Any, place: str) -> Any:
    if is_optional(kind):
        return None if data is None else _value(data, bare(kind), place)
    if kind is Told:
        return _told(data, place)
    if is_dataclass(kind) and kind is not Period:
        return restored(data, kind, place)  # type: ignore[arg-type]
    if get_origin(kind) is tuple:
        return _many(data, get_args(kind), place)
    if get_origin(kind) is dict:
        inner = get_args(kind)[1]
        return {key: _value(one, inner, f"{place}.{key}") for key, one in _of(data, Mapping, place).items()}
    try:
        return _scalar(data, kind)
    except (TypeError, ValueError, InvalidOperation):
        raise NotRestored(f"{place} cannot be {data!r}") from None


def _told(data: Any, place: str) -> Told:
    code = CODES.get(_of(data, Mapping, place).get("code", ""))
    if code is None:
        raise NotRestored(f"{place}.code is unknown to this release")
    values = data.get("values", {})
    _check(values, frozenset(key_of(name, kind) for name, kind in code.signature.items()), f"{place}.values")
    named = {name: key_of(name, kind) for name, kind in code.signature.items()}
    if len(values) < len(named):
        raise NotRestored(f"{place}.values lacks {min(set(named.values()) - set(values))}")
    pairs = code.signature.items()
    return Told(code.name, tuple(_value(values[named[name]], kind, f"{place}.{name}") for name, kind in pairs))


def _many(data: Any, parts: tuple[Any, ...], place: str) -> tuple[Any, ...]:
    rows = _of(data, list, place)
    if parts[-1] is Ellipsis:
        parts = (parts[0],) * len(rows)
    if len(rows) != len(parts):
        raise NotRestored(f"{place} has {len(rows)} parts, not {len(parts)}")
    return tuple(_value(one, kind, f"{place}[{n}]") for n, (one, kind) in enumerate(zip(rows, parts, strict=True)))


def _of(data: Any, kind: Any, place: str) -> Any:
    if not isinstance(data, kind):
        raise NotRestored(f"{place} cannot be {data!r}")
    return data


def _scalar(data: Any, kind: Any) -> Any:
    mark = mark_of(kind)
    base = get_args(kind)[0] if mark else kind
    if mark is not None and mark.kind is Kind.MOMENT:
        return _moment(data, mark.per_second)
    if base is Period:
        return period(data)
    if base is date:
        return date.fromisoformat(data)
    if isinstance(base, type) and issubclass(base, (Enum, Decimal, Fraction)):
        return base(data)
    if type(data) is not base:
        raise TypeError(base)
    return data


def _moment(data: str, per_second: int) -> int:
    at = datetime.fromisoformat(data)
    whole = int(at.replace(microsecond=0).astimezone(UTC).timestamp())
    return whole * per_second + at.microsecond * per_second // 1_000_000
