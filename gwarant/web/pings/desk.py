"""Other addresses for a job: one of its own, or the customer's key under which all its jobs tell."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwarant.monitoring.actions import MonitorChanged, readdress_job
from gwarant.monitoring.beats.expecting import new_key
from gwarant.monitoring.beats.models import PingKey
from gwarant.monitoring.kinds import HEARTBEAT
from gwarant.monitoring.models import Monitor
from gwarant.web.access import LEADERS, WORKERS, AuthedRequest, staff
from gwarant.web.moment import now
from gwarant.web.monitors.sure import Question
from gwarant.web.monitors.views import door, seen_in, shown_page, sure


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def address(request: AuthedRequest, pk: int) -> HttpResponse:
    """Another address for the job; whether it is meant is asked first."""
    found = _job(pk)
    if request.method == "GET":
        told = _("Under the address that it has now nothing is heard any more: whatever tells there has to be changed.")
        title = _("Another address for %(name)s?") % {"name": found.name}
        return sure(request, found, Question(title, (told,), _("Make another address")))
    try:
        readdress_job(found, seen=seen_in(request), by=request.user, now=now())
    except MonitorChanged as meanwhile:
        return shown_page(request, meanwhile.monitor, 409, is_stale=True)
    messages.success(request, _("Below stands the new address; the former one is no address any more."))
    return redirect("desk:monitor", pk)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def key(request: AuthedRequest, pk: int) -> HttpResponse:
    """The customer's key: made where there is none, else another one, which is asked first."""
    found = _job(pk)
    is_there = PingKey.objects.filter(customer=found.customer).exists()
    if request.method == "GET" and is_there:
        told = _("Every job of %(customer)s that tells under the key of now has to be changed: nothing is heard there.")
        title = _("Another key for %(customer)s?")
        named = {"customer": found.customer.name}
        return sure(request, found, Question(title % named, (told % named,), _("Make another key")))
    if request.method == "GET":
        told = _("Its jobs tell under the key and their own names, so that one key serves many machines.")
        title = _("A key for %(customer)s?") % {"customer": found.customer.name}
        return sure(request, found, Question(title, (told,), _("Make the key")))
    new_key(found.customer)
    messages.success(request, _("Below stands the address with the new key."))
    return redirect("desk:monitor", pk)


def _job(pk: int) -> Monitor:
    found = door(pk)
    if found.kind != HEARTBEAT or found.retired_at is not None:
        raise Http404
    return found
