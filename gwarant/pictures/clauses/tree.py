"""A contract's document as plain data: reached by dotted paths, its rows by their ids, written as clean YAML."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.plain import dumped
from gwarant.sla.contract.plain import plain_of as plain_of
from gwarant.sla.contract.record import keys_of

Tree = dict[str, Any]
_SHORT = {"notice": "length", "change_notice": "length", "claim": "deadline", "of": "promise"}
_ROWS = ("services", "availability", "remedies", "duties", "calendars", "clocks", "pauses")


def key_in(name: str) -> str:
    """A key as it stands in a dotted path: its own dots, blanks and the like by their numbers, such as `shop%2Epl`."""
    return "".join(one if one.isalnum() or one in "-_@/" else quote(one, safe="").replace(".", "%2E") for one in name)


def keys_in(path: str) -> list[str]:
    """The keys of a dotted path."""
    return [unquote(key) for key in path.split(".")]


def step(tree: Any, key: str) -> Any:
    """The entry of a mapping, or the row of that id; KeyError when there is none."""
    if isinstance(tree, dict):
        return tree[key]
    for row in tree if isinstance(tree, list) else ():
        if isinstance(row, dict) and str(row.get("id")) == key:
            return row
    raise KeyError(key)


def has(tree: Any, path: str) -> bool:
    """Whether the path is stated, be it as null."""
    try:
        for key in keys_in(path):
            tree = step(tree, key)
    except KeyError:
        return False
    return True


def at(tree: Any, path: str) -> Any:
    """The value of the path; None when it is not stated. A shorthand stands for its first key."""
    before = ""
    for key in keys_in(path):
        if not isinstance(tree, (dict, list)) and tree is not None and _SHORT.get(before) == key:
            return tree
        try:
            tree = step(tree, key)
        except KeyError:
            return None
        before = key
    return tree


def rows(tree: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The rows of a section with their ids, those left out that are taken away."""
    section = at(tree, path) if path else tree
    if isinstance(section, dict):
        yield from ((key, row) for key, row in section.items() if row is not None)
    for row in section if isinstance(section, list) else ():
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            yield row["id"], row


def put(tree: Any, path: str, value: Any) -> None:
    """Set the value, making the mappings and rows on its way; a shorthand stays one."""
    head, _, rest = path.partition(".")
    head = unquote(head)
    if not rest:
        _set(tree, head, value)
        return
    try:
        inner = step(tree, head)
    except KeyError:
        inner = None
    if not isinstance(inner, (dict, list)):
        short = _SHORT.get(head)
        if short == rest and inner is not None:
            _set(tree, head, value)
            return
        inner = {short: inner} if short and inner is not None else {}
        _set(tree, head, inner)
        inner = step(tree, head)
    put(inner, rest, value)


def drop(tree: Any, path: str, rows_kept: Tree | None = None) -> None:
    """Take the value away, and what it leaves empty; a row that `rows_kept` has not stays, even when empty."""
    keys = keys_in(path)
    _drop(tree, keys, 0, rows_kept)


def _drop(tree: Any, keys: list[str], depth: int, rows_kept: Tree | None) -> None:
    head, is_last = keys[depth], depth == len(keys) - 1
    try:
        inner = step(tree, head)
    except KeyError:
        return
    if not is_last and isinstance(inner, (dict, list)):
        _drop(inner, keys, depth + 1, rows_kept)
        if inner not in ({}, []) or (depth == 1 and rows_kept is not None and not _knows(rows_kept, keys[:2])):
            return
    elif not is_last and (_SHORT.get(head) != keys[depth + 1] or depth + 2 != len(keys)):
        return
    if isinstance(tree, dict):
        del tree[head]
    else:
        tree.remove(inner)


def _knows(tree: Tree, keys: list[str]) -> bool:
    section = tree.get(keys[0])
    return keys[0] not in _ROWS or (isinstance(section, dict) and keys[1] in section)


def _set(tree: Any, key: str, value: Any) -> None:
    if isinstance(tree, dict):
        tree[key] = value
        return
    for number, row in enumerate(tree):
        if isinstance(row, dict) and str(row.get("id")) == key:
            tree[number] = {"id": key, **value} if isinstance(value, dict) else value
            return
    tree.append({"id": key, **value} if isinstance(value, dict) else {"id": key})


def written(tree: Tree) -> str:
    """The document as YAML, its sections in the order of the language."""
    order = [key.name for key in keys_of(Contract)]
    keys = sorted(tree, key=lambda key: order.index(key) if key in order else len(order))
    return dumped({key: tree[key] for key in keys})
