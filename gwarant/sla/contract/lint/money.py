"""Money: what is promised can be computed, bounded and claimed."""

from collections.abc import Iterator

from gwarant.sla.contract.checks.blanks import has_no_fee, names_money
from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.rights import conditions
from gwarant.sla.contract.lint.tables import promised, tables
from gwarant.sla.contract.model.money import Cap, OwnCap, Remedy, RemedyKind
from gwarant.sla.contract.record import is_open
from gwarant.sla.hours.free import CLASS, freed_class
from gwarant.sla.problem import Severity


def uncapped(case: Case) -> Iterator[Finding]:
    """A remedy without an upper bound: it grows with each breach, and neither its own cap nor one over all stops it."""
    loose = [row.id for row in case.contract.remedies if not is_bounded(row)]
    if loose and not case.contract.remedy_rules.caps:
        reason = f"nothing bounds what {', '.join(loose)} may come to"
        yield Finding("remedies", reason, "remedy_rules: {caps: [{per: month, pct: 30, of: monthly}]}")


def empty_cap(case: Case) -> Iterator[Finding]:
    """A cap without a figure."""
    rows: list[tuple[str, Cap | OwnCap]] = [
        (f"remedy_rules.caps.{at}", cap) for at, cap in enumerate(case.contract.remedy_rules.caps)
    ]
    rows += [(f"remedies.{row.id}.cap", row.cap) for row in case.contract.remedies if row.cap]
    for path, cap in rows:
        is_blank = any(is_open(case.places, f"{path}.{key}") for key in ("pct", "amount", "units"))
        if not is_blank and cap.pct is None and cap.amount is None and getattr(cap, "units", None) is None:
            yield Finding(path, "this cap names no figure", "give it `pct` or `amount`", Severity.ERROR)


def total_without_end(case: Case) -> Iterator[Finding]:
    """A share of all fees of a contract that has no end."""
    effective = case.contract.effective
    if effective.to is not None or effective.from_ is None or case.contract.kind != "Contract":
        return
    reason = "a share of all fees of the contract has no figure while the contract has no end"
    mend = "effective: {to: …}, or an `amount`"
    for at, cap in enumerate(case.contract.remedy_rules.caps):
        if cap.per == "total" and cap.amount is None and cap.pct is not None:
            yield Finding(f"remedy_rules.caps.{at}", reason, mend, Severity.ERROR)
    for row in case.contract.remedies:
        if row.base.fee == "contract_total" and pays_share(row):
            yield Finding(f"remedies.{row.id}.base", reason, mend, Severity.ERROR)


def cap_hides_band(case: Case) -> Iterator[Finding]:
    """A band that pays more than a whole month may pay."""
    caps = [
        row.pct for row in case.contract.remedy_rules.caps if row.per == "month" and row.of == "monthly" and row.pct
    ]
    if not caps:
        return
    for row in case.contract.remedies:
        for at, band in enumerate(row.bands):
            if band.pct is not None and band.pct > min(caps) and row.base.fee == "monthly":
                reason = f"this band pays {band.pct} %, and no month may pay more than {min(caps)} %"
                yield Finding(f"remedies.{row.id}.bands.{at}", reason, "raise the cap or lower the band")


def share_of_no_fee(case: Case) -> Iterator[Finding]:
    """A share of the monthly fee, and there is none."""
    if not has_no_fee(case.contract):
        return
    rows = [(f"remedies.{row.id}", row.base.fee) for row in case.contract.remedies if pays_share(row)]
    caps = enumerate(case.contract.remedy_rules.caps)
    rows += [(f"remedy_rules.caps.{at}", cap.of) for at, cap in caps if cap.pct is not None and cap.per != "total"]
    for path, fee in rows:
        if fee == "monthly":
            reason = "this is a share of the monthly fee, and the contract has none, so it is always nothing"
            yield Finding(path, reason, "an amount, or base: {fee: contract_total}")


def cap_nowhere(case: Case) -> Iterator[Finding]:
    """Something waits for a cap to be reached that the contract does not have."""
    caps = {row.per for row in case.contract.remedy_rules.caps}
    named = [(f"measures.{row.id}.of", row.of.cap) for row in case.contract.measures]
    named += [(path, one.at_cap) for path, one in conditions(case)]
    for path, name in named:
        if name and name not in caps:
            reason = f"it waits for the cap per {name}, and there is none, so it never comes"
            yield Finding(path, reason, f"add the cap {{per: {name}, …}} under remedy_rules.caps")


def claim_without_deadline(case: Case) -> Iterator[Finding]:
    """Remedies on claim, and no day until which to claim."""
    rules = case.contract.remedy_rules
    is_left = any(is_open(case.places, f"remedy_rules.claim{end}") for end in ("", ".deadline"))
    if rules.mode == "on_claim" and not is_left and (rules.claim is None or rules.claim.deadline is None):
        reason = "remedies are paid on claim, and nothing says until when a claim may be made, so it never lapses"
        yield Finding("remedy_rules", reason, "claim: {deadline: P30D, anchor: month_end}")


def without_target(case: Case) -> Iterator[Finding]:
    """A remedy for what was never promised: a clock without a target in its classes, a measure without one."""
    aimless = {row.id for row in case.contract.measures if row.target is None}
    known = {row.id for row in case.contract.clocks}
    for remedy in case.contract.remedies:
        clock, path = remedy.of.clock if remedy.of.clock in known else "", f"remedies.{remedy.id}.of"
        wanted = remedy.of.class_ or tuple(dict.fromkeys(name for one in tables(case) for name in one.rows))
        if clock and wanted and not any(promised(case, name, clock) for name in wanted):
            reason = f"no target of {clock!r} is promised for {', '.join(wanted)}, so this remedy never pays"
            yield Finding(path, reason, f"add the target targets.{wanted[0]}.{clock}")
        elif remedy.of.promise in aimless:
            reason = (
                f"the measure {remedy.of.promise!r} has no target, so it is never broken and this remedy never pays"
            )
            yield Finding(path, reason, f"measures: {{{remedy.of.promise}: {{target: …}}}}")


def without_currency(case: Case) -> Iterator[Finding]:
    """Amounts, and no currency."""
    is_left = is_open(case.places, "defaults.currency")
    if case.contract.defaults.currency is None and not is_left and names_money(case.contract):
        reason = "amounts are promised in no currency"
        yield Finding("defaults.currency", reason, "defaults: {currency: PLN}", Severity.BLANK)


def carry_without_periods(case: Case) -> Iterator[Finding]:
    """A share of hours to carry over, and no period to carry it into."""
    path = "hours.pool.carry"
    pool = case.contract.hours.pool
    if pool and not pool.carry.periods and not pool.carry.forever and case.states(f"{path}.cap"):
        reason = f"{pool.carry.cap} % of the hours may be carried over, and for no period"
        yield Finding(path, reason, "carry: {periods: 1, cap: 50%}, or leave `cap` out")


def carry_contradicts(case: Case) -> Iterator[Finding]:
    """Hours that never lapse and that lapse after some periods."""
    pool = case.contract.hours.pool
    if pool and pool.carry.forever and pool.carry.periods:
        reason = f"hours never lapse (forever), and carried ones live for `periods: {pool.carry.periods}`"
        yield Finding("hours.pool.carry", reason, "leave out one of `forever` and `periods`", Severity.ERROR)


def is_bounded(remedy: Remedy) -> bool:
    """Whether the remedy has a most of its own: a cap, or one sum for the one figure of a period."""
    of_figure = not (remedy.of.clock or remedy.of.duty or remedy.of.outage)
    return remedy.cap is not None or (of_figure and remedy.kind in (RemedyKind.BANDS, RemedyKind.FLAT))


def pays_money(remedy: Remedy) -> bool:
    """Whether it pays money, not time."""
    return remedy.kind is not RemedyKind.EXTENSION


def pays_share(remedy: Remedy) -> bool:
    """Whether it pays a share of its base."""
    shares = (remedy.pct, *(band.pct for band in remedy.bands))
    return remedy.kind is RemedyKind.PRORATA or any(one is not None for one in shares)


def free_class(case: Case) -> Iterator[Finding]:
    """Work that is free on a class of tickets which the contract does not have."""
    classes = [one.id for one in case.contract.classes]
    for at, name in enumerate(case.contract.hours.not_charged):
        freed = freed_class(name)
        if freed and freed not in classes and name.startswith(CLASS):
            reason = f"{freed} is no class of tickets, so that no work is free by this"
            yield Finding(f"hours.not_charged.{at}", reason, f"name one of {', '.join(classes)}", Severity.ERROR)
        elif freed and freed not in classes:
            reason = f"there is no class {freed}: only work that is booked as {name} is free"
            yield Finding(f"hours.not_charged.{at}", reason, "write `class` and the class on which all work is free")
