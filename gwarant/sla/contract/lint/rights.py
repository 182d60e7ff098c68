"""Rights: they can arise, and only after a breach."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.model.money import Condition
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.problem import Severity

_UNITS = {
    "day": 1,
    "week": 7,
    "month": 30,
    "quarter": 90,
    "year": 360,
}  # twelve months of thirty days: periods to count by
_PERIODS = {
    PeriodKind.CALENDAR_MONTH: 30,
    PeriodKind.CALENDAR_QUARTER: 90,
    PeriodKind.CALENDAR_YEAR: 360,
    PeriodKind.CONTRACT_YEAR: 360,
}


def conditions(case: Case) -> Iterator[tuple[str, Condition]]:
    """Every condition of every right, inner ones too, with its path."""
    for row in case.contract.triggers:
        yield from _every(row.if_, f"triggers.{row.id}.if")


def unreachable(case: Case) -> Iterator[Finding]:
    """More breaches are asked for than there are periods in which they could happen."""
    for path, one in conditions(case):
        length = _period(case, one)
        if length is None or one.within is None:
            continue
        room = max(1, one.within * _UNITS[one.unit] // length)
        if one.n > room:
            times = "once" if room == 1 else f"{room} times"
            span = f"{one.within} {one.unit}{'s' if one.within != 1 else ''}"
            reason = f"it must happen {one.n} times within {span}, and can happen {times} at the most"
            yield Finding(path, reason, "lower `n` or lengthen `within`")


def without_breach(case: Case) -> Iterator[Finding]:
    """A right that arises while the promise is kept."""
    bounds = {row.id: row.target for row in case.contract.measures if row.target}
    bounds |= {row.id: row.target for row in case.contract.availability}
    for path, one in conditions(case):
        target = bounds.get(one.of)
        if target is None:
            continue
        is_least = target.ge is not None or target.gt is not None
        kept_below = one.below is not None and is_least and one.below > target.number
        kept_above = one.above is not None and not is_least and one.above < target.number
        if kept_below or kept_above:
            at = f"below {one.below}" if kept_below else f"above {one.above}"
            reason = f"the right arises {at}, where the promise of {target.number} is not broken yet"
            yield Finding(path, reason, f"let the right begin at {target.number} or beyond")


def without_term(case: Case) -> Iterator[Finding]:
    """A right to end the contract, and no time until which it may be used."""
    for row in case.contract.triggers:
        if row.right == "terminate" and row.use_within is None:
            reason = (
                "nothing says until when this right may be used, so an old breach could end the contract years later"
            )
            yield Finding(f"triggers.{row.id}", reason, "use_within: P60D", Severity.NOTE)


def _every(condition: Condition, path: str) -> Iterator[tuple[str, Condition]]:
    yield path, condition
    for key in ("any", "all"):
        for at, inner in enumerate(getattr(condition, key)):
            yield from _every(inner, f"{path}.{key}.{at}")


def _period(case: Case, one: Condition) -> int | None:
    """The days of the period whose figure the condition looks at; None for what may happen more often."""
    if one.at_cap:
        return _PERIODS[PeriodKind.CALENDAR_MONTH if one.at_cap == "month" else PeriodKind.CONTRACT_YEAR]
    if not (one.miss or one.below is not None or one.above is not None):
        return None
    kinds = {row.id: row.per for row in case.contract.measures}
    kinds |= {row.id: row.period for row in case.contract.availability}
    kind = kinds.get(one.miss or one.of)
    return _PERIODS[kind] if kind else None
