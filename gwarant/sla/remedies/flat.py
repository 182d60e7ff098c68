"""Flat: a breach pays one sum."""

from collections.abc import Iterator, Sequence

from gwarant.sla.contract.model.money import Remedy
from gwarant.sla.hours.month import Month
from gwarant.sla.remedies.award import Award, falls_in, is_spared, priced, spared
from gwarant.sla.remedies.breach import Breach


def flat(remedy: Remedy, breaches: Sequence[Breach], month: Month) -> Iterator[Award]:
    """An award for each breach of the month; one that is late by no more than `pay_after` pays nothing."""
    return (_award(remedy, breach) for breach in breaches if falls_in(month, breach))


def _award(remedy: Remedy, breach: Breach) -> Award:
    return spared(remedy, breach) if is_spared(remedy, breach) else priced(breach, remedy.pct, remedy.amount)
