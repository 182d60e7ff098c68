"""What verification is told about the tables from which rows are made; the ledger itself knows none of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


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


Asked = Callable[[int], Iterable[str]]  # a customer's id → sentences


@dataclass(frozen=True)
class Tables:
    """The sources by type of row; laws that the tables keep among themselves; what is worth a note."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    laws: tuple[Asked, ...] = ()
    remarks: tuple[Asked, ...] = ()


NO_TABLES = Tables()
