"""What monitoring saw, beside the ticket that it opened."""

from typing import Any

from gwarant.monitoring.beats.models import Reported
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.outages.found import turns_of
from gwarant.monitoring.telling.firing import firing_of
from gwarant.tickets.authors import MONITORING
from gwarant.tickets.models import Ticket
from gwarant.web.monitors.words import reason_words


def seen_of(ticket: Ticket) -> list[dict[str, Any]]:
    """The looks that found it down: when, which monitor from where, why, and what was answered."""
    return [
        {
            "at": moment_of(one.slot),
            "monitor": one.monitor,
            "place": one.place,
            "why": reason_words(one.code),
            "said": one.said,
        }
        for one in turns_of(ticket)
    ]


def fires_of(ticket: Ticket) -> list[Reported]:
    """What another tool told of what the ticket is about: its alerts with their labels and words."""
    if ticket.channel != MONITORING:
        return []
    return [one for trouble in ticket.troubles.select_related("monitor") for one in firing_of(trouble)]
