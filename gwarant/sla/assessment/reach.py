"""Which earlier months something that was heard later reaches: those it touches, and those whose figures look back."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from gwarant.sla.assessment.case import MS
from gwarant.sla.assessment.past import Past, is_seen
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.civil import CivilPeriod, day_of, months_between
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import WHETHER
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Aggregate, PeriodKind
from gwarant.sla.evidence.known import Sight, arrival
from gwarant.sla.spans import Span

_OF_TICKETS = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.MEAN, Aggregate.PERCENTILE, Aggregate.COUNT)


def late_months(past: Past, sight: Sight) -> set[CivilPeriod]:
    """The ended months whose figures and measures a row may change that came after the sight."""
    if not past.knows_the_same(sight):
        return set(past.months_until(sight.end))
    spans = [span for rows in past.late_spans(sight, decisions=False).values() for span in rows]
    seen = past.now.seen
    spans += [(r.at * MS, r.at * MS) for r in seen.proofs if r.received >= sight.known and r.at < sight.end]
    spans += [(r.start * MS, r.end * MS) for r in seen.values if arrival(r) >= sight.known and r.start < sight.end]
    return with_later({month for span in set(spans) for month in months_of(span, past, sight.end)}, past, sight)


def measured_months(past: Past, before: Judged, sight: Sight) -> set[CivilPeriod]:
    """The ended months in which tickets or exclusions that were heard later may change a measure."""
    measures = [row for one in past.now.terms for row in one.contract.measures]
    spans: list[Span] = []
    if any(one.agg in _OF_TICKETS for one in measures):
        spans += [(at * MS, at * MS) for _, at in changed_tickets(past, before, sight)]
    if any(one.agg in (Aggregate.AVAILABILITY, Aggregate.COUNT) for one in measures):
        late = (row for row in past.now.seen.exclusions if max(row.decided, row.received) >= sight.known * MS)
        spans += [(row.start, row.end) for row in late if row.service and row.start < sight.end * MS]
    return with_later({month for span in set(spans) for month in months_of(span, past, sight.end)}, past, sight)


def changed_tickets(past: Past, before: Judged, sight: Sight) -> Iterator[tuple[str, int]]:
    """The tickets of which something from before the sight's end is known now to have been otherwise, and when."""
    if before is past.now.judged:
        return
    then, now = ({one.key: one for one in judged.ever} for judged in (before, past.now.judged))
    for key in then.keys() | now.keys():
        old, new = then.get(key), now.get(key)
        if old is not new and _told(old) != _told(new):
            yield from ((one.ticket, at) for one in (old, new) if one for at in _moments(one) if at < sight.end)
    for event in past.now.seen.events:
        if event.received >= sight.known and event.at < sight.end:
            yield event.ticket, event.at
        if event.kind in WHETHER and not is_seen(event, sight):  # all of the ticket counts, or nothing
            own = past.told_of.get(event.ticket, ())
            yield from ((event.ticket, one.at) for one in own if one.at < sight.end)


def with_later(months: set[CivilPeriod], past: Past, sight: Sight) -> set[CivilPeriod]:
    """These months, and where a figure is one of several months all after the first of them."""
    if not months or not any(_looks_back(one.contract) for one in past.now.terms):
        return months
    first = min(month.start for month in months)
    return months | {month for month in past.months_until(sight.end) if month.start > first}


def months_of(span: Span, past: Past, before: int) -> tuple[CivilPeriod, ...]:
    """The months before the moment that the stretch (UTC milliseconds) touches."""
    zone = past.case.zone
    last = min(max(span[1] - 1, span[0]) // MS, before - 1)
    first = min(span[0] // MS, last)
    return months_between(day_of(first, zone), day_of(last, zone) + timedelta(days=1), zone)


def _looks_back(contract: Contract) -> bool:
    kinds = {one.period for one in contract.availability} | {one.per for one in contract.measures}
    averages = any(one.average > 1 for one in contract.measures)
    caps = any(one.maintenance and one.maintenance.cap for one in contract.availability)
    fails = any(one.if_late.fails for one in contract.duties)
    return bool(kinds - {PeriodKind.CALENDAR_MONTH}) or averages or caps or fails


def _told(reading: Reading | None) -> tuple[object, ...]:
    return (reading.verdict, reading.verdict_at, reading.stopped_at, reading.used) if reading else ()


def _moments(reading: Reading) -> Iterable[int]:
    return [at for at in (reading.verdict_at, reading.stopped_at) if at is not None]
