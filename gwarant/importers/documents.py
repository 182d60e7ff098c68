"""JSON as other tools export it: one document or several one after another; and values that know where they stand."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import NoReturn

from gwarant.importers.local_time import LocalTimes
from gwarant.importers.sheet import Findings
from gwarant.sla.evidence.value import Unfit, ascii_safe, shown, text

Complain = Callable[[str, str, str], None]

_SPACE = re.compile(r"[\s\ufeff]*")
_NEXT = re.compile(r"^[\[{]", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A JSON object and the way to it; every wrong value is told to `complain` as (path, message, hint)."""

    data: Mapping[str, object]
    path: str
    complain: Complain

    def __bool__(self) -> bool:
        return bool(self.data)

    def has(self, key: str) -> bool:
        """Whether the key is there and not null."""
        return self.data.get(key) is not None

    def text(self, key: str, *, required: bool = False) -> str:
        """A text, or a number as text; empty when it is not there."""
        raw = self._raw(key, required)
        if type(raw) is int:
            raw = str(raw) if abs(raw) < 10**20 else raw
        try:
            return "" if raw is None else str(text(required).parse(raw))
        except Unfit as unfit:
            self.wrong(key, unfit.message, unfit.hint)
            return ""

    def flag(self, key: str) -> bool | None:
        """True or false, None when it is not there."""
        raw = self._raw(key, False)
        if raw is None or isinstance(raw, bool):
            return raw
        self.wrong(key, f"{shown(raw)} is neither true nor false")
        return None

    def moment(self, key: str, times: LocalTimes, *, required: bool = False) -> int | None:
        """A moment in UTC seconds, a fraction cut off; None when it is not there."""
        raw = self._raw(key, required)
        if raw is None:
            return None
        if not isinstance(raw, str):
            self.wrong(key, f"{shown(raw)} is not a time", "write 2026-03-02T09:15:00.000+0100")
            return None
        try:
            return times.seconds(raw)
        except Unfit as unfit:
            self.wrong(key, unfit.message, unfit.hint)
            return None

    def inner(self, key: str, *, required: bool = False, hint: str = "") -> "Place":
        """The object under the key; an empty one when it is not there."""
        raw = self._raw(key, required, hint)
        if raw is not None and not isinstance(raw, dict):
            self.wrong(key, f"{shown(raw)} is not an object", hint or "the export has {…} here")
        return Place(raw if isinstance(raw, dict) else {}, f"{self.path}.{key}", self.complain)

    def list(self, key: str, *, required: bool = False, hint: str = "") -> "list[Place]":
        """The objects of the list under the key; none when it is not there."""
        raw = self._raw(key, required, hint)
        if raw is not None and not isinstance(raw, list):
            self.wrong(key, f"{shown(raw)} is not a list", hint or "the export has […] here")
        return list(places(raw if isinstance(raw, list) else [], f"{self.path}.{key}", self.complain))

    def wrong(self, key: str, message: str, hint: str = "") -> None:
        """Tells that the value under the key is wrong."""
        self.complain(f"{self.path}.{key}", message, hint)

    def _raw(self, key: str, required: bool, hint: str = "") -> object:
        raw = self.data.get(key)
        if raw is None and required:
            self.wrong(key, "is missing", hint)
        return raw


def places(values: Iterable[object], path: str, complain: Complain) -> Iterator[Place]:
    """The objects among the values of a list; every other value is told to `complain`."""
    for number, value in enumerate(values):
        if isinstance(value, dict):
            yield Place(value, f"{path}[{number}]", complain)
        else:
            complain(f"{path}[{number}]", f"{shown(value)} is not an object", "the export has {…} here")


def documents(lines: Iterable[str], findings: Findings) -> Iterator[tuple[int, object]]:
    """Each JSON value with the line on which it begins; what cannot be read is set aside and the next one found."""
    whole = lines if isinstance(lines, str) else "".join(lines)
    decoder = JSONDecoder(parse_constant=_no_number)
    at, line, counted = 0, 1, 0
    while (at := _from(whole, at)) < len(whole):
        line, counted = line + whole.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(whole, at)
        except (ValueError, RecursionError) as error:
            findings.bad(*_told(error, line))
            at = _following(whole, at)
            continue
        yield line, value


def safe(value: object) -> str:
    """A name from a document as it may stand in a path: short and printable."""
    return ascii_safe(str(value))[:60]


def _from(whole: str, at: int) -> int:
    found = _SPACE.match(whole, at)
    return found.end() if found else at


def _following(whole: str, at: int) -> int:
    found = _NEXT.search(whole, at + 1)
    return found.start() if found else len(whole)


def _told(error: Exception, line: int) -> tuple[int, str, str, str]:
    if isinstance(error, RecursionError):
        return line, "", "is nested too deeply", "an export is never so deep"
    where, what = (error.lineno, error.msg) if isinstance(error, JSONDecodeError) else (line, str(error)[:80])
    hint = "save the JSON that the server answered, as it is; a table is read by --from csv"
    return where, "", f"is not JSON: {what}", hint


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")
