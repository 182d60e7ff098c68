"""How the settings of a check are asked for: what each is called, and how typed lines become its value and back.

Each kind describes its own settings so; whoever shows a form translates the words. Values are those of JSON.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gwarant.prober.conditions import COMPARED, NOT_SENT
from gwarant.prober.wrong import Unfit
from gwarant.prober.wrong import said as _

SIGNS = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥"}
VALUE = re.compile(r"((?:\['[^']*'\]|\S)+)(?:\s+(\S+)\s+(.+))?")
NAMES = {**{sign: name for name, sign in SIGNS.items()}, "!=": "ne", "<=": "le", ">=": "ge", "==": "eq"}


@dataclass(frozen=True)
class Way:
    """One way of typing. `looks` is a line, words (several lines), a number, a flag or a choice.

    `read` makes the value of what was typed and raises ValueError with what would be right; `write` is its inverse.
    """

    looks: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


@dataclass(frozen=True)
class Asked:
    """One setting: its name, what is explained beside it, how it is typed, what there is to choose from.

    What is not `usual` is folded away until somebody wants it.
    """

    label: str
    way: Way
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    usual: bool = True


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [one.strip() for one in text.splitlines() if one.strip()]


def _list(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _pairs(text: str) -> dict[str, str]:
    return dict(_pair(number, one) for number, one in enumerate(lines_of(text), 1))


def _pair(number: int, line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise Unfit(NOT_SENT, number)
    return name.strip(), value.strip()


def _written_pairs(value: Mapping[str, str]) -> str:
    return "\n".join(f"{name}: {one}" for name, one in value.items())


def _headers(text: str) -> list[dict[str, Any]]:
    return [_header(one) for one in lines_of(text)]


def _header(line: str) -> dict[str, Any]:
    if line.startswith("-"):
        return {"name": line[1:].strip(), "absent": True}
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise Unfit(_("%(value)s is no header; write Name: text that it must hold, or -Name"), line)
    return {"name": name.strip(), "contains": value.strip()}


def _written_headers(value: Any) -> str:
    return "\n".join(
        f"-{one['name']}" if one.get("absent") else f"{one['name']}: {one.get('contains', '')}".strip() for one in value
    )


def _values(text: str) -> list[dict[str, Any]]:
    return [_value(one) for one in lines_of(text)]


def _value(line: str) -> dict[str, Any]:
    """A path, a sign and a value: `$.queue.length < 10`; a path alone must be true."""
    found = VALUE.fullmatch(line)
    path, sign, value = found.groups() if found else ("", "?", "")
    if path and not sign:
        return {"path": path}
    name = NAMES.get(sign, sign)
    if name not in COMPARED:
        raise Unfit(_("%(value)s compares nothing; write $.queue.length < 10, or = ≠ ≤ > ≥ in its place"), line)
    return {"path": path, "op": name, "value": _plain(value)}


def _plain(text: str) -> Any:
    """A number, true, false or null where it is one, else the text; quotes make a text of whatever stands in them."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    known = {"true": True, "false": False, "null": None}
    if text in known:
        return known[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _written_values(value: Any) -> str:
    return "\n".join(f"{one['path']} {SIGNS[one.get('op', 'eq')]} {_written(one.get('value', True))}" for one in value)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value if _plain(value) == value and value == value.strip() else f'"{value}"'
    return {"True": "true", "False": "false", "None": "null"}.get(str(value), str(value))


LINE = Way("line")
WORDS = Way("words")
NUMBER = Way("number", int)
FLAG = Way("flag", lambda text: text == "true", lambda value: "true" if value else "")
CHOICE = Way("choice")
LIST = Way("line", _list, ", ".join)
LINES = Way("words", lines_of, "\n".join)
PAIRS = Way("words", _pairs, _written_pairs)
HEADERS = Way("words", _headers, _written_headers)
VALUES = Way("words", _values, _written_values)
