"""Reporting a problem: one page, under a minute."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gwarant.tickets.problem import TicketProblem
from gwarant.web.access import REPORTERS, AuthedRequest, customer_person, memberships
from gwarant.web.files.receiving import received
from gwarant.web.moment import now
from gwarant.web.tickets.doing import PORTAL
from gwarant.web.tickets.reporting import ReportForm


@require_http_methods(["GET", "POST"])
@customer_person(*REPORTERS)
def report(request: AuthedRequest) -> HttpResponse:
    """The form; `look` asks only for the classes of another system and keeps what was typed."""
    if request.method == "GET" or "look" in request.POST:
        told = received(request) if request.method == "POST" else request.GET
        return _page(request, _form(request, None, initial={name: told[name] for name in told if name != "key"}))
    form = _form(request, received(request))
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        ticket = form.open(request.user, request.path, now())
    except TicketProblem as problem:
        form.add_error(None, str(problem))
        return _page(request, form, 422)
    messages.success(request, _("Thank you. We have it as %(key)s.") % {"key": ticket.key})
    return HttpResponseRedirect(PORTAL.address(ticket), status=303)


@require_GET
@customer_person(*REPORTERS)
def classes(request: AuthedRequest) -> HttpResponse:
    """How bad it is, for the system that was chosen."""
    form = _form(
        request, None, initial={name: request.GET[name] for name in ("system", "class_id") if name in request.GET}
    )
    return render(request, "tickets/_classes.html", {"form": form})


def _form(request: AuthedRequest, data: Any, **more: Any) -> ReportForm:
    customers = [one.customer for one in memberships(request.user, REPORTERS).order_by("customer__name")]
    return ReportForm(data, customers=customers, now=now(), **more)


def _page(request: AuthedRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/report.html", {"form": form}, status=status)
