"""Several systems in one contract: each has the promise of availability, and its credit, that the package has."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from gwarant.pictures.clauses.kinds import NONE, NONE_WORDS
from gwarant.pictures.clauses.tree import Tree, at, drop, has, put, rows

_SERVICE = re.compile(r"services\.([^.\s]+)\.(?:name|env|covered_from|critical_paths)")
SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def systems_of(answers: Mapping[str, str], base: Tree) -> tuple[str, ...]:
    """The short names of the systems that the answers or the document speak of."""
    told = (match[1] for path, text in answers.items() if (match := _SERVICE.fullmatch(path)) and text.strip())
    return tuple(dict.fromkeys([*(name for name, _ in rows(base, "services")), *told]))


def shape_of(package: Tree, answers: Mapping[str, str], base: Tree) -> Tree:
    """The package with a row for each further system, and without its own system when that is not used."""
    shape = deepcopy(package)
    named = systems_of(answers, base)
    own = [name for name, _ in rows(package, "services")]
    for name in named:
        if name not in own and own:
            _add(shape, own[0], name)
    for name in own:
        if not _is_used(name, named, base, answers):
            for path in _of_system(shape, name):
                drop(shape, path)
    return shape


def add_systems(doc: Tree, package: Tree, shape: Tree, answers: Mapping[str, str]) -> None:
    """State what each further system needs, and take away the package's own when it is not used."""
    before = {name for name, _ in rows(doc, "services")}
    for name, _ in rows(shape, "services"):
        if not has(package, f"services.{name}") and name not in before:
            put(doc, f"services.{name}", {})
    for section in ("availability", "remedies"):
        for name, row in rows(shape, section):
            is_new = not has(package, f"{section}.{name}") and at(doc, f"{section}.{name}") is None
            if is_new and (_system(shape, section, row) not in before or _asks(answers, f"{section}.{name}.")):
                put(doc, f"{section}.{name}", deepcopy(row))
    for name, _ in rows(package, "services"):
        if not has(shape, f"services.{name}"):
            _without(doc, package, name)


def _add(shape: Tree, model: str, name: str) -> None:
    put(shape, f"services.{name}", {"name": None})
    for promise, row in list(rows(shape, "availability")):
        if at(row, "service") == model:
            put(shape, f"availability.{name}-up", {**_without_id(row), "service": name})
            for _, terms in list(rows(shape, "remedies")):
                if at(terms, "of.promise") == promise and at(terms, "kind") == "bands":
                    put(shape, f"remedies.{name}-up-credit", {**_without_id(terms), "of": f"{name}-up"})


def _without_id(row: Tree) -> Tree:
    return {key: deepcopy(value) for key, value in row.items() if key != "id"}


def _is_used(name: str, named: Iterable[str], base: Tree, answers: Mapping[str, str]) -> bool:
    if any(text.strip() for path, text in answers.items() if path.startswith(f"services.{name}.")):
        return True
    if has(base, f"services.{name}"):
        return at(base, f"services.{name}") is not None
    return all(one == name for one in named)


def _of_system(shape: Tree, name: str) -> list[str]:
    """The rows that fall with a system: itself, its promises, their remedies."""
    promises = [key for key, row in rows(shape, "availability") if at(row, "service") == name]
    remedies = [key for key, row in rows(shape, "remedies") if at(row, "of.promise") in promises]
    return [
        f"services.{name}",
        *(f"availability.{one}" for one in promises),
        *(f"remedies.{one}" for one in remedies),
    ]


def _without(doc: Tree, package: Tree, name: str) -> None:
    for path in _of_system(package, name):
        section = at(doc, path.partition(".")[0])
        if not isinstance(section, list):
            put(doc, path, None)


def _system(shape: Tree, section: str, row: Any) -> str:
    if section == "availability":
        return str(at(row, "service"))
    promise = at(row, "of.promise")
    return str(at(shape, f"availability.{promise}.service")) if isinstance(promise, str) else ""


def _asks(answers: Mapping[str, str], start: str) -> bool:
    told = (text.strip().lower() for path, text in answers.items() if path.startswith(start))
    return any(text and text not in (NONE, *NONE_WORDS) for text in told)
