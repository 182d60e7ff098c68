"""The next wording as text: the same YAML with another version and first day, comments and all."""

from dataclasses import dataclass
from datetime import date

from gwarant.sla.contract.nodes import Node, compose
from gwarant.sla.problem import InputError


def renumbered(text: str, version: int, starts_on: date | None) -> str:
    """The text with this version, and this first day when there is one; a text that is not YAML stays as it is."""
    told = _with(text, "metadata", "version", str(version))
    return told if starts_on is None else _with(told, "effective", "from", starts_on.isoformat())


@dataclass(frozen=True)
class _Place:
    """Where in the text something stands."""

    line: int
    column: int
    length: int = 0

    def set(self, text: str, words: str) -> str:
        lines = text.split("\n")
        row = lines[self.line - 1]
        lines[self.line - 1] = row[: self.column - 1] + words + row[self.column - 1 + self.length :]
        return "\n".join(lines)


def _with(text: str, section: str, key: str, value: str) -> str:
    """The text with the scalar `section.key` set."""
    try:
        root = compose(text)
    except InputError:
        return text
    part = root.entries.get(section)
    if part is None or not part.entries:
        return text
    own = part.entries.get(key)
    if own is not None and own.is_scalar:
        return _Place(own.line, own.column, _length(text, own)).set(text, value if own.text else f" {value}")
    return _inserted(text, part, f"{key}: {value}")


def _length(text: str, node: Node) -> int:
    """How many letters the scalar takes up in its line, quotes included."""
    row = text.split("\n")[node.line - 1][node.column - 1 :]
    return len(node.text) + (2 if row[:1] in "\"'" and row[:1] else 0)


def _inserted(text: str, part: Node, entry: str) -> str:
    """The text with one more entry at the head of a mapping."""
    is_flow = text.split("\n")[part.line - 1][part.column - 1 : part.column] == "{"
    if is_flow:
        return _Place(part.line, part.column + 1).set(text, f"{entry}, ")
    return _Place(part.line, part.column).set(text, f"{entry}\n{' ' * (part.column - 1)}")
