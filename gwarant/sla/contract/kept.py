"""What a contract keeps, shows and signs, and no figure depends on: said, so that nobody believes it is counted."""

from collections.abc import Iterator

from gwarant.sla.contract.model import Contract

NOT_JUDGED = {
    "metadata.supersedes": "which version it replaces is kept; wordings follow each other by their `version`",
    "annexes": "annexes are kept as they stand",
    "term.rebase": "indexation is kept, and no fee is changed by it",
    "intake.split_multi_topic": "how tickets are split is kept, and not checked",
    "intake.channels.*.becomes_ticket": "the time within which a report is written up is kept, and not judged",
    "classes.*.when": "the definition of a class is kept; people choose it, monitoring one that names `service_down`",
    "classification.dispute": "how a dispute is settled is kept; the settlement itself is evidence",
    "availability.*.decided.client_objection": "how long the client may object: for the portal; no figure rests on it",
    "duties.*.keep": "how many copies are kept is not counted; the duty is judged by its proof",
    "duties.*.rpo": "how much data may be lost is kept, and not measured; the duty is judged by its proof",
    "duties.*.rto": "how long a restore may take is kept, and not measured; the duty is judged by its proof",
    "duties.*.critical_cve": "the time for critical flaws is kept, and not measured; the duty is judged by its proof",
    "duties.*.with": "who takes part is kept, and not checked",
    "hours.rates.discount_projects": "the discount on projects is kept, and no project is priced",
    "remedy_rules.fault": "culpability is kept; it is decided by people and enters as an exclusion",
    "remedy_rules.requires": "conditions of the client's side are kept; remedies are computed as if they were met",
    "contacts.ladder": "the ladder is kept for those who page, and whether they did is not judged",
    "phases.*": "the phase has neither an effect nor a surcharge, so it changes nothing",
}


def idle_phases(contract: Contract) -> Iterator[str]:
    """The phases that change nothing: no effect, no surcharge, and no promise freezes its maintenance in them."""
    frozen = {name for row in contract.availability if row.maintenance for name in row.maintenance.freeze}
    return (one.id for one in contract.phases if not one.effect and one.fee_add is None and one.id not in frozen)


def uncounted_in(contract: Contract) -> tuple[str, ...]:
    """Which keys that read like promises the contract states and nothing counts, and `phases` for idle ones."""
    rows = {
        "rebase": contract.term.rebase,
        "becomes_ticket": [one for one in contract.intake.channels if one.becomes_ticket],
        "keep": [one for one in contract.duties if one.keep],
        "rpo": [one for one in contract.duties if one.rpo],
        "rto": [one for one in contract.duties if one.rto],
        "critical_cve": [one for one in contract.duties if one.critical_cve],
        "with": [one for one in contract.duties if one.with_],
        "requires": contract.remedy_rules.requires,
        "propose_change_after": contract.hours.approve.propose_change_after,
        "single_task_over": contract.hours.approve.single_task_over,
        "phases": [*idle_phases(contract)],
    }
    return tuple(key for key, stated in rows.items() if stated)
