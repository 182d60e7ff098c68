"""Conventions that a contract should state instead of leaving them to a default."""

from collections.abc import Iterator

from gwarant.sla.calendar import Week
from gwarant.sla.contract.law import law_of
from gwarant.sla.contract.lint.case import Case, Finding, is_around_the_clock, week_of
from gwarant.sla.contract.lint.money import pays_share
from gwarant.sla.contract.values import DAY
from gwarant.sla.hours.condition import parse_condition


def zone(case: Case) -> Iterator[Finding]:
    """No time zone, so days and hours are those of UTC."""
    if case.states("defaults.timezone"):
        return
    reason = "no time zone is named, so days, months and service hours are those of UTC"
    if case.is_polish:
        reason += ", while the contract is a Polish one"
    yield Finding("defaults", reason, "defaults: {timezone: Europe/Warsaw}")


def money_rounding(case: Case) -> Iterator[Finding]:
    """Amounts are computed, and nothing says how they are rounded."""
    if case.contract.remedies and not case.states("defaults.money"):
        reason = "remedies are computed, and the contract does not say how an amount is rounded"
        yield Finding("defaults", reason, "defaults: {money: {round: half-up, scale: 2}}")


def hours_rounding(case: Case) -> Iterator[Finding]:
    """Hours are charged, and nothing says how an entry is rounded."""
    if case.contract.hours.pool and not case.states("hours.round"):
        reason = "hours are charged, and the contract does not say to what an entry is rounded"
        yield Finding("hours", reason, "hours: {round: {unit: 15m, mode: up}}")


def base(case: Case) -> Iterator[Finding]:
    """A percentage, and nothing says of what."""
    for row in case.contract.remedies:
        if pays_share(row) and not case.states(f"remedies.{row.id}.base"):
            reason = "it pays a percentage, and the contract does not say of which fee and of which month"
            yield Finding(f"remedies.{row.id}", reason, "base: {fee: monthly, of: same_month}")
    for at, cap in enumerate(case.contract.remedy_rules.caps):
        path = f"remedy_rules.caps.{at}"
        if cap.pct is not None and not case.states(f"{path}.of"):
            reason = "the cap is a percentage, and the contract does not say of which fee"
            yield Finding(path, reason, "of: monthly")


def base_of_the_first(case: Case) -> Iterator[Finding]:
    """A share of the month before, and nothing says of what in the month that has none."""
    for row in case.contract.remedies:
        if pays_share(row) and row.base.of == "previous_month" and not row.base.first:
            reason = "it pays a share of the fee of the month before, and the contract's first month has none before it"
            yield Finding(f"remedies.{row.id}.base", reason, "first: same_month, or first: none")


def days_of_delay(case: Case) -> Iterator[Finding]:
    """A day of delay, and nothing says which days: those of hours, of the calendar, or working ones."""
    for row in case.contract.remedies:
        is_timed = bool(row.of.clock or row.of.duty or row.of.promise in {one.id for one in case.contract.duties})
        unit = row.unit.seconds if row.unit else 0
        if (is_timed or row.of.outage) and unit and unit % DAY == 0 and not case.states(f"remedies.{row.id}.count_on"):
            own = "of downtime" if row.of.outage else "of the clock's own calendar"
            reason = f"the unit is counted as {unit // 3600} hours {own}, and papers mean hours"
            reason += " that passed, dates, or working days"
            whole = "whole, " if row.of.outage else ""
            yield Finding(f"remedies.{row.id}.unit", reason, f"count_on: {whole}calendar_days, working_days or elapsed")


def period(case: Case) -> Iterator[Finding]:
    """A figure of a period, and nothing says of which: month, quarter or year."""
    own = case.contract.hours.pool
    rows = [(f"availability.{row.id}", "period", "availability is") for row in case.contract.availability]
    rows += [(f"measures.{row.id}", "per", "the figure is") for row in case.contract.measures]
    rows += [("hours.pool", "per", "the hours are")] if own and not own.unlimited and own.block is None else []
    for path, key, what in rows:
        if not case.states(f"{path}.{key}"):
            reason = f"nothing says for which period {what} counted; calendar months are assumed"
            yield Finding(path, reason, f"{key}: calendar_month")


def holidays(case: Case) -> Iterator[Finding]:
    """Office hours that are open on public holidays."""
    for name, terms in case.contract.calendars.items():
        week = week_of(terms.week)
        if week and _is_office(week) and terms.holidays == "none" and not terms.free_days:
            reason = f"the calendar {name!r} keeps office hours and is open on public holidays"
            yield Finding(f"calendars.{name}", reason, f"{_free(case)}, or name the days under free_days")


def holidays_unnamed(case: Case) -> Iterator[Finding]:
    """Hours that close at times, and not a word on public holidays."""
    for name, terms in case.contract.calendars.items():
        week = week_of(terms.week)
        said = case.states(f"calendars.{name}.holidays") or terms.free_days
        if week and not said and not is_around_the_clock(week) and not _is_office(week):
            reason = f"nothing says whether the calendar {name!r} is open on public holidays; it is taken to be"
            yield Finding(f"calendars.{name}", reason, f"{_free(case)}, or holidays: none")


def multiplier_without_holidays(case: Case) -> Iterator[Finding]:
    """Holidays are dearer, and no calendar knows one."""
    calendars = case.contract.calendars.values()
    if any(terms.holidays != "none" or terms.free_days for terms in calendars):
        return
    for at, row in enumerate(case.contract.hours.rates.multipliers):
        if "holiday" in row.when:
            reason = "work on holidays is dearer, and no calendar of the contract names holidays"
            yield Finding(f"hours.rates.multipliers.{at}", reason, f"{_free(case)} on a calendar")


def dearer_without_effect(case: Case) -> Iterator[Finding]:
    """A dearer time during which another one, as dear or dearer, always holds as well."""
    rows = case.contract.hours.rates.multipliers
    for at, row in enumerate(rows):
        others = [one for n, one in enumerate(rows) if n != at and (one.x > row.x or (one.x == row.x and n < at))]
        hides = next((one for one in others if _implies(row.when, one.when)), None)
        if hides:
            reason = f"{hides.when!r} holds whenever {row.when!r} does and is × {hides.x}: the highest wins, never this"
            yield Finding(f"hours.rates.multipliers.{at}", reason, "a higher x, or leave the row out")


def _implies(one: str, other: str) -> bool:
    try:
        return parse_condition(one).implies(parse_condition(other))
    except ValueError:
        return False


def _free(case: Case) -> str:
    """The key with the land of the contract: of its law, or of a calendar that names one."""
    own = (terms.holidays for terms in case.contract.calendars.values() if terms.holidays != "none")
    land = law_of(case.contract) or next(own, "")
    return f"holidays: {land}" if land else "holidays: with the code of the land, such as PL or GB-ENG"


def _is_office(week: Week) -> bool:
    return any(week.days[:5]) and not week.days[6]
