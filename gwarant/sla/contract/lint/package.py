"""What one document of a contract sets differently from another."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.problem import Severity


def override(case: Case) -> Iterator[Finding]:
    """Every field that overrides the package's."""
    for one in case.overrides:
        winner = one.winner or "this contract"
        reason = f"{one.source or 'this contract'} has {one.inherited}, {winner} has {one.own}"
        yield Finding(one.path, reason, "", Severity.NOTE, 0 if one.winner else one.line)
