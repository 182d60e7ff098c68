"""What stands in for a value that cannot be read or was left open, so that all else is looked at in the same pass.

A text with such values is read several times, each time with other stand-ins. What is said of the contract whatever
stands there holds of the text; what is said of a single stand-in is nobody's finding.
"""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union

from gwarant.sla.contract.values import Period, Seconds, TimeValue, Window, WorkingDays

MOST = 12
_DAY = 86_400
_SECONDS = (Seconds(3600), Seconds(60), Seconds(30 * _DAY), Seconds(7200))
_SAMPLES: dict[Any, tuple[Any, ...]] = {
    bool: (False, True),
    int: (1, 2, 50, 3),
    Decimal: (Decimal(1), Decimal("99.9"), Decimal("0.5"), Decimal(50)),
    Seconds: _SECONDS,
    TimeValue: (Seconds(3600), WorkingDays(20), Period(months=1), Seconds(60)),
    Period: (Period(months=1), Period(days=1), Period(months=24), Period(days=60)),
    Window: (Period(months=1), Seconds(3600), Period(months=24), Period(days=60)),
    date: (date(2026, 1, 1), date(2031, 7, 1), date(2026, 6, 15)),
}


class Guesses:
    """The stand-ins of one reading: its number, the paths that they stand at, and how many readings tell them apart."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.paths: set[str] = set()
        self.needed = 4

    def value(self, kind: Any, path: str) -> Any:
        """A value of the type to stand at the path."""
        self.paths.add(path)
        return self._of(kind, path)

    def hides(self, path: str) -> bool:
        """Whether the path is, or lies below, what could not be read."""
        return any(path == one or path.startswith(f"{one}.") for one in self.paths)

    def _of(self, kind: Any, path: str) -> Any:
        origin = typing.get_origin(kind)
        if kind in _SAMPLES:
            return self._picked(_SAMPLES[kind])
        if origin in (Union, types.UnionType):
            return self._of(next(one for one in typing.get_args(kind) if one is not type(None)), path)
        if origin is tuple:
            return ()
        if origin in (dict, Mapping):
            return {}
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self._picked(tuple(kind))
        if dataclasses.is_dataclass(kind):
            return self._record(typing.cast(type, kind), path)
        return f"{path.rpartition('.')[2]}?{self.number}" if kind is str else None

    def _picked(self, samples: tuple[Any, ...]) -> Any:
        self.needed = max(self.needed, min(len(samples), MOST))
        return samples[self.number % len(samples)]

    def _record(self, record: type, path: str) -> Any:
        if samples := getattr(record, "samples", None):
            return self._picked(samples())
        hints = typing.get_type_hints(record)
        needed = [one for one in dataclasses.fields(record) if _is_required(one)]
        values = {one.name: self._of(hints[one.name], f"{path}.{one.name.rstrip('_')}") for one in needed}
        if "id" in hints:
            values["id"] = path.rpartition(".")[2]
        return record(**values)


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
