"""Targets and pauses that name classes, clocks and calendars of the contract."""

from gwarant.sla.contract.checks.complaint import known, unread, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Pause, Target
from gwarant.sla.contract.record import Report, is_open


def targets(contract: Contract, report: Report) -> None:
    """A target is of a class, for a clock, on a calendar."""
    _targets(contract, "targets", contract.targets, report)
    for service in contract.services:
        _targets(contract, f"services.{service.id}.targets", service.targets, report)
    classes = [row.id for row in contract.classes]
    for name, lower in contract.after_workaround.items():
        known(report, f"after_workaround.{name}", "class", name, classes)
        known(report, f"after_workaround.{name}", "class", lower, classes)


def _targets(contract: Contract, section: str, rows: dict[str, dict[str, Target]], report: Report) -> None:
    classes, clocks = ([row.id for row in group] for group in (contract.classes, contract.clocks))
    for name, row in rows.items():
        known(report, f"{section}.{name}", "class", name, classes)
        for clock, target in row.items():
            known(report, f"{section}.{name}.{clock}", "clock", clock, clocks)
            _target(contract, target, f"{section}.{name}.{clock}", report)


def _target(contract: Contract, target: Target, path: str, report: Report) -> None:
    is_left = is_open(report.places, f"{path}.value")  # the order form says where it counts, too
    if not target.calendar and not is_left:
        names = ", ".join(contract.calendars)
        length = "4h" if unread(report, f"{path}.value") else target.value
        mend = f"write it as [{length}, {next(iter(contract.calendars), 'calendar')}]"
        wrong(report, path, "this target names no calendar", mend + (f"; known here: {names}" if names else ""))
    elif target.calendar:
        known(report, path, "calendar", target.calendar, contract.calendars)
    if target.outside:
        known(report, f"{path}.outside.hours", "calendar", target.outside.hours, contract.calendars)
        known(
            report,
            f"{path}.outside.calendar",
            "calendar",
            target.outside.calendar or target.calendar,
            contract.calendars,
        )


def agreements(contract: Contract, report: Report) -> None:
    """An agreement behind this one names services of the contract."""
    services = [row.id for row in contract.services]
    for row in contract.agreements:
        for at, name in enumerate(row.services):
            known(report, f"agreements.{row.id}.services.{at}", "service", name, services)


def pauses(contract: Contract, report: Report) -> None:
    """A pause stops clocks of the contract."""
    clocks = [row.id for row in contract.clocks]
    for pause in contract.pauses:
        for clock in sorted(Pause.clock_ids(pause.applies)):
            known(report, f"pauses.{pause.id}.applies", "clock", clock, clocks)
