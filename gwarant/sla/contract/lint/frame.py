"""The frame: what must be filled in before signing, and clauses that point somewhere."""

from collections.abc import Iterator

from gwarant.sla.contract.checks.blanks import has_no_monthly_fee, names_money
from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Status
from gwarant.sla.contract.record import keys_of
from gwarant.sla.problem import Severity, did_you_mean


def unnamed_service(case: Case) -> Iterator[Finding]:
    """A service without a name for people."""
    if case.contract.kind == "Contract":
        for row in case.contract.services:
            if not row.name:
                path = f"services.{row.id}.name"
                yield Finding(path, "to be filled in", "the name of what is looked after", Severity.BLANK)


def signed_with_blanks(case: Case) -> Iterator[Finding]:
    """A signed contract in which something is still blank."""
    if case.contract.metadata.status is not Status.SIGNED:
        return
    for path in (*_blanks(case.contract), *case.left_open):
        yield Finding(
            path, f"the contract is signed and {path} is blank", "fill it in, or set status: draft", Severity.ERROR
        )


def clause_nowhere(case: Case) -> Iterator[Finding]:
    """A clause that names no section of the contract."""
    sections = [key.name for key in keys_of(Contract)]
    for clause, section in case.contract.text.items():
        if section.partition(".")[0] not in sections:
            reason = f"the clause {clause!r} renders {section!r}, and there is no such section"
            yield Finding(f"text.{clause}", reason, did_you_mean(section, sections))


def clause_twice(case: Case) -> Iterator[Finding]:
    """Two clauses that render the same section."""
    first: dict[str, str] = {}
    for clause, section in case.contract.text.items():
        if section in first:
            reason = f"{first[section]!r} and {clause!r} both render {section!r}: a dispute would have two texts"
            yield Finding(f"text.{clause}", reason, "let one clause render it, or name the part that each renders")
        first.setdefault(section, clause)


def _blanks(contract: Contract) -> Iterator[str]:
    values: dict[str, object] = {
        "metadata.id": contract.metadata.id,
        "effective.from": contract.effective.from_,
        "parties.provider.name": contract.parties.provider.name,
        "parties.client.name": contract.parties.client.name,
        "fee.monthly": contract.fee.monthly,
    }
    if has_no_monthly_fee(contract):
        del values["fee.monthly"]
    if names_money(contract):
        values["defaults.currency"] = contract.defaults.currency
    if contract.hours.pool and not contract.hours.pool.unlimited:
        values["hours.rates.above"] = contract.hours.rates.above
    if contract.remedies:
        values["remedy_rules.settle"] = contract.remedy_rules.settle
    return (path for path, value in values.items() if value is None)
