"""How often, how near to each other: `n` within a rolling time, or in a row."""

from collections.abc import Iterator, Sequence
from datetime import date

from gwarant.sla.civil import add_period
from gwarant.sla.contract.model.money import Condition
from gwarant.sla.contract.values import Period
from gwarant.sla.triggers.model import Hit, Occasion

_UNITS = {
    "day": Period(days=-1),
    "week": Period(days=-7),
    "month": Period(months=-1),
    "quarter": Period(months=-3),
    "year": Period(months=-12),
}


def occasions(condition: Condition, hits: Sequence[Hit]) -> Iterator[Occasion]:
    """Every moment at which the hits were as many, and as near to each other, as the condition says."""
    ordered = sorted(hits, key=lambda hit: (hit.at, hit.day, hit.name))
    yield from _in_a_row(condition, ordered) if condition.in_a_row else _rolling(condition, ordered)


def window_start(day: date, within: int, unit: str) -> date:
    """The day before the first of so many units that end with the day; ."""
    step = _UNITS[unit]
    return add_period(day, Period(step.months * within, step.days * within))


def _rolling(condition: Condition, hits: Sequence[Hit]) -> Iterator[Occasion]:
    oldest = 0
    for number, hit in enumerate(hits):
        near = hits[max(oldest, number + 1 - condition.n) : number + 1]
        if condition.within is not None:
            since = window_start(hit.day, condition.within, condition.unit)
            while hits[oldest].day <= since:
                oldest += 1
            near = [one for one in hits[oldest : number + 1] if since < one.day <= hit.day]
        if len(near) >= condition.n:
            yield Occasion(hit.at, tuple(one.name for one in near[-condition.n :]))


def _in_a_row(condition: Condition, hits: Sequence[Hit]) -> Iterator[Occasion]:
    """Of several hits in one period the first counts."""
    held: dict[int, Hit] = {}
    for hit in hits:
        if hit.position not in held:
            held[hit.position] = hit
            row = [held.get(hit.position - back) for back in reversed(range(condition.n))]
            if all(row):
                yield Occasion(hit.at, tuple(one.name for one in row if one))
