"""What a customer sees of its systems: how each stands, by what is looked at; jobs and other tools' alerts apart."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.monitoring.beats.schedule import HOUSE
from gwarant.monitoring.kinds import HEARTBEAT, TOLD
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.outages.rules import probe_of
from gwarant.monitoring.overview import SILENT, Stand, stands_of, too_few, worst
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.models import OVER, Status, TicketEvent
from gwarant.web.access import EVERY_CLIENT, AuthedRequest, customer_person, memberships
from gwarant.web.moment import now
from gwarant.web.monitors.words import TONES

WORST = ("down", "partly", "degraded", "unknown", "up", "paused")  # how a system stands that no monitor decides
BROKEN = ("down", "partly", "degraded")


@require_GET
@customer_person(*EVERY_CLIENT)
def monitors(request: AuthedRequest) -> HttpResponse:
    """Each of their systems with what looks at it, and what tells of itself beside them."""
    own = memberships(request.user).values("customer")
    asked = Monitor.objects.kept().filter(customer__in=own).select_related("customer", "service").defer("sealed")
    found, at = list(asked.order_by("customer__name", "service__name", "service", "name")), now()
    stands = stands_of(found, milliseconds_of(at))
    looked = groupby((one for one in found if one.kind not in TOLD), key=lambda one: one.service)
    reported = _reported(found)
    systems = [
        _system([(one, _line(one, stands[one.pk], at)) for one in looks]) | {"reported": reported.get(service.pk, [])}
        for service, looks in looked
    ]
    told = [_told(one, stands[one.pk]) for one in found if one.kind in TOLD and _is_theirs(one)]
    return render(request, "monitors/portal.html", {"systems": systems, "told": told})


def _is_theirs(one: Monitor) -> bool:
    """A job that tells the house alone is the house's matter."""
    return one.kind != HEARTBEAT or one.settings.get("tells", HOUSE) != HOUSE


def _reported(found: Sequence[Monitor]) -> Mapping[int, list[str]]:
    """The open tickets by which somebody says that a system is down, by the system."""
    services = {one.service_id for one in found}
    told = TicketEvent.objects.filter(kind=Kind.REPORTED, down=True, ticket__service__in=services)
    told = told.exclude(by=Role.SYSTEM).exclude(ticket__status__in=(*OVER, Status.RESOLVED)).order_by("ticket_id")
    keys: dict[int, list[str]] = {}
    for service, key in told.values_list("ticket__service_id", "ticket__key"):
        keys.setdefault(service, []).append(key)
    return keys


def _system(looks: Sequence[tuple[Monitor, dict[str, Any]]]) -> dict[str, Any]:
    """One state: that of the monitor by which promises are judged, else the worst; and each look, where there are more.

    A system that works, while something else of it that is looked at does not, works in part.
    """
    lines = [line for _one, line in looks]
    first = next((line for one, line in looks if one.counts), None)
    own = first or min(lines, key=lambda line: WORST.index(line["state"]))
    rest = {line["state"] for line in lines}
    if own["state"] == "up" and rest & set(BROKEN):
        since = max((line["since"] for line in lines if line["state"] in BROKEN and line["since"]), default=None)
        own = {**own, "tone": TONES["degraded"], "word": _("works, but not all of it"), "since": since}
    return {**own, "name": looks[0][0].service.name, "looks": lines if len(lines) > 1 else []}


def _line(one: Monitor, stands: Sequence[Stand], at: datetime) -> dict[str, Any]:
    state = worst(one, stands)
    last = max((stand.slot for stand in stands if stand.slot), default=0)
    words = {
        "up": _("works"),
        "degraded": _("works, but is slow or loses something"),
        "partly": _("cannot be reached from everywhere"),
        "down": _("does not work"),
        "unknown": _unknown_words(stands),
        "paused": _("is not looked at for now"),
    }
    if one.was_never_up and state in ("down", "partly"):  # it may ask wrongly, which is for us to see to
        state = "unknown"
        words[state] = _("is being set up")
    few = too_few(stands, probe_of(one.service, at)) if one.counts and state in ("up", "degraded") else None
    if few is not None:
        state = "unknown"
        words[state] = _("seen to work from %(n)d of %(many)d places: too few to know") % {"n": few[0], "many": few[1]}
    return {
        "name": one.name,
        "state": state,
        "tone": TONES[state],
        "word": words[state],
        "since": _since(state, stands),
        "last": moment_of(last) if last and state == "unknown" else None,
    }


def _told(one: Monitor, stands: Sequence[Stand]) -> Mapping[str, Any]:
    """A job, or an alert of another tool: it says how itself went, and not whether its system works."""
    state = worst(one, stands)
    codes = {stand.code for stand in stands if stand.state == "down"}
    if one.kind == HEARTBEAT:
        words = {"up": _("the job ran"), "down": _("the job failed"), "unknown": _("nothing heard yet")}
        words["paused"] = _("the job is not followed for now")
        if "missed" in codes:
            words["down"] = _("the job did not run in time")
        elif "overrun" in codes:
            words["down"] = _("the job takes longer than it may")
    else:
        words = {"up": _("no alert fires"), "down": _("an alert fires"), "unknown": _("nothing heard yet")}
        words["paused"] = _("not followed for now")
    if any(stand.code == "away" for stand in stands):
        words["unknown"] = _("we could not hear how it went")
    state = "down" if state == "partly" else state
    return {
        "name": one.name,
        "system": one.service.name,
        "tone": "at_risk" if state == "down" else TONES[state],
        "word": words.get(state, words["unknown"]),
        "since": _since(state, stands),
    }


def _since(state: str, stands: Sequence[Stand]) -> datetime | None:
    same = [stand.since for stand in stands if stand.since and stand.state == ("down" if state == "partly" else state)]
    return moment_of(max(same)) if same and state != "paused" else None


def _unknown_words(stands: Sequence[Stand]) -> str:
    """Why nobody knows how it stands: it was looked at in vain, no longer, or never yet."""
    looked = [stand.code for stand in stands if stand.slot is not None]
    if not looked:
        return _("we do not know: it has not been looked at yet")
    if all(code == SILENT for code in looked):
        return _("we do not know: nobody has looked of late")
    return _("we looked, but could not find out how it stands")
