"""Measures of caps, which are counted once it is known what the months cost."""

from collections.abc import Sequence

from gwarant.sla.assessment.availability import Reign
from gwarant.sla.assessment.measures import judge_measures
from gwarant.sla.assessment.money import Bill
from gwarant.sla.assessment.rights import reached
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.contract.model.promises import Aggregate
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.measures import Measured
from gwarant.sla.measures.model import Capped
from gwarant.sla.remedies import Settlement
from gwarant.sla.spans import Span

Settled = Sequence[tuple[Bill, Settlement]]


def with_caps(
    valid: Sequence[Reign],
    judged: Judged,
    seen: Evidence,
    civil: CivilPeriod,
    measured: Sequence[Measured],
    settled: Settled,
) -> tuple[Measured, ...]:
    """The measures of the period with those of caps, in the contract's order; breaking one of these costs nothing."""
    order = [(terms.name, one.id) for terms, _ in valid for one in terms.contract.measures]
    if not any(one.agg is Aggregate.AT_CAP for terms, _ in valid for one in terms.contract.measures):
        return tuple(measured)
    own = {one.id for one in measured}
    rows = [row for row in judge_measures(valid, judged, seen, civil, _capped(settled)) if row.id not in own]
    return tuple(sorted((*measured, *rows), key=lambda row: (order.index((row.contract, row.id)), row.start)))


def _capped(settled: Settled) -> Capped:
    """The months inside the span that reached a cap; None where one of them has a blank price."""

    def months(cap: str, span: Span) -> tuple[str, ...] | None:
        inside = [row for row in settled if span[0] <= row[0].civil.end - 1 < span[1]]
        if any(one.total is None for _, one in inside):
            return None
        return tuple(dict.fromkeys(bill.civil.name for per, bill in reached(inside) if per == cap))

    return months
