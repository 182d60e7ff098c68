"""Duties, measures and agreements: somebody can show them, and they can be judged."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.lengths import days_of
from gwarant.sla.contract.lint.tables import promised
from gwarant.sla.contract.model.promises import Aggregate, Counted, Measure
from gwarant.sla.contract.record import is_open
from gwarant.sla.problem import Severity


def without_proof(case: Case) -> Iterator[Finding]:
    """A duty, and nothing that would show that it was done."""
    for row in case.contract.duties:
        if not row.proof:
            reason = "nothing says what shows that this duty was done, so it can only be believed"
            yield Finding(f"duties.{row.id}", reason, "proof: signed_record, document, job_result, …")


def due_beyond_period(case: Case) -> Iterator[Finding]:
    """A duty that is due only after the next one of its kind."""
    for row in case.contract.duties:
        every, late = days_of(row.every), sum(days_of(one) or 0 for one in (row.due, row.grace) if one)
        if every and late > every:
            allowed = " and ".join(str(one) for one in (row.due, row.grace) if one)
            reason = (
                f"it returns every {row.every} and may be {allowed} late, so the next one is due before this one is"
            )
            yield Finding(f"duties.{row.id}", reason, "shorten `due` or `grace`, or let it return less often")


def report_of_no_period(case: Case) -> Iterator[Finding]:
    """A duty that the report proves, of a period of which no report is ever made."""
    for row in case.contract.duties:
        if row.is_report and not row.is_of_periods:
            reason = (
                "reports are made of months, quarters and years of the calendar, so none would ever prove this duty"
            )
            yield Finding(f"duties.{row.id}", reason, "every: P1M, P3M or P1Y with slots: calendar, or another proof")


def report_before_its_end(case: Case) -> Iterator[Finding]:
    """A report that is due when the period that it is on has not ended."""
    for row in case.contract.duties:
        late = any(days_of(one) for one in (row.due, row.grace) if one)
        if row.is_report and row.is_of_periods and not late and not is_open(case.places, f"duties.{row.id}.due"):
            reason = "it is due by the end of the period that it is on, and that can be reported only afterwards"
            yield Finding(f"duties.{row.id}", reason, "due: 10wd, or due: P15D")


def measure_without_target(case: Case) -> Iterator[Finding]:
    """A measure that promises nothing."""
    for row in case.contract.measures:
        if row.target is None and not is_open(case.places, f"measures.{row.id}.target"):
            reason = "it has no target, so it is reported and never broken"
            yield Finding(f"measures.{row.id}", reason, "target: {ge: 95}, or leave it as a figure", Severity.NOTE)


def measure_of_nothing(case: Case) -> Iterator[Finding]:
    """A measure of kept targets, of a clock that its classes have no target for."""
    for row in case.contract.measures:
        wanted = row.of.class_ or tuple(one.id for one in case.contract.classes)
        if _needs_targets(row) and wanted and not any(promised(case, name, row.of.clock) for name in wanted):
            reason = (
                f"no target of {row.of.clock!r} is promised for {', '.join(wanted)}, so there is nothing to measure"
            )
            yield Finding(f"measures.{row.id}.of", reason, f"add the target targets.{wanted[0]}.{row.of.clock}")


def agreement_without_document(case: Case) -> Iterator[Finding]:
    """An agreement behind this one that nobody could look up."""
    for row in case.contract.agreements:
        if not row.document and not row.number:
            reason = "neither number nor document says which agreement is meant"
            yield Finding(f"agreements.{row.id}", reason, "number: OLA-2026-3@1, or document: sha256:…")


def _needs_targets(row: Measure) -> bool:
    if row.agg is Aggregate.COUNT:
        return row.of.event is Counted.BREACHED and bool(row.of.clock)
    return row.agg is Aggregate.SHARE_WITHIN_TARGET and bool(row.of.clock)
