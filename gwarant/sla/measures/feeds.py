"""Figures that somebody else measures, and those that a person enters."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from gwarant.sla.availability.figure import decimal
from gwarant.sla.contract.model.promises import FeedAs, Measure
from gwarant.sla.evidence.model import MeasureValue
from gwarant.sla.measures.codes import (
    COVERED,
    NO_CASE,
    NO_CASE_KNOWN,
    NO_PERSON,
    NO_PERSON_NO_PROOF,
    NO_PROOF,
    NO_VALUE,
    NOT_ENTERED,
    REACHES_IN,
    ROW,
    UNREAD,
)
from gwarant.sla.measures.model import Cases, Result
from gwarant.sla.spans import Span, clip, union
from gwarant.sla.spans import measure as length

LISTED = 5


def external(measure: Measure, span: Span, cases: Cases) -> Result:
    """Ratio, mean, or the share of good intervals of the rows that begin in the span.

    What no row covers is not measured: a share is bounded as if all or none of that time had been good, as busy as the
    rest; a mean has no bounds and is complete only without gaps. A row of 0 of 0 is time without a case: covered, and
    in no figure. One that began before the span counts where it began, whole: that it reaches in is told.
    """
    found = _external(measure, span, cases)
    if reaching := [row for row in _of(measure, cases) if row.start < span[0] < row.end]:
        found = replace(found, notes=(*found.notes, REACHES_IN(values=len(reaching))))
    return _doubted(found, span, cases)


def _external(measure: Measure, span: Span, cases: Cases) -> Result:
    rows = _rows(measure, span, cases)
    value, used = _FORMS[measure.of.as_](measure, rows)
    covered = Fraction(length(clip(union((row.start, row.end) for row in rows), span)), span[1] - span[0])
    keys = tuple(ROW(id=row.id) for row in rows)
    if not rows:
        is_reached = any(row.start < span[0] < row.end for row in _of(measure, cases))
        return Result(None, 0, is_complete=False, notes=() if is_reached else (NO_VALUE(),))
    notes = () if covered == 1 else (COVERED(share=100 * covered),)
    if value is None:
        none = NO_CASE if covered == 1 else NO_CASE_KNOWN
        return Result(None, 0, is_complete=covered == 1, notes=(none(), *notes), evidence=keys)
    if measure.of.as_ is FeedAs.MEAN:
        return Result(value, used, is_complete=covered == 1, notes=notes, evidence=keys)
    known = value * covered
    return Result(value, used, known, known + 100 * (1 - covered), notes=notes, evidence=keys)


def manual(measure: Measure, span: Span, cases: Cases) -> Result:
    """The figure that was entered last for the span; it needs its person, and what the contract asks to be attached."""
    return _doubted(_manual(measure, span, cases), span, cases)


def _manual(measure: Measure, span: Span, cases: Cases) -> Result:
    rows = [row for row in _rows(measure, span, cases) if row.end <= span[1]]
    if not rows:
        return Result(None, 0, is_complete=False, notes=(NOT_ENTERED(),))
    row = max(rows, key=lambda one: (one.received, one.id))
    value = _value(row)
    lacks = _LACKS[bool(row.person), bool(row.ref) or not measure.evidence]
    notes = tuple(code() for code in (lacks, None if value is not None else NO_CASE) if code)
    complete = not lacks
    return Result(
        value, int(value is not None), is_complete=complete, is_priced=complete, notes=notes, evidence=(ROW(id=row.id),)
    )


def _doubted(result: Result, span: Span, cases: Cases) -> Result:
    """The figure that nobody can vouch for where a value that came after its span began could not be read."""
    rows = sorted(row.id for row in cases.unread if row.received > span[0])
    if not rows:
        return result
    note = UNREAD(rows=tuple(rows[:LISTED]), more=max(0, len(rows) - LISTED))
    return replace(result, is_complete=False, is_priced=False, notes=(*result.notes, note))


def _rows(measure: Measure, span: Span, cases: Cases) -> list[MeasureValue]:
    found = (row for row in _of(measure, cases) if span[0] <= row.start < span[1])
    return sorted(found, key=lambda row: (row.start, row.end, row.id))


def _of(measure: Measure, cases: Cases) -> Iterator[MeasureValue]:
    name = measure.of.feed or measure.id
    return (row for row in cases.values if row.measure == name)


def _ratio(measure: Measure, rows: Sequence[MeasureValue]) -> tuple[Fraction | None, int]:
    pairs = [(row.good, row.total) for row in rows if row.good is not None and row.total is not None]
    total = sum((Fraction(of) for _, of in pairs), Fraction(0))
    good = sum((Fraction(part) for part, _ in pairs), Fraction(0))
    return (100 * good / total if total else None), int(total)


def _mean(measure: Measure, rows: Sequence[MeasureValue]) -> tuple[Fraction | None, int]:
    values = [value for row in rows if (value := _value(row)) is not None]
    return (sum(values, Fraction(0)) / len(values) if values else None), len(values)


def _intervals(measure: Measure, rows: Sequence[MeasureValue]) -> tuple[Fraction | None, int]:
    limit = measure.of.limit
    values = [value for row in rows if (value := _value(row)) is not None]
    if limit is None or not values:
        return None, 0
    good = sum(limit.holds(decimal(value)) for value in values)
    return Fraction(100 * good, len(values)), len(values)


def _value(row: MeasureValue) -> Fraction | None:
    """The row's own value, or its good of total in percent."""
    if row.value is not None:
        return Fraction(row.value)
    if row.good is None or not row.total:
        return None
    return Fraction(100 * row.good) / Fraction(row.total)


_LACKS = {
    (True, True): None,
    (True, False): NO_PROOF,
    (False, True): NO_PERSON,
    (False, False): NO_PERSON_NO_PROOF,
}
"""What is said of a figure by hand: whether it has its person, and the evidence that is asked for."""

_FORMS = {FeedAs.RATIO: _ratio, FeedAs.MEAN: _mean, FeedAs.INTERVALS: _intervals}
