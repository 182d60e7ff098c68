"""Duties and measures of a period, and what they mean for the promises beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwarant.sla.assessment.availability import Reign, judge_availability
from gwarant.sla.assessment.breaches import availability_breaches
from gwarant.sla.assessment.duties import duties_kept, judge_duties
from gwarant.sla.assessment.measures import judge_measures
from gwarant.sla.assessment.model import Corrected, DutyKept, Promised
from gwarant.sla.assessment.promise_breaches import (
    Failed,
    duty_breaches,
    failed_measures,
    failed_promises,
    failures,
    later_breaches,
    later_corrections,
    measure_breaches,
)
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Aggregate
from gwarant.sla.duties import JudgedSlot
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.measures import Measured
from gwarant.sla.remedies import Breach


@dataclass(frozen=True)
class PromisesJudged:
    """Promises beside the clocks; `earlier` ones are of months before the period, where money or rights need them."""

    availability: tuple[Promised, ...]
    earlier: tuple[Promised, ...]
    measures: tuple[Measured, ...] = ()
    earlier_measures: tuple[Measured, ...] = ()
    slots: tuple[JudgedSlot, ...] = ()
    duties: tuple[DutyKept, ...] = ()
    breaches: tuple[Breach, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    failed: tuple[Failed, ...] = ()


def judge_promises(
    valid: Sequence[Reign], judged: Judged, seen: Evidence, civil: CivilPeriod, before: Sequence[CivilPeriod]
) -> PromisesJudged:
    """Everything but caps, which need the money first; `before` are the months whose promises count as well."""
    contracts = [terms.contract for terms, _ in valid]
    promised = tuple(judge_availability(valid, seen, civil))
    earlier = tuple(row for month in before for row in judge_availability(valid, seen, month))
    if not any(one.measures or one.duties for one in contracts):
        return PromisesJudged(promised, earlier)
    span = civil.start, civil.end
    slots = judge_duties(valid, seen, span, ever=any(_needs_all(one) for one in contracts))
    failed = failures(valid, slots)
    now, then = (_measures(valid, judged, seen, months, failed) for months in ((civil,), before))
    found = PromisesJudged(failed_promises(promised, failed), failed_promises(earlier, failed), now, then, slots)
    return PromisesJudged(
        *(found.availability, found.earlier, now, then, slots),
        duties=duties_kept(valid, slots, span),
        breaches=_breaches(valid, found, failed, civil.end),
        corrections=tuple(later_corrections(failed, civil)),
        failed=failed,
    )


def _needs_all(contract: Contract) -> bool:
    """Whether slots from before the period matter: they may cost still, fail a promise, or give a right."""
    duties = {one.id for one in contract.duties}
    priced = any(duties & {one.of.duty, one.of.promise} for one in contract.remedies)
    return bool(duties) and (priced or bool(contract.triggers) or any(one.if_late.fails for one in contract.duties))


def _measures(
    valid: Sequence[Reign],
    judged: Judged,
    seen: Evidence,
    months: Sequence[CivilPeriod],
    failed: Sequence[Failed],
) -> tuple[Measured, ...]:
    found = (row for month in months for row in judge_measures(valid, judged, seen, month))
    at_cap = {one.id for terms, _ in valid for one in terms.contract.measures if one.agg is Aggregate.AT_CAP}
    return failed_measures((row for row in found if row.id not in at_cap), failed)


def _breaches(
    valid: Sequence[Reign], found: PromisesJudged, failed: Sequence[Failed], as_of: int
) -> tuple[Breach, ...]:
    own = [terms for terms, _ in valid]
    measures = tuple(measure_breaches(own, (*found.earlier_measures, *found.measures)))
    figures = availability_breaches(own, (*found.earlier, *found.availability))
    broken = {one.incident for one in (*measures, *figures)}
    return (*duty_breaches(own, found.slots, as_of), *measures, *later_breaches(own, failed, broken))
