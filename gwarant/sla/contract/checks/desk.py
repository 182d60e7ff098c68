"""Targets and pauses that name classes, clocks and calendars of the contract."""

from gwarant.sla.contract.checks.complaint import known, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Pause
from gwarant.sla.contract.record import Report


def targets(contract: Contract, report: Report) -> None:
    """A target is of a class, for a clock, on a calendar."""
    classes = [row.id for row in contract.classes]
    clocks = [row.id for row in contract.clocks]
    for name, row in contract.targets.items():
        known(report, f"targets.{name}", "class", name, classes)
        for clock, target in row.items():
            path = f"targets.{name}.{clock}"
            known(report, path, "clock", clock, clocks)
            if not target.calendar:
                wrong(report, path, "this target names no calendar", "write it as [4h, calendar]")
            else:
                known(report, path, "calendar", target.calendar, contract.calendars)
    for name, lower in contract.after_workaround.items():
        known(report, f"after_workaround.{name}", "class", name, classes)
        known(report, f"after_workaround.{name}", "class", lower, classes)


def pauses(contract: Contract, report: Report) -> None:
    """A pause stops clocks of the contract."""
    clocks = [row.id for row in contract.clocks]
    for pause in contract.pauses:
        for clock in sorted(Pause.clock_ids(pause.applies)):
            known(report, f"pauses.{pause.id}.applies", "clock", clock, clocks)
