"""`extends`: the layers of a contract made one document.

A mapping merges key by key, a list replaces the inherited one, null takes an inherited key away.
A document that lists its own classes or clocks replaces the inherited targets with them.
"""

from dataclasses import dataclass, replace

from gwarant.sla.contract.layers import Layer, Library, find, references, stack_of
from gwarant.sla.contract.layers import newest as newest
from gwarant.sla.contract.nodes import Node

__all__ = ["Flat", "Library", "Override", "flatten", "newest"]
MOST_NAMES = 5
_OWN_TO_THE_FILE = ("apiVersion", "kind", "metadata", "text")
_FOLLOWS_VOCABULARY = ("targets", "after_workaround")


@dataclass(frozen=True)
class Override:
    """A field that one document sets differently from another; `source` and `winner` name them, "" is the contract."""

    path: str
    line: int
    inherited: str
    own: str
    source: str = ""
    winner: str = ""


@dataclass(frozen=True)
class Flat:
    """A document with nothing left to inherit, and what it overrode."""

    node: Node
    overrides: tuple[Override, ...] = ()


def flatten(node: Node, library: Library) -> Flat:
    """The document merged with everything that it extends; InputError when a reference leads nowhere."""
    stack = stack_of(node, library)
    overrides: list[Override] = []
    merged = _bare(stack.layers[-1])
    for layer in reversed(stack.layers[:-1]):
        merged = _merge(_prepared(merged, layer.node), _bare(layer), "", overrides)
    own = {key: child for key, child in node.entries.items() if key in _OWN_TO_THE_FILE}
    if "metadata" in own:
        own["metadata"] = _metadata(own["metadata"], [find(one, library) for one in references(node)])
    if stack.precedence:
        own["precedence"] = stack.precedence
    return Flat(node.mapping({**merged.entries, **own}), tuple(_named(one, node.file) for one in overrides))


def _bare(layer: Layer) -> Node:
    """What a layer gives to the whole."""
    kept = {key: child for key, child in layer.node.entries.items() if key not in _OWN_TO_THE_FILE}
    return layer.node.mapping(kept)


def _metadata(metadata: Node, names: list[str]) -> Node:
    entries = {key: child for key, child in metadata.entries.items() if key != "extends"}
    if names:
        entries["based_on"] = metadata.entries["extends"].scalar(", ".join(names))
    return metadata.mapping(entries)


def _named(one: Override, own: str) -> Override:
    source, winner = ("" if name == own else name for name in (one.source, one.winner))
    return replace(one, source=source, winner=winner)


def _prepared(parent: Node, child: Node) -> Node:
    """The parent without the vocabulary that the child replaces."""
    if not any(child.entries.get(key, child).items for key in ("classes", "clocks")):
        return parent
    return parent.mapping({key: node for key, node in parent.entries.items() if key not in _FOLLOWS_VOCABULARY})


def _merge(parent: Node, child: Node, path: str, overrides: list[Override]) -> Node:
    if not (isinstance(parent.value, dict) and isinstance(child.value, dict)):
        _note(parent, child, path, overrides)
        return child
    merged = dict(parent.entries)
    for key, own in child.entries.items():
        inner = f"{path}.{key}" if path else key
        if key in merged and _is_null(own) and not _is_null(merged[key]):
            _note(merged.pop(key), own, inner, overrides)
        elif key in merged:
            merged[key] = _merge(merged[key], own, inner, overrides)
        else:
            merged[key] = own
    return replace(child, value=merged)


def _is_null(node: Node) -> bool:
    return node.is_scalar and node.value is None


def _note(parent: Node, child: Node, path: str, overrides: list[Override]) -> None:
    if parent.plain() != child.plain() and parent.plain() is not None:
        overrides.append(Override(path, child.line, _short(parent), _short(child), parent.file, child.file))


def _short(node: Node) -> str:
    if node.is_scalar:
        return "nothing" if node.value is None else node.text
    names = list(node.entries) or [_name(one) for one in node.items]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more or "nothing"


def _name(node: Node) -> str:
    own = node.entries.get("id") or node.entries.get("when") or node
    return own.text or "…"
