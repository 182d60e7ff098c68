"""What the engine keeps, shows and signs, and does not judge: said aloud, so that nobody believes it is counted."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.problem import Severity

NOT_JUDGED = {
    "measures": "aggregates such as a share within target are kept, and no verdict is computed",
    "duties": "recurring duties are kept, and whether they were done in time is not judged",
    "triggers": "rights from repeated breaches are kept, and whether one has arisen is not judged",
    "annexes": "annexes are kept as they stand",
    "term.rebase": "indexation is kept, and no fee is changed by it",
    "precedence": "the order of documents is kept; what wins is decided by `extends` alone",
    "intake.split_multi_topic": "how tickets are split is kept, and not checked",
    "intake.channels.*.becomes_ticket": "the time within which a report is written up is kept, and not judged",
    "classes.*.when": "the definition of a class is kept; people choose the class",
    "classification.dispute": "how a dispute is settled is kept; the settlement itself is evidence",
    "hours.rates.discount_projects": "the discount on projects is kept, and no project is priced",
    "remedy_rules.fault": "culpability is kept; it is decided by people and enters as an exclusion",
    "phases.*.fee_add": "a surcharge of a season is kept, and not added to any base",
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
