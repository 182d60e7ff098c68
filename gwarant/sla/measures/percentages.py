"""A promised availability as a measure: to average it, or to hold it against a second target."""

from fractions import Fraction

from gwarant.sla.availability.codes import UNREAD
from gwarant.sla.contract.model.promises import Measure
from gwarant.sla.measures.codes import NO_CASE, ROW
from gwarant.sla.measures.model import Cases, Result
from gwarant.sla.spans import Span


def availability(measure: Measure, span: Span, cases: Cases) -> Result:
    """The percentage of the span between its bounds; a look that nobody can read may have seen any of it down."""
    if cases.figure is None:
        return Result(None, 0, is_complete=False)
    figure = cases.figure(measure.of.availability, span)
    if not figure.downtime.of:
        return Result(None, 0, is_complete=True, notes=(NO_CASE(),))
    if figure.point is None or figure.downtime.unknown == figure.downtime.of:
        return Result(None, 0, figure.lower, figure.upper, is_complete=False, notes=figure.notes)
    unread = tuple(note for note in figure.notes if UNREAD.is_of(note))
    return Result(
        *(figure.point, figure.evidence.rows, Fraction(0) if unread else figure.lower, figure.upper),
        notes=unread,
        evidence=tuple(ROW(id=row) for one in figure.outages for row in one.evidence[:1]),
    )
