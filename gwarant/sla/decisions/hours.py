"""Of the hours: a pool that is nearly used, and hours that are about to lapse."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from gwarant.sla.availability.figure import decimal
from gwarant.sla.civil import day_of
from gwarant.sla.decisions.codes import LAPSES, POOL_USED
from gwarant.sla.decisions.model import CLIENT, Decision, Ground
from gwarant.sla.hours import Statement

SOON = timedelta(days=45)


def used(ground: Ground) -> Iterator[Decision]:
    """That the last month reached a share of its pool that the contract names: how much was used in all."""
    found = _last(ground)
    if found is not None and found.alerts:
        there, used = found.alerts[-1].available, found.drained - found.returned + found.overage
        share = decimal(Fraction(100 * used, there))
        yield Decision(what=POOL_USED(month=found.month, percent=share, used=used, there=there), by=CLIENT)


def lapsing(ground: Ground) -> Iterator[Decision]:
    """Hours that were left at the period's end and lapse soon; the longest ago granted first."""
    found = _last(ground)
    for lot in found.carried_out if found else ():
        if lot.lapses_at is None or not lot.seconds:
            continue
        day = day_of(lot.lapses_at - 1, ground.zone)
        if ground.today <= day <= ground.today + SOON:
            yield Decision(what=LAPSES(lot=lot.name, length=lot.seconds), by=CLIENT, until=day)


def _last(ground: Ground) -> Statement | None:
    """The statement of the last month that states hours."""
    return next((one.hours for one in reversed(ground.assessment.months) if one.hours), None)
