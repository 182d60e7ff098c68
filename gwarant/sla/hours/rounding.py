"""From real time to charged time: the whole entry is rounded once, and the charged seconds are then dealt out."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor

from gwarant.sla.contract.model.money import HoursRounding, Toward

TRAVEL = "travel"


def charged_seconds(real: int, work: str, rule: HoursRounding) -> int:
    """What an entry of so many real seconds is charged; travel has its own unit and no least charge."""
    if work == TRAVEL and rule.travel is not None:
        return whole_units(real, rule.travel.unit.seconds, rule.travel.mode) * (rule.travel.unit.seconds or 1)
    return max(rule.min.seconds, whole_units(real, rule.unit.seconds, rule.mode) * (rule.unit.seconds or 1))


def whole_units(length: int, unit: int, mode: Toward) -> int:
    """How many units the length makes: each started, each full, or the nearest (a half counts); no unit is a second."""
    unit = unit or 1
    halves = {Toward.UP: 2 * unit - 2, Toward.DOWN: 0, Toward.NEAREST: unit}[mode]
    return (2 * length + halves) // (2 * unit)


def dealt(total: int, weights: Sequence[int]) -> list[int]:
    """The total in whole seconds in proportion to the weights; the parts always sum to it."""
    whole = sum(weights)
    marks = [0, *accumulate(weights)]
    return [total * after // whole - total * before // whole for before, after in pairwise(marks)]


def floored_steps(exact: Sequence[Fraction]) -> list[int]:
    """Whole seconds for exact ones, so that any run from the first differs from its exact sum by less than one."""
    marks = [Fraction(0), *accumulate(exact)]
    return [floor(after) - floor(before) for before, after in pairwise(marks)]
