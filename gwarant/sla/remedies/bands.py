"""Bands: the measured value lies in a stretch, and the stretch has its price."""

from collections.abc import Iterator, Sequence

from gwarant.sla.contract.model.money import Remedy
from gwarant.sla.hours.month import Month
from gwarant.sla.money import shown
from gwarant.sla.remedies.award import Award, falls_in, nothing, priced
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.codes import NO_BAND, NO_FIGURE, NO_SHORTFALL, SEVERAL_BANDS

SHORTFALL = "shortfall"


def bands(remedy: Remedy, breaches: Sequence[Breach], month: Month) -> Iterator[Award]:
    """An award for each value measured in the month; no band pays nothing, of several the first that is written."""
    return (_award(remedy, breach) for breach in breaches if falls_in(month, breach))


def _award(remedy: Remedy, breach: Breach) -> Award:
    value = breach.value if breach.shortfall is None or remedy.bands_on != SHORTFALL else shown(breach.shortfall)
    if value is None:
        return nothing(breach, NO_FIGURE())
    if remedy.bands_on == SHORTFALL and breach.target is None:
        return nothing(breach, NO_SHORTFALL())
    held = [band for band in remedy.bands if band.holds(value)]
    if not held:
        return nothing(breach, NO_BAND(value=value))
    several = SEVERAL_BANDS(bands=len(held), value=value) if len(held) > 1 else None
    return priced(breach, held[0].pct, held[0].amount, several)
