"""What the months of a contract hand to the next one: with it a month is judged from its own evidence.

It is nothing new: all of it follows from the evidence of the months before. `Reached` says that something was heard
later that reaches behind it; then everything is judged from the beginning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from gwarant.sla.assessment.model import Promised
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import Evidence, Exclusion, TicketEvent, TimeEntry
from gwarant.sla.hours import Opening
from gwarant.sla.measures import Measured
from gwarant.sla.remedies import Fact, Settlement

MS = 1000
Told = TicketEvent | Exclusion | TimeEntry  # what is heard of a ticket


class Reached(Exception):
    """Something that was heard later reaches behind what was handed on."""


@dataclass(frozen=True)
class Figures:
    """The figures of months: of availability and of measures, before a duty fails any of them."""

    promised: tuple[Promised, ...] = ()
    measured: tuple[Measured, ...] = ()


@dataclass(frozen=True)
class HandedHours:
    """Where the pool stands after the closed months, the entries that may count later, and when which was closed."""

    opening: Opening
    later: frozenset[str]
    closed: Mapping[str, int]


@dataclass(frozen=True)
class Handed:
    """What the months that had ended at the sight hand on, under the wordings of these names.

    `left` are the tickets that matter no more until something is heard of them, `breaches` what they had broken.
    `known` is what every month owed as it was known at each month's end (by month and wording), `facts` why that had
    changed, by the month and the moment at which it was known.
    """

    sight: Sight
    wordings: tuple[str, ...]
    left: frozenset[str]
    breaches: tuple[Reading, ...]
    figures: Figures
    known: tuple[tuple[Sight, Mapping[tuple[str, str], Settlement]], ...] = ()
    facts: Mapping[tuple[str, int], tuple[Fact, ...]] = field(default_factory=dict)
    hours: HandedHours | None = None

    def with_left(self, judged: Judged, as_of: int) -> Judged:
        """The tickets of the evidence, and what those had broken that are not among them."""
        read = {name for one in (*judged.tickets, *judged.others) for name in (one.id, *one.absorbed)}
        old = [replace(one, as_of=as_of) for one in self.breaches if one.ticket not in read]
        return replace(judged, breaches=_in_order(old, judged.breaches), ever=_in_order(old, judged.ever))

    def is_new(self, row: Told) -> bool:
        """Whether the row was not seen yet; a decision counts from when it was taken."""
        if isinstance(row, Exclusion):
            return max(row.decided, row.received) >= self.sight.known * MS
        if isinstance(row, TimeEntry):
            return row.received >= self.sight.known or row.start >= self.sight.end
        return row.received >= self.sight.known or row.at >= self.sight.end

    def counts(self, row: TimeEntry) -> bool:
        """Whether the entry may still count, or be taken back."""
        return self.hours is None or row.id in self.hours.later or self.is_new(row)


def reduced(evidence: Evidence, handed: Handed) -> Evidence:
    """The evidence without the rows of the tickets that matter no more, and without the hours of the closed months.

    A ticket matters again as soon as something is heard of it.
    """
    rows: list[Told] = [*evidence.events, *evidence.exclusions, *evidence.entries]
    told = {row.ticket for row in rows if handed.is_new(row)}
    told |= {event.into for event in evidence.events if event.into and handed.is_new(event)}
    gone = handed.left - told
    undone = {row.reverses for row in evidence.entries if row.reverses and handed.is_new(row)}
    return replace(
        evidence,
        events=tuple(row for row in evidence.events if row.ticket not in gone),
        exclusions=tuple(row for row in evidence.exclusions if row.ticket not in gone),
        entries=tuple(row for row in evidence.entries if handed.counts(row) or row.id in undone),
    )


def _in_order(old: Iterable[Reading], read: Iterable[Reading]) -> tuple[Reading, ...]:
    """By ticket, as tickets are judged; those of one ticket stay as they are."""
    return tuple(sorted((*old, *read), key=lambda one: one.ticket))
