"""How money is claimed and settled: in time, in one way, and with what else stays open."""

from collections.abc import Iterator
from itertools import combinations

from gwarant.sla.contract.law import law_of
from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.lengths import days_of
from gwarant.sla.contract.lint.money import pays_money
from gwarant.sla.contract.model.frame import Level
from gwarant.sla.contract.model.money import RemedyOf
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.problem import Severity

_PENALTY_ALONE = {
    "PL": "Polish civil code, art. 484 § 1",
    "CZ": "Czech civil code, § 2050",
    "SK": "Slovak civil code, § 545 (2)",
}
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
        reason = "nothing says whether damages above a penalty stay open"
        provision = _PENALTY_ALONE.get(law_of(case.contract).partition("-")[0])
        if provision:
            reason += f"; by law they are owed only where the contract keeps them open ({provision})"
        yield Finding("remedy_rules", reason, "damages_above: true or false", Severity.NOTE)


def claim_too_soon(case: Case) -> Iterator[Finding]:
    """The claim must be made before the figure it rests on is delivered."""
    claim = case.contract.remedy_rules.claim
    if claim is None or claim.deadline is None or claim.anchor == "report":
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
    if claim and claim.deadline and claim.anchor == "report" and not any(map(_is_report, case.contract.duties)):
        reason = "the time for a claim runs from the report, and the contract owes none"
        yield Finding("remedy_rules.claim", reason, "duties: {report: {every: P1M, due: 5wd}}, or anchor: month_end")


def combine_by_default(case: Case) -> Iterator[Finding]:
    """Two remedies that one ticket or outage may bring, and not a word on whether both are paid."""
    if case.states("remedy_rules.combine.same_incident") or case.states("remedy_rules.combine.once_per_cause"):
        return
    for one, other in combinations(filter(pays_money, case.contract.remedies), 2):
        what = _meet(one.of, other.of)
        if what:
            reason = f"where {what} brings both {one.id!r} and {other.id!r}, only the higher is paid, by default"
            mend = "remedy_rules: {combine: {same_incident: highest}}, or sum where both are owed"
            yield Finding("remedy_rules", reason, mend, Severity.NOTE)
            return


def _meet(one: RemedyOf, other: RemedyOf) -> str:
    """What may break both at once; nothing for promises that never share an incident."""
    if one.clock and other.clock:
        shared = not (one.class_ and other.class_) or set(one.class_) & set(other.class_)
        return "one ticket" if shared else ""
    same = (one.promise and one.promise == other.promise) or (one.outage and one.outage == other.outage)
    return "one breach" if same else ""


def internal_pays(case: Case) -> Iterator[Finding]:
    """An agreement among the provider's own people that pays remedies."""
    if case.contract.metadata.level is Level.INTERNAL and case.contract.remedies:
        reason = "an internal agreement binds people of one house, and a house owes itself no money"
        yield Finding("remedies", reason, "leave the remedies to the client's contract, or write level: customer")


def _is_report(duty: Duty) -> bool:
    words = f"{duty.id} {duty.label}".lower()
    return any(word in words for word in _REPORT)
