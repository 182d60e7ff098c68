"""Money: what is promised can be computed, bounded and claimed."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.problem import Severity


def uncapped(case: Case) -> Iterator[Finding]:
    """Remedies without an upper bound."""
    if case.contract.remedies and not case.contract.remedy_rules.caps:
        reason = "nothing bounds what the remedies may come to"
        yield Finding("remedies", reason, "remedy_rules: {caps: [{per: month, pct: 30, of: monthly}]}")


def empty_cap(case: Case) -> Iterator[Finding]:
    """A cap without a figure."""
    for at, cap in enumerate(case.contract.remedy_rules.caps):
        if cap.pct is None and cap.amount is None:
            yield Finding(
                f"remedy_rules.caps.{at}", "this cap names no figure", "give it `pct` or `amount`", Severity.ERROR
            )


def public_uncapped(case: Case) -> Iterator[Finding]:
    """A public client, and no bound over the whole year."""
    if "public" not in case.contract.parties.client.regulated or not case.contract.remedies:
        return
    if not any(cap.per == "contract_year" for cap in case.contract.remedy_rules.caps):
        reason = "public procurement asks for a total maximum of penalties, and only months are bounded"
        yield Finding("remedy_rules.caps", reason, "add {per: contract_year, pct: 100, of: monthly}")


def claim_without_deadline(case: Case) -> Iterator[Finding]:
    """Remedies on claim, and no day until which to claim."""
    rules = case.contract.remedy_rules
    if rules.mode == "on_claim" and rules.claim is None:
        reason = "remedies are paid on claim, and nothing says until when a claim may be made"
        yield Finding("remedy_rules", reason, "claim: {deadline: P30D, anchor: month_end}", Severity.ERROR)


def without_target(case: Case) -> Iterator[Finding]:
    """A remedy for a clock that its classes have no target for."""
    for remedy in case.contract.remedies:
        clock = remedy.of.clock
        wanted = remedy.of.class_ or tuple(case.contract.targets)
        missing = [name for name in wanted if clock not in case.contract.targets.get(name, {})]
        if clock and wanted and len(missing) == len(wanted):
            reason = f"no target of {clock!r} is promised for {', '.join(wanted)}, so this remedy never pays"
            yield Finding(f"remedies.{remedy.id}.of", reason, f"add the target targets.{wanted[0]}.{clock}")


def without_currency(case: Case) -> Iterator[Finding]:
    """Amounts, and no currency."""
    if case.contract.defaults.currency is None and _names_money(case):
        yield Finding("defaults.currency", "amounts are promised in no currency", "defaults: {currency: PLN}")


def carry_without_periods(case: Case) -> Iterator[Finding]:
    """A share of hours to carry over, and no period to carry it into."""
    path = "hours.pool.carry"
    pool = case.contract.hours.pool
    if pool and not pool.carry.periods and case.states(f"{path}.cap"):
        reason = f"{pool.carry.cap} % of the hours may be carried over, and for no period"
        yield Finding(path, reason, "carry: {periods: 1, cap: 50%}, or leave `cap` out")


def _names_money(case: Case) -> bool:
    contract = case.contract
    return bool(contract.remedies) or contract.fee.monthly is not None or contract.hours.rates.above is not None
