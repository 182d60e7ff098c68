"""What was known at an earlier moment: the breached readings and the figures as they stood then."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from gwarant.sla.assessment.availability import Reign, margin_of, remeasured
from gwarant.sla.assessment.breaches import availability_breaches, breaches_of, outage_breaches
from gwarant.sla.assessment.case import MS, Case
from gwarant.sla.assessment.model import Promised
from gwarant.sla.assessment.ownership import judged_here
from gwarant.sla.assessment.promise_breaches import failed_promises
from gwarant.sla.assessment.promises import PromisesJudged, breaches_beside, judge_promises
from gwarant.sla.assessment.standing import Settled, Standing, standing_of
from gwarant.sla.assessment.tickets import Judged, read_ticket
from gwarant.sla.assessment.unsigned import signed
from gwarant.sla.civil import CivilPeriod, day_of, month_of
from gwarant.sla.clocks.fold import BRIEF
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.clocks.ticket import WHETHER, tickets_of
from gwarant.sla.evidence.known import Sight, arrival, states_receipt
from gwarant.sla.evidence.model import Check, Evidence, Exclusion, Kind, Looks, StateInterval, TicketEvent, Unread, Void
from gwarant.sla.evidence.voids import counting
from gwarant.sla.remedies import Breach
from gwarant.sla.spans import Span

Looked = Check | StateInterval | Looks

_YEAR = 366 * 86_400 * MS


@dataclass(frozen=True)
class Past:
    """The case, and where it stands now. Tickets of which nothing was heard since a moment are not read again."""

    case: Case
    now: Standing
    _anew: dict[Sight, Standing] = field(default_factory=dict)
    _seen: dict[Sight, Evidence] = field(default_factory=dict)
    _judged: dict[Sight, Judged] = field(default_factory=dict)

    def settled(self, sight: Sight) -> Settled | None:
        """What the months owed where other wordings were known at the sight; None where they are those of now."""
        return None if self.knows_the_same(sight) else self._whole(sight).settled

    def at(self, sight: Sight) -> tuple[Breach, ...]:
        """The breaches from before the sight's end as they were known."""
        if not self.knows_the_same(sight):
            return self._whole(sight).breaches
        terms = self.now.terms
        figures = tuple(self._figures(sight))
        rows = failed_promises(figures, self.now.promises.failed)
        measured = (*availability_breaches(terms, rows), *outage_breaches(terms, rows))
        judged = self.judged(sight)
        others = self._others(sight, judged, figures) if self._prices_others else ()
        known = (one for one in others if one.at < sight.end)
        return (*breaches_of(terms, judged.breaches), *measured, *known)

    def judged(self, sight: Sight) -> Judged:
        """Tickets of which nothing was heard since stand as they are; the others are read again as they were seen."""
        if not self.knows_the_same(sight):
            return self._whole(sight).judged
        if sight not in self._judged:
            self._judged[sight] = self._judge(sight)
        return self._judged[sight]

    def _judge(self, sight: Sight) -> Judged:
        again = {name for group in self._groups if self._is_open(group, sight) for name in group}
        past = self._signed(again, sight)
        tickets = [one for one in tickets_of(past.events) if judged_here(one, self.case.id, self.case.given)]
        by_contract = {id(one.contract): one for one in self.now.terms}
        fresh = [reading for one in tickets for reading in read_ticket(one, by_contract, past, sight, BRIEF)[0]]
        now = self.now.judged
        ever = [one for one in now.ever if one.ticket not in again]
        old = [one for one in now.breaches if one.ticket not in again and one.due_at < sight.end]
        return replace(
            now,
            tickets=(*(one for one in now.tickets if one.id not in again), *tickets),
            breaches=(*old, *(one for one in fresh if one.verdict is Verdict.BREACHED)),
            ever=(*ever, *fresh),
        )

    def seen(self, sight: Sight) -> Evidence:
        """The evidence of the sight."""
        if sight not in self._seen:
            self._seen[sight] = self.case.seen(sight)
        return self._seen[sight]

    def knows_the_same(self, sight: Sight) -> bool:
        """Whether the wordings are those of now, and no row was taken out since, nor found to be unreadable."""
        whole = self.now.whole
        rows: list[Void | Unread] = [*whole.voids, *whole.unread]
        later = any(row.received >= sight.known for row in rows)
        return not later and self.case.wordings(sight) == self.now.terms

    def _whole(self, sight: Sight) -> Standing:
        if sight not in self._anew:
            month = month_of(day_of(sight.end - 1, self.case.zone), self.case.zone)
            self._anew[sight] = standing_of(self.case, replace(month, end=sight.end))
        return self._anew[sight]

    def _others(self, sight: Sight, judged: Judged, figures: Sequence[Promised]) -> tuple[Breach, ...]:
        """The breaches of measures and duties, of the tickets as they were judged then."""
        return breaches_beside(self.now.valid, judged, self.seen(sight), self.months_until(sight.end), figures)

    def promises(self, sight: Sight, judged: Judged, month: CivilPeriod) -> PromisesJudged:
        """The promises of a month as they were known at the sight, of the tickets as they were judged then."""
        return judge_promises(self.valid(sight), judged, self.seen(sight), month, [])

    def valid(self, sight: Sight) -> Sequence[Reign]:
        """The wordings in force as they were known at the sight."""
        return self.now.valid if self.knows_the_same(sight) else self._whole(sight).valid

    def months_until(self, end: int) -> list[CivilPeriod]:
        """The months of the contract that had ended by the moment (UTC seconds)."""
        return sorted({piece.civil for piece in self.now.pieces if piece.civil.end <= end})

    @cached_property
    def _prices_others(self) -> bool:
        """Whether a measure or a duty has ever cost something."""
        contracts = [one.contract for one in self.now.terms]
        names = {row.id for own in contracts for rows in (own.measures, own.duties) for row in rows}
        return any({one.of.promise, one.of.duty} & names for own in contracts for one in own.remedies)

    def _figures(self, sight: Sight) -> Iterator[Promised]:
        """The figures that had ended; measured again where a row came later that concerns them."""
        own = {one.name: one for one in self.now.terms}
        late = self.late_spans(sight)
        for row in (*self.now.promises.earlier, *self.now.promises.availability):
            if row.figure.end <= sight.end * MS:
                touched = _is_touched(row, late, self.margin)
                yield remeasured(own[row.contract], row, self.seen(sight)) if touched else row

    def late_spans(self, sight: Sight, *, decisions: bool = True) -> Mapping[str, list[Span]]:
        """By service, the stretches (UTC milliseconds) of rows that happened before the sight's end and came later."""
        end, moment, found = sight.end * MS, sight.known * MS, dict[str, list[Span]]()
        rows = self.now.seen
        late = _decided(rows.exclusions, moment, decisions)
        windows = {r.id: r for r in rows.maintenance}
        wholes = [(windows.get(r.of, r), r) for r in rows.maintenance if r.received >= moment]
        late += [(r.service, min(whole.start, r.start), max(whole.end, r.end)) for whole, r in wholes]
        late += [(r.service, r.at * MS, r.at * MS) for r in self._down if r.received >= sight.known]
        late += [(r.service, r.at * MS, r.at * MS) for r, came in self._doubted if came >= sight.known]
        late += [(r.service, *_span(r)) for r in self.late_rows(sight)]
        for service, start, until in late:
            if service and start < end + self.margin:
                found.setdefault(service, []).append((start, until))
        return found

    @cached_property
    def margin(self) -> int:
        """How far beyond its end looks are seen (milliseconds)."""
        return margin_of(self.now.valid)

    @cached_property
    def _down(self) -> list[TicketEvent]:
        return [e for e in self.now.seen.events if e.kind is Kind.REPORTED and e.down and e.received > e.at]

    @cached_property
    def _doubted(self) -> list[tuple[TicketEvent, int]]:
        """The reports that a service is down of which it was said whether they are reports, and when that came."""
        turns = [event for event in self.now.seen.events if event.kind in WHETHER]
        rows = {event.ticket: self.told_of.get(event.ticket, ()) for event in turns}
        return [(e, turn.received) for turn in turns for e in rows[turn.ticket] if e.kind is Kind.REPORTED and e.down]

    def late_rows(self, sight: Sight) -> list[Looked]:
        """The looks from before the sight's end that came after it."""
        came, end = sight.known * MS + self.margin, sight.end * MS + self.margin
        return [row for row in self._late_looks if arrival(row) >= came and _span(row)[0] < end]

    @cached_property
    def _late_looks(self) -> list[Looked]:
        """The looks that some month was stated without though they had been made."""
        ends, found = sorted(self.case.stated), list[Looked]()
        rows: list[Looked] = [row for row in self.now.seen.checks if row.received > row.at]
        rows += [row for row in self.now.seen.states if row.received not in (row.start, row.end)]
        rows += [row for row in self.now.seen.looks if states_receipt(row)]
        for row in rows:
            place = bisect_right(ends, (_span(row)[0] - self.margin) // MS)
            if place < len(ends) and arrival(row) >= self.case.stated[ends[place]].known * MS + self.margin:
                found.append(row)
        return found

    def _signed(self, names: Collection[str], sight: Sight) -> Evidence:
        """Of these tickets what had been heard by then, without the records that were refused then."""
        rows = (row for row in self.now.seen.exclusions if row.ticket in names)
        decided = tuple(row for row in rows if max(row.decided, row.received) < sight.known * MS)
        events = tuple(row for name in names for row in self._events.get(name, ()) if is_seen(row, sight))
        return signed(self.case, replace(self.now.seen, events=events, exclusions=decided), self.now.terms, sight)[0]

    def _is_open(self, group: tuple[str, ...], sight: Sight) -> bool:
        return any(at >= sight.end or came >= sight.known for at, came in (self._last.get(n, (0, 0)) for n in group))

    @cached_property
    def _events(self) -> dict[str, list[TicketEvent]]:
        """What counts of each ticket, with the records that are refused now: each sight refuses by what it knew."""
        return _by_ticket(counting(self.now.whole).events)

    @cached_property
    def told_of(self) -> Mapping[str, list[TicketEvent]]:
        """The events of each ticket, and the merges into it."""
        found = _by_ticket(self.now.seen.events)
        for event in self.now.seen.events:
            if event.into not in ("", event.ticket):
                found.setdefault(event.into, []).append(event)
        return found

    @cached_property
    def _groups(self) -> tuple[tuple[str, ...], ...]:
        """Tickets with those that were merged into them."""
        tickets = (*self.now.judged.tickets, *self.now.judged.others)
        return tuple((one.id, *one.absorbed) for one in tickets if not one.merged_into)

    @cached_property
    def _last(self) -> dict[str, tuple[int, int]]:
        """For each ticket until when something happened or a clock ran, and when the last of it was received."""
        found = {name: (max(e.at for e in own), max(e.received for e in own)) for name, own in self._events.items()}
        for row in self.now.seen.exclusions:
            at, came = found.get(row.ticket, (0, 0))
            found[row.ticket] = at, max(came, max(row.decided, row.received) // MS)
        waits = any(clock.acceptance for one in self.now.terms for clock in one.contract.clocks)
        for reading in self.now.judged.ever:
            runs = reading.stopped_at is None or (waits and reading.is_breached)
            last = reading.as_of if runs else reading.stopped_at
            at, came = found.get(reading.ticket, (0, 0))
            found[reading.ticket] = max(at, last or 0), came
        return found


def _by_ticket(events: Iterable[TicketEvent]) -> dict[str, list[TicketEvent]]:
    found: dict[str, list[TicketEvent]] = {}
    for event in events:
        found.setdefault(event.ticket, []).append(event)
    return found


def _decided(exclusions: Sequence[Exclusion], moment: int, decisions: bool) -> list[tuple[str, int, int]]:
    """Service and stretch of those from the moment on (UTC milliseconds): one that takes another back comes late."""
    first = {row.id: row for row in exclusions}
    new = [row for row in exclusions if max(row.decided, row.received) >= moment]
    late = [first.get(row.of, row) if row.of else row for row in new if decisions or row.of]
    return [(row.service, row.start, row.end) for row in late]


def is_seen(event: TicketEvent, sight: Sight) -> bool:
    """Whether the event had happened and was known."""
    return event.at < sight.end and event.received < sight.known


def _span(row: Looked) -> Span:
    return (row.at, row.at) if isinstance(row, Check) else (row.start, row.end)


def _is_touched(row: Promised, late: Mapping[str, list[Span]], margin: int) -> bool:
    """Whether a later row may change the figure; a yearly cap on maintenance carries it beyond its stretch."""
    figure = row.figure
    own = (one for one in late.get(figure.service, ()) if one[0] < figure.end + margin)
    return any(one[1] > figure.start - _YEAR for one in own)
