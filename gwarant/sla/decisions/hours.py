"""Of the hours: a pool that is nearly used, and hours that are about to lapse."""

from collections.abc import Iterator
from datetime import timedelta

from gwarant.sla.civil import day_of
from gwarant.sla.decisions.codes import LAPSES, POOL_USED
from gwarant.sla.decisions.model import CLIENT, Decision, Ground
from gwarant.sla.hours import Statement

SOON = timedelta(days=45)


def used(ground: Ground) -> Iterator[Decision]:
    """The highest share of the last month's pool that was reached of those that the contract names."""
    found = _last(ground)
    if found is not None and found.alerts:
        one = found.alerts[-1]
        told = POOL_USED(month=found.month, percent=one.percent, used=one.used, there=one.available)
        yield Decision(what=told, by=CLIENT)


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
