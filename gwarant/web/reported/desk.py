"""States that other tools told of, on the desk."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.monitoring.beats.models import Reported
from gwarant.monitoring.models import Monitor
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, staff

SHOWN = 100


@require_GET
@staff(*EVERYBODY_INSIDE)
def unmatched(request: AuthedRequest) -> HttpResponse:
    """What no monitor takes, the latest first."""
    crumbs = [(reverse("desk:monitors"), _("Monitors"))]
    return render(request, "monitors/unmatched.html", {"states": waiting()[:SHOWN], "crumbs": crumbs})


def waiting() -> QuerySet[Reported]:
    """Those that no monitor takes."""
    return Reported.objects.filter(monitor=None).select_related("source").order_by("-received_at", "-pk")


def states_of(monitor: Monitor) -> Sequence[Reported]:
    """What it took last: what fires first."""
    return list(monitor.reported.select_related("source").order_by("-is_firing", "-changed_at")[:SHOWN])
