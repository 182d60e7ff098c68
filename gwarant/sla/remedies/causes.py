"""Which incidents have one cause: breaches of a service soon after the first, a figure and what its downtime caused."""

from collections.abc import Iterable, Mapping

from gwarant.sla.remedies.breach import Breach

CLOSE = 24 * 3600
"""Seconds within which a ticket's breach is told beside the downtime before it, where the contract names no time."""


def causes_of(breaches: Iterable[Breach], window: int) -> dict[str, str]:
    """For each incident the first incident of its cause; a breach without a service is a cause of its own.

    So is a broken figure of a period, which falls at no one moment: `caused_by` says what its downtime caused.
    """
    firsts: dict[str, Breach] = {}
    for breach in sorted(breaches, key=lambda one: one.rank):
        firsts.setdefault(breach.incident, breach)
    found: dict[str, str] = {}
    heads: dict[str, Breach] = {}
    for incident, breach in firsts.items():
        if _is_figure(breach):
            found[incident] = incident
            continue
        head = heads.get(breach.service) if breach.service else None
        if head is None or breach.at - head.at > window:
            head = heads[breach.service] = breach
        found[incident] = head.incident
    return found


def caused_by(breaches: Iterable[Breach], window: int) -> Mapping[str, frozenset[str]]:
    """For each broken figure, and each outage by itself, the tickets of its service whose clocks ran out soon after.

    That is between the beginning of a stretch of its lost time and so many seconds after the end of it.
    """
    rows = list(breaches)
    tickets = [one for one in rows if one.ticket and one.service]
    found = {}
    for one in rows:
        if one.service and not one.ticket and (one.promise or one.outage):
            own = (t for t in tickets if t.service == one.service and _is_within(t.at, one, window))
            if incidents := frozenset(ticket.incident for ticket in own):
                found[one.incident] = incidents
    return found


def _is_figure(breach: Breach) -> bool:
    return bool(breach.promise and breach.service and not breach.ticket)


def _is_within(moment: int, lost: Breach, window: int) -> bool:
    return any(start <= moment <= end + window for start, end in lost.elapsed)
