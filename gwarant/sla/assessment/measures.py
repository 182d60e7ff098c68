"""The measures of an assessment: each over its own periods that end in the period, else over the period itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from gwarant.sla.assessment.availability import Reign, ends_in, figure_over, held_periods, interim_of, promise_periods
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.availability import Figure
from gwarant.sla.availability.figure import decimal
from gwarant.sla.civil import CivilPeriod, midnight
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.contract.model.promises import Measure, PeriodKind
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.facts import Told
from gwarant.sla.measures import Cases, Measured, MeasureVerdict, Result, result_of, unit_of, verdict_of
from gwarant.sla.measures.codes import FEW_CASES
from gwarant.sla.measures.model import Capped
from gwarant.sla.spans import Span, clip, covers
from gwarant.sla.terms import Terms

LISTED = 12
VALUE = "value"


def judge_measures(
    valid: Sequence[Reign], judged: Judged, evidence: Evidence, period: CivilPeriod, capped: Capped | None = None
) -> Iterator[Measured]:
    """Each measure of each wording over its own part; interim where that does not end in this period."""
    for terms, reign in valid:
        cases = _cases(terms, judged, evidence, capped)
        for measure in terms.contract.measures:
            for own, span, note in _parts(measure.per, period, terms, reign):
                spans = [*_earlier(measure, own, terms, valid), span]
                reported = covers(terms.reported_spans, span[0])
                own_cases = replace(cases, readings=judged.with_reported) if reported else cases
                result = result_of(measure, spans, own_cases)
                found = _measured(measure, terms, own.name, note, span, result, reported)
                is_part = note is not None and not reported
                yield replace(found, verdict=MeasureVerdict.PART) if is_part else found


def _parts(
    kind: PeriodKind, period: CivilPeriod, terms: Terms, reign: Span
) -> Iterator[tuple[CivilPeriod, Span, Told | None]]:
    """The periods of that kind, as far as the wording held, that end in the period; else the period, interim.

    A phase whose targets are only reported cuts them at its edges.
    """
    held = [(own, part) for own, span in held_periods(kind, period, terms, reign) for part in _cut(span, terms)]
    if period.cuts_months:
        yield from _pieces(kind, period, held)
        return
    ended = [row for row in held if ends_in(row[1], period)]
    yield from ((own, span, None) for own, span in ended)
    rest = (max(period.start, reign[0]), min(period.end, reign[1]))
    if not ended and rest[0] < rest[1]:
        yield from ((period, part, interim_of(kind)) for part in _cut(rest, terms))


def _pieces(
    kind: PeriodKind, period: CivilPeriod, held: Sequence[tuple[CivilPeriod, Span]]
) -> Iterator[tuple[CivilPeriod, Span, Told | None]]:
    """Of a period that cuts months: what lies in it whole, and parts of the rest."""
    for own, whole in held:
        inside = (max(whole[0], period.start), min(whole[1], period.end))
        if inside == whole:
            yield own, whole, None
        elif inside[0] < inside[1]:
            yield period, inside, interim_of(kind)


def _cut(span: Span, terms: Terms) -> Iterator[Span]:
    edges = {edge for held in clip(terms.reported_spans, span) for edge in held} | set(span)
    return pairwise(sorted(edges))


def _cases(terms: Terms, judged: Judged, evidence: Evidence, capped: Capped | None) -> Cases:
    known: dict[tuple[str, Span], Figure] = {}

    def figure(promise: str, span: Span) -> Figure:
        key = (promise, span)
        if key not in known:
            known[key] = figure_over(terms, by_id(terms.contract.availability, promise), span, evidence)
        return known[key]

    unread = tuple(row for row in evidence.unread if row.of == VALUE)
    classes = [one.id for one in terms.contract.classes]
    return Cases(terms.zone, judged.by_moment, judged.tickets, evidence.values, figure, capped, classes, unread)


def _earlier(measure: Measure, own: CivilPeriod, terms: Terms, valid: Sequence[Reign]) -> list[Span]:
    """The periods before it that an average takes in, from the first day of the contract on."""
    found: list[Span] = []
    start, first = own.start, own.first
    for _ in range(measure.average - 1):
        day = first - timedelta(days=1)
        before = CivilPeriod(day, first, "", midnight(day, terms.zone), start)
        former = promise_periods(measure.per, before, terms)
        if not former or former[-1].end <= valid[0][1][0]:
            break
        start, first = former[-1].start, former[-1].first
        found.insert(0, (max(start, valid[0][1][0]), former[-1].end))
    return found


def _measured(
    measure: Measure, terms: Terms, period: str, note: Told | None, span: Span, result: Result, reported: bool
) -> Measured:
    verdict = MeasureVerdict.REPORTED if reported else verdict_of(measure, result)
    value = _exact(result.value)
    is_priced = result.is_priced and not note and verdict not in (MeasureVerdict.NOT_JUDGED, MeasureVerdict.REPORTED)
    return Measured(
        id=measure.id,
        label=measure.label or measure.id,
        contract=terms.name,
        clause=terms.contract.clause_of(f"measures.{measure.id}"),
        period=period,
        start=span[0],
        end=span[1],
        value=value,
        lower=_exact(result.lower),
        upper=_exact(result.upper),
        unit=unit_of(measure),
        cases=result.cases,
        target=measure.target,
        verdict=verdict,
        value_for_money=value if is_priced else None,
        note=note,
        remarks=(*result.notes, *_few(measure, result)),
        rows=len(result.evidence),
        evidence=result.evidence[:LISTED],
    )


def _few(measure: Measure, result: Result) -> Iterator[Told]:
    if measure.target is not None and result.cases < measure.min_count:
        yield FEW_CASES(cases=result.cases, needed=measure.min_count)


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else decimal(value)
