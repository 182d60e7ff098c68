"""Counts: tickets that were reported or reopened, readings that were broken, outages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from gwarant.sla.availability import Figure
from gwarant.sla.civil import add_period, day_of, midnight
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.clocks.ticket import Ticket
from gwarant.sla.contract.model.promises import Counted, Measure
from gwarant.sla.contract.values import Period
from gwarant.sla.evidence.model import Kind, TicketEvent
from gwarant.sla.facts import Told
from gwarant.sla.measures.clocks import chosen, unchecked
from gwarant.sla.measures.codes import HIDDEN_OUTAGES, NOT_CHECKED, ROW
from gwarant.sla.measures.model import Cases, Result
from gwarant.sla.spans import Span, union

MS = 1000
_ENDS = (Kind.RESOLVED, Kind.CLOSED, Kind.ACCEPTED)


def count(measure: Measure, span: Span, cases: Cases) -> Result:
    """How many there were."""
    return _COUNTS[measure.of.event](measure, span, cases)


def _reported(measure: Measure, span: Span, cases: Cases) -> Result:
    found = [ROW(id=one.id) for one in _tickets(measure, cases) if span[0] <= one.events[0].at < span[1]]
    return _counted(found)


def _reopened(measure: Measure, span: Span, cases: Cases) -> Result:
    found = [
        ROW(id=event.id) for one in _tickets(measure, cases) for event in _reopenings(one, measure, span, cases.zone)
    ]
    return _counted(found)


def _breached(measure: Measure, span: Span, cases: Cases) -> Result:
    own = chosen(measure, cases.readings.fallen(span))
    found = [one.name for one in own if one.verdict is Verdict.BREACHED]
    lost, counted = len(unchecked(measure, span, cases)), _counted(found)
    if not lost:
        return counted
    return replace(counted, lower=counted.value, is_complete=False, notes=(NOT_CHECKED(cases=lost),))


def _outages(measure: Measure, span: Span, cases: Cases) -> Result:
    """Outages that began in the span. Time that nobody measured may hide more of them, if it is long enough."""
    if cases.figure is None:
        return Result(None, 0, is_complete=False)
    figure, longer = cases.figure(measure.of.availability, span), measure.of.longer_than.seconds * MS
    counted = [one for one in figure.outages if not one.too_short and one.counted_ms]
    found = [one for one in counted if one.start >= figure.start and one.length_ms > longer]
    hidden = _may_hide(figure, longer)
    return Result(
        *(Fraction(len(found)), len(found), Fraction(len(found))),
        is_complete=not hidden,
        notes=(HIDDEN_OUTAGES(),) if hidden else (),
        evidence=tuple(ROW(id=row) for one in found for row in one.evidence[:1]),
    )


def _may_hide(figure: Figure, longer: int) -> bool:
    """Whether a stretch of unknown time, with the down time beside it, is long enough to hold such an outage."""
    down = [(one.start, one.end) for one in figure.outages]
    unknown = figure.located.unknown
    around = union([*unknown, *down])
    return any(end - start > longer and any(start <= a < end for a, _ in unknown) for start, end in around)


def _reopenings(ticket: Ticket, measure: Measure, span: Span, zone: str) -> Iterator[TicketEvent]:
    ended: int | None = None
    for event in ticket.events:
        if event.kind in _ENDS:
            ended = event.at
        if event.kind is Kind.REOPENED and span[0] <= event.at < span[1]:
            limit = measure.of.reopened_within
            if limit is None or (ended is not None and event.at < _after(ended, limit, zone)):
                yield event


def _after(moment: int, limit: Period, zone: str) -> int:
    """The end of the last day within the limit."""
    return midnight(add_period(day_of(moment, zone), Period(limit.months, limit.days + 1)), zone)


def _tickets(measure: Measure, cases: Cases) -> Iterator[Ticket]:
    """The tickets of the service and of a class; a ticket is of the class that it last had."""
    of = measure.of
    for one in cases.tickets:
        changes = one.class_changes(cases.classes)
        class_ = changes[-1][1] if changes else ""
        if one.is_counted and (not of.class_ or class_ in of.class_) and of.service in ("", one.service):
            yield one


def _counted(found: list[Told]) -> Result:
    return Result(Fraction(len(found)), len(found), evidence=tuple(found))


_COUNTS: dict[Counted, Callable[[Measure, Span, Cases], Result]] = {
    Counted.REPORTED: _reported,
    Counted.REOPENED: _reopened,
    Counted.BREACHED: _breached,
    Counted.OUTAGE: _outages,
}
