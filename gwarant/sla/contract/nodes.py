"""YAML text to a tree of nodes that know where they stand, with the scalars of YAML 1.2.

`on`, `off`, `no` and `22:00` stay text; numbers are exact decimals; a key may stand once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import yaml

from gwarant.sla.contract.breaks import kept_apart
from gwarant.sla.problem import InputError, Problem

Scalar = str | bool | int | Decimal | None
MAX_NODES = 100_000
MAX_DEPTH = 60

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value and its place: `value` is a scalar, a tuple of nodes, or a dict of nodes by key."""

    value: "Scalar | tuple[Node, ...] | dict[str, Node]"
    file: str = ""
    line: int = 0
    column: int = 0
    text: str = ""  # a scalar as it was written

    @property
    def entries(self) -> "dict[str, Node]":
        """The nodes of a mapping; an empty dict for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "tuple[Node, ...]":
        """The nodes of a sequence; an empty tuple for anything else."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def is_scalar(self) -> bool:
        return not isinstance(self.value, (dict, tuple))

    def with_entries(self, **entries: "Node") -> "Node":
        """This mapping with some entries set."""
        return replace(self, value={**self.entries, **entries})

    def scalar(self, value: Scalar) -> "Node":
        """A scalar that stands where this node stands."""
        return Node(value, self.file, self.line, self.column, "" if value is None else str(value))

    def mapping(self, entries: "dict[str, Node]") -> "Node":
        """A mapping that stands where this node stands."""
        return Node(entries, self.file, self.line, self.column)

    def plain(self) -> Any:
        """The tree without places: dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value


AS_YAML = "write `key: value` line by line, first apiVersion: sla/v1; `gwarant contract new` gives a file to begin with"
_MENDS = {
    "flow": "in {…} and […] a text with a comma, a colon or a bracket stands in quotes",
    "tab": "indent with spaces, not tabs",
    "cannot start any token": "indent with spaces, not tabs; a text that begins with @, ` or % stands in quotes",
    "mapping values are not allowed": "a text with a colon and a space stands in quotes; keys of one level stand below"
    " each other",
}
"""What would be right, by a word of what PyYAML found."""


def compose(text: str, file: str = "", slips: list[Problem] | None = None) -> Node:
    """The tree of one YAML document; InputError when the text is not YAML.

    A key that stands twice is refused, or noted among the `slips`, and its first value taken.
    """
    text, signs = kept_apart(text)
    try:
        _check_depth(text, file)
        root = yaml.compose(text, Loader=_LOADER)
    except InputError:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        mend = next((hint for sign, hint in _MENDS.items() if sign in what), AS_YAML)
        raise _refused(file, mark, f"this is not YAML: {what}", mend) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        mark = yaml.Mark("", 0, before.count("\n"), len(before) - before.rfind("\n") - 1, None, 0)
        what = f"this is not YAML: {str(error).splitlines()[0]}"
        raise _refused(file, mark, what, "save the contract as plain text in UTF-8") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _refused(file, None, f"this is not YAML: {str(error).splitlines()[0]}") from None
    if root is None:
        raise _refused(file, None, "the file is empty", AS_YAML)
    return _Builder(file, slips, signs).build(root, 0)


def _check_depth(text: str, file: str) -> None:
    """The composer recurses in C and takes the process down with it; the event parser does not."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _refused(file, event.start_mark, "too large or nested too deeply")


def node_of(plain: Any, like: Node) -> Node:
    """A tree made of plain values, standing where `like` stands."""
    if isinstance(plain, dict):
        return like.mapping({str(key): node_of(value, like) for key, value in plain.items()})
    if isinstance(plain, (list, tuple)):
        return Node(tuple(node_of(value, like) for value in plain), like.file, like.line, like.column)
    return like.scalar(plain)


def core_scalar(text: str) -> Scalar:
    """The value of a plain scalar under the YAML 1.2 core schema, floats as exact decimals."""
    if text.lower() in _WORDS and text in (text.lower(), text.upper(), text.capitalize()):
        return _WORDS[text.lower()]
    if _INT.fullmatch(text) and len(text) < 400:
        return int(text)
    if _FLOAT.fullmatch(text):
        return Decimal(text)
    return text


class _Builder:
    def __init__(self, file: str, slips: list[Problem] | None, signs: Mapping[int, str]) -> None:
        self.file = file
        self.slips = slips
        self.signs = signs
        self.count = 0

    def build(self, raw: Any, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise _refused(self.file, raw.start_mark, "too large or nested too deeply (aliases are expanded)")
        if isinstance(raw, yaml.ScalarNode):
            plain = raw.style in (None, "") and raw.tag != "tag:yaml.org,2002:binary"
            written = raw.value.translate(self.signs)
            return self._node(raw, core_scalar(written) if plain else written, written)
        if isinstance(raw, yaml.SequenceNode):
            return self._node(raw, tuple(self.build(child, depth + 1) for child in raw.value))
        return self._node(raw, self._entries(raw, depth))

    def _entries(self, raw: Any, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for key, child in raw.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _refused(self.file, key.start_mark, "a key must be a word")
            name = key.value.translate(self.signs)
            if name in entries:
                first = entries[name].line
                error = _refused(self.file, key.start_mark, f"the key {name!r} stands already in line {first}")
                if self.slips is None:
                    raise error
                self.slips += error.problems
                continue
            entries[name] = self.build(child, depth + 1)
        return entries

    def _node(self, raw: Any, value: Any, text: str = "") -> Node:
        mark = raw.start_mark
        return Node(value, self.file, mark.line + 1, mark.column + 1, text)


def _refused(file: str, mark: Any, message: str, hint: str = "") -> InputError:
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return InputError([Problem(file, line, column, "", message, hint, code="yaml")])
