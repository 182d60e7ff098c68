"""Corrections in the portal: what changes, and the consent that the contract asks for."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gwarant.monitoring.corrections.deciding import NotDecided, agree, decline
from gwarant.monitoring.corrections.models import Correction, Stands
from gwarant.web.access import CLIENT_ADMINISTRATORS, EVERY_CLIENT, AuthedRequest, customer_person, memberships
from gwarant.web.corrections.forms import RefusalForm
from gwarant.web.corrections.page import corrections, page_of
from gwarant.web.corrections.words import not_decided
from gwarant.web.moment import now


@require_GET
@customer_person(*EVERY_CLIENT)
def correction(request: AuthedRequest, pk: int) -> HttpResponse:
    """One correction of their systems that a second person of the house has approved."""
    return _shown(request, _door(request, pk))


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
def consent(request: AuthedRequest, pk: int) -> HttpResponse:
    """Agree for the client."""
    found = _door(request, pk, deciding=True)
    try:
        agree(found, by=request.user, now=now())
    except NotDecided as problem:
        return _shown(request, _door(request, pk), 409, problem=not_decided()[str(problem)])
    messages.success(request, _("You agreed: it counts from now on."))
    return redirect("portal:correction", pk)


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
def refusal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Do not agree."""
    found, form = _door(request, pk, deciding=True), RefusalForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, 422, form=form)
    try:
        decline(found, text=form.cleaned_data["text"], by=request.user, now=now())
    except NotDecided as problem:
        return _shown(request, _door(request, pk), 409, problem=not_decided()[str(problem)])
    messages.success(request, _("You did not agree: nothing changes."))
    return redirect("portal:correction", pk)


def _shown(request: AuthedRequest, found: Correction, status: int = 200, **more: Any) -> HttpResponse:
    page = page_of(found, "portal", now())
    may = _places(request, found).filter(role__in=CLIENT_ADMINISTRATORS).exists() and found.stands is Stands.WAITS
    context = {**page, "may_agree": may, "form": RefusalForm(), **more}
    return render(request, "corrections/correction.html", context, status=status)


def _door(request: AuthedRequest, pk: int, *, deciding: bool = False) -> Correction:
    """What is theirs and approved by the house; who reads alone may decide nothing."""
    found: Correction | None = corrections().filter(pk=pk).first()
    if found is None or not found.said or not _places(request, found).exists():
        raise Http404
    if deciding and not _places(request, found).filter(role__in=CLIENT_ADMINISTRATORS).exists():
        raise PermissionDenied
    return found


def _places(request: AuthedRequest, found: Correction) -> Any:
    return memberships(request.user).filter(customer=found.customer_id)
