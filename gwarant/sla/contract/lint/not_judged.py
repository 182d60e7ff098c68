"""What the engine keeps, shows and signs, and does not judge: said aloud, so that nobody believes it is counted."""

from collections.abc import Iterator

from gwarant.sla.contract.classifying import OWNER
from gwarant.sla.contract.kept import NOT_JUDGED as NOT_JUDGED
from gwarant.sla.contract.kept import idle_phases
from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.problem import Severity

_PHASES, _SET_BY = "phases.*", "classification.set_by"


def not_judged(case: Case) -> Iterator[Finding]:
    """A part of the contract's own that is kept and not judged."""
    for pattern, reason in NOT_JUDGED.items():
        for path in _matching(case, pattern):
            if case.is_own(path):
                yield Finding(path, reason, "keep watch over it by other means", Severity.NOTE)
    if case.contract.classification.set_by == OWNER and case.is_own(_SET_BY):
        mend = "the client sees to it who of its people does; set_by: client says the same"
        yield Finding(_SET_BY, "any of the client's people may set the class, its owner or not", mend, Severity.NOTE)
    for name in idle_phases(case.contract):
        mend = "give it an effect, such as targets: report_only, or leave it out"
        yield Finding(f"phases.{name}", NOT_JUDGED[_PHASES], mend, Severity.NOTE)


def _matching(case: Case, pattern: str) -> list[str]:
    if pattern == _PHASES:
        return []
    if "*" not in pattern:
        return [pattern]
    head, _, tail = pattern.partition(".*.")
    near = (path for path in case.places if path.count(".") == pattern.count("."))
    return [path for path in near if path.startswith(f"{head}.") and path.endswith(f".{tail}")]
