"""What became of the rows of an export that was imported: each is imported, merged into another, or left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

MERGED = ("repeated", "replaced")
LEFT_OUT = ("blank", "unwanted", "eventless", "quiet", "stale", "timeless", "unreadable")
FATES = ("imported", *MERGED, *LEFT_OUT)
HARMLESS = frozenset({"imported", *MERGED, "blank", "quiet", "stale", "timeless"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The rows of one export, counted by what became of each; together they are `rows`."""

    source: str = ""
    file: str = ""  # the SHA-256 of the export's bytes
    rows: int = 0
    imported: int = 0
    repeated: int = 0  # merged: says what another row says, cell by cell
    replaced: int = 0  # merged: another row tells the same later, or more of it
    blank: int = 0  # nothing but delimiters
    unwanted: int = 0  # as an option asks
    eventless: int = 0  # no time in any of the columns that are events
    quiet: int = 0  # changes nothing that a clock listens to
    stale: int = 0  # a late copy of what was so before
    timeless: int = 0  # a state that holds for no time
    unreadable: int = 0

    @property
    def fates(self) -> Mapping[str, int]:
        """How many rows met each fate, those that none met left out."""
        return {name: count for name in FATES if (count := getattr(self, name))}

    @property
    def merged(self) -> int:
        """How many rows tell what another row tells."""
        return sum(getattr(self, name) for name in MERGED)

    @property
    def left_out(self) -> int:
        """How many rows nothing was made of."""
        return sum(getattr(self, name) for name in LEFT_OUT)

    @property
    def lost(self) -> int:
        """How many rows may have told of something that is not among the evidence."""
        return sum(count for name, count in self.fates.items() if name not in HARMLESS)

    def faults(self) -> Iterator[str]:
        """What is wrong with the numbers."""
        together = sum(self.fates.values())
        if together != self.rows:
            yield f"is {self.rows}, and the rows that are accounted for are {together}"


def account_of(source: str, fates: Mapping[str, int]) -> Account:
    """The account of as many rows as met a fate."""
    counts: dict[str, Any] = dict(fates)
    return Account(source=source, rows=sum(fates.values()), **counts)


COUNTS = tuple(one.name for one in fields(Account) if one.name not in ("source", "file"))
