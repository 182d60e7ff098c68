"""What a customer sees of the monitors of its systems: how they are called and how they stand, in words."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.overview import SILENT, Stand, stands_of, worst
from gwarant.web.access import EVERY_CLIENT, AuthedRequest, customer_person, memberships
from gwarant.web.moment import now
from gwarant.web.monitors.words import TONES


@require_GET
@customer_person(*EVERY_CLIENT)
def monitors(request: AuthedRequest) -> HttpResponse:
    """Each of their monitors, under its system."""
    own = memberships(request.user).values("customer")
    asked = Monitor.objects.kept().filter(customer__in=own).select_related("customer", "service").defer("sealed")
    found = list(asked.order_by("customer__name", "service__name", "name"))
    stands = stands_of(found, milliseconds_of(now()))
    lines = [_line(one, stands[one.pk]) for one in found]
    return render(request, "monitors/portal.html", {"lines": lines})


def _line(one: Monitor, stands: Sequence[Stand]) -> dict[str, Any]:
    state = worst(one, stands)
    last = max((stand.slot for stand in stands if stand.slot), default=0)
    words = {
        "up": _("works"),
        "degraded": _("works, but is slow or loses something"),
        "partly": _("cannot be reached from everywhere"),
        "down": _("does not work"),
        "unknown": _unknown_words(one, stands),
        "paused": _("is not looked at for now"),
    }
    if one.was_never_up and state in ("down", "partly"):  # it may ask wrongly, which is for us to see to
        state = "unknown"
        words[state] = _("is being set up")
    same = [stand.since for stand in stands if stand.since and stand.state == ("down" if state == "partly" else state)]
    return {
        "name": one.name,
        "system": one.service.name,
        "customer": one.customer.name,
        "tone": TONES[state],
        "word": words[state],
        "since": moment_of(max(same)) if same and state != "paused" else None,
        "last": moment_of(last) if last and state == "unknown" and one.kind not in TOLD else None,
    }


def _unknown_words(one: Monitor, stands: Sequence[Stand]) -> str:
    """Why nobody knows how it stands: it was looked at in vain, no longer, or never yet."""
    if one.kind in TOLD:
        return _("we do not know how it stands")
    looked = [stand.code for stand in stands if stand.slot is not None]
    if not looked:
        return _("we do not know: it has not been looked at yet")
    if all(code == SILENT for code in looked):
        return _("we do not know: nobody has looked of late")
    return _("we looked, but could not find out how it stands")
