"""`extends`: a contract laid over its package.

A mapping merges key by key, a list replaces the inherited one, null takes an inherited key away.
A contract that lists its own classes or clocks replaces the inherited targets with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gwarant.sla.contract.nodes import Node, compose
from gwarant.sla.problem import InputError, Problem, did_you_mean

Library = Mapping[str, str]  # reference such as package/premium@2026.1 → YAML text
MAX_DEPTH = 8
MOST_NAMES = 5
_OWN_TO_THE_FILE = ("apiVersion", "kind")
_FOLLOWS_VOCABULARY = ("targets", "after_workaround")


@dataclass(frozen=True)
class Override:
    """A field that the contract sets differently from its package."""

    path: str
    line: int
    inherited: str
    own: str


@dataclass(frozen=True)
class Flat:
    """A document with nothing left to inherit, and what it overrode."""

    node: Node
    overrides: tuple[Override, ...] = ()


def flatten(node: Node, library: Library, depth: int = 0) -> Flat:
    """The document merged with everything that it extends; InputError when a reference leads nowhere."""
    reference = _reference(node)
    if reference is None:
        return Flat(_without_empty_extends(node))
    if depth >= MAX_DEPTH:
        raise _refused(reference, "`extends` goes round in a circle or is nested too deeply")
    name = _find(reference, library)
    parent = flatten(compose(library[name], name), library, depth + 1).node
    overrides: list[Override] = []
    merged = _merge(_prepared(parent, node), _without_extends(node, name), "", overrides)
    return Flat(merged, tuple(overrides))


def newest(name: str, library: Library) -> str | None:
    """The reference with the highest version for `package/name`, None when there is none."""
    found = [reference for reference in library if reference.partition("@")[0] == name]
    return max(found, key=_version, default=None)


def _version(reference: str) -> tuple[int, ...]:
    parts = reference.partition("@")[2].split(".")
    return tuple(int(part) if part.isdigit() else 0 for part in parts)


def _reference(node: Node) -> Node | None:
    metadata = node.entries.get("metadata")
    reference = metadata.entries.get("extends") if metadata else None
    return reference if reference is not None and reference.value is not None else None


def _find(reference: Node, library: Library) -> str:
    wanted = reference.text
    name = wanted if wanted in library else newest(wanted, library)
    if name is None:
        raise _refused(reference, f"there is no package {wanted!r}", did_you_mean(wanted, library))
    return name


def _without_empty_extends(node: Node) -> Node:
    metadata = node.entries.get("metadata")
    if metadata is None or "extends" not in metadata.entries:
        return node
    return node.with_entries(
        metadata=metadata.mapping({key: child for key, child in metadata.entries.items() if key != "extends"})
    )


def _without_extends(node: Node, name: str) -> Node:
    metadata = node.entries["metadata"]
    entries = {key: child for key, child in metadata.entries.items() if key != "extends"}
    entries["based_on"] = metadata.entries["extends"].scalar(name)
    return node.with_entries(metadata=metadata.mapping(entries))


def _prepared(parent: Node, child: Node) -> Node:
    """The parent without what belongs to its own file or to a vocabulary that the child replaces."""
    dropped = {*_OWN_TO_THE_FILE, "metadata", "text"}
    if any(child.entries.get(key, child).items for key in ("classes", "clocks")):
        dropped.update(_FOLLOWS_VOCABULARY)
    return parent.mapping({key: node for key, node in parent.entries.items() if key not in dropped})


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
        overrides.append(Override(path, child.line, _short(parent), _short(child)))


def _short(node: Node) -> str:
    if node.is_scalar:
        return "nothing" if node.value is None else node.text
    names = list(node.entries) or [_name(one) for one in node.items]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more or "nothing"


def _name(node: Node) -> str:
    own = node.entries.get("id") or node.entries.get("when") or node
    return own.text or "…"


def _refused(node: Node, message: str, hint: str = "") -> InputError:
    return InputError([Problem(node.file, node.line, node.column, "metadata.extends", message, hint, "extends")])
