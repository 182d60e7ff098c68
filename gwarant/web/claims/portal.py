"""The client's side of a month's amounts: claim several at once, choose a remedy, give one up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.reports.claims.acting import NotDone, choose, claim, drop
from gwarant.reports.claims.standing import State
from gwarant.reports.month import Month
from gwarant.web.access import CLIENT_ADMINISTRATORS, AuthedRequest, customer_person, role_at
from gwarant.web.claims.page import keys_of, page_of, refusal_words, sum_of
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.door import month_page

PART = "part"


@require_http_methods(["GET", "POST"])
@month_page
def claims(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """What the month owes; what is marked is asked about once, then claimed."""
    may = role_at(request, month.contract.customer) in CLIENT_ADMINISTRATORS
    if request.method == "GET":
        return _shown(request, month, addresses, may_claim=may)
    if not may:
        raise PermissionDenied
    marked = request.POST.getlist(PART)
    if not marked:
        return _shown(request, month, addresses, 422, may_claim=may, problem=refusal_words("unmarked", None, ""))
    if "sure" not in request.POST:
        return _asked(request, month, addresses, marked)
    try:
        made = claim(month.contract, month.period.name, keys_of(marked), by=request.user, now=now())
    except NotDone as refused:
        problem = refusal_words(str(refused), refused.one, month.assessment.zone)
        return _shown(request, month, addresses, 409, may_claim=may, problem=problem, marked=marked)
    messages.success(request, _("Claimed: %(sum)s. We decide about it here, and you are told.") % {"sum": sum_of(made)})
    return redirect(addresses.claims)


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
@month_page
def choice(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """Let another remedy stand for the incident."""
    return _done(request, month, addresses, choose, _("Chosen: it stands instead of the other one."))


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
@month_page
def waiver(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """Give one up."""
    return _done(request, month, addresses, drop, _("You gave it up: nothing is owed for it."))


def _done(request: AuthedRequest, month: Month, addresses: Addresses, act: Any, words: str) -> HttpResponse:
    if role_at(request, month.contract.customer) not in CLIENT_ADMINISTRATORS:
        raise PermissionDenied
    key = keys_of([request.POST.get(PART, "")])[0]
    try:
        act(month.contract, month.period.name, key, by=request.user, now=now())
    except NotDone as refused:
        problem = refusal_words(str(refused), refused.one, month.assessment.zone)
        return _shown(request, month, addresses, 409, may_claim=True, problem=problem)
    messages.success(request, words)
    return redirect(addresses.claims)


def _asked(request: AuthedRequest, month: Month, addresses: Addresses, marked: list[str]) -> HttpResponse:
    """The one question before something is claimed."""
    page = page_of(month, addresses)
    rows = [row for row in page["rows"] if row["value"] in marked]
    late = next((row["one"] for row in rows if row["one"].state is State.LAPSED), None)
    if len(rows) < len(set(marked)) or late is not None:
        problem = refusal_words("lapsed" if late else "unknown", late, month.assessment.zone)
        more = {"may_claim": True, "problem": problem, "marked": marked}
        return render(request, "claims/page.html", {**page, **more}, status=409)
    return render(request, "claims/sure.html", {**page, "rows": rows, "sum": sum_of(row["one"] for row in rows)})


def _shown(request: AuthedRequest, month: Month, addresses: Addresses, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "claims/page.html", {**page_of(month, addresses), **more}, status=status)
