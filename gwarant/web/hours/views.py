"""Logging work on a ticket, and taking an entry back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.hours.actions import NotLogged, log_time
from gwarant.hours.actions import reverse as take_back
from gwarant.tickets.models import Ticket
from gwarant.web.access import EVERYBODY_INSIDE, WORKERS, AuthedRequest, get_ticket, staff
from gwarant.web.hours.charged import charged_of
from gwarant.web.hours.forms import LogForm, ReversalForm
from gwarant.web.hours.page import log_context, may_take_back, taken_back
from gwarant.web.moment import now
from gwarant.web.tickets.doing import DESK


@require_http_methods(["GET", "POST"])
@staff(*EVERYBODY_INSIDE)
def hours(request: AuthedRequest, key: str) -> HttpResponseBase:
    """The hours of a ticket, and the form to log more."""
    ticket = get_ticket(request, key)
    if request.method == "GET":
        return _page(request, ticket)
    return log(request, key)


@require_POST
@staff(*WORKERS)
def log(request: AuthedRequest, key: str) -> HttpResponse:
    """Log work; what cannot be logged comes back with a sentence."""
    ticket, at = get_ticket(request, key), now()
    form = LogForm(request.POST, ticket=ticket, by=(request.user, request.path), now=at, auto_id="hours_%s")
    if not form.is_valid():
        return _page(request, ticket, form, 422)
    told = form.cleaned_data
    facts = {"start_at": told["start_at"], "minutes": told["length"], "work": told["work"], "note": told["note"]}
    try:
        log_time(ticket, person=request.user, now=at, key=form.once(request.user, request.path), **facts)
    except NotLogged as problem:
        form.add_error(None, str(problem))
        return _page(request, ticket, form, 422)
    messages.success(request, _("The work is logged."))
    return HttpResponseRedirect(DESK.address(ticket), status=303)


@require_POST
@staff(*WORKERS)
def reversal(request: AuthedRequest, key: str, uid: str) -> HttpResponse:
    """Take an entry back by another one."""
    ticket = get_ticket(request, key)
    entry = ticket.entries.select_related("person", "ticket", "reversal").filter(uid=uid.replace("\x00", "")).first()
    if entry is None:
        raise Http404
    form = ReversalForm(request.POST)
    is_again = taken_back(entry) is not None
    if not is_again and not may_take_back(entry, request.user):
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, ticket, status=422, back={"uid": uid, "form": form, "entry": entry})
    try:
        key = form.once(request.user, request.path)
        take_back(entry, by=request.user, note=form.cleaned_data["note"], now=now(), key=key)
    except NotLogged as problem:
        form.add_error(None, str(problem))
        return _page(request, ticket, status=409, back={"uid": uid, "form": form, "entry": entry})
    messages.success(request, _("The entry is taken back. Both stay to be seen."))
    return HttpResponseRedirect(DESK.address(ticket), status=303)


def _page(
    request: AuthedRequest, ticket: Ticket, form: LogForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    crumbs = [(reverse("desk:tickets"), _("Tickets")), (DESK.address(ticket), f"{ticket.key} {ticket.title}")]
    at = now()
    costs = charged_of(ticket, list(ticket.entries.all()), at)
    context = {"ticket": ticket, "crumbs": crumbs, **log_context(ticket, request.user, at, form, costs), **more}
    return render(request, "hours/ticket.html", context, status=status)
