"""How money is claimed and settled: in time, in one way, and with what else stays open."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.lengths import days_of
from gwarant.sla.contract.lint.money import pays_money
from gwarant.sla.contract.model.frame import Level
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.problem import Severity

_REPORT = ("report", "raport")


def mismatch(case: Case) -> Iterator[Finding]:
    """Money that is settled in time, or time that is settled in money."""
    settle, rows = case.contract.remedy_rules.settle, case.contract.remedies
    if settle is None or not rows:
        return
    money = [row.id for row in rows if pays_money(row)]
    if settle == "term_extension" and money:
        reason = f"remedies are settled by a longer term, and {', '.join(money)} pays money"
        yield Finding("remedy_rules.settle", reason, "settle: price_reduction, or remedies of the kind extension")
    elif settle != "term_extension" and not money:
        reason = f"every remedy extends the service, and they are settled as {settle}"
        yield Finding("remedy_rules.settle", reason, "settle: term_extension")


def damages_contradict(case: Case) -> Iterator[Finding]:
    """Nothing is owed beside the remedies, and damages above them stay open."""
    rules = case.contract.remedy_rules
    if rules.sole_remedy and rules.damages_above:
        reason = "nothing is owed beside these remedies, and damages above them stay open: only one can hold"
        mend = "leave out one of `sole_remedy` and `damages_above`"
        yield Finding("remedy_rules.damages_above", reason, mend, Severity.ERROR)


def damages_by_default(case: Case) -> Iterator[Finding]:
    """A contractual penalty, and not a word on damages above it."""
    rules = case.contract.remedy_rules
    said = case.states("remedy_rules.damages_above") or case.states("remedy_rules.sole_remedy")
    if rules.settle == "contractual_penalty" and case.contract.remedies and not said:
        reason = "damages above a penalty are owed only where the contract keeps them open, and it says nothing of them"
        reason += " (Polish civil code, art. 484 § 1)"
        yield Finding("remedy_rules", reason, "damages_above: true or false", Severity.NOTE)


def claim_too_soon(case: Case) -> Iterator[Finding]:
    """The claim must be made before the figure it rests on is delivered."""
    claim = case.contract.remedy_rules.claim
    if claim is None or claim.anchor == "report":
        return
    for row in filter(_is_report, case.contract.duties):
        due, deadline = days_of(row.due) if row.due else None, days_of(claim.deadline)
        if due is not None and deadline is not None and due > deadline:
            reason = f"a claim ends {claim.deadline} after the {claim.anchor}, and {row.id!r} is due {row.due} after"
            mend = "anchor: report, or a deadline that leaves time after the report"
            yield Finding("remedy_rules.claim", f"{reason} its month", mend)


def claim_without_report(case: Case) -> Iterator[Finding]:
    """A claim counts from the report, and no report is owed."""
    claim = case.contract.remedy_rules.claim
    if claim and claim.anchor == "report" and not any(map(_is_report, case.contract.duties)):
        reason = "the time for a claim runs from the report, and the contract owes none"
        yield Finding("remedy_rules.claim", reason, "duties: {report: {every: P1M, due: 5wd}}, or anchor: month_end")


def internal_pays(case: Case) -> Iterator[Finding]:
    """An agreement among the provider's own people that pays remedies."""
    if case.contract.metadata.level is Level.INTERNAL and case.contract.remedies:
        reason = "an internal agreement binds people of one house, and a house owes itself no money"
        yield Finding("remedies", reason, "leave the remedies to the client's contract, or write level: customer")


def _is_report(duty: Duty) -> bool:
    words = f"{duty.id} {duty.label}".lower()
    return any(word in words for word in _REPORT)
