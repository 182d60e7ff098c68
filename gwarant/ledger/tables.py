"""What verification is told about the tables from which rows are made; the ledger itself knows none of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Original:
    """What a row was made from, as its own table says now. `text` are the words that belong to it, empty without."""

    line: str
    text: str = ""


@dataclass(frozen=True)
class Source:
    """A table that rows of one type are made from, asked in both directions.

    `originals`: ids of rows → what they were made from. `unwritten`: a customer's id → what stands in the table and in
    no row of theirs, by name.
    """

    originals: Callable[[Sequence[str]], Mapping[str, Original]]
    unwritten: Callable[[int], Iterable[str]]


@dataclass(frozen=True)
class Entries:
    """A table of which the house's book tells: its rows, what one says, what people know it by; whether rows end."""

    rows: Callable[[], QuerySet[Any]]
    told: Callable[[Any], Original]
    name: Callable[[Any], str]
    may_end: bool = False


Asked = Callable[[int], Iterable[str]]  # a customer's id → sentences


@dataclass(frozen=True)
class Tables:
    """The sources by type of row; laws that the tables keep among themselves; what is worth a note.

    `book`: the tables of which the house's own book tells, by kind.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    laws: tuple[Asked, ...] = ()
    remarks: tuple[Asked, ...] = ()
    book: Mapping[str, Entries] = field(default_factory=dict)


NO_TABLES = Tables()
