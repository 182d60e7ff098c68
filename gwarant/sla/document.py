"""Records as plain data, written by their types: the same definition writes, checks and describes a document.

Moments are ISO 8601 in UTC; lengths are whole numbers, or exact ones, whose key ends in their unit; exact numbers are
text. What stands at the default of its field is left out, so that a field that is added later changes no older bytes.
"""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from gwarant.sla.contract.values import Period
from gwarant.sla.evidence.model import AmountDecision
from gwarant.sla.facts import CODES, As, Id, Kind, Moment, Money, PeriodName, Told, mark_of

TWELVE_DIGITS = Decimal("1e-12")
UNITS = {Kind.SECONDS: "seconds", Kind.MILLISECONDS: "ms"}
FOREIGN: dict[type, dict[str, Any]] = {
    AmountDecision: {
        **dict.fromkeys(("id", "contract", "remedy", "incident", "person", "ref", "source"), Id),
        **dict.fromkeys(("at", "received"), Moment),
        "month": PeriodName,
        "amount": Money | None,
    }
}
"""Types of the fields of rows of evidence, which are written as they came."""

REQUIRED = object()
_EXACT = Context(prec=60)


@dataclass(frozen=True)
class Key:
    """One key of a record: the attribute behind it, its type, and the value that is left out."""

    name: str
    attribute: str
    kind: Any
    default: Any = REQUIRED


@dataclass(frozen=True)
class Text:
    """A text of a document: where it stands, of what kind it is, and what it says."""

    path: str
    kind: Kind
    text: str


@cache
def keys_of(record: type) -> tuple[Key, ...]:
    """The keys of a record, with those that are `derived` from others."""
    hints = {**get_type_hints(record, include_extras=True), **FOREIGN.get(record, {})}
    own = (Key(key_of(one.name, hints[one.name]), one.name, hints[one.name], _default(one)) for one in fields(record))
    found = [key for key in own if _kind(key.kind) is not Kind.INTERNAL]
    for name in getattr(record, "derived", ()):
        kind = get_type_hints(getattr(record, name).fget, include_extras=True)["return"]
        found.append(Key(key_of(name, kind), name, kind))
    return tuple(found)


def plain(value: Any, kind: Any = None) -> Any:
    """The value of the type as JSON holds it; a record needs no type."""
    kind = type(value) if kind is None else kind
    if value is None:
        return None
    if is_optional(kind):
        return plain(value, bare(kind))
    if isinstance(value, Told):
        return told_plain(value)
    if isinstance(value, Period):
        return str(value)
    if is_dataclass(value):
        return _record(value)
    if isinstance(value, (tuple, list)):
        return [plain(one, part) for one, part in zip(value, _parts(kind, len(value)), strict=True)]
    if isinstance(value, Mapping):
        inner = get_args(kind)[1] if get_args(kind) else None
        return {str(key): plain(one, inner) for key, one in value.items()}
    return _scalar(value, mark_of(kind))


def told_plain(told: Told) -> dict[str, Any]:
    """A fact: its code, and its values by name."""
    signature = CODES[told.code].signature
    pairs = zip(signature.items(), told.values, strict=True)
    values = {key_of(name, kind): plain(value, kind) for (name, kind), value in pairs}
    return {"code": told.code, "values": values} if values else {"code": told.code}


def texts(value: Any, kind: Any = None, path: str = "") -> Iterator[Text]:
    """Every text that the document of the value holds, with its kind; keys of mappings are texts as well."""
    kind = type(value) if kind is None else kind
    kind = bare(kind) if is_optional(kind) else kind
    if isinstance(value, Told):
        yield Text(f"{path}.code", Kind.CODE, value.code)
    found = _inside(value, kind, path)
    if found is not None:
        for one, inner, place in found:
            yield from texts(one, inner, place)
    elif isinstance(told := plain(value, kind), str):
        yield Text(path, _told_kind(value, kind), told)


def _inside(value: Any, kind: Any, path: str) -> list[tuple[Any, Any, str]] | None:
    """What a value is made of: each part, its type and its place; None for what has no parts."""
    if isinstance(value, Told):
        signature = CODES[value.code].signature.items()
        return [(one, inner, f"{path}.{name}") for (name, inner), one in zip(signature, value.values, strict=True)]
    if is_dataclass(value) and not isinstance(value, Period):
        return [(one, key.kind, f"{path}.{key.name}") for key, one in _held(value)]
    if isinstance(value, (tuple, list)):
        return [(one, part, f"{path}[]") for one, part in zip(value, _parts(kind, len(value)), strict=True)]
    if isinstance(value, Mapping):
        names, ones = get_args(kind)
        pairs = value.items()
        return [(name, names, f"{path}.key") for name in value] + [(one, ones, f"{path}[]") for _, one in pairs]
    return None


def iso(moment: int, unit: int = 1) -> str:
    """A moment in UTC, with milliseconds only where it has some."""
    seconds, rest = divmod(moment, unit)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:03}Z" if rest else f"{text}Z"


def is_optional(kind: Any) -> bool:
    """Whether null is a value of the type."""
    return get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)


def bare(kind: Any) -> Any:
    """The type without its null."""
    rest = tuple(one for one in get_args(kind) if one is not type(None))
    return rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007 - built at run time


def _record(value: Any) -> dict[str, Any]:
    return {key.name: plain(one, key.kind) for key, one in _held(value)}


def _held(value: Any) -> Iterator[tuple[Key, Any]]:
    """The keys that the record's document has, and their values."""
    for key in keys_of(type(value)):  # type: ignore[arg-type]
        one = getattr(value, key.attribute)
        if key.default is REQUIRED or one != key.default:
            yield key, one


def _default(field: Any) -> Any:
    return REQUIRED if not field.init or field.default is MISSING else field.default


def key_of(name: str, kind: Any) -> str:
    """The key of a field or value, which ends in the unit of a length."""
    name, unit = name.rstrip("_"), UNITS.get(_kind(kind) or Kind.COUNT, "")
    return name if not unit or name.split("_")[-1] == unit else f"{name}_{unit}"


def _kind(kind: Any) -> Kind | None:
    """The kind of a scalar, or that of all the scalars in a list, a mapping or beside null."""
    mark = mark_of(kind)
    if mark is not None:
        return mark.kind
    if is_optional(kind):
        return _kind(bare(kind))
    if get_origin(kind) is dict:
        return _kind(get_args(kind)[1])
    kinds = {_kind(one) for one in get_args(kind) if one is not Ellipsis}
    return kinds.pop() if len(kinds) == 1 else None


def _parts(kind: Any, length: int) -> Iterator[Any]:
    inner = get_args(kind)
    if not inner:
        return iter([None] * length)
    return iter([inner[0]] * length if inner[-1] is Ellipsis else inner)


def _scalar(value: Any, mark: As | None) -> Any:
    if isinstance(value, bool):
        return value
    if mark is not None and mark.kind is Kind.MOMENT:
        return iso(value, mark.per_second)
    match value:
        case Fraction():
            return _shown(_EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))
        case Decimal():
            return _shown(value)
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case int():
            return value
    return str(value)


def _told_kind(value: Any, kind: Any) -> Kind:
    mark = mark_of(kind)
    if mark is not None:
        return mark.kind
    if isinstance(value, Enum):
        return Kind.CODE
    if isinstance(value, Period):
        return Kind.TIME
    if isinstance(value, date):
        return Kind.PERIOD
    if isinstance(value, (Decimal, Fraction)):
        return Kind.COUNT
    raise TypeError(f"{value!r} stands in a document and its type does not say what it is: {kind}")


def _shown(value: Decimal) -> str:
    """At most twelve decimals, no exponent, no idle zeros beyond the ones that were written."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -12:
        value = value.quantize(TWELVE_DIGITS, ROUND_HALF_EVEN, _EXACT)
        return f"{value:f}".rstrip("0").rstrip(".")
    return f"{value:f}"
