"""Duties and measures of a period, and what they mean for the promises beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gwarant.sla.assessment.availability import Reign, judge_availability
from gwarant.sla.assessment.breaches import availability_breaches
from gwarant.sla.assessment.duties import duties_kept, judge_duties
from gwarant.sla.assessment.handed import Figures
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

NO_FIGURES = Figures()


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
    figures: Figures = NO_FIGURES  # all of them as they were measured


def judge_promises(
    valid: Sequence[Reign],
    judged: Judged,
    seen: Evidence,
    civil: CivilPeriod,
    before: Sequence[CivilPeriod],
    handed: Figures = NO_FIGURES,
) -> PromisesJudged:
    """Everything but caps, which need the money first; `before` are the months whose promises count as well.

    `handed` are the figures of still earlier ones.
    """
    contracts = [terms.contract for terms, _ in valid]
    promised = tuple(judge_availability(valid, seen, civil))
    earlier = (*handed.promised, *(row for month in before for row in judge_availability(valid, seen, month)))
    if not any(one.measures or one.duties for one in contracts):
        return PromisesJudged(promised, earlier, figures=Figures((*earlier, *promised)))
    span = civil.start, civil.end
    slots = judge_duties(valid, seen, span, ever=any(_needs_all(one) for one in contracts))
    failed = failures(valid, slots)
    own = _measures(valid, judged, seen, [civil])
    others = (*handed.measured, *_measures(valid, judged, seen, before))
    found = PromisesJudged(
        availability=failed_promises(promised, failed),
        earlier=failed_promises(earlier, failed),
        measures=failed_measures(own, failed),
        earlier_measures=failed_measures(others, failed),
        slots=slots,
        figures=Figures((*earlier, *promised), (*others, *own)),
    )
    return replace(
        found,
        duties=duties_kept(valid, slots, span),
        breaches=_breaches(valid, found, failed, civil.end),
        corrections=tuple(later_corrections(failed, civil)),
        failed=failed,
    )


def breaches_beside(
    valid: Sequence[Reign],
    judged: Judged,
    seen: Evidence,
    months: Sequence[CivilPeriod],
    figures: Iterable[Promised],
) -> tuple[Breach, ...]:
    """What duties and measures of the months had broken at the end of the last; `figures` are those of availability."""
    contracts = [terms.contract for terms, _ in valid]
    if not months or not any(one.measures or one.duties for one in contracts):
        return ()
    span = months[-1].start, months[-1].end
    slots = judge_duties(valid, seen, span, ever=any(_needs_all(one) for one in contracts))
    failed = failures(valid, slots)
    own = failed_measures(_measures(valid, judged, seen, months), failed)
    found = PromisesJudged((), failed_promises(figures, failed), (), own, slots)
    return _breaches(valid, found, failed, months[-1].end)


def _needs_all(contract: Contract) -> bool:
    """Whether slots from before the period matter: they may cost still, fail a promise, or give a right."""
    duties = {one.id for one in contract.duties}
    priced = any(duties & {one.of.duty, one.of.promise} for one in contract.remedies)
    return bool(duties) and (priced or bool(contract.triggers) or any(one.if_late.fails for one in contract.duties))


def _measures(
    valid: Sequence[Reign], judged: Judged, seen: Evidence, months: Sequence[CivilPeriod]
) -> tuple[Measured, ...]:
    at_cap = {one.id for terms, _ in valid for one in terms.contract.measures if one.agg is Aggregate.AT_CAP}
    found = (row for month in months for row in judge_measures(valid, judged, seen, month))
    return tuple(row for row in found if row.id not in at_cap)


def _breaches(
    valid: Sequence[Reign], found: PromisesJudged, failed: Sequence[Failed], as_of: int
) -> tuple[Breach, ...]:
    own = [terms for terms, _ in valid]
    measures = tuple(measure_breaches(own, (*found.earlier_measures, *found.measures)))
    figures = availability_breaches(own, (*found.earlier, *found.availability))
    broken = {one.incident for one in (*measures, *figures)}
    return (*duty_breaches(own, found.slots, as_of), *measures, *later_breaches(own, failed, broken))
