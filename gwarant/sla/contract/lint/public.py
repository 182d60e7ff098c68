"""The profile of Polish public procurement: what its law asks of a contract. No legal advice; each names its provision.

Provisions of the act of 11 September 2019 (Prawo zamówień publicznych) are cited as pzp.
"""

from collections.abc import Iterator
from datetime import date

from gwarant.sla.civil import add_period
from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.lengths import days_of
from gwarant.sla.contract.lint.money import is_bounded
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Moment
from gwarant.sla.contract.values import Period
from gwarant.sla.problem import Severity

_REPRICED_AFTER, _LONGEST = Period(months=6), Period(months=48)
_PAYMENT_DAYS = 30


def total_cap(case: Case) -> Iterator[Finding]:
    """A public client, and no bound over all penalties of the contract."""
    if not case.is_public or not case.contract.remedies:
        return
    caps = {cap.per for cap in case.contract.remedy_rules.caps}
    ends = case.contract.effective.to is not None
    if "total" in caps or ("contract_year" in caps and ends):
        return
    bounded = (
        "only single years are bounded and the contract has no end" if "contract_year" in caps else "there is none"
    )
    reason = f"public procurement asks for a total maximum of penalties, and {bounded} (pzp, art. 436 pkt 3)"
    yield Finding(
        "remedy_rules.caps", reason, "add {per: total, amount: …}, or {per: contract_year, …} and effective.to"
    )


def mere_delay(case: Case) -> Iterator[Finding]:
    """A public client, and penalties for any delay, culpable or not."""
    if case.is_public and case.contract.remedies and case.contract.remedy_rules.fault == "opoznienie":
        reason = "the contractor would answer for any delay, which is allowed only where the circumstances or the scope"
        reason += " of the contract justify it (pzp, art. 433 pkt 1)"
        yield Finding("remedy_rules.fault", reason, "fault: zwloka, or give the justification in the contract's text")


def fault_of_client(case: Case) -> Iterator[Finding]:
    """A public client, and outages that he alone causes are not excluded."""
    if not case.is_public:
        return
    priced = {row.of.promise or row.of.outage for row in case.contract.remedies}
    for row in case.contract.availability:
        if row.id in priced and not row.excluded:
            reason = "nothing excludes outages for which the client alone is responsible (pzp, art. 433 pkt 3)"
            yield Finding(f"availability.{row.id}.excluded", reason, "excluded: [client_action, force_majeure]")


def own_cap(case: Case) -> Iterator[Finding]:
    """A public client, and a single penalty that could use up the total maximum alone."""
    if not case.is_public:
        return
    for row in case.contract.remedies:
        if not is_bounded(row):
            reason = "this penalty has no most of its own, so one breach can use up the total maximum"
            reason += " (pzp, art. 436 pkt 3)"
            yield Finding(f"remedies.{row.id}", reason, "cap: {pct: 10}, or a number of `units`", Severity.NOTE)


def rebase(case: Case) -> Iterator[Finding]:
    """A public contract for more than six months, and no rule on how its price follows costs."""
    start, end = case.contract.effective.from_, case.contract.effective.to
    if case.is_public and start and end and end >= add_period(start, _REPRICED_AFTER) and not case.contract.term.rebase:
        reason = f"it holds from {start} to {end}, more than six months, and nothing says how its price follows prices"
        reason += " and costs (pzp, art. 439 ust. 1)"
        yield Finding("effective.to", reason, "term: {rebase: {index: CPI, month: 1}}")


def open_ended(case: Case) -> Iterator[Finding]:
    """A public contract without an end, or for more than four years."""
    contract = case.contract
    if not case.is_public or contract.kind != "Contract" or contract.effective.from_ is None:
        return
    if contract.effective.to is None:
        reason = "a public contract is concluded for a definite time, and this one has no end (pzp, art. 434 ust. 1)"
        yield Finding("effective.to", reason, "effective: {to: …}")
    elif contract.effective.to >= _four_years(contract.effective.from_):
        reason = "it lasts more than four years, which must be justified (pzp, art. 434 ust. 2)"
        yield Finding("effective.to", reason, "shorten it, or have the justification at hand")


def acceptance(case: Case) -> Iterator[Finding]:
    """A public contract in which a repair waits for acceptance, and silence accepts nothing."""
    if not case.is_public:
        return
    for clock in case.contract.clocks:
        waits = clock.stop is Moment.FIX_ACCEPTED and _is_priced(case.contract, clock.id)
        if waits and (clock.acceptance is None or clock.acceptance.deemed_after is None):
            reason = "the clock ends with the acceptance, and the client's silence would leave it open: the contractor"
            reason += " would answer for the client's own delay (pzp, art. 433 pkt 3)"
            yield Finding(f"clocks.{clock.id}", reason, "acceptance: {deemed_after: 5wd}")


def net_or_gross(case: Case) -> Iterator[Finding]:
    """A public contract that does not say whether its amounts are net or gross."""
    if case.is_public and case.contract.fee.monthly is not None and not case.states("defaults.amounts"):
        reason = "nothing says whether amounts are net or gross of VAT; a price in procurement is a gross one"
        reason += " (pzp, art. 7 pkt 1 with the act on prices, art. 3 ust. 2)"
        yield Finding("defaults", reason, "defaults: {amounts: gross}, or net where that is meant")


def late_payment(case: Case) -> Iterator[Finding]:
    """A public client who pays later than in thirty days."""
    due = case.contract.fee.due
    if case.is_public and due and (days_of(due) or 0) > _PAYMENT_DAYS + 1:
        reason = f"a public client pays within 30 days (60 only as a health care entity), and the term is {due}"
        reason += " (act of 8 March 2013 against late payment in trade, art. 8 ust. 2)"
        yield Finding("fee.due", reason, "due: P30D")


def _four_years(start: date) -> date:
    return add_period(start, _LONGEST)


def _is_priced(contract: Contract, clock: str) -> bool:
    return any(row.of.clock == clock for row in contract.remedies)
