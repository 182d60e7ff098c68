"""What maintenance will mean, in sentences."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from gwarant.monitoring.maintenance.meaning import Meaning, Refused
from gwarant.pictures.words import dated, minute
from gwarant.reports.caps import Over
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


def doubts(meaning: Meaning, over: Iterable[Over]) -> Iterator[str]:
    """What speaks against it: what counts as downtime if the system is down, and what may go beyond the cap."""
    yield from dict.fromkeys(_refused(one, meaning.zone) for one in meaning.refused)
    yield from (_over(one, meaning.zone) for one in over)


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
    told = {
        "minutes": one.minutes,
        "cap": one.cap,
        "spent": one.spent,
        "left": one.left,
        "from": dated(minute(int(one.start_at.timestamp())), zone, lang()),
    }
    return (
        _(
            "In the period from %(from)s on, downtime has spent %(spent)d of the %(cap)d minutes that maintenance may "
            "cost, and %(minutes)d are announced: what is down for longer than the %(left)d that are left counts."
        )
        % told
    )
