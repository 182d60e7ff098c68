"""What an answer must be like: its status, its headers, its text, the values of its JSON."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from gwarant.prober.model import Reason
from gwarant.prober.wrong import Unfit
from gwarant.prober.wrong import said as _

STATUS = re.compile(r"([1-5])xx|([1-5]\d\d)(?:-([1-5]\d\d))?")
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # what may be the name of a header (RFC 9110)
STEP = re.compile(r"\.([^.\[\]'\"]+)|\[(\d+)\]|\['([^']*)'\]")

NO_HEADER = _("%(value)s is no header; write Name: value")
NOT_SENT = _("header no. %(value)s is none; write Name: value")  # what it says may be secret
NO_PATH = _("%(value)s is no path; write $.status or $.queue[0].length or $['a name']")

Value = str | int | float | bool | None

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


class JsonIs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value at `path` (`$.queue[0].length`) compares with `value`: `eq`, `ne`, `lt`, `le`, `gt` or `ge`."""

    path: str
    value: Value = True
    op: str = "eq"


class HeaderIs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The header is there and holds the text; with `absent` it is not there."""

    name: str
    contains: str = ""
    absent: bool = False


def header_line(name: str, value: str) -> bytes:
    """A header as it is sent. Raises Unfit where it is none."""
    if not TOKEN.fullmatch(name) or "\n" in value or "\r" in value or "\0" in value:
        raise Unfit(NO_HEADER, name)
    return f"{name}: {value}".encode()


def header_lines(headers: Mapping[str, str]) -> list[bytes]:
    """The headers as they are sent. Raises Unfit with the number of the first that is none."""
    return [_sent(number, *one) for number, one in enumerate(headers.items(), 1)]


def _sent(number: int, name: str, value: str) -> bytes:
    try:
        return header_line(name, value)
    except Unfit:
        raise Unfit(NOT_SENT, number) from None


@lru_cache(512)
def statuses(wanted: tuple[str, ...]) -> tuple[range, ...]:
    """The ranges of statuses as written: `200`, `2xx`, `200-204`. Raises ValueError with the one that is none."""
    return tuple(_range(one) for one in wanted)


def _range(text: str) -> range:
    found = STATUS.fullmatch(text)
    if not found:
        raise Unfit(_("%(value)s is no status; write 200, 2xx or 200-204"), text)
    hundred, first, last = found.groups()
    if hundred:
        return range(int(hundred) * 100, int(hundred) * 100 + 100)
    return range(int(first), int(last or first) + 1)


@lru_cache(512)
def steps(path: str) -> tuple[str | int, ...]:
    """The steps of a path into JSON. Raises ValueError where it is none."""
    if not path.startswith("$"):
        raise Unfit(NO_PATH, path)
    rest, found = path.removeprefix("$"), []
    while rest:
        step = STEP.match(rest)
        if not step:
            raise Unfit(NO_PATH, path)
        name, number, quoted = step.groups()
        found.append(int(number) if number else name if name is not None else quoted)
        rest = rest[step.end() :]
    return tuple(found)


def wrong_headers(wanted: Iterable[HeaderIs], headers: Mapping[str, str]) -> str:
    """The reason why the headers (names in small letters) are not as they should be, or nothing."""
    for one in wanted:
        found = headers.get(one.name.lower())
        if (found is not None) if one.absent else (found is None or one.contains not in found):
            return Reason.HEADER
    return ""


def wrong_text(contains: Iterable[str], lacks: Iterable[str], text: bytes) -> str:
    """The reason why the text is not as it should be, or nothing."""
    if all(one.encode() in text for one in contains) and not any(one.encode() in text for one in lacks):
        return ""
    return Reason.TEXT


def wrong_json(wanted: Iterable[JsonIs], text: bytes) -> str:
    """The reason why a value is not as it should be, or nothing; what is no JSON or has no such value is not."""
    try:
        whole = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return Reason.JSON
    return "" if all(_holds(one, whole) for one in wanted) else Reason.JSON


def _holds(wanted: JsonIs, whole: Any) -> bool:
    try:
        for step in steps(wanted.path):
            whole = whole[step]
    except (LookupError, TypeError):
        return False
    if isinstance(whole, bool) != isinstance(wanted.value, bool):  # 1 is not true
        return wanted.op == "ne"
    try:
        return COMPARED[wanted.op](whole, wanted.value)
    except TypeError:
        return False
