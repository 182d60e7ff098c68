"""The fast way to a row: a compiled decoder for lines that are plainly well formed.

It gives a row or nothing, never an error: what it does not like is read again by the strict way, which finds the words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, NotRequired, Required, TypedDict, get_args, get_type_hints

import msgspec

from gwarant.sla.evidence.form import FORMS, MOMENTS, Form, with_side
from gwarant.sla.evidence.model import Row
from gwarant.sla.evidence.value import LARGEST, Unfit

_WHOLE = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
_WHITE = " \t\r\n"  # what JSON allows around a value


@dataclass(frozen=True)
class Way:
    """How a line of one form becomes a row."""

    form: Form
    decode: Callable[[str], Any]
    bare: tuple[str, ...]  # keys whose values stand without quotes
    moments: tuple[tuple[str, Callable[[object], object]], ...]
    needed: tuple[str, ...]  # keys of texts that must not be empty
    renamed: tuple[tuple[str, str], ...]  # keys that are not the names of their fields


def quick_row(line: str, source: str) -> tuple[Form, Row] | None:
    """The row of a line and its form, with the source where it names none; None where the line is not plain."""
    body = line.strip(_WHITE)
    # Without escapes and odd characters a quote is a quote, and no text can hold what a field refuses.
    if "\\" in body or not body.isprintable():
        return None
    way = _WAYS.get(_type_of(body))
    if way is None:
        return None
    try:
        record = way.decode(body)
        return _row(way, record, source) if _is_whole(way, record, body) else None
    except (msgspec.MsgspecError, Unfit, RecursionError):
        return None


def _type_of(body: str) -> str:
    """The text after the last "type"; a guess, which the decoder checks."""
    parts = body[body.rfind('"type"') + 6 :].split('"', 2)
    return parts[1] if len(parts) > 2 else ""


def _is_whole(way: Way, record: Mapping[str, Any], body: str) -> bool:
    """Whether the quotes of the line are those of the record: a key that is unknown or stands twice has some more."""
    bare = sum(map(record.__contains__, way.bare))
    return body.count('"') == 4 * len(record) - 2 * bare and all(map(str.strip, map(record.__getitem__, way.needed)))


def _row(way: Way, record: dict[str, Any], source: str) -> tuple[Form, Row] | None:
    form = way.form
    del record["type"]
    for key, parse in way.moments:
        if key in record:
            record[key] = parse(record[key])
    for key, name in way.renamed:
        if key in record:
            record[name] = record.pop(key)
    if source:
        record.setdefault("source", source)
    record.setdefault("received", record[form.known])
    row = form.row(**with_side(form, record))
    return None if tuple(form.faults(row)) else (form, row)


def _way(form: Form) -> Way:
    hints = get_type_hints(form.row)
    kinds = {field.key: _kind(field.name, hints[field.name]) for field in form.fields.values()}
    required = {key for key, field in form.fields.items() if field.name in form.required}
    keys = {key: Required[kind] if key in required else NotRequired[kind] for key, kind in kinds.items()}
    shape: Any = TypedDict(form.name, {"type": Required[Literal[form.name]], **keys})  # type: ignore[misc]
    fields = form.fields.values()
    return Way(
        form=form,
        decode=msgspec.json.Decoder(shape).decode,
        bare=tuple(field.key for field in fields if not _is_quoted(field.name, hints[field.name])),
        moments=tuple((field.key, field.value.parse) for field in fields if _is_parsed(field.name, hints[field.name])),
        needed=tuple(key for key in sorted(required) if hints[form.fields[key].name] is str and key not in MOMENTS),
        renamed=tuple((field.key, field.name) for field in fields if field.key != field.name),
    )


def _kind(name: str, hint: Any) -> Any:
    """The decoder's type of a field; moments and exact numbers come as texts, and an absent one is absent."""
    if _is_parsed(name, hint):
        return str
    if isinstance(hint, UnionType):
        return _kind(name, get_args(hint)[0]) | None
    return _WHOLE if hint is int else hint


def _is_parsed(name: str, hint: Any) -> bool:
    """Whether the decoder leaves the text to the field's own parser."""
    return name in MOMENTS or hint is Decimal or Decimal in get_args(hint)


def _is_quoted(name: str, hint: Any) -> bool:
    return _is_parsed(name, hint) or hint is str or (isinstance(hint, type) and issubclass(hint, StrEnum))


_WAYS = {form.name: _way(form) for form in FORMS}
