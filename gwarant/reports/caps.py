"""What of a maintenance cap is spent by the down time that was seen, and whether what comes may go beyond it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gwarant.contracts.models import Contract
from gwarant.contracts.terms import judging, terms_of
from gwarant.customers.models import Service
from gwarant.monitoring.maintenance.meaning import promise_of, row_of, rows_of
from gwarant.monitoring.models import Maintenance
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.reports.gathering import gather
from gwarant.reports.marks import marks_of
from gwarant.reports.month import months_of
from gwarant.sla.assessment.availability import cap_period, caps_over, maintenance_of
from gwarant.sla.availability.exclusions import MINUTE, CapSpent
from gwarant.sla.contract.model.promises import Availability, Beyond
from gwarant.sla.evidence.voids import counting
from gwarant.sla.spans import Span, clip, measure
from gwarant.sla.terms import Terms
from gwarant.tickets.evidence import stamp


@dataclass(frozen=True)
class Over:
    """In a period of the cap more minutes are announced than are left of it; `spent`: by down time so far."""

    start_at: datetime
    end_at: datetime
    minutes: int
    cap: int
    spent: int

    @property
    def left(self) -> int:
        return max(0, self.cap - self.spent)


def over_caps(service: Service, windows: Sequence[Maintenance], now: datetime) -> list[Over]:
    """Where the system would have to be up in a part of what is announced, for all of it to leave the count."""
    version = judging(service.customer_id, service, now, now)
    promise = promise_of(version, service)
    if version is None or promise is None or promise.maintenance is None:
        return []
    cap, terms = promise.maintenance.cap, terms_of(version)
    if cap is None or promise.maintenance.above_cap is Beyond.EXCLUDED:
        return []
    rows = [*rows_of(service), *(row_of(one, f"new:{number}") for number, one in enumerate(windows))]
    held = maintenance_of(terms, promise, rows).maintenance
    spent = spent_so_far(version.contract, terms, promise, now)
    found = []
    for period in sorted({cap_period(terms, promise, milliseconds_of(one.start_at)) for one in windows}):
        gone = -(-spent[period].spent // MINUTE) if period in spent else 0
        coming = measure(clip(held, (max(period[0], milliseconds_of(now)), period[1]))) // MINUTE
        if coming > max(0, cap.minutes - gone):
            found.append(Over(moment_of(period[0]), moment_of(period[1]), coming, cap.minutes, gone))
    return found


def spent_so_far(contract: Contract, terms: Terms, promise: Availability, now: datetime) -> Mapping[Span, CapSpent]:
    """By its period, what the down time has spent that was seen until now: that which the running month counts."""
    months = months_of(contract, now)[:1]
    if not months:
        return {}
    evidence = counting(gather(marks_of(contract, months, now)[0]))
    span = months[0].start, min(months[0].end, stamp(now))
    return {one.period: one for one in caps_over(terms, promise, span, evidence)}
