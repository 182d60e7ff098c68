"""What one breach pays under one remedy, before it is combined with others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gwarant.sla.contract.model.money import Remedy
from gwarant.sla.hours.month import Month
from gwarant.sla.money import Exact
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.spans import Spans, measure


@dataclass(frozen=True, kw_only=True)
class Award:
    """So many percent of the base, or an amount; neither where the contract names neither.

    `units` are the moments at which the paid units start; `grants` is what is given in kind, in words.
    """

    breach: Breach
    pct: Fraction | None = None
    amount: Fraction | None = None
    units: tuple[int, ...] = ()
    grants: str = ""
    note: str = ""


Kind = Callable[[Remedy, Sequence[Breach], Month], Iterable[Award]]


def priced(breach: Breach, pct: Exact | None, amount: Exact | None, note: str = "") -> Award:
    """An award of a percentage, or of an amount where no percentage is named."""
    if pct is not None:
        both = "both a percentage and an amount are named; the percentage was taken" if amount is not None else ""
        return Award(breach=breach, pct=Fraction(pct), note=note or both)
    if amount is not None:
        return Award(breach=breach, amount=Fraction(amount), note=note)
    return Award(breach=breach, note=note or "neither a percentage nor an amount is named")


def nothing(breach: Breach, note: str) -> Award:
    """An award of no money, with the reason."""
    return Award(breach=breach, amount=Fraction(0), note=note)


def falls_in(month: Month, breach: Breach) -> bool:
    """Whether the breach belongs to the month."""
    return month.start <= breach.at < month.end


def overrun(remedy: Remedy, breach: Breach) -> Spans:
    """The late time as the remedy counts it."""
    return breach.elapsed if remedy.count_on == "elapsed" else breach.overrun


def is_spared(remedy: Remedy, breach: Breach) -> bool:
    """Whether the overrun is so short that it pays nothing."""
    limit = remedy.pay_after.seconds
    return limit > 0 and measure(overrun(remedy, breach)) <= limit
