"""Conventions that a contract should state instead of leaving them to a default."""

from collections.abc import Iterator

from gwarant.sla.calendar import Week
from gwarant.sla.contract.lint.case import Case, Finding, week_of
from gwarant.sla.contract.model import Contract


def zone(case: Case) -> Iterator[Finding]:
    """No time zone, so days and hours are those of UTC."""
    if case.states("defaults.timezone"):
        return
    reason = "no time zone is named, so days, months and service hours are those of UTC"
    if _is_polish(case.contract):
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


def holidays(case: Case) -> Iterator[Finding]:
    """Office hours that are open on public holidays."""
    for name, terms in case.contract.calendars.items():
        week = week_of(terms.week)
        if week and _is_office(week) and terms.holidays == "none" and not terms.free_days:
            reason = f"the calendar {name!r} keeps office hours and is open on public holidays"
            yield Finding(f"calendars.{name}", reason, "holidays: PL, or name the days under free_days")


def _is_office(week: Week) -> bool:
    return any(week.days[:5]) and not week.days[6]


def _is_polish(contract: Contract) -> bool:
    parties = contract.parties
    speaks = contract.defaults.currency == "PLN" or contract.metadata.language == "pl"
    return speaks or bool(parties.provider.nip or parties.client.nip)
