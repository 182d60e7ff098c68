"""The file of places and monitors, read: every fault at once, with its line, its monitor, its key and what is right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import yaml

from gwarant.monitoring.beats.schedule import Settings as JobSettings
from gwarant.monitoring.kinds import HEARTBEAT, REPORTED
from gwarant.monitoring.telling.settings import Settings as ReportedSettings
from gwarant.prober.checks import KINDS
from gwarant.sla.contract.breaks import kept_apart
from gwarant.sla.problem import Problem, did_you_mean

Path = tuple[str | int, ...]
T = TypeVar("T", bound=msgspec.Struct)
TOLD_SETTINGS: Mapping[str, type[msgspec.Struct]] = {HEARTBEAT: JobSettings, REPORTED: ReportedSettings}
HINTS = {str: "write text, in quotes where YAML takes it for something else", bool: "write true or false"}


class WrittenPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place, under its key; `customer` is the key of the one in whose network it stands."""

    name: str
    customer: str = ""
    references: tuple[str, ...] = ()


class WrittenMonitor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A monitor, known by its customer and name. `every` and `timeout` are written `500ms`, `60s`, `5m` or `1h`.

    It is looked at (`check`, `places`, `settings`), tells of itself (`heartbeat`: its schedule), or another tool tells
    of it (`reported`: the source, and the labels of its states).
    """

    customer: str
    service: str
    name: str
    check: str = ""
    places: tuple[str, ...] = ()
    settings: dict[str, Any] = {}
    heartbeat: dict[str, Any] | None = None
    reported: dict[str, Any] | None = None
    every: str = "60s"
    timeout: str = "10s"
    counts: bool | None = None
    paused: bool = False

    @property
    def kinds(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Each kind that it says it is of, with the key of its settings and these: there should be one."""
        told = {HEARTBEAT: self.heartbeat, REPORTED: self.reported}
        looked = [(self.check, "settings", self.settings)] if self.check else []
        return looked + [(kind, kind, found) for kind, found in told.items() if found is not None]


@dataclass(frozen=True)
class Written:
    """What the file says as far as it can be read, monitors by their number in it, and what is wrong so far."""

    places: Mapping[str, WrittenPlace] = field(default_factory=dict)
    monitors: Mapping[int, WrittenMonitor] = field(default_factory=dict)
    named: frozenset[str] = frozenset()  # the keys of all places that it names, also of those with faults
    marks: Mapping[Path, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def problem(self, path: Path, message: str, hint: str = "", name: str = "") -> Problem:
        """A fault at the path, whose line is that of what is nearest to it in the file."""
        near = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in self.marks), ())
        line, column = self.marks.get(near, (0, 0))
        return Problem("", line, column, _shown(path) + (f" ({name!r})" if name else ""), message, hint)


class _Loader(yaml.SafeLoader):
    """The safe loader, to which the signs at which YAML 1.1 ended a line are letters of a text."""

    def __init__(self, text: str) -> None:
        shielded, self.signs = kept_apart(text)
        super().__init__(shielded)

    def compose_scalar_node(self, anchor: Any) -> yaml.ScalarNode:
        node = super().compose_scalar_node(anchor)
        node.value = node.value.translate(self.signs)
        return node


class FileRefused(ValueError):
    """What is wrong, each with its place in the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = sorted(problems, key=lambda one: (one.line, one.column))


def read(text: str) -> Written:
    """What the YAML says, with the faults of what it says. Raises FileRefused where it is no YAML."""
    try:
        node, told = yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise FileRefused([_no_yaml(error)]) from error
    except (RecursionError, ValueError, TypeError) as error:  # nested too deeply; a day, number or key that is none
        raise FileRefused([Problem("", 0, 0, "", f"no YAML: {' '.join(str(error).split())[:200]}")]) from error
    marks: dict[Path, tuple[int, int]] = {}
    twice = [*_marked(node, (), marks, set())] if node is not None else []
    try:
        return _read(told or {}, Written(marks=marks), twice)
    except RecursionError as error:
        raise FileRefused([Problem("", 0, 0, "", "no YAML that ends: something in it holds itself")]) from error


def settings_faults(kind: str, settings: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Key, fault and hint of settings that the kind does not know, or that are of another type."""
    form = KINDS[kind].settings if kind in KINDS else TOLD_SETTINGS.get(kind)
    if form is not None:
        yield from _faults(form, settings, f"a setting of {kind}")


def _read(told: object, empty: Written, twice: list[Path]) -> Written:
    problems = [empty.problem(path, "stands twice", "keep one of them: the later would win") for path in twice]
    if not isinstance(told, dict):
        raise FileRefused([*problems, empty.problem((), "is no mapping", "write places: and monitors:")])
    for key in told.keys() - {"places", "monitors"}:
        hint = did_you_mean(str(key), ("places", "monitors"))
        problems.append(empty.problem((str(key),), "is no key of the file", hint))
    places, monitors = told.get("places") or {}, told.get("monitors") or []
    if not isinstance(places, dict):
        problems.append(empty.problem(("places",), "is no mapping", "a key for each place, with its name"))
        places = {}
    if not isinstance(monitors, list):
        problems.append(empty.problem(("monitors",), "is no list", "each monitor begins with a hyphen"))
        monitors = []
    kept = {str(key): _made(WrittenPlace, one, empty, ("places", str(key)), problems) for key, one in places.items()}
    looked = [_made(WrittenMonitor, one, empty, ("monitors", n), problems) for n, one in enumerate(monitors)]
    own = {number: one for number, one in enumerate(looked) if one is not None}
    problems += _same_names(own, empty)
    return Written(
        places={key: one for key, one in kept.items() if one is not None},
        monitors=own,
        named=frozenset(kept),
        marks=empty.marks,
        problems=tuple(problems),
    )


def _made(form: type[T], told: object, empty: Written, path: Path, problems: list[Problem]) -> T | None:
    """What it says, or None where something of it is wrong."""
    what = {WrittenPlace: "a place", WrittenMonitor: "a monitor"}[form]
    if not isinstance(told, dict):
        problems.append(empty.problem(path, f"is not {what}", f"keys and values: {', '.join(_names(form))}"))
        return None
    named = told.get("name")
    name = named if isinstance(named, str) and form is WrittenMonitor else ""
    found = list(_faults(form, told, f"a key of {what}"))
    problems += [empty.problem((*path, key), message, hint, name) for key, message, hint in found]
    return None if found else msgspec.convert(told, form)


def _faults(form: type[msgspec.Struct], told: Mapping[Any, Any], what: str) -> Iterator[tuple[str, str, str]]:
    fields = {one.name: one for one in msgspec.structs.fields(form)}
    for key in told:
        if key not in fields:
            yield str(key)[:60], f"is not {what}", did_you_mean(str(key), fields)
    for name, one in fields.items():
        if name not in told:
            if one.required:
                yield name, "is missing", ""
            continue
        try:
            msgspec.convert(told[name], one.type)
        except msgspec.ValidationError as error:
            yield name, _plain(str(error)), HINTS.get(one.type, "")


def _same_names(monitors: Mapping[int, WrittenMonitor], empty: Written) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for number, one in monitors.items():
        before = first.setdefault((one.customer, one.name), number)
        if before != number:
            message = f"is the name of monitors[{before}] already"
            yield empty.problem(("monitors", number, "name"), message, "give each of a customer its own", one.name)


def _marked(node: yaml.Node, path: Path, marks: dict[Path, tuple[int, int]], seen: set[int]) -> Iterator[Path]:
    """Note where each key and item stands, each node once; the paths of keys that stand twice."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        own: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            deeper = path if name == "<<" else (*path, name)
            if name in own and name != "<<":
                yield deeper
            own.add(name)
            marks[deeper] = (key.start_mark.line + 1, key.start_mark.column + 1)
            yield from _marked(value, deeper, marks, seen)
    if isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            marks[*path, number] = (value.start_mark.line + 1, value.start_mark.column + 1)
            yield from _marked(value, (*path, number), marks, seen)


def _no_yaml(error: yaml.YAMLError) -> Problem:
    """What is wrong and where in the file, by line and column."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem("", 0, 0, "", f"no YAML: {' '.join(str(error).split())[:200]}")
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(
        "", line, column, "", f"no YAML: {' '.join(part for part in (error.context, error.problem) if part)}"
    )


def _shown(path: Path) -> str:
    told = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return told.removeprefix(".")


def _plain(message: str) -> str:
    """The decoder's words, with our way to say where."""
    return message.replace("`", "").replace(" - at $", " at ")


def _names(form: type[msgspec.Struct]) -> list[str]:
    return [one.name for one in msgspec.structs.fields(form)]
