"""Which earlier months something that was heard later reaches: those it touches, and those whose figures look back."""

from collections.abc import Iterator
from datetime import timedelta

from gwarant.sla.assessment.case import MS
from gwarant.sla.assessment.handed import Reached
from gwarant.sla.assessment.past import Past, is_seen
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.civil import CivilPeriod, day_of, months_between
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import WHETHER
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Aggregate, PeriodKind
from gwarant.sla.evidence.known import Sight, arrival
from gwarant.sla.spans import Span

_OF_STOPS = (Aggregate.MEAN, Aggregate.PERCENTILE)
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
        stops = any(one.agg in _OF_STOPS for one in measures)
        spans += [(at * MS, at * MS) for _, at in changed_tickets(past, before, sight, stops=stops)]
    if any(one.agg in (Aggregate.AVAILABILITY, Aggregate.COUNT) for one in measures):
        late = (row for row in past.now.seen.exclusions if max(row.decided, row.received) >= sight.known * MS)
        spans += [(row.start, row.end) for row in late if row.service and row.start < sight.end * MS]
    return with_later({month for span in set(spans) for month in months_of(span, past, sight.end)}, past, sight)


def changed_tickets(past: Past, before: Judged, sight: Sight, *, stops: bool = True) -> Iterator[tuple[str, int]]:
    """The tickets of which something from before the sight's end is known now to have been otherwise, and when.

    Without `stops` only verdicts: a clock that stopped with an acceptance in this month stopped when it was handed on.
    """
    if before is past.now.judged:
        return
    then, now = ({one.key: one for one in judged.ever} for judged in (before, past.now.judged))
    for key in then.keys() | now.keys():
        old, new = then.get(key), now.get(key)
        if old is not new:
            yield from (((old or new).ticket, at) for at in _turned(old, new, stops) if at < sight.end)  # type: ignore[union-attr]
    for event in past.now.seen.events:
        if event.received >= sight.known and event.at < sight.end:
            yield event.ticket, event.at
        if event.kind in WHETHER and not is_seen(event, sight):  # all of the ticket counts, or nothing
            own = past.told_of.get(event.ticket, ())
            yield from ((event.ticket, one.at) for one in own if one.at < sight.end)


def check_reach(past: Past) -> None:
    """Reached where something that was heard later reaches behind what the months before the period handed on."""
    handed = past.case.handed
    if handed is None:
        return
    sight, names = handed.sight, tuple(one.name for one in past.now.terms)
    entries = past.now.whole.entries
    undone = {row.reverses for row in entries if row.reverses}
    if any(row.id in undone and not handed.counts(row) for row in entries):
        raise Reached  # hours of a closed month are taken back
    if names != handed.wordings or not past.knows_the_same(sight) or past.late_spans(sight):
        raise Reached
    if late_months(past, sight) or measured_months(past, past.judged(sight), sight):
        raise Reached


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


def _turned(old: Reading | None, new: Reading | None, stops: bool) -> list[int]:
    """The moments at which what a month tells of the reading was otherwise: when its verdict fell, when it stopped.

    One that was late and went on stops later: that is told where it stops.
    """
    both = [one for one in (old, new) if one]
    fell = {(one.verdict, one.verdict_at) for one in both}
    ended = {(one.verdict, one.stopped_at, one.used) for one in both}
    found = [one.verdict_at for one in both] if len(both) < 2 or len(fell) > 1 else []
    found += [one.stopped_at for one in both] if stops and (len(both) < 2 or len(ended) > 1) else []
    return [at for at in found if at is not None]
