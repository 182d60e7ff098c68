"""What monitoring saw, beside the ticket that it opened."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.monitoring.beats.models import Reported
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.outages.found import turns_of
from gwarant.monitoring.telling.firing import firing_of
from gwarant.pictures.words import duration
from gwarant.tickets.authors import MONITORING
from gwarant.tickets.models import Ticket
from gwarant.web.monitors.words import reason_words
from gwarant.web.templatetags.look import lang


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


def moments_of(ticket: Ticket) -> list[dict[str, Any]]:
    """The moments of the outage that the ticket is about, each with how long after its detection it came."""
    found = ticket.outages.first() if ticket.channel == MONITORING else None
    if found is None:
        return []
    told = (
        (pgettext("an outage", "detected"), found.detected_at),
        (pgettext("an outage", "confirmed"), found.confirmed_at),
        (pgettext("an outage", "first of us called"), found.paged_at),
        (pgettext("an outage", "taken up"), found.acknowledged_at),
        (pgettext("an outage", "up again"), found.restored_at),
    )
    return [{"word": word, "at": at, "after": _after(found.detected_at, at)} for word, at in told if at is not None]


def _after(detected: datetime, at: datetime) -> str:
    seconds = int((at - detected).total_seconds())
    return _("after %(long)s") % {"long": duration(seconds, lang(), exact=True)} if seconds > 0 else ""


def fires_of(ticket: Ticket) -> list[Reported]:
    """What another tool told of what the ticket is about: its alerts with their labels and words."""
    if ticket.channel != MONITORING:
        return []
    return [one for trouble in ticket.troubles.select_related("monitor") for one in firing_of(trouble)]
