"""A contract's document as plain data: reached by dotted paths, its rows by their ids, written as clean YAML."""

from collections.abc import Iterator
from typing import Any

from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.plain import dumped
from gwarant.sla.contract.plain import plain_of as plain_of
from gwarant.sla.contract.record import keys_of

Tree = dict[str, Any]
_SHORT = {"notice": "length", "change_notice": "length", "claim": "deadline", "of": "promise"}


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
        for key in path.split("."):
            tree = step(tree, key)
    except KeyError:
        return False
    return True


def at(tree: Any, path: str) -> Any:
    """The value of the path; None when it is not stated. A shorthand stands for its first key."""
    before = ""
    for key in path.split("."):
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
    """Set the value, making the mappings and rows on its way."""
    head, _, rest = path.partition(".")
    if not rest:
        _set(tree, head, value)
        return
    try:
        inner = step(tree, head)
    except KeyError:
        inner = None
    if not isinstance(inner, (dict, list)):
        short = _SHORT.get(head)
        inner = {short: inner} if short and inner is not None else {}
        _set(tree, head, inner)
        inner = step(tree, head)
    put(inner, rest, value)


def drop(tree: Any, path: str) -> None:
    """Take the value away, and what it leaves empty."""
    head, _, rest = path.partition(".")
    try:
        inner = step(tree, head)
    except KeyError:
        return
    if rest and isinstance(inner, (dict, list)):
        drop(inner, rest)
        if inner not in ({}, []):
            return
    elif rest and _SHORT.get(head) != rest:
        return
    if isinstance(tree, dict):
        del tree[head]
    else:
        tree.remove(inner)


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
