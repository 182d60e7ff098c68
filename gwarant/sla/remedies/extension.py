"""Extension: no money; each unit of lateness extends the service."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gwarant.sla.contract.model.money import Remedy
from gwarant.sla.contract.values import Period
from gwarant.sla.hours.month import Month
from gwarant.sla.remedies.award import Award
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.per_unit import units_in


def extension(remedy: Remedy, breaches: Sequence[Breach], month: Month) -> Iterator[Award]:
    """An award in kind for each breach with units that start in the month; ValueError without a unit or a grant."""
    if remedy.grants is None:
        raise ValueError(f"remedy {remedy.id} extends the service and must say by what, such as P1D")
    for breach in breaches:
        units = units_in(remedy, breach, month)
        if units:
            granted = multiplied(remedy.grants, len(units))
            yield Award(breach=breach, amount=Fraction(0), count=len(units), units=units, granted=granted)


def multiplied(period: Period, count: int) -> Period:
    """So many of the period."""
    return Period(months=period.months * count, days=period.days * count)
