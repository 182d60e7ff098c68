"""Text to contract: everything that is wrong comes back at once, with its place."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import yaml

from gwarant.sla.contract.checks import check
from gwarant.sla.contract.guess import Guesses
from gwarant.sla.contract.layers import followed
from gwarant.sla.contract.merge import Library, Override, flatten
from gwarant.sla.contract.model import API_VERSION, Contract
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.nodes import AS_YAML, Node, compose, node_of
from gwarant.sla.contract.record import MISSING, Report, keys_of, read, write
from gwarant.sla.contract.values import TimeValue
from gwarant.sla.problem import InputError, Problem, Severity, did_you_mean

KINDS = ("Contract", "Package")
Targets = dict[str, dict[str, Target]]


@dataclass(frozen=True)
class Guess:
    """What the contract would be if other values stood where it cannot be read; `hides` tells which paths those are."""

    contract: Contract
    guesses: Guesses


@dataclass(frozen=True)
class Parsed:
    """What a text turned out to be: a contract, or guesses at one where something cannot be read or is left open."""

    contract: Contract | None
    problems: tuple[Problem, ...] = ()
    overrides: tuple[Override, ...] = ()
    places: "dict[str, Node] | None" = None
    guesses: tuple[Guess, ...] = ()
    open: tuple[Problem, ...] = ()  # figures left open by null, without which nothing can be counted

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    def required(self) -> Contract:
        """The contract; InputError with every error, or with every figure left open, when it cannot be used."""
        if self.contract is None or self.errors:
            raise InputError(self.errors or self.open or self.problems)
        return self.contract


def parse(text: str, file: str = "", library: Library | None = None) -> Parsed:
    """Read a contract or a package; `library` holds what `extends` may name."""
    slips: list[Problem] = []
    try:
        node = _document(compose(text, file, slips), slips)
        stands = followed(node, library or {}, slips)
        flat = flatten(stands.node, library or {})
    except InputError as error:
        return Parsed(None, (*slips, *error.problems))
    whole = _with_updates(flat.node)
    parsed = _read_whole(whole) if stands.is_whole else _read_alone(whole)
    if slips and parsed.contract:
        parsed = replace(parsed, contract=None, guesses=(Guess(parsed.contract, Guesses(0)),))
    problems = _in_order([*slips, *parsed.problems], file)
    return replace(parsed, problems=problems, overrides=flat.overrides)


def _read_whole(node: Node) -> Parsed:
    """The contract, with what must hold between its parts; guesses at it where it cannot be read whole."""
    report = Report()
    value = read(node, Contract, report)
    if value is MISSING:
        return _guessed(node, report)
    contract = _with_target_calendars(value)
    check(contract, report)
    return Parsed(contract, tuple(report.problems), places=report.places, open=tuple(report.open))


def _read_alone(node: Node) -> Parsed:
    """What is wrong with the values that stand in a document whose base is not there, one by one."""
    reports = [_guess(node, number)[0] for number in range(2)]
    said = [one for one in reports[0].problems if one in set(reports[1].problems)]
    places = reports[0].places
    alone = [one for one in said if one.code not in ("missing", "reference", "blank")]
    return Parsed(None, tuple(one for one in alone if one.path in places or one.code == "unknown-key"), places=places)


def _guessed(node: Node, report: Report) -> Parsed:
    """Guesses at what cannot be read whole, and all that is wrong whatever stands there."""
    first, guess = _guess(node, 0)
    rest = [_guess(node, number) for number in range(1, guess.guesses.needed)]
    kept = set(first.problems).intersection(*(other.problems for other, _ in rest))
    problems = tuple(one for one in first.problems if one in kept)
    return Parsed(
        None, problems, places=report.places, guesses=(guess, *(one for _, one in rest)), open=tuple(report.open)
    )


def _guess(node: Node, number: int) -> tuple[Report, Guess]:
    guesses = Guesses(number)
    report = Report(guesses)
    contract = _with_target_calendars(_with_rows(read(node, Contract, report), guesses))
    read_so = set(report.problems)
    check(contract, report)
    report.problems[:] = [one for one in report.problems if one in read_so or not guesses.hides(one.path)]
    return report, Guess(contract, guesses)


def dump(contract: Contract) -> str:
    """YAML that parses to the same contract."""
    return str(yaml.dump(write(contract), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


def of_document(document: Any, file: str = "", *, agreed: bool = False) -> Parsed:
    """Read a contract from plain data, such as the canonical JSON.

    What was agreed was checked then. A later release may ask for more, and must not make it unreadable.
    """
    report = Report()
    value = read(_with_updates(node_of(document, Node(None, file))), Contract, report)
    if value is not MISSING and not agreed:
        check(value, report)
    return Parsed(None if value is MISSING else value, tuple(report.problems), places=report.places)


def canonical(contract: Contract) -> bytes:
    """The bytes that are hashed and signed: sorted keys, no spaces, decimals as text."""
    plain = write(contract)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_exact).encode()


def _exact(value: Any) -> str:
    """A number as text: 99.0 and 99 are one promise and give the same bytes."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _document(node: Node, slips: list[Problem]) -> Node:
    """The document, as the one version that is known; InputError for what is no contract at all."""
    if not isinstance(node.value, dict):
        raise InputError(
            [Problem(node.file, node.line, node.column, "", "a contract is a mapping of sections", AS_YAML)]
        )
    version, kind = (node.entries.get(key) for key in ("apiVersion", "kind"))
    if version is None or version.text != API_VERSION:
        at = version or node
        hint = f"write apiVersion: {API_VERSION}"
        slips.append(Problem(at.file, at.line, at.column, "apiVersion", "this is not a contract known here", hint))
        if not node.entries.keys() & {key.name for key in keys_of(Contract)} - {"apiVersion"}:
            raise InputError(slips[-1:])
        node = node.with_entries(apiVersion=at.scalar(API_VERSION))
    if kind is not None and kind.text not in KINDS:
        hint = did_you_mean(kind.text, KINDS)
        slips.append(Problem(kind.file, kind.line, kind.column, "kind", f"unknown kind {kind.text!r}", hint))
        node = node.with_entries(kind=kind.scalar(KINDS[0]))
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
    return key in row.entries and row.entries[key].value not in (False, None)


def _renamed(row: Node, clock: str) -> Node:
    if "updates" not in row.entries or clock in row.entries:
        return row
    return row.mapping({clock if key == "updates" else key: child for key, child in row.entries.items()})


def _with_target_calendars(contract: Contract) -> Contract:
    """A target that names no calendar is counted on that of the first target of its class that does."""
    services = tuple(replace(one, targets=_all_filled(one.targets)) for one in contract.services)
    return replace(contract, targets=_all_filled(contract.targets), services=services)


def _with_rows(contract: Contract, guesses: Guesses) -> Contract:
    """Targets that cannot be read as a whole promise something for every clock."""
    services = tuple(
        replace(one, targets=_rows(contract, one.targets, f"services.{one.id}.targets", guesses))
        for one in contract.services
    )
    return replace(contract, targets=_rows(contract, contract.targets, "targets", guesses), services=services)


def _rows(contract: Contract, rows: Targets, path: str, guesses: Guesses) -> Targets:
    unread = {name for name in rows if f"{path}.{name}" in guesses.paths}
    if path in guesses.paths:
        unread = {one.id for one in contract.classes}
    calendars = [*contract.calendars] or [""]
    calendar = calendars[guesses.number % len(calendars)]
    made = {name: {one.id: guesses.value(TimeValue, f"{path}.{name}") for one in contract.clocks} for name in unread}
    filled = {
        name: {clock: Target(value=value, calendar=calendar) for clock, value in row.items()}
        for name, row in made.items()
    }
    return {**rows, **filled}


def _all_filled(rows: Targets) -> Targets:
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
