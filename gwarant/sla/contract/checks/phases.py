"""Phases: when they hold, and effects that can be counted with."""

import re
from datetime import date
from functools import partial

from gwarant.sla.contract.checks.calendars import week_of
from gwarant.sla.contract.checks.complaint import known, tried, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.hours_of_service import Phase
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.record import Report
from gwarant.sla.contract.values import percent, time_value

_WORKING_DAYS = re.compile(r"(\d{1,2})wd\s*\.\.\s*(\d{1,2})wd of (\d\d)")
_PATHS = ("calendars.<name>.week", "targets.<class>.<clock>", "availability.<id>.target")
_CHANGES: dict[str, tuple[object, ...]] = {
    "remedies": ("none",),
    "targets": ("report_only", "in_force"),
    "freeze": (True, False),
}


def season_days(text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The (month, day) of the first and last day of a yearly season; ValueError names the notation."""
    first, dots, last = text.partition("..")
    try:
        days = [date.fromisoformat(f"2000-{part.strip()}") for part in (first, last)]
    except ValueError:
        days = []
    if not dots or len(days) != 2:
        raise ValueError(f"{text!r} is not a season; write it as 11-15..12-31")
    return (days[0].month, days[0].day), (days[1].month, days[1].day)


def working_day_season(text: str) -> tuple[int, int, int] | None:
    """The first and last working day and the month of `1wd..4wd of 01`; None for another notation."""
    found = _WORKING_DAYS.fullmatch(text.strip())
    if not found:
        return None
    first, last, month = (int(part) for part in found.groups())
    if not (1 <= first <= last <= 20 and 1 <= month <= 12):
        raise ValueError(f"{text!r} is not a season; write it as 1wd..4wd of 01, with working days from 1 to 20")
    return first, last, month


def phases(contract: Contract, report: Report) -> None:
    """A phase says when it holds and what it changes."""
    for phase in contract.phases:
        path = f"phases.{phase.id}"
        if phase.every:
            tried(report, f"{path}.every", partial(_season, phase.every))
        elif phase.from_ is None or phase.length is None:
            wrong(
                report, path, "a phase has `from` and `length`, or `every`", "from: 2026-12-01, length: P4W", "invalid"
            )
        if phase.calendar:
            known(report, f"{path}.calendar", "calendar", phase.calendar, contract.calendars)
        _effects(contract, phase, path, report)


def _season(text: str) -> object:
    return working_day_season(text) or season_days(text)


def _effects(contract: Contract, phase: Phase, path: str, report: Report) -> None:
    for key in phase.effect:
        section, *rest = key.split(".")
        if section == "calendars" and len(rest) == 2 and rest[1] == "week":
            known(report, f"{path}.effect", "calendar", rest[0], contract.calendars)
            tried(report, f"{path}.effect", partial(week_of, str(phase.effect[key])))
        elif section == "targets" and len(rest) == 2:
            known(report, f"{path}.effect", "class", rest[0], [row.id for row in contract.classes])
            known(report, f"{path}.effect", "clock", rest[1], [row.id for row in contract.clocks])
            _seasonal_target(contract, phase.effect[key], f"{path}.effect", report)
        elif section == "availability" and len(rest) == 2 and rest[1] == "target":
            known(report, f"{path}.effect", "promised availability", rest[0], [row.id for row in contract.availability])
            tried(report, f"{path}.effect", partial(bound_of, phase.effect[key]))
        elif key in _CHANGES:
            _change(key, phase.effect[key], f"{path}.effect.{key}", report)
        else:
            hint = ", ".join(
                (*_CHANGES, "calendars.<name>.week", "targets.<class>.<clock>", "availability.<id>.target")
            )
            wrong(report, f"{path}.effect", f"a phase cannot change {key!r}", hint, "invalid")


def bound_of(value: object) -> Bound:
    """The bound that an effect writes, such as {ge: 99.99}; ValueError names the notation."""
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in ("ge", "gt", "le", "lt"):
        raise ValueError(f"{value!r:.60} is not a target of availability; write {{ge: 99.9}}")
    (word, number), *_ = value.items()
    try:
        share = percent(str(number))
        if not 0 <= share <= 100:
            raise ValueError(f"{number!r:.60} is out of range; a promised percentage lies from 0 to 100")
        return Bound(**{word: share})
    except ArithmeticError:
        raise ValueError(f"{number!r:.60} is not a number; write a percentage such as 99.9") from None


def _change(key: str, value: object, path: str, report: Report) -> None:
    allowed = _CHANGES[key]
    if not any(type(value) is type(one) and value == one for one in allowed):
        words = " or ".join(str(one).lower() for one in allowed)
        wrong(report, path, f"a phase cannot change {key} to {_shown(value)}; write {words}", code="invalid")


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value!r:.60}"


def _seasonal_target(contract: Contract, value: object, path: str, report: Report) -> None:
    if not isinstance(value, list) or len(value) != 2:
        wrong(report, path, "the target of a phase names its time and its calendar", "write it as [30m, calendar]")
        return
    tried(report, path, lambda: time_value(str(value[0])))
    known(report, path, "calendar", str(value[1]), contract.calendars)
