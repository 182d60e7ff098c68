"""A measure held against its target."""

from collections.abc import Sequence
from fractions import Fraction

from gwarant.sla.availability.figure import decimal
from gwarant.sla.contract.model.promises import Aggregate, Bound, FeedAs, Measure
from gwarant.sla.measures.model import Cases, MeasureVerdict, Result
from gwarant.sla.measures.registry import AGGREGATES
from gwarant.sla.spans import Span

_PERCENT = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.AVAILABILITY)


def result_of(measure: Measure, spans: Sequence[Span], cases: Cases) -> Result:
    """The figure over the last of the spans, or the mean over all of them; spans without a case are left out."""
    own = [AGGREGATES[measure.agg](measure, span, cases) for span in spans]
    if len(own) == 1:
        return own[0]
    valued = [one for one in own if one.value is not None]
    return Result(
        value=_mean([one.value for one in valued]),
        cases=sum(one.cases for one in own),
        lower=_bound([one.lower for one in valued], valued),
        upper=_bound([one.upper for one in valued], valued),
        is_complete=all(one.is_complete for one in own),
        is_priced=all(one.is_priced for one in own),
        notes=tuple(dict.fromkeys(note for one in own for note in one.notes)),
        evidence=tuple(row for one in own for row in one.evidence),
    )


def verdict_of(measure: Measure, result: Result) -> MeasureVerdict:
    """Met or breached only where all that was not measured could not change it."""
    if measure.target is None or result.cases < measure.min_count:
        return MeasureVerdict.NOT_JUDGED
    if result.value is None:
        return MeasureVerdict.NOT_JUDGED if result.is_complete else MeasureVerdict.UNDETERMINED
    lower = result.value if result.lower is None else result.lower
    upper = result.value if result.upper is None else result.upper
    kept = {measure.target.holds(decimal(one)) for one in (lower, upper)}
    if len(kept) > 1 or not (result.is_complete or _is_past_saving(measure.target, result)):
        return MeasureVerdict.UNDETERMINED
    return MeasureVerdict.MET if kept == {True} else MeasureVerdict.BREACHED


def unit_of(measure: Measure) -> str:
    """In what the figure is counted: percent, minutes, hours, or nothing for a plain number."""
    if measure.agg in _PERCENT or (measure.agg is Aggregate.EXTERNAL and measure.of.as_ is not FeedAs.MEAN):
        return "percent"
    return measure.unit if measure.agg in (Aggregate.MEAN, Aggregate.PERCENTILE) else ""


def _is_past_saving(target: Bound, result: Result) -> bool:
    """Whether a count that can only grow has already broken its upper limit."""
    has_limit_above = target.le is not None or target.lt is not None
    grows = result.lower is not None and result.upper is None
    return grows and has_limit_above and not target.holds(decimal(result.lower or Fraction(0)))


def _mean(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [one for one in values if one is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _bound(bounds: Sequence[Fraction | None], results: Sequence[Result]) -> Fraction | None:
    """The mean of one bound, in which a figure without it stands for itself; None where none has it."""
    if all(one is None for one in bounds):
        return None
    return _mean([one.value if bound is None else bound for bound, one in zip(bounds, results, strict=True)])
