"""Frozen dataclasses as the schema of a document: one definition reads, checks, writes and describes.

`read(node, type, report)` gives the value, reporting every problem instead of stopping at the first;
`write(value)` gives plain data back without what stands at its default. A field's name ends in `_`
where the key is a Python word (`from_` is `from`).
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union

from gwarant.sla.contract.figures import figure_in
from gwarant.sla.contract.guess import Guesses
from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.values import OnDate, Period, Seconds, TimeValue, Window, period, seconds, time_value, window
from gwarant.sla.problem import Problem, Severity, did_you_mean, one_of


class _Missing:
    """The value of what could not be read; never leaves this module."""


MISSING = _Missing()
TEXT_TYPES: dict[Any, tuple[Callable[[str], Any], str]] = {
    TimeValue: (time_value, "15m, 4h, 3wd, 3wd 10:00, P1M"),
    Seconds: (seconds, "15m, 4h, PT15M"),
    Period: (period, "P1M, P14D"),
    Window: (window, "P1M, P14D, 5wd, 24h"),
    date: (date.fromisoformat, "2026-12-31"),
}


@dataclasses.dataclass(frozen=True)
class Key:
    """One key of a record: its type, its default, and what a reader of the docs should know."""

    name: str
    attribute: str
    type: Any
    doc: str
    required: bool
    blank: bool
    default: Any
    figure: bool = False


class Report:
    """Collects problems; paths are dotted keys, items of lists by number or id.

    With `guesses` a value that cannot be read has a stand-in, and nothing is missing.
    """

    def __init__(self, guesses: Guesses | None = None) -> None:
        self.problems: list[Problem] = []
        self.places: dict[str, Node] = {}
        self.open: list[Problem] = []
        self.guesses = guesses

    def add(
        self,
        node: Node,
        path: str,
        message: str,
        hint: str = "",
        code: str = "invalid",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem at the node."""
        self.problems.append(Problem(node.file, node.line, node.column, path, message, hint, code, severity))


def item(doc: str = "", *, default: Any = dataclasses.MISSING, blank: bool = False, figure: bool = False) -> Any:
    """A field of a record. `blank`: null is allowed and means that it is still to be filled in, and so is its absence.

    `figure`: a figure that a draft may leave open by writing null; left out, it is not there.
    """
    metadata = {"doc": doc, "blank": blank, "figure": figure}
    default = None if blank else default
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


@cache
def keys_of(record: type) -> tuple[Key, ...]:
    """The keys of a record in their order."""
    hints = typing.get_type_hints(record)
    return tuple(_key(field, hints[field.name]) for field in dataclasses.fields(record))


def read(node: Node, kind: Any, report: Report, path: str = "") -> Any:
    """The value of the node as `kind`; MISSING after a problem was reported, or what the guesses put there."""
    if path:
        report.places[path] = node
    value = _reader(kind)(node, report, path)
    return report.guesses.value(kind, path) if value is MISSING and report.guesses else value


_Reader = Callable[[Node, Report, str], Any]


@cache
def _reader(kind: Any) -> _Reader:
    """How a node is read as `kind`."""
    origin = typing.get_origin(kind)
    if kind is Any:
        return lambda node, report, path: node.plain()
    if origin in (Union, types.UnionType) and kind not in TEXT_TYPES:
        return lambda node, report, path: _read_optional(node, kind, report, path)
    if dataclasses.is_dataclass(kind) and kind not in TEXT_TYPES:
        return lambda node, report, path: _read_record(node, typing.cast(type, kind), report, path)
    if origin is tuple:
        return lambda node, report, path: _read_many(node, typing.get_args(kind)[0], report, path)
    if origin in (dict, Mapping):
        return lambda node, report, path: _read_mapping(node, typing.get_args(kind)[1], report, path)
    return lambda node, report, path: _read_scalar(node, kind, report, path)


def write(value: Any) -> Any:
    """Plain data that `read` turns into the same value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and type(value) not in _SCALAR_CLASSES:
        pairs = ((key, getattr(value, key.attribute)) for key in keys_of(type(value)))
        return {key.name: write(one) for key, one in pairs if key.required or one != key.default}
    if isinstance(value, tuple):
        return [write(one) for one in value]
    if isinstance(value, dict):
        return {str(key): write(one) for key, one in value.items()}
    if isinstance(value, list):
        return [write(one) for one in value]
    return str(value) if isinstance(value, (*_SCALAR_CLASSES, date, StrEnum)) else value


@cache
def is_optional(kind: Any) -> bool:
    """Whether null is a value of the type."""
    return kind not in TEXT_TYPES and type(None) in typing.get_args(kind)


@cache
def bare(kind: Any) -> Any:
    """The type without its null."""
    if not is_optional(kind):
        return kind
    rest = tuple(one for one in typing.get_args(kind) if one is not type(None))
    return rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007 - built at run time


_SCALAR_CLASSES = (Seconds, Period, OnDate, *(one for one in typing.get_args(TimeValue)))


def _key(field: "dataclasses.Field[Any]", kind: Any) -> Key:
    default = field.default
    if default is dataclasses.MISSING and field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    required = default is dataclasses.MISSING
    metadata = field.metadata
    name = field.name.rstrip("_")
    marks = metadata.get("blank", False), default, metadata.get("figure", False)
    return Key(name, field.name, kind, metadata.get("doc", ""), required, *marks)


def _read_optional(node: Node, kind: Any, report: Report, path: str) -> Any:
    if node.value is None and node.is_scalar:
        return None
    return read(node, bare(kind), report, path)


def _read_record(node: Node, record: type, report: Report, path: str) -> Any:
    shorthand = getattr(record, "shorthand", None)
    if shorthand is not None and not isinstance(node.value, dict):
        node = _expanded(node, shorthand, report, path)
    if not isinstance(node.value, dict):
        report.add(node, path, "this must be a mapping", _as_mapping(node, record))
        return MISSING
    known = {key.name: key for key in keys_of(record)}
    before = ""
    for name, child in node.entries.items():
        if name not in known:
            hint = _cut_off(name, before) if _is_cut(name, child) else did_you_mean(name, known)
            report.add(child, _join(path, name), f"unknown key {name!r}", hint, "unknown-key")
        before = child.text
    values = {key.attribute: _read_key(node, key, report, path) for key in known.values()}
    if any(value is MISSING for value in values.values()):
        return MISSING
    try:
        return record(**values)
    except ValueError as error:
        if not any(key.figure and is_open(report.places, _join(path, key.name)) for key in known.values()):
            report.add(node, path, str(error))
        return MISSING


_SHORT = 40
_QUOTE = "was this the end of a text? In {…} and […] a text with a comma stands in quotes"


def _cut_off(name: str, before: str) -> str:
    """What was meant by a key that is the rest of the value `before` it, behind a comma."""
    if not name.isdigit():
        return _QUOTE
    meant = figure_in(f"{before},{name}") if before.replace(".", "").isdigit() else ""
    return f"was this the end of a number? write it without a comma, such as {meant or 1500}"


def _is_cut(name: str, child: Node) -> bool:
    """Whether the key looks like what a comma cut off from a text: nothing follows it, and no key is written so."""
    return child.is_scalar and child.value is None and not child.text and not (name.isidentifier() and name.islower())


def _as_mapping(node: Node, record: type) -> str:
    keys = ", ".join(key.name for key in keys_of(record)[:4])
    if node.is_scalar and node.value is not None and node.text and keys_of(record)[0].name == "id":
        return f"write {{id: {node.text}}}, with keys such as {keys}"
    if node.is_scalar and node.value is None:
        return "write {} where nothing more is said"
    if node.is_scalar and node.text and len(node.text) < _SHORT:
        first = keys_of(record)[0].name
        return f"write {{{first}: {node.text.strip('<>= ')}}}, with keys such as {keys}"
    return f"with keys such as {keys}"


def _expanded(node: Node, shorthand: Callable[[Node], Node], report: Report, path: str) -> Node:
    try:
        return shorthand(node)
    except ValueError as error:
        report.add(node, path, str(error))
        return node.mapping({})


def _read_key(node: Node, key: Key, report: Report, path: str) -> Any:
    """The value of a key; of one that need not be there, a first guess is that it is not."""
    inner, guesses = _join(path, key.name), report.guesses
    known = len(guesses.paths) if guesses else 0
    value = _value_of_key(node, key, report, inner)
    if guesses is None:
        return value
    if value is MISSING:
        return guesses.value(key.type, inner)
    is_own = len(guesses.paths) > known and inner in guesses.paths
    return key.default if is_own and not key.required and guesses.number == 0 else value


def _value_of_key(node: Node, key: Key, report: Report, inner: str) -> Any:
    child = node.entries.get(key.name)
    if child is None:
        if key.required:
            report.add(node, inner, f"{key.name!r} is missing", key.doc, "missing")
            return MISSING
        if key.blank:
            report.add(node, inner, "to be filled in", key.doc, "blank", Severity.BLANK)
        return key.default
    if child.value is None and child.is_scalar:
        report.places[inner] = child
        if key.blank:
            report.add(child, inner, "to be filled in", key.doc, "blank", Severity.BLANK)
            return None
        if key.figure:
            _report_open(child, inner, key.doc, report)
            return None if is_optional(key.type) else MISSING if key.required else key.default
        if is_optional(key.type):
            return None
        if not key.required:
            return key.default
    return read(child, key.type, report, inner)


def is_open(places: Mapping[str, Node], path: str) -> bool:
    """Whether null stands at the path: a figure that is still to be filled in."""
    return path in places and places[path].is_scalar and places[path].value is None


def _report_open(node: Node, path: str, doc: str, report: Report) -> None:
    report.add(node, path, "to be filled in", doc, "blank", Severity.BLANK)
    report.open.append(report.problems[-1])


def _read_many(node: Node, kind: Any, report: Report, path: str) -> Any:
    if node.is_scalar and node.value is not None and (kind is Any or not dataclasses.is_dataclass(kind)):
        node = dataclasses.replace(node, value=(node,))  # one word where a list of words may stand
    pairs = list(_elements(node, kind, path))
    if not pairs and not isinstance(node.value, (tuple, dict)):
        report.add(node, path, "this must be a list", "write it as [ … ] or with a dash a line")
        return MISSING
    values = [read(child, kind, report, inner) for inner, child in pairs]
    return MISSING if any(value is MISSING for value in values) else tuple(values)


def _elements(node: Node, kind: Any, path: str) -> "list[tuple[str, Node]]":
    """Items with their paths; records with an id may also be written as a mapping by id."""
    named = dataclasses.is_dataclass(kind) and any(key.name == "id" for key in keys_of(typing.cast(type, kind)))
    if isinstance(node.value, dict) and named:
        return [(_join(path, name), _with_id(child, name)) for name, child in node.entries.items()]
    if isinstance(node.value, dict):
        return [(path, node)]
    return [(_join(path, _label(child, at, named)), child) for at, child in enumerate(node.items)]


def _with_id(child: Node, name: str) -> Node:
    return child.with_entries(id=child.scalar(name)) if isinstance(child.value, dict) else child


def _label(child: Node, at: int, named: bool) -> str:
    own = child.entries.get("id") if named else None
    return own.text if own is not None and own.text else str(at)


def _read_mapping(node: Node, kind: Any, report: Report, path: str) -> Any:
    if not isinstance(node.value, dict):
        report.add(node, path, "this must be a mapping")
        return MISSING
    values = {name: _read_entry(child, kind, report, _join(path, name)) for name, child in node.entries.items()}
    return MISSING if any(value is MISSING for value in values.values()) else values


def _read_entry(node: Node, kind: Any, report: Report, path: str) -> Any:
    if kind is Decimal and node.is_scalar and node.value is None:
        report.places[path] = node
        _report_open(node, path, "an amount", report)
        return report.guesses.value(kind, path) if report.guesses else MISSING
    return read(node, kind, report, path)


def _read_scalar(node: Node, kind: Any, report: Report, path: str) -> Any:
    try:
        if not node.is_scalar:
            raise ValueError(f"this must be {describe(kind)}, not a {'mapping' if node.entries else 'list'}")
        return _scalar(node, kind)
    except (ValueError, ArithmeticError) as error:
        message = str(error) if isinstance(error, ValueError) else "not a number"
        report.add(node, path, message, _scalar_hint(node, kind))
        return MISSING


def _scalar_hint(node: Node, kind: Any) -> str:
    if node.is_scalar and node.value is None:
        return "null marks a blank only in a key that is to be filled in; leave this one out"
    return one_of(node.text, list(kind)) if isinstance(kind, type) and issubclass(kind, StrEnum) else ""


def _scalar(node: Node, kind: Any) -> Any:
    value = node.value
    if kind in TEXT_TYPES:
        return _as_text_type(node, kind)
    if kind is bool and isinstance(value, bool):
        return value
    if kind is str and value is not None:
        return node.text or str(value)
    if kind is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind is Decimal and not isinstance(value, bool):
        return _decimal(node)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _word(node, kind)
    raise ValueError(f"{_shown(node)} must be {describe(kind)}")


def _as_text_type(node: Node, kind: Any) -> Any:
    convert, examples = TEXT_TYPES[kind]
    try:
        return convert(node.text or str(node.value))
    except ValueError as error:
        text = str(error)
        is_clear = "write" in text or "must" in text
        raise ValueError(text if is_clear else f"{_shown(node)} is not like {examples}") from None


def _decimal(node: Node) -> Decimal:
    text = node.text.strip().removesuffix("%").strip()
    try:
        number = Decimal(text)
    except ArithmeticError:
        meant = figure_in(text)
        mend = f"; write {meant}" if meant else ""
        raise ValueError(f"{_shown(node)} must be a number{mend}") from None
    if not number.is_finite():
        raise ValueError(f"{_shown(node)} must be a finite number")
    return number


def _word(node: Node, kind: type[StrEnum]) -> StrEnum:
    text = node.text or str(node.value)
    if text not in list(kind):
        raise ValueError(f"{_shown(node)} is not a known word here")
    return kind(text)


def describe(kind: Any) -> str:
    """The type in words, for messages and documents."""
    if kind in TEXT_TYPES:
        return f"written as {TEXT_TYPES[kind][1]}"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "one of " + ", ".join(kind)
    names = {str: "text", int: "a whole number", Decimal: "a number", bool: "true or false"}
    return names.get(kind, "a value")


def _shown(node: Node) -> str:
    return repr(node.text[:60]) if node.text else "an empty value"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
