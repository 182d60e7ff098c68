"""Calendars that open: weeks, zones, holidays and dated days that can be read."""

from datetime import date
from functools import partial

from gwarant.sla.calendar import Week, seconds_of_day, statutory, windows_of, zone
from gwarant.sla.contract.checks.bounds import counted_day
from gwarant.sla.contract.checks.complaint import tried
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.hours_of_service import CalendarTerms
from gwarant.sla.contract.record import Report


def calendars(contract: Contract, report: Report) -> None:
    """Every calendar can be read and is open at some time."""
    for name, terms in contract.calendars.items():
        path = f"calendars.{name}"
        tried(report, f"{path}.week", partial(_opening, contract, name, terms))
        if terms.timezone:
            tried(report, f"{path}.timezone", partial(zone, terms.timezone))
        if terms.holidays != "none":
            tried(report, f"{path}.holidays", partial(statutory, terms.holidays, 2026))
        _exceptions(terms, path, report)


def _exceptions(terms: CalendarTerms, path: str, report: Report) -> None:
    for day, hours in terms.exceptions.items():
        inner = f"{path}.exceptions.{day}"
        tried(report, inner, lambda inner=inner, day=day: counted_day(report, inner, date.fromisoformat(day)))  # type: ignore[misc]
        if hours != "closed":
            tried(report, inner, partial(windows_of, hours))
    if terms.shoulder:
        for key, text in (("from", terms.shoulder.from_), ("to", terms.shoulder.to)):
            tried(report, f"{path}.shoulder.{key}", partial(seconds_of_day, text))


def week_of(text: str) -> Week:
    """The week that is written so; ValueError when no hours are written and it does not say that it is closed."""
    week = Week.parse(text)
    if not week and text.strip() != "closed":
        raise ValueError(f"{text!r} names no hours; write them as Mon-Fri 08:00-16:00, 24/7 or closed")
    return week


def _opening(contract: Contract, name: str, terms: CalendarTerms) -> None:
    dated = any(hours != "closed" for hours in terms.exceptions.values())
    seasons = any(f"calendars.{name}.week" in phase.effect for phase in contract.phases)
    if not week_of(terms.week) and not dated and not seasons:
        raise ValueError(f"the calendar {name!r} is never open, so no time on it runs out; give it hours")
