"""Which incidents have one cause: breaches of one service soon after the first."""

from collections.abc import Iterable

from gwarant.sla.remedies.breach import Breach


def causes_of(breaches: Iterable[Breach], window: int) -> dict[str, str]:
    """For each incident the first incident of its cause; a breach without a service is a cause of its own."""
    firsts: dict[str, Breach] = {}
    for breach in sorted(breaches, key=lambda one: one.rank):
        firsts.setdefault(breach.incident, breach)
    found: dict[str, str] = {}
    heads: dict[str, Breach] = {}
    for incident, breach in firsts.items():
        head = heads.get(breach.service) if breach.service else None
        if head is None or breach.at - head.at > window:
            head = heads[breach.service] = breach
        found[incident] = head.incident
    return found
