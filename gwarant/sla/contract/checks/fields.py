"""Every field of every record of a contract, with its dotted path."""

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from gwarant.sla.contract.record import Key, keys_of

_MODEL = "gwarant.sla.contract.model"


class Field(NamedTuple):
    """One field: where it stands, of which record it is, and what it holds."""

    path: str
    record: type
    key: str
    value: Any


def fields_of(value: Any, path: str = "") -> list[Field]:
    """The fields of the records in the value, outer ones first."""
    found: list[Field] = []
    _gather(value, path, found)
    return found


def _gather(value: Any, path: str, found: list[Field]) -> None:
    if isinstance(value, (tuple, dict)):
        for inner, one in _inside(value, path):
            _gather(one, inner, found)
        return
    record: type = type(value)
    for key in _keys(record):
        own, inner = getattr(value, key.attribute), f"{path}.{key.name}" if path else key.name
        found.append(Field(inner, record, key.name, own))
        _gather(own, inner, found)


@cache
def _keys(kind: type) -> tuple[Key, ...]:
    """The keys of a record of the model; none of what is no record."""
    is_record = dataclasses.is_dataclass(kind) and kind.__module__.startswith(_MODEL)
    return keys_of(kind) if is_record else ()


def single(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The value itself, or each one of a list or a mapping, with its path; nothing for null."""
    if isinstance(value, (tuple, dict)):
        yield from _inside(value, path)
    elif value is not None:
        yield path, value


def _inside(value: "tuple[Any, ...] | dict[str, Any]", path: str) -> Iterator[tuple[str, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for at, one in pairs:
        label = getattr(one, "id", at) if isinstance(value, tuple) else at
        yield f"{path}.{label}", one
