"""Every n: so many breaches within a rolling time pay once, in the month of the n-th."""

from collections.abc import Iterator, Sequence

from gwarant.sla.civil import add_period
from gwarant.sla.contract.model.money import Remedy
from gwarant.sla.contract.values import Period
from gwarant.sla.hours.month import Month
from gwarant.sla.remedies.award import Award, falls_in, is_spared, times
from gwarant.sla.remedies.breach import Breach


def every_n(remedy: Remedy, breaches: Sequence[Breach], month: Month) -> Iterator[Award]:
    """An award for each breach of the month that completes a run; ValueError for a remedy without `n`."""
    if not remedy.n or remedy.n < 1:
        raise ValueError(f"remedy {remedy.id} pays once for every n breaches and must name them, such as n: 10")
    counted = (breach for breach in breaches if not is_spared(remedy, breach))
    return (times(remedy, one, 1) for one in _completing(counted, remedy.n, remedy.within) if falls_in(month, one))


def _completing(breaches: Iterator[Breach], n: int, within: Period | None) -> Iterator[Breach]:
    """The breaches that complete a run of n; each breach counts in one run only."""
    run: list[Breach] = []
    for breach in breaches:
        run = [one for one in run if within is None or add_period(one.fell_on, within) > breach.fell_on]
        run.append(breach)
        if len(run) == n:
            yield breach
            run = []
