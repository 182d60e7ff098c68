"""What the engine keeps, shows and signs, and does not judge: said aloud, so that nobody believes it is counted."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.problem import Severity

NOT_JUDGED = {
    "annexes": "annexes are kept as they stand",
    "term.rebase": "indexation is kept, and no fee is changed by it",
    "intake.split_multi_topic": "how tickets are split is kept, and not checked",
    "intake.channels.*.becomes_ticket": "the time within which a report is written up is kept, and not judged",
    "classes.*.when": "the definition of a class is kept; people choose it, monitoring one that names `service_down`",
    "classification.dispute": "how a dispute is settled is kept; the settlement itself is evidence",
    "hours.rates.discount_projects": "the discount on projects is kept, and no project is priced",
    "remedy_rules.fault": "culpability is kept; it is decided by people and enters as an exclusion",
    "contacts.ladder": "the ladder is kept for those who page, and whether they did is not judged",
}


def not_judged(case: Case) -> Iterator[Finding]:
    """A part of the contract's own that is kept and not judged."""
    for pattern, reason in NOT_JUDGED.items():
        for path in _matching(case, pattern):
            if case.is_own(path):
                yield Finding(path, reason, "keep watch over it by other means", Severity.NOTE)


def _matching(case: Case, pattern: str) -> list[str]:
    if "*" not in pattern:
        return [pattern]
    head, _, tail = pattern.partition(".*.")
    near = (path for path in case.places if path.count(".") == pattern.count("."))
    return [path for path in near if path.startswith(f"{head}.") and path.endswith(f".{tail}")]
