"""Promises that nobody could call in: no channel, no target."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding, is_around_the_clock
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.values import NthWeekday, WorkingDays
from gwarant.sla.problem import Severity


def no_intake(case: Case) -> Iterator[Finding]:
    """Targets, and no channel that may start a clock."""
    channels = case.contract.intake.channels
    if channels and case.contract.targets and not any(channel.counts for channel in channels):
        reason = "no channel may start a clock, so no target is ever owed"
        yield Finding("intake.channels", reason, "set `counts: true` on at least one channel", Severity.ERROR)


def class_without_target(case: Case) -> Iterator[Finding]:
    """A class of tickets for which nothing is promised."""
    for row in case.contract.classes:
        if not case.contract.targets.get(row.id):
            reason = f"nothing is promised for the class {row.id!r}"
            yield Finding(f"classes.{row.id}", reason, f"add a row targets.{row.id}, or take the class away")


def clock_without_target(case: Case) -> Iterator[Finding]:
    """A clock of the contract's own that no class has a target for."""
    timed = {clock for row in case.contract.targets.values() for clock in row}
    for clock in case.contract.clocks:
        path = f"clocks.{clock.id}"
        if clock.id not in timed and case.is_own(path):
            reason = f"no class has a target for the clock {clock.id!r}, so it is never judged"
            yield Finding(path, reason, "add a target, or take the clock away", Severity.NOTE)


def unused_calendar(case: Case) -> Iterator[Finding]:
    """A calendar of the contract's own that nothing is counted on."""
    used = {target.calendar for _, target in targets(case)} | {row.over for row in case.contract.availability}
    spoken = " ".join(row.when for row in case.contract.hours.rates.multipliers)
    spoken += " ".join(str(phase.effect) for phase in case.contract.phases)
    for name in case.contract.calendars:
        path = f"calendars.{name}"
        if name not in used and name not in spoken and case.is_own(path):
            yield Finding(path, f"nothing is counted on the calendar {name!r}", "use it or take it away", Severity.NOTE)


def days_around_the_clock(case: Case) -> Iterator[Finding]:
    """Working days on a calendar that knows no day off."""
    for path, target in targets(case):
        terms, week = case.contract.calendars.get(target.calendar), case.week(target.calendar)
        if not isinstance(target.value, (WorkingDays, NthWeekday)) or terms is None or not week:
            continue
        if is_around_the_clock(week) and terms.holidays == "none":
            reason = (
                f"{target.value} on {target.calendar!r} are calendar days, because every day of it is a working day"
            )
            yield Finding(path, reason, "count working days on an office calendar, or write hours")


def targets(case: Case) -> Iterator[tuple[str, Target]]:
    """Every target with its path."""
    for name, row in case.contract.targets.items():
        for clock, target in row.items():
            yield f"targets.{name}.{clock}", target
