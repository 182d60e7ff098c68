"""Per step: each step by which a figure misses its target pays."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from gwarant.sla.contract.model.money import Remedy, Toward
from gwarant.sla.hours.month import Month
from gwarant.sla.remedies.award import Award, falls_in, nothing, times
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.codes import LESS_THAN_A_STEP, NO_FIGURE


def per_step(remedy: Remedy, breaches: Sequence[Breach], month: Month) -> Iterator[Award]:
    """An award for each figure of the month; ValueError for a remedy without a step."""
    if not remedy.step:
        raise ValueError(f"remedy {remedy.id} is paid per step and must name one, such as 0.1")
    return (_award(remedy, breach, Fraction(remedy.step)) for breach in breaches if falls_in(month, breach))


def _award(remedy: Remedy, breach: Breach, step: Fraction) -> Award:
    if breach.shortfall is None:
        return nothing(breach, NO_FIGURE())
    count = _whole(breach.shortfall / step, remedy.round)
    return times(remedy, breach, count) if count else nothing(breach, LESS_THAN_A_STEP())


def _whole(steps: Fraction, mode: Toward) -> int:
    """Each started step, each full one, or the nearest (a half counts)."""
    return {Toward.UP: ceil(steps), Toward.DOWN: floor(steps), Toward.NEAREST: floor(steps + Fraction(1, 2))}[mode]
