"""Aggregates of clocks: the share that was met, the mean and the percentile of the time used."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.contract.model.promises import Measure
from gwarant.sla.facts import Told
from gwarant.sla.measures.codes import NOT_CHECKED
from gwarant.sla.measures.model import Cases, Result
from gwarant.sla.spans import Span

JUDGED = frozenset({Verdict.MET, Verdict.BREACHED})
_SECONDS = {"minutes": 60, "hours": 3600}


def share_within_target(measure: Measure, span: Span, cases: Cases) -> Result:
    """Percent of the judged readings whose verdict fell in the span that were met."""
    found = list(chosen(measure, cases.readings.fallen(span)))
    met, n = sum(one.verdict is Verdict.MET for one in found), len(found)
    value, lost = Fraction(100 * met, n) if found else None, len(unchecked(measure, span, cases))
    if not lost:
        return Result(value, n, evidence=_keys(found))
    lower, upper = (Fraction(100 * one, n + lost) for one in (met, met + lost))
    return Result(value, n, lower, upper, bool(found), notes=(NOT_CHECKED(cases=lost),), evidence=_keys(found))


def mean(measure: Measure, span: Span, cases: Cases) -> Result:
    """The mean time used on the clocks that stopped in the span."""
    found = _stopped(measure, span, cases)
    times = [_time(one, measure) for one in found]
    value = sum(times, Fraction(0)) / len(times) if times else None
    return _timed(value, found, measure, span, cases)


def percentile(measure: Measure, span: Span, cases: Cases) -> Result:
    """The percentile by nearest rank of the time used on the clocks that stopped in the span."""
    found = _stopped(measure, span, cases)
    times = [_time(one, measure) for one in found]
    value = nearest_rank(times, Fraction(measure.percentile or 0)) if times else None
    return _timed(value, found, measure, span, cases)


def nearest_rank(values: list[Fraction], percent: Fraction) -> Fraction:
    """The smallest value that at least so many percent of the values do not exceed; ValueError of no values."""
    if not values:
        raise ValueError("no values have no percentile")
    rank = max(1, ceil(percent * len(values) / 100))
    return sorted(values)[min(rank, len(values)) - 1]


def chosen(measure: Measure, readings: Iterable[Reading]) -> Iterator[Reading]:
    """The judged ones of the clock, class and service; none that is excluded or only reported."""
    return (one for one in readings if one.verdict in JUDGED and _fits(measure, one))


def unchecked(measure: Measure, span: Span, cases: Cases) -> list[Reading]:
    """Those that might have been judged in the span and could not be checked."""
    found = (one for one in cases.readings.unchecked if _fits(measure, one))
    return [one for one in found if (one.started_at < span[1] if one.verdict_at is None else _in(one.verdict_at, span))]


def _fits(measure: Measure, one: Reading) -> bool:
    of = measure.of
    fits = (not of.clock or one.clock == of.clock) and (not of.class_ or one.class_ in of.class_)
    return fits and (not of.service or one.service == of.service) and not one.reported_only


def _timed(value: Fraction | None, found: list[Reading], measure: Measure, span: Span, cases: Cases) -> Result:
    """A time is bounded by nothing: what could not be checked leaves it open."""
    lost = len(unchecked(measure, span, cases))
    notes = (NOT_CHECKED(cases=lost),) if lost else ()
    return Result(value, len(found), is_complete=not lost, notes=notes, evidence=_keys(found))


def _stopped(measure: Measure, span: Span, cases: Cases) -> list[Reading]:
    return list(chosen(measure, cases.readings.stopped(span)))


def _time(reading: Reading, measure: Measure) -> Fraction:
    return Fraction(reading.used, _SECONDS[measure.unit])


def _in(moment: int | None, span: Span) -> bool:
    return moment is not None and span[0] <= moment < span[1]


def _keys(readings: list[Reading]) -> tuple[Told, ...]:
    return tuple(one.name for one in readings)
