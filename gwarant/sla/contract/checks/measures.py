"""Measures and duties that can be judged: what they look at is there, and everything that they need is named."""

from collections.abc import Iterator

from gwarant.sla.contract.checks.complaint import known, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Aggregate, Counted, FeedAs, Measure
from gwarant.sla.contract.record import Report
from gwarant.sla.contract.values import Period, Seconds

HOUR = 3600
_OF_CLOCKS = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.MEAN, Aggregate.PERCENTILE)


def measures(contract: Contract, report: Report) -> None:
    """A measure names rows of the contract, and all that its aggregate needs."""
    for measure in contract.measures:
        path, of = f"measures.{measure.id}", measure.of
        _named(report, f"{path}.of.clock", "clock", of.clock, [row.id for row in contract.clocks])
        _named(report, f"{path}.of.service", "service", of.service, [row.id for row in contract.services])
        promised = [row.id for row in contract.availability]
        _named(report, f"{path}.of.availability", "promised availability", of.availability, promised)
        for name in of.class_:
            known(report, f"{path}.of.class", "class", name, [row.id for row in contract.classes])
        for key, reason, mend in _lacks(measure):
            wrong(report, f"{path}{key}", reason, mend, "invalid")


def duties(contract: Contract, report: Report) -> None:
    """A duty returns after a length that can be counted, for a service and on a calendar of the contract."""
    promises = [row.id for section in (contract.availability, contract.measures) for row in section]
    for duty in contract.duties:
        path = f"duties.{duty.id}"
        _named(report, f"{path}.service", "service", duty.service, [row.id for row in contract.services])
        _named(report, f"{path}.calendar", "calendar", duty.calendar, contract.calendars)
        if not isinstance(duty.every, (Period, Seconds)):
            message = f"a duty returns after a fixed time, and {duty.every} is none; write P1M, P1W or 1h"
            wrong(report, f"{path}.every", message, "every: P1M", "invalid")
        elif isinstance(duty.every, Seconds) and 0 < duty.every.seconds < HOUR:
            message = f"a duty returns every hour at the most, and {duty.every} is shorter"
            mend = "every: 1h, or a measure with agg: external and as: intervals"
            wrong(report, f"{path}.every", message, mend, "invalid")
        for at, name in enumerate(duty.if_late.fails):
            known(report, f"{path}.if_late.fails.{at}", "promise or measure", name, promises)


def _named(report: Report, path: str, what: str, name: str, names: object) -> None:
    if name:
        known(report, path, what, name, list(names))  # type: ignore[call-overload]


def _lacks(measure: Measure) -> Iterator[tuple[str, str, str]]:
    of = measure.of
    if measure.agg in _OF_CLOCKS and not of.clock:
        yield ".of", f"{measure.agg} looks at a clock, and none is named", "of: {clock: response}"
    if measure.agg is Aggregate.PERCENTILE and measure.percentile is None:
        yield "", "nothing says which percentile", "percentile: 95"
    if measure.agg is Aggregate.AVAILABILITY and not of.availability:
        yield ".of", "nothing says of which promised availability", "of: {availability: shop-up}"
    if measure.agg is Aggregate.AT_CAP and not of.cap:
        yield ".of", "nothing says which cap", "of: {cap: month}"
    if measure.agg is Aggregate.COUNT and of.event is Counted.OUTAGE and not of.availability:
        yield ".of", "outages are counted of a promised availability, and none is named", "of: {availability: shop-up}"
    if measure.agg is Aggregate.EXTERNAL and of.as_ is FeedAs.INTERVALS and of.limit is None:
        yield ".of", "nothing says when an interval is good", "of: {as: intervals, limit: {le: 5}}"
