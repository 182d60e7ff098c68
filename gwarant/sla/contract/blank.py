"""A contract to begin with: what must be filled in, and what is most often changed, with the package's own values."""

from collections.abc import Iterator
from dataclasses import dataclass
from json import dumps
from typing import Any

from gwarant.sla.contract.merge import Library, newest
from gwarant.sla.contract.model import API_VERSION, Contract
from gwarant.sla.contract.nodes import core_scalar
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.record import keys_of, write
from gwarant.sla.problem import Severity, did_you_mean

Tree = dict[str, Any]
_HEAD = """\
# A contract on {reference}: it holds what stands here, and the package for all the rest.
# Fill in every line marked `fill in`. A line that is commented out shows what the package says:
# take its mark away and change it. `gwarant contract lint` names what is missing or contradicts itself.
"""
_TAILORED = ("term", "calendars", "targets", "availability", "hours", "remedies", "remedy_rules")
_SHOWN = {"availability": ("target", "maintenance"), "hours": ("pool", "round"), "remedies": ("bands", "pct", "amount")}
_NEVER = {"metadata", "resolved"}


@dataclass(frozen=True)
class _Leaf:
    """A value, live or commented out, with a word on it."""

    text: str
    note: str = ""
    live: bool = True


def blank_contract(package: str, library: Library) -> str:
    """YAML of a contract that extends the package (its name or its reference); ValueError for one that is not there."""
    reference = _reference(package, library)
    parsed = parse(library[reference], reference, library)
    base = parsed.required()
    tree = _frame(reference)
    for problem in parsed.problems:
        if problem.severity is Severity.BLANK and problem.path.partition(".")[0] not in _NEVER:
            _put(tree, problem.path, _Leaf("null", f"fill in: {problem.hint}"))
    for service in base.services:
        _put(tree, f"services.{service.id}.name", _Leaf("null", "fill in: the name of what is looked after"))
        _put(tree, f"services.{service.id}.covered_from", _Leaf("null", "first day of cover, when it is another"))
    for path, text in _shown(base):
        _put(tree, path, _Leaf(text, live=False))
    _put(
        tree, "phases.onboarding", _Leaf("{from: 2026-12-01, length: P4W, effect: {targets: report_only}}", live=False)
    )
    ordered = {key.name: tree[key.name] for key in keys_of(Contract) if key.name in tree}
    return _HEAD.format(reference=reference) + "".join(f"{line}\n" for line in _lines(ordered))


def _reference(package: str, library: Library) -> str:
    full = package if package.startswith("package/") else f"package/{package}"
    found = full if full in library else newest(full, library)
    if found is None:
        names = sorted({one.removeprefix("package/").partition("@")[0] for one in library})
        raise ValueError(f"there is no package {package!r}; {did_you_mean(package, names)}")
    return found


def _frame(reference: str) -> Tree:
    return {
        "apiVersion": _Leaf(API_VERSION),
        "kind": _Leaf("Contract"),
        "metadata": {
            "id": _Leaf("null", "fill in: the contract's number"),
            "version": _Leaf("1"),
            "status": _Leaf("draft", "draft, offered, signed or ended"),
            "extends": _Leaf(reference),
        },
        "effective": {"from": _Leaf("null"), "to": _Leaf("null", "last day in force; open-ended while null")},
        "parties": {
            "provider": {"name": _Leaf("null"), "nip": _Leaf('""', live=False)},
            "client": {"name": _Leaf("null"), "nip": _Leaf('""', live=False), "sector": _Leaf('""', live=False)},
        },
    }


def _shown(base: Contract) -> Iterator[tuple[str, str]]:
    """What the package says where contracts differ most, by path."""
    plain = write(base)
    for section in _TAILORED:
        rows = plain.get(section, {})
        if isinstance(rows, list):
            for row in rows:
                picked = {key: row[key] for key in _SHOWN[section] if key in row}
                yield f"{section}.{row['id']}", _flow(picked)
            continue
        for key, value in rows.items():
            if key in _SHOWN.get(section, rows) and value is not None and (section, key) != ("remedy_rules", "settle"):
                yield f"{section}.{key}", _flow(value)


def _put(tree: Tree, path: str, leaf: _Leaf) -> None:
    *outer, last = path.split(".")
    for key in outer:
        tree = tree.setdefault(key, {})
    tree[last] = leaf


def _lines(tree: Tree) -> Iterator[str]:
    for key, value in tree.items():
        yield from _entry(key, value, 0, _is_live(value))


def _entry(key: str, value: Any, depth: int, live: bool, commented_at: int = 0) -> Iterator[str]:
    pad = "  " * depth if live else "  " * commented_at + "# " + "  " * (depth - commented_at)
    if isinstance(value, _Leaf):
        yield f"{pad}{key}: {value.text}{_noted(value.note)}"
        return
    yield f"{pad}{key}:"
    for inner, child in value.items():
        own = live and _is_live(child)
        yield from _entry(inner, child, depth + 1, own, commented_at if not live else depth + 1)


def _is_live(value: Any) -> bool:
    return value.live if isinstance(value, _Leaf) else any(_is_live(one) for one in value.values())


def _noted(note: str) -> str:
    return f"  # {note}" if note else ""


def _flow(value: Any) -> str:
    """Plain data in one line of YAML."""
    if isinstance(value, dict):
        if set(value) == {"value", "calendar"}:
            return f"[{value['value']}, {value['calendar']}]"
        if set(value) == {"length"}:
            return str(value["length"])
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    is_plain = core_scalar(text) == text and not set(text) & set("{}[],:#&*!|>'\"%@`")
    return text if is_plain else dumps(text, ensure_ascii=False)
