"""What every importer takes and gives back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from gwarant.sla.evidence.model import Evidence

Options = Mapping[str, object]
NO_OPTIONS: Options = MappingProxyType({})

SNAPSHOT = (
    "a snapshot, no log: each ticket has one row with its last stamps, and these are taken as they stand; answers,"
    " pauses, reopenings and changes of priority without a column were not exported, and what rests on them cannot be"
    " checked"
)
"""The first note about an export of one row a ticket."""


@dataclass(frozen=True)
class Imported:
    """The rows that were found, and notes that say aloud what was assumed and what was left out."""

    evidence: Evidence
    notes: tuple[str, ...] = ()


class Importer(Protocol):
    """Text lines to rows; times without an offset are read in `zone`; raises InputError with every problem."""

    def __call__(
        self, lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = ""
    ) -> Imported: ...
