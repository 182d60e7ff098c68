"""A contract's text as the form of clauses has it: what it says itself, what it inherits, what no clause can show."""

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from textwrap import dedent
from typing import Any

from gwarant.packages import library as shipped
from gwarant.pictures.clauses.kinds import NONE, Kind
from gwarant.pictures.clauses.package import document_of
from gwarant.pictures.clauses.places import covered, is_half_unsaid, is_null, is_stated, place_in_text, places_of, shown
from gwarant.pictures.clauses.spec import Spec, every, specs_of
from gwarant.pictures.clauses.systems import copies, without_unused
from gwarant.pictures.clauses.tree import Tree, at, has, key_in, keys_in, plain_of, put, rows
from gwarant.sla.contract.merge import Library, flatten
from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.nodes import compose as nodes_of
from gwarant.sla.contract.splice import Spot, spots_of
from gwarant.sla.problem import InputError, Problem

_HELD = (Kind.MANY, Kind.YES_NO)  # their inputs show what holds, whoever says it
_FRAME = ("apiVersion", "kind", "metadata.id", "metadata.version", "metadata.status", "metadata.extends")
_FIRST = (".target", ".bands")  # with which a row that is only offered begins
_VOCABULARY = ("targets", "after_workaround")


@dataclass(frozen=True)
class Locked:
    """A part of the text that no input shows: its path and its YAML."""

    path: str
    yaml: str


@dataclass(frozen=True)
class Draft:
    """A text, what it says itself, what it inherits, and the clauses of both; `absent` rows are only offered."""

    text: str
    own: Tree
    inherited: Tree
    shape: Tree = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    specs: tuple[Spec, ...] = ()
    is_new: bool = False

    @cached_property
    def clauses(self) -> dict[str, Spec]:
        """All clauses by path, those that stand beside others too."""
        return {one.path: one for one in every(self.specs)}

    @cached_property
    def stated(self) -> dict[str, str]:
        """What the text says itself, as far as a clause can show it."""
        found = {}
        for path, spec in self.clauses.items():
            text = NONE if self.is_absent(path) else shown(self.own, spec, self.inherited)
            if path not in self.locked and text is not None and (text or spec.kind is Kind.MANY):
                found[path] = text
        return found

    @cached_property
    def locked(self) -> dict[str, str]:
        """The YAML of the clauses that stand in the text as no input can show or change it."""
        root = spots_of(self.text) if self.text.strip() else None
        found = {}
        for path, spec in self.clauses.items():
            if not self.is_absent(path) and (yaml := self._lock(spec, root)) is not None:
                found[path] = yaml
        return found

    @cached_property
    def rest(self) -> tuple[Locked, ...]:
        """The parts of the text for which there is no clause at all, in its order."""
        root = spots_of(self.text) if self.text.strip() else None
        places = {tuple(keys_in(path)) for path in _FRAME}
        for path, spec in self.clauses.items():
            if path in self.stated or path in self.locked or is_null(self.own, spec):
                places |= set(covered(self.own, spec))
        for spec in self.specs:
            places |= {
                tuple(keys_in(one)) for one in places_of(spec) if has(self.own, one) and at(self.own, one) is None
            }
        return tuple(_rest(self.text, root, (), places)) if root else ()

    def held(self, path: str) -> str:
        """What the input of a clause shows."""
        spec = self.clauses[path]
        if path in self.stated or spec.kind not in _HELD:
            return self.stated.get(path, "")
        return default_of(self, spec)

    def is_absent(self, path: str) -> bool:
        """Whether the clause is of a row that is only offered."""
        return any(path.startswith(f"{row}.") for row in self.absent)

    def holds(self, path: str) -> str:
        """What holds for a clause, whoever says it; "" for one that is not there, or is of a part taken away."""
        if path not in self.clauses or self.is_absent(path) or self.is_without(self.head_of(path)):
            return ""
        return self._says(path)

    def head_of(self, path: str) -> str:
        """The clause by which the part of the contract goes that this one belongs to; "" for none."""
        return next((head for head, place in self._heads if head != path and path.startswith(f"{place}.")), "")

    def is_without(self, head: str) -> bool:
        """Whether the contract does without the part of such a clause."""
        return bool(head) and (head not in self.clauses or self._says(head) in (NONE, "no"))

    @cached_property
    def _heads(self) -> list[tuple[str, str]]:
        return [(one.path, place) for one in self.specs for place in places_of(one)]

    def _says(self, path: str) -> str:
        found = self.locked.get(path) or self.stated.get(path)
        return default_of(self, self.clauses[path]) if found is None else found

    def _lock(self, spec: Spec, root: Spot | None) -> str | None:
        text = shown(self.own, spec, self.inherited)
        keys = place_in_text(spec)
        if root is not None and _is_fixed(root, keys):
            return _yaml(self.text, root, keys)
        if text is None and is_stated(self.own, spec):
            below = shown(self.inherited, spec, self.inherited)
            if is_half_unsaid(self.own, spec) and below in (None, spec.otherwise):
                return None
            gone = is_null(self.own, spec) and at(self.inherited, spec.path) is None
            return None if gone else _yaml(self.text, root, keys)
        if text is not None and not _is_showable(spec, text):
            return _yaml(self.text, root, keys)
        return None


def draft_of(text: str, library: Library | None = None) -> Draft:
    """The draft of a text; InputError when it is no document, or rests on what is not there."""
    node = node_of_text(text)
    shelf = shipped() if library is None else library
    return draft_from(text, plain_of(node), _inherited(node, shelf))


def draft_from(text: str, own: Tree, inherited: Tree) -> Draft:
    """The draft of a document over what it inherits."""
    shape = _merged(inherited, own, ())
    without_unused(shape, own)
    absent = set()
    for name, _ in list(rows(shape, "services")):
        if not has(inherited, f"services.{key_in(name)}"):
            for place, row in list(copies(shape, inherited, name)):
                put(shape, place, row)
                absent.add(place)
    draft = Draft(text, own, inherited, shape, frozenset(absent))
    specs = [
        one for one in specs_of(shape) if not draft.is_absent(one.path) or one.path.endswith((".target", ".bands"))
    ]
    return replace(draft, specs=tuple(_widened(one, own, inherited) for one in specs))


def package_draft(package: str, library: Library | None = None) -> Draft:
    """The clauses of a package of which nothing is changed yet; ValueError for one that is not there."""
    return draft_from("", {}, document_of(package, library))


def node_of_text(text: str) -> Node:
    """The nodes of a text; InputError for what is no mapping of sections."""
    node = nodes_of(text)
    if not isinstance(node.value, dict):
        raise InputError([Problem("", node.line, node.column, "", "a contract is a mapping of sections")])
    return node


def default_of(draft: Draft, spec: Spec) -> str:
    """What holds when the text says nothing of it."""
    if spec.how == "row":
        return "yes" if at(draft.inherited, spec.path) is not None else "no"
    return shown(draft.inherited, spec, draft.inherited) or spec.otherwise


def _inherited(node: Node, shelf: Library) -> Tree:
    """All that the text rests on as one document, without what belongs to the file."""
    kept = {key: node.entries[key] for key in ("precedence",) if key in node.entries}
    metadata = node.entries.get("metadata")
    extends = metadata.entries.get("extends") if metadata else None
    if metadata is None or extends is None:
        return {}
    bare = node.mapping({**kept, "metadata": metadata.mapping({"extends": extends})})
    found: Tree = plain_of(flatten(bare, shelf).node)
    lists = any(node.entries[key].items for key in ("classes", "clocks") if key in node.entries)
    return {key: one for key, one in found.items() if key != "metadata" and not (lists and key in _VOCABULARY)}


def _merged(below: Any, own: Any, keys: tuple[str, ...]) -> Any:
    """The whole; what the text takes away stays in it where a clause can bring it back."""
    if not (isinstance(below, dict) and isinstance(own, dict)):
        return deepcopy(own)
    found = {}
    for key in dict.fromkeys([*below, *own]):
        inner = (*keys, key)
        if key not in own:
            found[key] = deepcopy(below[key])
        elif own[key] is None and below.get(key) is not None:
            if _comes_back(inner):
                found[key] = deepcopy(below[key])
        else:
            found[key] = _merged(below.get(key), own[key], inner)
    return found


def _comes_back(keys: tuple[str, ...]) -> bool:
    if len(keys) == 2:
        return keys[0] in ("pauses", "availability", "remedies") or keys == ("hours", "pool")
    return (len(keys) == 3 and keys[0] == "targets") or (keys[:2] == ("intake", "channels") and len(keys) == 3)


def _widened(spec: Spec, own: Tree, inherited: Tree) -> Spec:
    """The clause with what stands in the text among its choices, so that it can be chosen again."""
    beside = _widened(spec.beside, own, inherited) if spec.beside else None
    if not spec.choices or spec.how == "channels":
        return replace(spec, beside=beside)
    told = [text for tree in (own, inherited) if (text := shown(tree, spec, inherited)) not in (None, NONE)]
    words = [word for text in told if text for word in (text.split(", ") if spec.kind is Kind.MANY else [text])]
    return replace(spec, beside=beside, choices=tuple(dict.fromkeys((*spec.choices, *words))))


def _is_showable(spec: Spec, text: str) -> bool:
    """Whether a browser gives back what its input was given."""
    is_odd = any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" for one in text)
    return not is_odd and not (spec.kind is Kind.MANY and any("," in one or one != one.strip() for one in spec.choices))


def _is_fixed(root: Spot, keys: list[str]) -> bool:
    """Whether an anchor, an alias or a tag stands at the place, above or in it."""
    spot: Spot | None = root
    for key in keys:
        if spot is None or spot.is_fixed:
            break
        spot = _inner(spot, key)
    return spot is not None and _holds_fixed(spot)


def _holds_fixed(spot: Spot) -> bool:
    return spot.is_fixed or any(map(_holds_fixed, spot.children))


def _inner(spot: Spot, key: str) -> Spot | None:
    if spot.is_mapping:
        return spot.child(key)
    return next((one for one in spot.children if one.is_mapping and str(one.value.get("id")) == key), None)


def _yaml(text: str, root: Spot | None, keys: list[str]) -> str:
    """The YAML of the deepest spot on the way to a place."""
    spot, name = root, ""
    for key in keys:
        inner = _inner(spot, key) if spot else None
        if inner is None:
            break
        spot, name = inner, key
    return _lines_of(text, spot, name) if spot else ""


def _lines_of(text: str, spot: Spot, name: str) -> str:
    line = text.rfind("\n", 0, spot.start) + 1
    lead = text[line : spot.start]
    words = dedent(" " * len(lead) + text[spot.start : spot.end].replace("\r\n", "\n")).strip("\n")
    head = f"{name}:" if name else ""
    if spot.children and not spot.is_flow and head:
        return "\n".join([head, *(f"  {one}" for one in words.split("\n"))])
    return f"{head} {words}".strip()


def _rest(text: str, spot: Spot, keys: tuple[str, ...], places: set[tuple[str, ...]]) -> Iterator[Locked]:
    if keys in places:
        return
    if keys and not any(place[: len(keys)] == keys for place in places):
        yield Locked(".".join(keys), _lines_of(text, spot, keys[-1]))
        return
    for number, child in enumerate(spot.children):
        name = spot.keys[number][0] if spot.is_mapping else str(_id_of(child) or number)
        yield from _rest(text, child, (*keys, name), places | ({(*keys, name, "id")} if spot.is_sequence else set()))


def _id_of(spot: Spot) -> Any:
    return spot.value.get("id") if spot.is_mapping else None
