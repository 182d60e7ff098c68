"""The contract language as a JSON Schema (draft 2020-12), from the records: editors complete and check with it.

A record has two shapes. In a list it is whole. Under a key it may be partial, because a contract that extends
a package states only what it changes.
"""

import dataclasses
import types
import typing
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union

from gwarant.sla.contract.checks.words import WORDS
from gwarant.sla.contract.model import API_VERSION, Contract
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.model.frame import Metadata
from gwarant.sla.contract.parse import KINDS
from gwarant.sla.contract.record import TEXT_TYPES, Key, bare, is_optional, keys_of, write
from gwarant.sla.contract.values import Period, Seconds, TimeValue, Window

Schema = dict[str, Any]
_SECONDS = r"\d+\s*[smhd]|PT?[0-9DHMSWT]+"
_PERIOD = r"P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?"
_TIME = rf"{_SECONDS}|{_PERIOD}|\d+\s*wd(\s+\d\d:\d\d)?|\d(st|nd|rd|th) (Mon|Tue|Wed|Thu|Fri|Sat|Sun)|\d{{4}}-\d\d-\d\d"
_WINDOW = rf"{_PERIOD}|\d+\s*[smh]|PT?[0-9DHMSWT]+|\d+\s*wd(\s+\d\d:\d\d)?"
_PATTERNS: dict[Any, str] = {
    Seconds: _SECONDS,
    Period: _PERIOD,
    Window: _WINDOW,
    TimeValue: _TIME,
    date: r"\d{4}-\d\d-\d\d",
}
_NULL: Schema = {"type": "null"}
_EXTENDS: Schema = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, _NULL],
    "description": "what this document is laid over: package/premium@2026.1, ./base.yaml, or a list of them",
}
_FIXED: dict[tuple[type, str], Schema] = {
    (Contract, "apiVersion"): {"const": API_VERSION},
    (Contract, "kind"): {"enum": list(KINDS)},
}


def json_schema() -> Schema:
    """The schema of a contract or a package."""
    defs: dict[str, Schema] = {}
    root = _Writer(defs).record(Contract, whole=False)
    needed = [key.name for key in keys_of(Contract) if key.required]
    extends = {"required": ["metadata"], "properties": {"metadata": {"required": ["extends"]}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gwarant contract",
        **root,
        "required": ["apiVersion", "kind"],
        "if": extends,
        "else": {"required": needed},
        "$defs": dict(sorted(defs.items())),
    }


@dataclasses.dataclass(frozen=True)
class _Writer:
    """Writes the shapes of records into `defs` and refers to them."""

    defs: dict[str, Schema]

    def record(self, record: type, whole: bool) -> Schema:
        properties = {key.name: self._property(record, key, whole) for key in keys_of(record)}
        if record is Metadata:
            properties["extends"] = _EXTENDS
        required = [key.name for key in keys_of(record) if key.required] if whole else []
        shape: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        doc = (record.__doc__ or "").strip().splitlines()
        if doc and not doc[0].startswith(f"{record.__name__}("):
            shape["description"] = doc[0]
        return {**shape, "required": required} if required else shape

    def of(self, kind: Any, whole: bool) -> Schema:
        """The schema of a value of the type."""
        kind = bare(kind)
        if kind is Any:
            return {}
        if dataclasses.is_dataclass(kind) and kind not in TEXT_TYPES:
            return self._reference(typing.cast(type, kind), whole)
        origin = typing.get_origin(kind)
        if origin is tuple:
            return self._many(typing.get_args(kind)[0])
        if origin is dict:
            return {"type": "object", "additionalProperties": _or_null(self.of(typing.get_args(kind)[1], whole))}
        return _scalar(kind)

    def _property(self, record: type, key: Key, whole: bool) -> Schema:
        schema = _FIXED.get((record, key.name)) or self._worded(record, key) or self.of(key.type, whole)
        may_be_null = not key.required or is_optional(key.type) or not whole or key.figure
        found = dict(_or_null(schema)) if may_be_null and schema and "const" not in schema else dict(schema)
        found["description"] = key.doc
        default = None if key.required else write(key.default)
        return {**found, "default": _plain(default)} if default not in (None, "", {}, []) else found

    def _worded(self, record: type, key: Key) -> Schema | None:
        words = WORDS.get((record, key.name))
        if words is None:
            return None
        one = {"enum": list(words)}
        return {"type": "array", "items": one} if typing.get_origin(key.type) is tuple else one

    def _reference(self, record: type, whole: bool) -> Schema:
        name = record.__name__ if whole else f"{record.__name__}.partial"
        if name not in self.defs:
            self.defs[name] = {}
            self.defs[name] = self._shape(record, whole)
        return {"$ref": f"#/$defs/{name}"}

    def _shape(self, record: type, whole: bool) -> Schema:
        shape = self.record(record, whole)
        if not hasattr(record, "shorthand"):
            return shape
        first = self.of(keys_of(record)[0].type, whole)
        short = [first]
        if record is Target:
            items = [_or_null(first), {"type": "string"}]
            short.append({"type": "array", "prefixItems": items, "minItems": 2, "maxItems": 2})
        return {"anyOf": [*short, shape]}

    def _many(self, kind: Any) -> Schema:
        rows: Schema = {"type": "array", "items": self.of(kind, whole=True)}
        if not dataclasses.is_dataclass(kind) or kind in TEXT_TYPES:
            return {"anyOf": [rows, self.of(kind, whole=True)]}
        if any(key.name == "id" for key in keys_of(typing.cast(type, kind))):
            by_id = {"type": "object", "additionalProperties": _or_null(self.of(kind, whole=False))}
            return {"anyOf": [rows, by_id]}
        return rows


def _scalar(kind: Any) -> Schema:
    if kind in _PATTERNS:
        return {"type": "string", "pattern": f"^({_PATTERNS[kind]})$"}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [str(word) for word in kind]}
    if kind is Decimal:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?[0-9.]+\s*%?$"}]}
    if kind in (bool, int):
        return {"type": "boolean" if kind is bool else "integer"}
    if kind is str:
        return {"type": ["string", "number", "boolean"]}
    assert typing.get_origin(kind) in (Union, types.UnionType), kind
    return {}


def _or_null(schema: Schema) -> Schema:
    if not schema:
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], _NULL]}
    return {"anyOf": [schema, _NULL]}


def _plain(value: Any) -> Any:
    """Plain data as JSON holds it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
