"""Promised availability that can be measured: its service, its calendar, its probes, its maintenance."""

from gwarant.sla.calendar.monthly import recurring
from gwarant.sla.contract.checks.bounds import PERCENT, number
from gwarant.sla.contract.checks.complaint import known, tried, unread, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Availability, Maintenance
from gwarant.sla.contract.record import Report
from gwarant.sla.contract.values import NthWeekday, WorkingDays


def promises(contract: Contract, report: Report) -> None:
    """Every promised availability can be measured."""
    services = [row.id for row in contract.services]
    for promise in contract.availability:
        path = f"availability.{promise.id}"
        known(report, f"{path}.service", "service", promise.service, services)
        if promise.over:
            known(report, f"{path}.over", "calendar", promise.over, contract.calendars)
        if promise.maintenance:
            _maintenance(contract, promise.maintenance, f"{path}.maintenance", report)
        _figures(promise, path, report)


def _figures(promise: Availability, path: str, report: Report) -> None:
    word = next(word for word in ("ge", "gt", "le", "lt") if getattr(promise.target, word) is not None)
    number(report, f"{path}.target.{word}", promise.target.number, PERCENT)
    if promise.probe.down_when > promise.probe.locations:
        message = f"{promise.probe.down_when} places must agree, and only {promise.probe.locations} look"
        wrong(report, f"{path}.probe.down_when", message, code="invalid")


def _maintenance(contract: Contract, terms: Maintenance, path: str, report: Report) -> None:
    if terms.window:
        tried(report, f"{path}.window", lambda: recurring(terms.window, contract.defaults.timezone))
    for at, name in enumerate(terms.freeze):
        known(report, f"{path}.freeze.{at}", "phase", name, [row.id for row in contract.phases])
    is_counted = isinstance(terms.notice, (WorkingDays, NthWeekday))
    if is_counted and not contract.calendars and not unread(report, "calendars"):
        message = f"{terms.notice} are counted on a calendar, and the contract has none; write hours or name a calendar"
        wrong(report, f"{path}.notice", message, "notice: 48h", "invalid")
