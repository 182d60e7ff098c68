"""Pro rata: so many times the part of the fee that the lost time is of its period."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gwarant.sla.contract.model.money import Remedy
from gwarant.sla.hours.month import Month
from gwarant.sla.remedies.award import Award, falls_in, is_spared, overrun, priced, spared
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.spans import Spans, clip, measure


def prorata(remedy: Remedy, breaches: Sequence[Breach], month: Month) -> Iterator[Award]:
    """An award for each breach with time lost in the month; of a promise judged as a whole in the month of its end."""
    for breach in breaches:
        lost = _lost(remedy, breach, month)
        if lost:
            whole = breach.period or Fraction(month.end - month.start)
            share = 100 * Fraction(remedy.x) * measure(lost) / whole
            yield spared(remedy, breach) if is_spared(remedy, breach) else priced(breach, share, None)


def _lost(remedy: Remedy, breach: Breach, month: Month) -> Spans:
    late = _after(overrun(remedy, breach), remedy.free.seconds)
    if breach.period is not None:
        return late if falls_in(month, breach) else ()
    return clip(late, (month.start, month.end))


def _after(late: Spans, free: int) -> Spans:
    """What is left of the late time when the first so many seconds of it are free."""
    for at, (start, end) in enumerate(late):
        if free < end - start:
            return (start + free, end), *late[at + 1 :]
        free -= end - start
    return ()
