"""The linter: what a contract may say and somebody would be sorry for."""

from collections.abc import Iterator

from gwarant.sla.contract.lint import (
    bands,
    conventions,
    coverage,
    frame,
    measuring,
    money,
    not_judged,
    order,
    package,
)
from gwarant.sla.contract.lint.case import Case, Finding, Rule
from gwarant.sla.contract.lint.not_judged import NOT_JUDGED as NOT_JUDGED
from gwarant.sla.contract.parse import Parsed
from gwarant.sla.problem import Problem

RULES: dict[str, Rule] = {
    "band-gap": bands.gaps,
    "band-overlap": bands.overlaps,
    "band-empty": bands.empty,
    "band-promise": bands.promise,
    "band-unreachable": bands.unreachable,
    "no-intake": coverage.no_intake,
    "class-without-target": coverage.class_without_target,
    "clock-without-target": coverage.clock_without_target,
    "calendar-unused": coverage.unused_calendar,
    "days-around-the-clock": coverage.days_around_the_clock,
    "response-after-workaround": order.response_after_workaround,
    "response-after-resolution": order.response_after_resolution,
    "workaround-after-resolution": order.workaround_after_resolution,
    "severe-slower": order.severe_slower,
    "workaround-raises": order.workaround_raises,
    "workaround-unpromised": order.workaround_unpromised,
    "interval-too-coarse": measuring.too_coarse,
    "one-outage-breaks": measuring.one_outage_breaks,
    "outage-unseen": measuring.unseen_outage,
    "maintenance-without-cap": measuring.maintenance_without_cap,
    "maintenance-without-notice": measuring.maintenance_without_notice,
    "maintenance-beyond-window": measuring.cap_beyond_window,
    "remedies-without-cap": money.uncapped,
    "cap-empty": money.empty_cap,
    "public-without-total-cap": money.public_uncapped,
    "claim-without-deadline": money.claim_without_deadline,
    "remedy-without-target": money.without_target,
    "currency-missing": money.without_currency,
    "carry-without-periods": money.carry_without_periods,
    "zone-by-default": conventions.zone,
    "money-rounding-by-default": conventions.money_rounding,
    "hours-rounding-by-default": conventions.hours_rounding,
    "office-without-holidays": conventions.holidays,
    "service-unnamed": frame.unnamed_service,
    "signed-with-blanks": frame.signed_with_blanks,
    "clause-nowhere": frame.clause_nowhere,
    "clause-twice": frame.clause_twice,
    "override": package.override,
    "not-judged": not_judged.not_judged,
}


def lint(parsed: Parsed) -> tuple[Problem, ...]:
    """Every finding of every rule, in the order of the file; nothing for a text that gave no contract."""
    if parsed.contract is None:
        return ()
    case = Case(parsed.contract, parsed.places or {}, parsed.overrides)
    found = [problem for code in RULES for problem in _findings(case, code)]
    return tuple(sorted(found, key=lambda one: (one.file != case.file, one.file, one.line, one.column, one.path)))


def _findings(case: Case, code: str) -> Iterator[Problem]:
    for one in RULES[code](case):
        yield _problem(case, code, one)


def _problem(case: Case, code: str, one: Finding) -> Problem:
    at = case.at(one.path)
    line, column = (one.line, 0) if one.line and one.path not in case.places else (at.line, at.column)
    return Problem(at.file, line, column, one.path, one.reason, one.mend, code, one.severity)
