"""What one breach pays under one remedy, before it is combined with others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gwarant.sla.contract.model.money import Remedy
from gwarant.sla.contract.values import Period
from gwarant.sla.facts import Told
from gwarant.sla.hours.month import Month
from gwarant.sla.money import Exact
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.codes import BOTH, NEITHER, SPARED
from gwarant.sla.spans import Spans, clip, measure

HOUR = 3600
WHOLE = "whole"  # of an availability all its downtime; an outage by itself is whole by nature
ELAPSED = ("elapsed", "calendar_days", WHOLE)


@dataclass(frozen=True, kw_only=True)
class Award:
    """So many percent of the base, or an amount; neither where the contract names neither.

    `count` are the paid units or steps, `units` the moments at which units start; `granted` is what is given in kind.
    """

    breach: Breach
    pct: Fraction | None = None
    amount: Fraction | None = None
    count: int = 1
    units: tuple[int, ...] = ()
    granted: Period | None = None
    note: Told | None = None


Kind = Callable[[Remedy, Sequence[Breach], Month], Iterable[Award]]


def priced(breach: Breach, pct: Exact | None, amount: Exact | None, note: Told | None = None) -> Award:
    """An award of a percentage, or of an amount where no percentage is named."""
    if pct is not None:
        both = BOTH() if amount is not None else None
        return Award(breach=breach, pct=Fraction(pct), note=note or both)
    if amount is not None:
        return Award(breach=breach, amount=Fraction(amount), note=note)
    return Award(breach=breach, note=note or NEITHER())


def nothing(breach: Breach, note: Told) -> Award:
    """An award of no money, with the reason."""
    return Award(breach=breach, amount=Fraction(0), count=0, note=note)


def times(remedy: Remedy, breach: Breach, count: int, units: tuple[int, ...] = ()) -> Award:
    """The remedy's percentage or amount so many times."""
    pct = None if remedy.pct is None else remedy.pct * count
    amount = None if remedy.amount is None else remedy.amount * count
    award = priced(breach, pct, amount)
    return Award(breach=breach, pct=award.pct, amount=award.amount, count=count, units=units, note=award.note)


def falls_in(month: Month, breach: Breach) -> bool:
    """Whether the breach belongs to the month."""
    return month.start <= breach.at < month.end


def overrun(remedy: Remedy, breach: Breach) -> Spans:
    """The late time as the remedy counts it, from the moment from which it counts."""
    in_real_time = remedy.count_on in ELAPSED and not (remedy.count_on == WHOLE and breach.outage)
    late = breach.elapsed if in_real_time else breach.overrun
    if remedy.starts != "next_hour" or not late:
        return late
    return clip(late, (_next_hour(breach), late[-1][1]))


def is_spared(remedy: Remedy, breach: Breach) -> bool:
    """Whether the overrun is so short that it pays nothing."""
    limit = remedy.pay_after.seconds
    return limit > 0 and measure(overrun(remedy, breach)) <= limit


def spared(remedy: Remedy, breach: Breach) -> Award:
    """The award of an overrun that is too short to pay."""
    return nothing(breach, SPARED(length=str(remedy.pay_after)))


def _next_hour(breach: Breach) -> int:
    """The full hour after the one in which the breach fell; zones of half an hour have their own."""
    return breach.at - (breach.at + breach.offset) % HOUR + HOUR
