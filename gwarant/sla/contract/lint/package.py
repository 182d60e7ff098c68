"""What the contract sets differently from its package."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.problem import Severity


def override(case: Case) -> Iterator[Finding]:
    """Every field that overrides the package's."""
    package = case.contract.metadata.based_on
    for one in case.overrides:
        reason = f"{package} has {one.inherited}, this contract has {one.own}"
        yield Finding(one.path, reason, "", Severity.NOTE, one.line)
