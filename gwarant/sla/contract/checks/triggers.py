"""Triggers whose conditions can be judged: one kind of test each, of promises that are there."""

from collections.abc import Iterator

from gwarant.sla.contract.checks.complaint import known, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Condition
from gwarant.sla.contract.record import Report

TESTS = ("any", "all", "miss", "below", "above", "downtime_over", "outage_over", "late_over", "at_cap")
_OF_AVAILABILITY = ("downtime_over", "outage_over")
_CENTURY = {"day": 36500, "week": 5200, "month": 1200, "quarter": 400, "year": 100}
_OF_FIGURES = ("below", "above")


def test_of(condition: Condition) -> tuple[str, ...]:
    """The names of the tests that the condition states; a usable one states exactly one."""
    return tuple(name for name in TESTS if getattr(condition, name) not in (None, "", ()))


def triggers(contract: Contract, report: Report) -> None:
    """Every condition states one test and looks at something that the contract promises."""
    for row in contract.triggers:
        for path, condition in _every(row.if_, f"triggers.{row.id}.if"):
            _condition(contract, condition, path, report)


def _every(condition: Condition, path: str) -> Iterator[tuple[str, Condition]]:
    yield path, condition
    for key in ("any", "all"):
        for at, inner in enumerate(getattr(condition, key)):
            yield from _every(inner, f"{path}.{key}.{at}")


def _condition(contract: Contract, condition: Condition, path: str, report: Report) -> None:
    stated = test_of(condition)
    if len(stated) != 1:
        found = " and ".join(stated) if stated else "none"
        mend = f"one of {', '.join(TESTS)}"
        wrong(report, path, f"a condition states exactly one test, and this one states {found}", mend, "invalid")
        return
    most = _CENTURY[condition.unit]
    if condition.within is not None and condition.within > most:
        message = f"{condition.within} is too long; it must be 100 years at most, {most} with unit: {condition.unit}"
        wrong(report, f"{path}.within", message, code="invalid")
    up, clocks = ([row.id for row in rows] for rows in (contract.availability, contract.clocks))
    figures = [*up, *(row.id for row in contract.measures)]
    if condition.miss:
        promises = [*figures, *(row.id for row in contract.duties), *clocks]
        known(report, f"{path}.miss", "promise, measure, duty or clock", condition.miss, promises)
    elif stated[0] in _OF_AVAILABILITY:
        known(report, f"{path}.of", "promised availability", condition.of, up)
    elif stated[0] in _OF_FIGURES:
        known(report, f"{path}.of", "promised availability or measure", condition.of, figures)
    elif condition.late_over:
        known(report, f"{path}.of", "clock", condition.of, clocks)
    for name in condition.class_:
        known(report, f"{path}.class", "class", name, [row.id for row in contract.classes])
