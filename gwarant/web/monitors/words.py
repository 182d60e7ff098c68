"""How monitors stand, and what a look found, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.monitoring.called import called
from gwarant.monitoring.kinds import HEARTBEAT, REPORTED
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.overview import SILENT, Stand
from gwarant.monitoring.proving.sparse import unproven
from gwarant.monitoring.rarely import rare_now
from gwarant.monitoring.written import time_of
from gwarant.prober.checks import KINDS
from gwarant.prober.model import Phases, Reason
from gwarant.web.pings.words import beat_words

TONES = {
    "up": "fine",
    "degraded": "at_risk",
    "partly": "at_risk",
    "down": "breached",
    "unknown": "unknown",
    "paused": "paused",
}


@dataclass(frozen=True)
class StandWords:
    """How a monitor stands from a place, as a page tells it; moments are None where there is none."""

    key: str
    place: str
    tone: str
    word: str
    why: str
    said: str
    since: datetime | None
    last: datetime | None
    milliseconds: float | None


def state_words() -> dict[str, str]:
    """What each state is called."""
    return {
        "down": pgettext("a monitor", "Down"),
        "partly": pgettext("a monitor", "Down from some places"),
        "degraded": pgettext("a monitor", "Degraded"),
        "unknown": pgettext("a monitor", "Unknown"),
        "up": pgettext("a monitor", "Up"),
        "paused": pgettext("a monitor", "Paused"),
    }


def doubt_words(monitor: Monitor, state: str) -> str:
    """That what is down may ask wrongly, since nobody has seen it up so far; nothing where somebody has."""
    if not monitor.was_never_up or state not in ("down", "partly"):
        return ""
    return _("never up since it was set: it opens no outage")


def kind_words() -> dict[str, str]:
    """What each kind of monitor is called."""
    return {
        **{name: _(one.label) for name, one in KINDS.items()},
        HEARTBEAT: _("Heartbeat"),
        REPORTED: _("State of another tool"),
    }


def reason_words(code: str) -> str:
    """What a look found, by its code: a status of HTTP, the code of a name server, or a reason of ours."""
    if code.startswith("exit "):
        return _("the job ended with code %(code)s") % {"code": code.removeprefix("exit ")}
    if code.isdecimal() and len(code) == 3 and code[0] == "5":
        return _("the answer was %(code)s: the server failed at it") % {"code": code}
    if code.isdecimal() and len(code) == 3 and code[0] == "4":
        return _("the answer was %(code)s: the server did not do what was asked") % {"code": code}
    if code.isdecimal():
        return _("the answer was %(code)s") % {"code": code}
    words = {
        **beat_words(),
        Reason.RESOLVE: _("the name leads to no address"),
        Reason.REFUSED: _("nobody listens there"),
        Reason.TIMEOUT: _("no whole answer in its time"),
        Reason.CUT: _("the other side ended too early"),
        Reason.TLS: _("the certificate is not trusted, or the line cannot be secured"),
        Reason.PROTOCOL: _("the answer is none of this kind"),
        Reason.REDIRECTS: _("redirects that are not followed"),
        Reason.HEADER: _("a header is not as it should be"),
        Reason.TEXT: _("the text is not as it should be"),
        Reason.JSON: _("a value of the JSON is not as it should be"),
        Reason.ANSWER: _("another answer than is asked for"),
        Reason.SLOW: _("slower than it should be"),
        Reason.LOST: _("packets were lost"),
        Reason.NOT_ALLOWED: _("an address that this prober may not call"),
        Reason.LATE: _("the prober came too late to look"),
        Reason.STILL: _("the prober stood still or did not run"),
        Reason.FULL: _("the prober had too much to do"),
        Reason.OWN_NETWORK: _("the prober had lost its own network"),
        Reason.EVERYTHING: _("nearly everything failed from there at once"),
        Reason.CLOCK: _("the prober’s clock was wrong"),
        Reason.UNKEPT: _("seen, but the prober had no room to keep it"),
        Reason.FAULT: _("the prober could not look"),
        SILENT: _("nobody has looked since"),
        "": "",
    }
    return words.get(code, _("the name server says %(code)s") % {"code": code})


def stand_words(one: Stand, *, is_active: bool = True) -> StandWords:
    """How it stands from a place; of a monitor that is paused nobody says more than that."""
    state = "paused" if not is_active else one.state if one.is_open else "unknown"
    why = reason_words(one.code) if state not in ("up", "paused") else ""
    if is_active and not one.is_open:
        why = _("this place is closed")
    elif is_active and one.slot is None:
        why = _("not looked at yet")
    return StandWords(
        key=one.key,
        place=called(one.key, one.name),
        tone=TONES[state],
        word=state_words()[state],
        why=why,
        said=one.said if state not in ("up", "paused") else "",
        since=moment_of(one.since) if one.slot is not None and one.is_open and state != "paused" else None,
        last=moment_of(one.slot) if one.slot is not None else None,
        milliseconds=one.total / 1000 if one.total and state in ("up", "degraded") else None,
    )


def phase_names() -> tuple[str, ...]:
    """The parts of a look in their order."""
    return (
        pgettext("a part of a look", "name"),
        pgettext("a part of a look", "connection"),
        pgettext("a part of a look", "security"),
        pgettext("a part of a look", "first byte"),
        pgettext("a part of a look", "transfer"),
    )


def phase_words(phases: Sequence[int]) -> list[tuple[str, float]]:
    """The parts of a look that there were, each with its milliseconds."""
    return [(name, one / 1000) for name, one in zip(phase_names(), phases, strict=True) if one]


def parts_of(phases: Phases) -> list[tuple[str, float]]:
    """The same of a look that was made just now."""
    return phase_words((phases.resolve, phases.connect, phases.secure, phases.first, phases.transfer))


def _sparse_words(monitor: Monitor, now: datetime) -> str:
    """That a job runs too rarely to prove each slot of its duty, and what that means."""
    found = unproven(monitor, now) if monitor.retired_at is None else None
    if found is None:
        return ""
    missing, slots = found
    return _(
        "The duty that it proves returns more often than the job: of the next %(slots)s slots %(missing)s have no "
        "expected run, and would count as not done unless somebody writes a proof down."
    ) % {"slots": slots, "missing": missing}


def rare_words(monitor: Monitor, now: datetime) -> str:
    """That it looks more rarely than the contract says, or runs more rarely than its duty returns; empty if neither."""
    if monitor.kind == HEARTBEAT:
        return _sparse_words(monitor, now)
    every = rare_now(monitor, now) if monitor.retired_at is None else None
    if every is None:
        return ""
    return _(
        "The contract says that a look is made every %(every)s, and this one looks every %(stands)s. Each look that is "
        "missing counts in the lower bound of availability as if it had failed: so no month would be surely kept."
    ) % {"every": time_of(every), "stands": time_of(monitor.every)}
