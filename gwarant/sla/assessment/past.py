"""What was known at an earlier moment: the breached readings and the figures as they stood then."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gwarant.sla.assessment.availability import remeasured
from gwarant.sla.assessment.breaches import availability_breaches, breaches_of, outage_breaches
from gwarant.sla.assessment.model import Promised
from gwarant.sla.assessment.promise_breaches import Failed, failed_promises
from gwarant.sla.assessment.tickets import Judged, read_ticket
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.evidence.model import Evidence, Exclusion, TicketEvent
from gwarant.sla.remedies import Breach
from gwarant.sla.terms import Terms

MS = 1000
_YEAR = 366 * 86_400 * MS


@dataclass(frozen=True)
class Past:
    """All wordings, the evidence, and what is known of it now.

    `others` are breaches of measures and duties; `others_at` tells them as they were known at a moment, of the tickets
    as they were judged then. `failed` are the promises that a duty has failed.
    """

    terms: Sequence[Terms]
    evidence: Evidence
    judged: Judged
    rows: Sequence[Promised]
    others: Sequence[Breach] = ()
    others_at: Callable[[int, Judged], Sequence[Breach]] = lambda *_: ()
    failed: Sequence[Failed] = ()

    @cached_property
    def now(self) -> tuple[Breach, ...]:
        """The breaches as they are known now."""
        rows = (*availability_breaches(self.terms, self.rows), *outage_breaches(self.terms, self.rows))
        return (*breaches_of(self.terms, self.judged.breaches), *rows, *self.others)

    def at(self, moment: int) -> tuple[Breach, ...]:
        """The breaches from before the moment (UTC seconds) as they were known at it."""
        rows = failed_promises(self._figures(moment), self.failed)
        measured = (*availability_breaches(self.terms, rows), *outage_breaches(self.terms, rows))
        judged = self._judged(moment)
        others = self.others_at(moment, judged) if self._prices_others else ()
        known = (one for one in others if one.at < moment)
        return (*breaches_of(self.terms, judged.breaches), *measured, *known)

    @cached_property
    def _prices_others(self) -> bool:
        """Whether a measure or a duty has ever cost something."""
        contracts = [one.contract for one in self.terms]
        names = {row.id for own in contracts for rows in (own.measures, own.duties) for row in rows}
        return any({one.of.promise, one.of.duty} & names for own in contracts for one in own.remedies)

    def _figures(self, moment: int) -> Iterator[Promised]:
        """The figures that had ended; measured again where an exclusion was decided later."""
        own = {one.name: one for one in self.terms}
        late = [r for r in self.evidence.exclusions if r.service and r.decided >= moment * MS and r.start < moment * MS]
        left = tuple(row for row in self.evidence.exclusions if row.decided < moment * MS)
        past = replace(self.evidence, exclusions=left) if late else self.evidence
        for row in self.rows:
            if row.figure.end <= moment * MS:
                yield remeasured(own[row.contract], row, past) if _is_touched(row, late) else row

    def _judged(self, moment: int) -> Judged:
        """Tickets of which nothing was heard since stand as they are; the others are read again as of the moment."""
        again = {name for group in self._groups if self._is_open(group, moment) for name in group}
        tickets = tickets_of(event for name in again for event in self._events.get(name, ()) if event.at < moment)
        fresh = list(self._read(tickets, again, moment))
        ever = [one for one in self.judged.ever if one.ticket not in again]
        old = [one for one in self.judged.breaches if one.ticket not in again and one.due_at < moment]
        return replace(
            self.judged,
            tickets=(*(one for one in self.judged.tickets if one.id not in again), *tickets),
            breaches=(*old, *(one for one in fresh if one.verdict is Verdict.BREACHED)),
            ever=(*ever, *fresh),
        )

    def _read(self, tickets: Iterable[Ticket], names: Container[str], moment: int) -> Iterator[Reading]:
        rows = tuple(row for row in self.evidence.exclusions if row.ticket in names and row.decided < moment * MS)
        past = replace(self.evidence, exclusions=rows)
        by_contract = {id(one.contract): one for one in self.terms}
        for ticket in tickets:
            yield from read_ticket(ticket, by_contract, past, moment)[0]

    def _is_open(self, group: tuple[str, ...], moment: int) -> bool:
        return any(self._last.get(name, 0) >= moment for name in group)

    @cached_property
    def _events(self) -> dict[str, list[TicketEvent]]:
        found: dict[str, list[TicketEvent]] = {}
        for event in self.evidence.events:
            found.setdefault(event.ticket, []).append(event)
        return found

    @cached_property
    def _groups(self) -> tuple[tuple[str, ...], ...]:
        """Tickets with those that were merged into them."""
        return tuple((one.id, *one.absorbed) for one in self.judged.tickets if not one.merged_into)

    @cached_property
    def _last(self) -> dict[str, int]:
        """The last moment at which each ticket was not settled: an event, an exclusion, a clock that still ran."""
        found = {name: max(event.at for event in events) for name, events in self._events.items()}
        for row in self.evidence.exclusions:
            found[row.ticket] = max(found.get(row.ticket, 0), row.decided // MS)
        waits = any(clock.acceptance for one in self.terms for clock in one.contract.clocks)
        for reading in self.judged.ever:
            runs = reading.stopped_at is None or (waits and reading.is_breached)
            last = reading.as_of if runs else reading.stopped_at
            found[reading.ticket] = max(found.get(reading.ticket, 0), last or 0)
        return found


def _is_touched(row: Promised, late: Iterable[Exclusion]) -> bool:
    """Whether a later exclusion may change the figure; a yearly cap on maintenance carries it beyond its stretch."""
    figure = row.figure
    own = (one for one in late if one.service == figure.service and one.start < figure.end)
    return any(one.end > figure.start - _YEAR for one in own)
