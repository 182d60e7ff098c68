"""The places at which two documents differ."""

import json
from collections.abc import Iterator
from typing import Any

SHOWN = 12  # places
QUOTED = 60  # letters of one
BEFORE = 15  # of them before the first difference


def differences(said: Any, found: Any) -> Iterator[str]:
    """What the report says and what comes out, place by place, the first few."""
    for number, one in enumerate(_walked(said, found, "")):
        if number == SHOWN:
            yield "and more"
            return
        yield one


def _walked(said: Any, found: Any, place: str) -> Iterator[str]:
    if isinstance(said, dict) and isinstance(found, dict):
        for key in sorted(said.keys() | found.keys()):
            yield from _walked(said.get(key), found.get(key), f"{place}.{key}" if place else key)
    elif _are_rows(said, found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from _walked(one, other, f"{place}[{number}]")
    elif said != found and not (_is_list(said) and _is_list(found) and list(said) == list(found)):
        yield f"{place}: the report says {_short(said, found)}, it comes out {_short(found, said)}"


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _are_rows(said: Any, found: Any) -> bool:
    return _is_list(said) and _is_list(found) and len(said) == len(found)


def _short(value: Any, other: Any) -> str:
    """The value as JSON; of a long one the part that begins a little before it differs from the other."""
    text, against = (json.dumps(one, ensure_ascii=False, default=str) for one in (value, other))
    pairs = enumerate(zip(text, against, strict=False))
    alike = next((at for at, (one, its) in pairs if one != its), min(len(text), len(against)))
    start = max(0, alike - BEFORE)
    start = start if len(text) > QUOTED else 0
    shown = f"…{text[start:]}" if start else text
    return shown if len(shown) <= QUOTED else f"{shown[: QUOTED - 1]}…"
