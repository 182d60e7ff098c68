"""How many months of a period reached a cap of the remedies."""

from fractions import Fraction

from gwarant.sla.contract.model.promises import Measure
from gwarant.sla.measures.codes import MONTH, NO_MONEY
from gwarant.sla.measures.model import Cases, Result
from gwarant.sla.spans import Span


def at_cap(measure: Measure, span: Span, cases: Cases) -> Result:
    """The count of such months; undetermined while what they cost is not known."""
    months = cases.capped(measure.of.cap, span) if cases.capped else None
    if months is None:
        return Result(None, 0, is_complete=False, notes=(NO_MONEY(),))
    return Result(Fraction(len(months)), len(months), evidence=tuple(MONTH(month=one) for one in months))
