"""What maintenance will mean, in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gwarant.monitoring.maintenance.meaning import Meaning, Over, Refused
from gwarant.pictures.words import dated, minute
from gwarant.sla.availability.codes import EMERGENCY, FROZEN, NO_MAINTENANCE, OUTSIDE_WINDOW
from gwarant.web.templatetags.look import lang


def refusals() -> dict[str, str]:
    """Why it is not announced, by the code."""
    return {
        "none": _("No window lies there."),
        "many": _("These are more than sixty windows: announce fewer at once."),
        "backwards": _("It ends before it begins."),
        "over": _("That lies in the past. What was not announced before is a correction, to which others agree."),
        "long": _("That is longer than two weeks."),
        "far": _("That lies more than a year ahead."),
    }


def not_withdrawn() -> dict[str, str]:
    """Why it is not taken back, by the code."""
    return {
        "over": _("It is over. What shall not count of it any more is a correction, which two people decide."),
        "gone": _("Somebody has taken it back already."),
    }


def doubts(meaning: Meaning) -> Iterator[str]:
    """What speaks against it: what counts as downtime if the system is down, and what goes beyond the cap."""
    yield from dict.fromkeys(_refused(one, meaning.zone) for one in meaning.refused)
    yield from (_over(one, meaning.zone) for one in meaning.over)


def _refused(one: Refused, zone: str) -> str:
    told = {"when": dated(minute(int(one.start_at.timestamp())), zone, lang())}
    if EMERGENCY.is_of(one.why):
        return _("Maintenance in an emergency counts as downtime under the contract.")
    if OUTSIDE_WINDOW.is_of(one.why):
        return _("From %(when)s on it lies outside the contract’s window, and counts as downtime.") % told
    if FROZEN.is_of(one.why):
        return _("From %(when)s on the contract allows no maintenance, and it counts as downtime.") % told
    if NO_MAINTENANCE.is_of(one.why):
        return _("Under the contract all maintenance counts as downtime.")
    return _("For %(when)s the contract’s notice is not kept any more, and it counts as downtime.") % told


def _over(one: Over, zone: str) -> str:
    told = {"minutes": one.minutes, "cap": one.cap, "from": dated(minute(int(one.start_at.timestamp())), zone, lang())}
    return (
        _(
            "In the period from %(from)s on %(minutes)d minutes are announced then, and %(cap)d leave the count at "
            "most: what is down beyond them is downtime."
        )
        % told
    )
