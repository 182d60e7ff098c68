"""What every importer takes and gives back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from gwarant.importers.option import NO_OPTIONS, Options, check_names
from gwarant.sla.evidence.model import Account, Evidence

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

    @property
    def account(self) -> Account:
        """What became of each row of the export."""
        return self.evidence.imports[0]


class Reader(Protocol):
    """Text lines to rows; times without an offset are read in `zone`; raises InputError with every problem."""

    def __call__(
        self, lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = ""
    ) -> Imported: ...


@dataclass(frozen=True)
class Importer:
    """What reads an export, and the options that have an effect on it: every other one is refused."""

    read: Reader
    options: tuple[str, ...]

    def __call__(
        self, lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = ""
    ) -> Imported:
        """The rows of the export; InputError with every problem, or for an option that it does not use."""
        check_names(options, self.options)
        return self.read(lines, zone=zone, options=options, file=file)
