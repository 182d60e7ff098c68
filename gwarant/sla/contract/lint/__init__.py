"""The linter: what a contract may say and somebody would be sorry for."""

from collections.abc import Iterator

from gwarant.sla.contract.guess import Guesses
from gwarant.sla.contract.lint import (
    bands,
    conventions,
    coverage,
    dates,
    duties,
    fractions,
    frame,
    idle,
    measuring,
    money,
    not_judged,
    order,
    package,
    public,
    rights,
    settling,
)
from gwarant.sla.contract.lint.case import Case, Finding, Rule
from gwarant.sla.contract.lint.not_judged import NOT_JUDGED as NOT_JUDGED
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import Guess, Parsed
from gwarant.sla.problem import Problem

PROFILES = ("public",)
RULES: dict[str, Rule] = {
    "band-gap": bands.gaps,
    "band-overlap": bands.overlaps,
    "band-empty": bands.empty,
    "band-promise": bands.promise,
    "value-on-boundary": bands.boundary,
    "band-rising": bands.rising,
    "band-unreachable": bands.unreachable,
    "bands-without-figure": bands.without_figure,
    "fraction-for-percent": fractions.for_percent,
    "no-intake": coverage.no_intake,
    "intake-too-slow": coverage.slow_intake,
    "class-without-target": coverage.class_without_target,
    "class-without-way-in": coverage.class_without_way_in,
    "clock-without-target": coverage.clock_without_target,
    "calendar-unused": coverage.unused_calendar,
    "days-around-the-clock": coverage.days_around_the_clock,
    "days-of-open-hours": coverage.days_of_open_hours,
    "period-on-hours": coverage.period_on_hours,
    "outside-idle": coverage.outside_idle,
    "service-without-promise": coverage.service_without_promise,
    "response-after-workaround": order.response_after_workaround,
    "response-after-resolution": order.response_after_resolution,
    "workaround-after-resolution": order.workaround_after_resolution,
    "severe-slower": order.severe_slower,
    "workaround-raises": order.workaround_raises,
    "workaround-unpromised": order.workaround_unpromised,
    "interval-too-coarse": measuring.too_coarse,
    "one-outage-breaks": measuring.one_outage_breaks,
    "outage-unseen": measuring.unseen_outage,
    "rounding-hides-target": measuring.rounding_hides_target,
    "allowance-differs": measuring.allowance_differs,
    "maintenance-without-cap": measuring.maintenance_without_cap,
    "maintenance-without-notice": measuring.maintenance_without_notice,
    "maintenance-beyond-window": measuring.cap_beyond_window,
    "measure-without-target": duties.measure_without_target,
    "measure-of-nothing": duties.measure_of_nothing,
    "duty-without-proof": duties.without_proof,
    "duty-due-beyond-period": duties.due_beyond_period,
    "report-of-no-period": duties.report_of_no_period,
    "report-before-its-end": duties.report_before_its_end,
    "agreement-without-document": duties.agreement_without_document,
    "remedies-without-cap": money.uncapped,
    "cap-empty": money.empty_cap,
    "cap-hides-band": money.cap_hides_band,
    "share-of-no-fee": money.share_of_no_fee,
    "cap-nowhere": money.cap_nowhere,
    "total-without-end": money.total_without_end,
    "claim-without-deadline": money.claim_without_deadline,
    "claim-too-soon": settling.claim_too_soon,
    "claim-without-report": settling.claim_without_report,
    "settle-mismatch": settling.mismatch,
    "damages-contradict": settling.damages_contradict,
    "damages-by-default": settling.damages_by_default,
    "combine-by-default": settling.combine_by_default,
    "internal-pays": settling.internal_pays,
    "remedy-without-target": money.without_target,
    "key-without-effect": idle.without_effect,
    "currency-missing": money.without_currency,
    "free-class-unknown": money.free_class,
    "carry-without-periods": money.carry_without_periods,
    "carry-contradicts": money.carry_contradicts,
    "right-unreachable": rights.unreachable,
    "right-without-breach": rights.without_breach,
    "right-without-term": rights.without_term,
    "zone-by-default": conventions.zone,
    "money-rounding-by-default": conventions.money_rounding,
    "hours-rounding-by-default": conventions.hours_rounding,
    "base-by-default": conventions.base,
    "base-of-the-first-month": conventions.base_of_the_first,
    "days-of-delay": conventions.days_of_delay,
    "period-by-default": conventions.period,
    "office-without-holidays": conventions.holidays,
    "holidays-unnamed": conventions.holidays_unnamed,
    "holiday-never-dearer": conventions.multiplier_without_holidays,
    "dearer-without-effect": conventions.dearer_without_effect,
    "notice-unkeepable": dates.notice_unkeepable,
    "change-before-exit": dates.change_before_exit,
    "minimum-beyond-end": dates.minimum_beyond_end,
    "minimum-without-exit": dates.minimum_without_exit,
    "target-in-past": dates.target_in_past,
    "phase-outside-term": dates.phase_outside,
    "phases-overlap": dates.phases_overlap,
    "service-unnamed": frame.unnamed_service,
    "signed-with-blanks": frame.signed_with_blanks,
    "clause-nowhere": frame.clause_nowhere,
    "clause-twice": frame.clause_twice,
    "override": package.override,
    "not-judged": not_judged.not_judged,
    "public-without-total-cap": public.total_cap,
    "public-mere-delay": public.mere_delay,
    "public-client-fault": public.fault_of_client,
    "public-without-own-cap": public.own_cap,
    "public-without-rebase": public.rebase,
    "public-open-ended": public.open_ended,
    "public-acceptance-open": public.acceptance,
    "public-net-or-gross": public.net_or_gross,
    "public-late-payment": public.late_payment,
}

_SIGNED = "signed-with-blanks"  # speaks of the blanks themselves
_LOOKS_IN = {
    "holiday-never-dearer": "calendars",
    "public-without-rebase": "term",
    "claim-without-report": "duties",
    "no-intake": "intake",
}


def lint(parsed: Parsed, profiles: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Every finding of every rule, in the order of the file; nothing for a text that gave no contract.

    `profiles` adds the rules of a regime (`public`) that the contract itself does not name under `regulated`.
    """
    if parsed.contract is not None:
        return _of(_case(parsed.contract, parsed, profiles))
    found = [_of_guess(one, parsed, profiles) for one in parsed.guesses]
    return tuple(one for one in found[0] if all(one in rest for rest in map(set, found[1:]))) if found else ()


def _of_guess(guess: Guess, parsed: Parsed, profiles: tuple[str, ...]) -> tuple[Problem, ...]:
    """The findings of one guess, without those of its stand-ins."""
    unread = guess.guesses
    found = _of(_case(guess.contract, parsed, profiles))
    return tuple(one for one in found if one.code == _SIGNED or not _hangs_on(one, unread))


def _case(contract: Contract, parsed: Parsed, profiles: tuple[str, ...]) -> Case:
    return Case(contract, parsed.places or {}, parsed.overrides, profiles, tuple(one.path for one in parsed.open))


def _hangs_on(finding: Problem, unread: Guesses) -> bool:
    """Whether the finding is about what cannot be read."""
    return unread.hides(finding.path) or _speaks_of(finding, unread.paths)


def _speaks_of(finding: Problem, unread: set[str]) -> bool:
    """Whether the finding is that something is not there which may stand in what cannot be read."""
    if finding.code.startswith("band-"):
        row = finding.path.partition(".bands")[0]
        return any(one.startswith(f"{row}.bands") for one in unread)
    section = _LOOKS_IN.get(finding.code)
    return section is not None and any(one == section or one.startswith(f"{section}.") for one in unread)


def _of(case: Case) -> tuple[Problem, ...]:
    found = [problem for code in RULES for problem in _findings(case, code)]
    return tuple(sorted(found, key=lambda one: (one.file != case.file, one.file, one.line, one.column, one.path)))


def _findings(case: Case, code: str) -> Iterator[Problem]:
    for one in RULES[code](case):
        yield _problem(case, code, one)


def _problem(case: Case, code: str, one: Finding) -> Problem:
    at = case.at(one.path)
    line, column = (one.line, 0) if one.line and one.path not in case.places else (at.line, at.column)
    return Problem(at.file or case.file, line, column, one.path, one.reason, one.mend, code, one.severity)
