"""Each test of a condition by its word: from the history to the hits, and on to the occasions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction

from gwarant.sla.civil import day_of, midnight
from gwarant.sla.contract.checks.triggers import test_of
from gwarant.sla.contract.model.money import Condition
from gwarant.sla.contract.values import Seconds
from gwarant.sla.facts import Told
from gwarant.sla.spans import clip, measure
from gwarant.sla.triggers.codes import OUTAGE
from gwarant.sla.triggers.model import Down, History, Hit, Late, Mark, Occasion
from gwarant.sla.triggers.windows import occasions, window_start

MS = 1000
Test = Callable[[Condition, History], Iterator[Hit]]


def occasions_of(condition: Condition, history: History) -> list[Occasion]:
    """Every moment at which the condition came true, in order; KeyError for a condition that states no known test."""
    name = test_of(condition)[0]
    if name == "any":
        found = [one for inner in condition.any for one in occasions_of(inner, history)]
    elif name == "all":
        found = list(_all([occasions_of(inner, history) for inner in condition.all]))
    elif name == "downtime_over" and condition.within is not None:
        found = list(_stretches(condition, history))
    else:
        found = list(occasions(condition, list(TESTS[name](condition, history))))
    return sorted(dict.fromkeys(found), key=lambda one: (one.at, one.because))


def _all(parts: list[list[Occasion]]) -> Iterator[Occasion]:
    """Whenever one comes true and the others have: each is told by its latest."""
    for at in sorted({one.at for part in parts for one in part}):
        latest = [[one for one in part if one.at <= at][-1:] for part in parts]
        if all(latest):
            yield Occasion(at, tuple(name for part in latest for one in part for name in one.because))


def _miss(condition: Condition, history: History) -> Iterator[Hit]:
    """Broken periods of a promise or measure, broken slots of a duty, breaches of a clock."""
    for mark in history.marks.get(condition.miss, ()):
        if mark.is_broken:
            yield _hit(mark)
    for late in _of_class(condition.miss, condition, history):
        yield _moment(late.name, late.due_at, late.due_at, history)


def _figures(condition: Condition, history: History) -> Iterator[tuple[Mark, Fraction]]:
    """The figure of each period, or the mean of the last `average` periods once there are so many in a row."""
    marks = [one for one in history.marks.get(condition.of, ()) if one.value is not None]
    for number, mark in enumerate(marks):
        part = marks[max(0, number - condition.average + 1) : number + 1]
        if len(part) == condition.average and part[0].position == mark.position - condition.average + 1:
            yield mark, sum((one.value or Fraction(0) for one in part), Fraction(0)) / condition.average


def _below(condition: Condition, history: History) -> Iterator[Hit]:
    return (_hit(mark) for mark, value in _figures(condition, history) if value < Fraction(condition.below or 0))


def _above(condition: Condition, history: History) -> Iterator[Hit]:
    return (_hit(mark) for mark, value in _figures(condition, history) if value > Fraction(condition.above or 0))


def _downtime_over(condition: Condition, history: History) -> Iterator[Hit]:
    limit = _ms(condition.downtime_over)
    return (_hit(mark) for mark in history.marks.get(condition.of, ()) if mark.down_ms > limit)


def _stretches(condition: Condition, history: History) -> Iterator[Occasion]:
    """More down time than the limit in the days of `within` that end with an outage: no other stretch holds more."""
    downs, limit = history.outages.get(condition.of, ()), _ms(condition.downtime_over)
    oldest = 0
    for number, down in enumerate(downs):
        at = down.spans[-1][1]
        day = day_of((at - 1) // MS, history.zone)
        since = window_start(day, condition.within or 0, condition.unit)
        start = midnight(since + timedelta(days=1), history.zone) * MS
        while downs[oldest].spans[-1][1] <= start:
            oldest += 1
        inside = [one for one in downs[oldest : number + 1] if clip(one.spans, (start, at))]
        if sum(measure(clip(one.spans, (start, at))) for one in inside) > limit:
            yield Occasion(-(-at // MS), tuple(_name(one) for one in inside))


def _outage_over(condition: Condition, history: History) -> Iterator[Hit]:
    limit = _ms(condition.outage_over)
    for down in history.outages.get(condition.of, ()):
        if down.length > limit:
            yield _moment(_name(down), down.spans[0][0] // MS, -(-down.spans[-1][1] // MS), history)


def _late_over(condition: Condition, history: History) -> Iterator[Hit]:
    limit = condition.late_over.seconds if condition.late_over else 0
    for late in _of_class(condition.of, condition, history):
        if late.seconds > limit:
            yield _moment(late.name, late.due_at, late.due_at + limit, history)


def _at_cap(condition: Condition, history: History) -> Iterator[Hit]:
    return (_hit(mark) for mark in history.capped.get(condition.at_cap, ()) if mark.is_broken)


def _of_class(clock: str, condition: Condition, history: History) -> Iterator[Late]:
    return (one for one in history.late.get(clock, ()) if not condition.class_ or one.class_ in condition.class_)


def _ms(length: Seconds | None) -> int:
    return length.seconds * MS if length else 0


def _name(down: Down) -> Told:
    return OUTAGE(start=down.spans[0][0] // MS)


def _hit(mark: Mark) -> Hit:
    return Hit(mark.name, mark.position, mark.day, mark.at)


def _moment(name: Told, start: int, at: int, history: History) -> Hit:
    """A hit of a single moment; in a row it stands for its calendar month."""
    day = day_of(start, history.zone)
    return Hit(name, day.year * 12 + day.month, day, at)


TESTS: dict[str, Test] = {
    "miss": _miss,
    "below": _below,
    "above": _above,
    "downtime_over": _downtime_over,
    "outage_over": _outage_over,
    "late_over": _late_over,
    "at_cap": _at_cap,
}
