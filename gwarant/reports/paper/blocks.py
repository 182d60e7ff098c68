"""What a section is made of, before anything is drawn."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Words:
    """A paragraph; a quiet one stands back."""

    text: str
    quiet: bool = False
    kind: str = "words"


@dataclass(frozen=True)
class Head:
    """A heading within a section, with quiet words behind it and a face at its end."""

    text: str
    more: str = ""
    face: str = ""
    tone: str = ""
    kind: str = "head"


@dataclass(frozen=True)
class Listed:
    """Sentences one below the other."""

    texts: Sequence[str]
    kind: str = "listed"


@dataclass(frozen=True)
class Cell:
    """What stands in a table: words, a tone, quiet words below."""

    text: str
    tone: str = ""
    more: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under titles; `right` are the columns of numbers, `group` the words above a part of the rows.

    A row of one cell is such a group. `widths` are shares; 0 is as wide as its text.
    """

    titles: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    right: Sequence[int] = ()
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A drawing; `text` says the same in words."""

    svg: str
    text: str
    height: int
    kind: str = "picture"


@dataclass(frozen=True)
class Code:
    """What machines read: a hash, a command."""

    text: str
    kind: str = "code"


Block = Words | Head | Listed | Table | Picture | Code


@dataclass(frozen=True)
class Part:
    """A section as it is drawn."""

    title: str
    blocks: Sequence[Block]


def plain(part: Part) -> dict[str, Any]:
    """The part as JSON holds it."""
    return {"title": part.title, "blocks": [asdict(one) for one in part.blocks]}
