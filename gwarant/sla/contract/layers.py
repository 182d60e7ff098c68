"""Which documents a contract is made of, and in which order they win.

A document extends one other or several; together with all that these extend they are the layers of the contract.
`precedence` ranks them by the kind of document that each says it is. Within a rank a document wins over what it
extends, and the one that is listed first over the next.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from gwarant.sla.contract.nodes import Node, compose
from gwarant.sla.problem import InputError, Problem, did_you_mean

Library = Mapping[str, str]  # package/premium@2026.1, or the path of a file → YAML text
MAX_LAYERS = 32
PRECEDENCE = ("order", "annex", "package", "platform")


@dataclass(frozen=True)
class Layer:
    """One document: its name in the library ("" for the contract's own text) and what it says."""

    name: str
    node: Node

    @property
    def kind(self) -> str:
        """Which document it is: what it says itself, else a package for a Package, else an order."""
        metadata, kind = self.node.entries.get("metadata"), self.node.entries.get("kind")
        own = metadata.entries.get("document") if metadata else None
        if own is not None and own.text:
            return own.text
        return "package" if kind is not None and kind.text == "Package" else "order"


@dataclass(frozen=True)
class Stack:
    """The layers, the one that wins first, and where the precedence stands that ranked them; None for the usual one."""

    layers: tuple[Layer, ...]
    precedence: Node | None


@dataclass
class _Walk:
    library: Library
    open: list[str] = field(default_factory=list)
    found: dict[str, Layer] = field(default_factory=dict)  # what is extended before what extends it


def stack_of(node: Node, library: Library) -> Stack:
    """The document and all that it extends; InputError when a reference leads nowhere."""
    walk = _Walk(library)
    _visit(Layer("", node), walk)
    whole = tuple(reversed(walk.found.values()))
    stated = [one.node.entries["precedence"] for one in whole if "precedence" in one.node.entries]
    precedence = next((one for one in stated if one.value), None)
    words = _words(precedence) if precedence else PRECEDENCE
    ranks = {kind: rank for rank, kind in reversed(list(enumerate(words)))}
    return Stack(tuple(sorted(whole, key=lambda one: ranks.get(one.kind, len(ranks)))), precedence)


def references(node: Node) -> tuple[Node, ...]:
    """What `metadata.extends` names: one reference, a list of them, or nothing."""
    metadata = node.entries.get("metadata")
    named = metadata.entries.get("extends") if metadata else None
    if named is None:
        return ()
    return tuple(one for one in (named.items or (named,)) if one.is_scalar and one.value is not None)


@dataclass(frozen=True)
class Followed:
    """A document whose references lead somewhere; `is_whole` is False where one that led nowhere was left out."""

    node: Node
    is_whole: bool = True


def followed(node: Node, library: Library, slips: list[Problem]) -> Followed:
    """The document with each reference that leads nowhere noted, and the nearest name put in its place, or none."""
    named = references(node)
    found = tuple(_nearest(one, library, slips) for one in named)
    if found == named:
        return Followed(node)
    metadata = node.entries["metadata"]
    extends = replace(metadata.entries["extends"], value=tuple(one for one in found if one is not None))
    return Followed(node.with_entries(metadata=metadata.with_entries(extends=extends)), None not in found)


def _nearest(reference: Node, library: Library, slips: list[Problem]) -> Node | None:
    """The reference, or one to the package of the nearest name; None where there is none near."""
    try:
        find(reference, library)
    except InputError as error:
        slips += error.problems
        names = {one.partition("@")[0].removeprefix("package/"): one.partition("@")[0] for one in library}
        near = get_close_matches(reference.text.partition("@")[0].removeprefix("package/"), names, n=1)
        return replace(reference, value=names[near[0]], text=names[near[0]]) if near else None
    return reference


def path_of(reference: Node) -> str | None:
    """The file that a reference such as `./base.yaml` names, relative to the file it stands in; None for a package."""
    if not reference.text.startswith(("./", "../")):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(reference.file), reference.text))


def newest(name: str, library: Library) -> str | None:
    """The reference with the highest version for `package/name`, None when there is none."""
    found = [reference for reference in library if reference.partition("@")[0] == name]
    return max(found, key=_version, default=None)


def find(reference: Node, library: Library) -> str:
    """The name in the library that the reference means; InputError when there is none."""
    wanted = path_of(reference) or reference.text
    name = wanted if wanted in library else newest(wanted, library)
    if name is None and path_of(reference):
        hint = "name a file beside the contract or below it, or a package"
        raise refused(reference, f"there is no file {reference.text!r} to extend", hint)
    if name is None:
        raise refused(reference, f"there is no package {wanted!r}", did_you_mean(wanted, library))
    return name


def refused(node: Node, message: str, hint: str = "") -> InputError:
    """The error at a reference."""
    return InputError([Problem(node.file, node.line, node.column, "metadata.extends", message, hint, "extends")])


def _visit(layer: Layer, walk: _Walk) -> None:
    walk.open.append(layer.name)
    for reference, name in reversed(list(_named(layer, walk.library))):
        if name in walk.open or len(walk.open) > MAX_LAYERS:
            raise refused(reference, "`extends` goes round in a circle or is nested too deeply")
        if name not in walk.found:
            _visit(Layer(name, compose(walk.library[name], name)), walk)
    walk.open.pop()
    walk.found[layer.name] = layer


def _named(layer: Layer, library: Library) -> Iterator[tuple[Node, str]]:
    for reference in references(layer.node):
        yield reference, find(reference, library)


def _words(node: Node) -> tuple[str, ...]:
    return tuple(one.text for one in node.items) or (node.text,)


def _version(reference: str) -> tuple[int, ...]:
    parts = reference.partition("@")[2].split(".")
    return tuple(int(part) if part.isdigit() else 0 for part in parts)
