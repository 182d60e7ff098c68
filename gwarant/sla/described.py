"""The JSON Schema of a document, from the types that write it."""

import re
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, get_args, get_origin

from gwarant.sla.contract.values import Period
from gwarant.sla.document import REQUIRED, bare, is_optional, keys_of, plain
from gwarant.sla.document import key_of as named
from gwarant.sla.facts import CODES, Kind, Told, mark_of

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = rf"^{DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{3}})?Z$"
PATTERNS = {
    Kind.CODE: r"^([a-z][a-z0-9_-]*(\.[a-z0-9_]+)*)?$",
    Kind.TIME: r"^([0-9]+ ?[smhd]|[0-9]+wd( [0-9]{2}:[0-9]{2})?|[1-5](st|nd|rd|th) [A-Z][a-z]{2}"
    rf"|{DAY}|P[0-9YMWDTHS]+)?$",
    Kind.PERIOD: rf"^([0-9]{{4}}(-[0-9]{{2}}|-Q[1-4])?|{DAY}(\.\.{DAY})?)?$",
    Kind.ZONE: r"^[A-Za-z0-9_+/-]+$",
    Kind.CURRENCY: r"^([A-Z]{3})?$",
    Kind.HASH: r"^sha256:[0-9a-f]+$",
    Kind.MOMENT: MOMENT,
}


def schema_of(record: type, schema: str, title: str) -> Schema:
    """The schema of the record's document, whose first key is the name of the schema itself."""
    found: dict[str, Schema] = {}
    whole = _record(record, found)
    whole["properties"] = {"schema": {"const": schema}, **whole["properties"]}
    whole["required"] = ["schema", *whole["required"]]
    return {"$schema": DRAFT, "title": title, **whole, "$defs": dict(sorted(found.items()))}


def _record(record: type, found: dict[str, Schema]) -> Schema:
    keys = keys_of(record)
    properties = {}
    for key in keys:
        try:
            properties[key.name] = _with_default(_of(key.kind, found), key.default, key.kind)
        except TypeError as error:
            raise TypeError(f"{record.__name__}.{key.attribute}: {error}") from None
    return {
        "type": "object",
        "description": (record.__doc__ or "").strip().split("\n")[0],
        "properties": properties,
        "required": [key.name for key in keys if key.default is REQUIRED],
        "additionalProperties": False,
    }


def _with_default(schema: Schema, default: Any, kind: Any) -> Schema:
    return schema if default is REQUIRED else {**schema, "default": plain(default, kind)}


def _of(kind: Any, found: dict[str, Schema]) -> Schema:
    if is_optional(kind):
        return {"anyOf": [_of(bare(kind), found), {"type": "null"}]}
    if kind is Told:
        return _told(found)
    if kind is Period:
        return {"type": "string", "pattern": PATTERNS[Kind.TIME], "x-kind": Kind.TIME.value}
    if is_dataclass(kind):
        return _named(kind, found)
    if get_origin(kind) is tuple:
        return _many(get_args(kind), found)
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _of(get_args(kind)[1], found)}
    return _scalar(kind)


def _named(kind: Any, found: dict[str, Schema]) -> Schema:
    name = _name(kind)
    if name not in found:
        found[name] = {}
        found[name] = _record(kind, found)
    return {"$ref": f"#/$defs/{name}"}


def _name(kind: Any) -> str:
    """Records of several families share a name; theirs stands before it."""
    family = kind.__module__.removeprefix("gwarant.sla.").split(".")[0]
    return f"{family}.{kind.__name__}"


def _many(parts: tuple[Any, ...], found: dict[str, Schema]) -> Schema:
    if parts[-1] is Ellipsis:
        return {"type": "array", "items": _of(parts[0], found)}
    rows = [_of(one, found) for one in parts]
    return {"type": "array", "prefixItems": rows, "minItems": len(rows), "maxItems": len(rows)}


def _told(found: dict[str, Schema]) -> Schema:
    """A fact: one of all codes, each with its values."""
    if "Told" not in found:
        found["Told"] = {}
        found["Told"] = {"oneOf": [_code(name, found) for name in sorted(CODES)]}
    return {"$ref": "#/$defs/Told"}


def _code(name: str, found: dict[str, Schema]) -> Schema:
    signature = CODES[name].signature
    values = {named(key, kind): _of(kind, found) for key, kind in signature.items()}
    own: Schema = {"code": {"const": name}}
    if values:
        shape = {"type": "object", "properties": values, "required": sorted(values), "additionalProperties": False}
        own["values"] = shape
    return {"type": "object", "properties": own, "required": sorted(own), "additionalProperties": False}


def _scalar(kind: Any) -> Schema:
    mark = mark_of(kind)
    base = get_args(kind)[0] if mark else kind
    own: Schema = {"x-kind": mark.kind.value} if mark else {}
    if mark is not None and mark.kind is Kind.MOMENT:
        return {"type": "string", "pattern": MOMENT, **own}
    if isinstance(base, type) and issubclass(base, Enum):
        return {"enum": [one.value for one in base], "x-kind": Kind.CODE.value}
    if base in (Decimal, Fraction):
        return {"type": "string", "pattern": NUMBER, "x-kind": Kind.COUNT.value, **own}
    if base is date:
        return {"type": "string", "pattern": f"^{DAY}$", "x-kind": "date"}
    if base in (bool, int):
        return {"type": "boolean" if base is bool else "integer", **own}
    if base is str and mark is not None:
        pattern = PATTERNS.get(mark.kind)
        return {"type": "string", **({"pattern": pattern} if pattern else {}), **own}
    raise TypeError(f"{kind} does not say what it is in a document")


def matches(kind: Kind, text: str) -> bool:
    """Whether a text is written as its kind asks; ids and quoted words may be any."""
    return kind not in PATTERNS or re.search(PATTERNS[kind], text) is not None
