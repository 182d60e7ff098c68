"""Text to contract: everything that is wrong comes back at once, with its place."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import yaml

from gwarant.sla.contract.checks import check
from gwarant.sla.contract.merge import Library, Override, flatten
from gwarant.sla.contract.model import API_VERSION, Contract
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.nodes import Node, compose, node_of
from gwarant.sla.contract.record import MISSING, Report, read, write
from gwarant.sla.problem import InputError, Problem, Severity, did_you_mean

KINDS = ("Contract", "Package")


@dataclass(frozen=True)
class Parsed:
    """What a text turned out to be: a contract unless an error stands among the problems."""

    contract: Contract | None
    problems: tuple[Problem, ...] = ()
    overrides: tuple[Override, ...] = ()
    places: "dict[str, Node] | None" = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    def required(self) -> Contract:
        """The contract; InputError with every error when it cannot be used."""
        if self.contract is None or self.errors:
            raise InputError(self.errors)
        return self.contract


def parse(text: str, file: str = "", library: Library | None = None) -> Parsed:
    """Read a contract or a package; `library` holds what `extends` may name."""
    try:
        flat = flatten(_document(compose(text, file)), library or {})
    except InputError as error:
        return Parsed(None, error.problems)
    report = Report()
    value = read(_with_updates(flat.node), Contract, report)
    contract = None if value is MISSING else _with_target_calendars(value)
    if contract is not None:
        check(contract, report)
    return Parsed(contract, _in_order(report.problems, file), flat.overrides, report.places)


def dump(contract: Contract) -> str:
    """YAML that parses to the same contract."""
    return str(yaml.dump(write(contract), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


def of_document(document: Any, file: str = "") -> Parsed:
    """Read a contract from plain data, such as the canonical JSON."""
    report = Report()
    value = read(_with_updates(node_of(document, Node(None, file))), Contract, report)
    if value is not MISSING:
        check(value, report)
    return Parsed(None if value is MISSING else value, tuple(report.problems), places=report.places)


def canonical(contract: Contract) -> bytes:
    """The bytes that are hashed and signed: sorted keys, no spaces, decimals as text."""
    plain = write(contract)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_exact).encode()


def _exact(value: Any) -> str:
    """A number as text: 99.0 and 99 are one promise and give the same bytes."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _document(node: Node) -> Node:
    if not isinstance(node.value, dict):
        raise InputError([Problem(node.file, node.line, node.column, "", "a contract is a mapping of sections")])
    version, kind = (node.entries.get(key) for key in ("apiVersion", "kind"))
    problems = []
    if version is None or version.text != API_VERSION:
        at = version or node
        hint = f"write apiVersion: {API_VERSION}"
        problems.append(Problem(at.file, at.line, at.column, "apiVersion", "this is not a contract known here", hint))
    if kind is not None and kind.text not in KINDS:
        hint = did_you_mean(kind.text, KINDS)
        problems.append(Problem(kind.file, kind.line, kind.column, "kind", f"unknown kind {kind.text!r}", hint))
    if problems:
        raise InputError(problems)
    return node


def _with_updates(node: Node) -> Node:
    """`updates: 30m` in a row of targets means the clock that repeats."""
    clocks = node.entries.get("clocks", node.scalar(None))
    rows = clocks.items or tuple(child.with_entries(id=child.scalar(name)) for name, child in clocks.entries.items())
    repeating = [row.entries["id"].text for row in rows if "id" in row.entries and _is_true(row, "repeats")]
    targets = node.entries.get("targets")
    if len(repeating) != 1 or targets is None or "updates" in repeating:
        return node
    renamed = {name: _renamed(row, repeating[0]) for name, row in targets.entries.items()}
    return node.with_entries(targets=targets.mapping(renamed)) if renamed else node


def _is_true(row: Node, key: str) -> bool:
    return key in row.entries and row.entries[key].value is True


def _renamed(row: Node, clock: str) -> Node:
    if "updates" not in row.entries or clock in row.entries:
        return row
    return row.mapping({clock if key == "updates" else key: child for key, child in row.entries.items()})


def _with_target_calendars(contract: Contract) -> Contract:
    """A target that names no calendar is counted on that of the first target of its class that does."""
    services = tuple(replace(one, targets=_all_filled(one.targets)) for one in contract.services)
    return replace(contract, targets=_all_filled(contract.targets), services=services)


def _all_filled(rows: dict[str, dict[str, Target]]) -> dict[str, dict[str, Target]]:
    return {name: _filled(row) for name, row in rows.items()}


def _filled(row: dict[str, Target]) -> dict[str, Target]:
    first = next((target.calendar for target in row.values() if target.calendar), "")
    return {clock: target if target.calendar else replace(target, calendar=first) for clock, target in row.items()}


def _in_order(problems: list[Problem], file: str) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (one.file != file, one.line, one.column, one.path)))


class _Dumper(yaml.SafeDumper):
    pass


def _represent_decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", str(value))


_Dumper.add_representer(Decimal, _represent_decimal)
