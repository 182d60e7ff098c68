"""Per unit: each unit of lateness pays, in the month in which the unit starts."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from gwarant.sla.civil import day_of, midnight
from gwarant.sla.contract.model.money import Remedy, Toward
from gwarant.sla.contract.values import DAY
from gwarant.sla.hours.month import Month
from gwarant.sla.hours.rounding import whole_units
from gwarant.sla.remedies.award import Award, falls_in, is_spared, overrun, times
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.spans import Spans, measure

DAYS = ("calendar_days", "working_days")


def per_unit(remedy: Remedy, breaches: Sequence[Breach], month: Month) -> Iterator[Award]:
    """An award for each breach with paid units that start in the month."""
    for breach in breaches:
        units = units_in(remedy, breach, month)
        if units:
            yield times(remedy, breach, len(units), units)


def units_in(remedy: Remedy, breach: Breach, month: Month) -> tuple[int, ...]:
    """The starts of the paid units of the month: of a promise that is judged as a whole all of them, or none."""
    starts = unit_starts(remedy, breach, month.zone)
    if breach.period is not None:
        return starts if falls_in(month, breach) else ()
    return starts[bisect_left(starts, month.start) : bisect_left(starts, month.end)]


@lru_cache(maxsize=4096)
def unit_starts(remedy: Remedy, breach: Breach, zone: str = "UTC") -> tuple[int, ...]:
    """The moments at which the paid units of the whole overrun start; days are the zone's.

    ValueError for a remedy without a unit, or with days that are none.
    """
    unit = remedy.unit.seconds if remedy.unit else 0
    if unit <= 0:
        raise ValueError(f"remedy {remedy.id} is paid per unit and must name one, such as 60m")
    late = overrun(remedy, breach)
    if is_spared(remedy, breach):
        return ()
    if remedy.count_on in DAYS:
        return _days(remedy, late, zone)
    free = remedy.free.seconds
    count = whole_units(max(0, measure(late) - free), unit, remedy.round)
    return _moments(late, [free + unit * at for at in range(count)])


def _days(remedy: Remedy, late: Spans, zone: str) -> tuple[int, ...]:
    """Of the local dates that the late time touches, however long each is, those with which a paid unit starts."""
    unit, odd = divmod(remedy.unit.seconds if remedy.unit else 0, DAY)
    if odd:
        raise ValueError(f"remedy {remedy.id} counts {remedy.count_on} and must name whole days, such as 1d")
    found = _dates(late, zone)[remedy.free.seconds // DAY :]
    counted = found if remedy.round is not Toward.DOWN else found[:-1]
    return tuple(counted[::unit][: whole_units(len(counted), unit, remedy.round)])


def _dates(late: Spans, zone: str) -> list[int]:
    """Of each date that the late time touches the moment from which it was late."""
    found: dict[date, int] = {}
    for start, end in late:
        at = start
        while at < end:
            day = day_of(at, zone)
            found.setdefault(day, at)
            at = midnight(day + timedelta(days=1), zone)
    return list(found.values())


def _moments(late: Spans, lengths: Sequence[int]) -> tuple[int, ...]:
    """The moments at which so much of the late time has passed; the lengths rise and are shorter than all of it."""
    moments: list[int] = []
    passed = 0
    for start, end in late:
        inside = bisect_left(lengths, passed + end - start)
        moments += (start + length - passed for length in lengths[len(moments) : inside])
        passed += end - start
    return tuple(moments)
