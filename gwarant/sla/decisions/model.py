"""A decision that somebody has to take, and what it is read from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gwarant.sla.assessment.model import Assessment
from gwarant.sla.civil import day_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.facts import Code_, Id, Moment, Told

CLIENT, PROVIDER, BOTH = "client", "provider", "both"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is to be decided, by whom (client, provider or both), and the last day or moment; None without an end.

    `contract` is the wording by whose names it is told; the last one where it is empty.
    """

    what: Told
    by: Code_
    until: date | None = None
    until_at: Moment | None = None  # where hours decide
    contract: Id = ""


@dataclass(frozen=True)
class Ground:
    """The assessment, the wordings that were known to it in their order, the rows that it saw.

    `at` is the moment as of which something still can be decided (UTC seconds): what was over by then is left out.
    `without_cause` counts the tickets with a missed deadline of which nobody has written why.
    """

    assessment: Assessment
    wordings: Sequence[Contract]
    rows: Evidence
    at: int
    without_cause: int = 0

    @property
    def zone(self) -> str:
        return self.assessment.zone

    @property
    def today(self) -> date:
        return day_of(self.at, self.zone)

    @property
    def last(self) -> Contract:
        """The wording that says when the contract ends."""
        return self.wordings[-1]

    def is_ahead(self, until: date | None, until_at: int | None = None) -> bool:
        """Whether it is not over."""
        if until_at is not None:
            return until_at >= self.at
        return until is None or until >= self.today


Kind = Callable[[Ground], Iterator[Decision]]
