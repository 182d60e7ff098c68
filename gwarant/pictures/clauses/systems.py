"""Several systems in one contract: each has the promise of availability, and its credit, that the package has."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from urllib.parse import unquote

from gwarant.pictures.clauses.tree import Tree, at, drop, has, key_in, put, rows

_SERVICE = re.compile(r"services\.([^.\s]+)\.(?:name|env|covered_from|critical_paths)")
SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def systems_of(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The short names of the systems that the answers speak of."""
    told = (match[1] for path, text in answers.items() if (match := _SERVICE.fullmatch(path)) and text.strip())
    return tuple(dict.fromkeys(unquote(name) for name in told))


def begin_systems(doc: Tree, package: Tree, answers: Mapping[str, str]) -> None:
    """State each system of a new contract, and take away the package's own when it is not among them."""
    named = systems_of(answers)
    own = [name for name, _ in rows(package, "services")]
    for name in named:
        if name not in own:
            add_system(doc, package, name)
    for name in own if named else ():
        if name not in named:
            for path in _of_system(package, name):
                put(doc, path, None)


def add_system(doc: Tree, package: Tree, name: str) -> None:
    """One more system with what the package promises for its own."""
    path = f"services.{key_in(name)}"
    if at(doc, path) is None:
        put(doc, path, {})
    for place, row in copies(doc, package, name):
        put(doc, place, row)


def copies(tree: Tree, package: Tree, name: str) -> Iterator[tuple[str, Tree]]:
    """The promise and the credit that the package has for its own system, for another one that has none in the tree."""
    own, up = next((key for key, _ in rows(package, "services")), None), f"{name}-up"
    place = f"availability.{key_in(up)}"
    has_other = any(at(row, "service") == name for key, row in rows(tree, "availability") if key != up)
    if own is None or has_other:
        return
    for promise, row in rows(package, "availability"):
        if at(row, "service") != own:
            continue
        if at(tree, place) is None:
            yield place, {**_without_id(row), "service": name}
        elif at(tree, f"{place}.service") != name:
            return
        yield from _credits(tree, package, promise, up)
        return


def _credits(tree: Tree, package: Tree, promise: str, up: str) -> Iterator[tuple[str, Tree]]:
    """The credits of the package's promise for another promise that has none."""
    credit = f"remedies.{key_in(f'{up}-credit')}"
    if at(tree, credit) is not None or any(at(row, "of.promise") == up for _, row in rows(tree, "remedies")):
        return
    for _, terms in rows(package, "remedies"):
        if at(terms, "of.promise") == promise and at(terms, "kind") == "bands":
            yield credit, {**_without_id(terms), "of": up}
            return


def without_unused(shape: Tree, own: Tree) -> None:
    """Take from the shape the promises and remedies that the contract takes away together with their system."""
    known = {name for name, _ in rows(shape, "services")}
    for section, reads in (("availability", "service"), ("remedies", "of.promise")):
        for name, row in list(rows(shape, section)):
            place, of = f"{section}.{key_in(name)}", at(row, reads)
            if isinstance(of, str) and of not in known and has(own, place) and at(own, place) is None:
                drop(shape, place)
        known = {name for name, _ in rows(shape, "availability")}


def _without_id(row: Tree) -> Tree:
    return {key: deepcopy(value) for key, value in row.items() if key != "id"}


def _of_system(package: Tree, name: str) -> list[str]:
    """The rows that fall with a system: itself, its promises, their remedies."""
    promises = [key for key, row in rows(package, "availability") if at(row, "service") == name]
    remedies = [key for key, row in rows(package, "remedies") if at(row, "of.promise") in promises]
    return [
        f"services.{key_in(name)}",
        *(f"availability.{key_in(one)}" for one in promises),
        *(f"remedies.{key_in(one)}" for one in remedies),
    ]
