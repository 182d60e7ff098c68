"""Where mail arrives, and what is known of senders: our addresses, customers' domains, programs that report."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.customers.models import IntakeAddress
from gwarant.intake.addresses.actions import (
    ChangedMeanwhile,
    IsThere,
    Place,
    change_place,
    end_place,
    find_place,
    kind_of,
    mark_of,
    open_address,
    register_domain,
    register_machine,
    resume_place,
)
from gwarant.intake.changes import Kind, changes_of
from gwarant.intake.models import MachineSender, MailDomain, Outcome, RawMail
from gwarant.web.access import LEADERS, AuthedRequest, staff
from gwarant.web.mail.changing import conflict, touched
from gwarant.web.mail.forms import EndForm, PlaceForm, WhereForm
from gwarant.web.mail.words import change_words, kind_words
from gwarant.web.moment import now


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def addresses(request: AuthedRequest) -> HttpResponse:
    """The list, and a form for one more; what is there already is changed on its own page."""
    wanted = {"kind": Kind.ADDRESS.value, "name": request.GET.get("address", "").replace("\0", "")[:200]}
    form = WhereForm(request.POST or None, initial=wanted if wanted["name"] else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _opened(form.cleaned_data, request)
        except IsThere as known:
            return _list(request, form, 409, there=known.place)
        messages.success(request, _("%(name)s is known now.") % {"name": made})
        return redirect("desk:mail_addresses")
    return _list(request, form, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def place(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    """One address, domain or program: whose it is, what was decided about it. POST: it is another's."""
    found = _place(kind, pk)
    form = _form_of(found, request.POST or None)
    if request.method == "GET":
        return _shown(request, found, form=form)
    if not form.is_valid():
        return _shown(request, found, 422, form=form)
    try:
        change_place(found, touched(form), seen=form.cleaned_data["seen"], by=request.user, now=now())
    except ChangedMeanwhile as changed:
        fresh = _place(kind, changed.place.pk)
        again, changes = conflict(form, _values(fresh), mark_of(fresh))
        return _shown(request, fresh, 409, form=again, changes=changes, is_stale=True)
    messages.success(request, _("Saved."))
    return redirect("desk:mail_place", kind, pk)


@require_POST
@staff(*LEADERS)
def end(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    """From now on it says nothing about mail; its row and what came by it stay."""
    found = _place(kind, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, 422, ending=form)
    try:
        end_place(found, **form.cleaned_data, by=request.user, now=now())
    except ChangedMeanwhile:
        fresh = _place(kind, pk)
        return _shown(request, fresh, 409, ending=form.again(mark_of(fresh)), is_stale=True)
    messages.success(request, _("%(name)s is ended.") % {"name": found})
    return redirect("desk:mail_place", kind, pk)


@require_POST
@staff(*LEADERS)
def resume(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    """Take it up again, as it was."""
    found = _place(kind, pk)
    try:
        resume_place(found, seen=request.POST.get("seen", "")[:16], by=request.user, now=now())
    except ChangedMeanwhile:
        return _shown(request, _place(kind, pk), 409, is_stale=True)
    messages.success(request, _("%(name)s is taken up again.") % {"name": found})
    return redirect("desk:mail_place", kind, pk)


def _opened(told: Mapping[str, Any], request: AuthedRequest) -> Place:
    way: dict[str, Any] = {"by": request.user, "now": now()}
    service = told["service"].pk if told["service"] else None
    match told["kind"]:
        case Kind.ADDRESS:
            return open_address(told["name"], customer=told["customer"], service_id=service, **way)
        case Kind.DOMAIN:
            return register_domain(told["name"], told["customer"], **way)
    return register_machine(told["name"], told["customer"], service_id=service, **way)


def _list(request: AuthedRequest, form: WhereForm, status: int, there: Place | None = None) -> HttpResponse:
    parts = (
        (Kind.ADDRESS, IntakeAddress.objects.select_related("customer", "service").order_by("address")),
        (Kind.DOMAIN, MailDomain.objects.select_related("customer").order_by("domain")),
        (Kind.MACHINE, MachineSender.objects.select_related("customer", "service").order_by("email")),
    )
    page = {
        "form": form,
        "parts": [(kind.value, *([*rows.filter(is_active=one)] for one in (True, False))) for kind, rows in parts],
        "waiting": RawMail.objects.to_decide().filter(outcome=Outcome.ENDED).count(),
        "there": there,
        "there_kind": kind_of(there).value if there else "",
        "crumbs": [(reverse("desk:mails"), _("Mail that came in"))],
    }
    return render(request, "mail/addresses.html", page, status=status)


def _place(kind: str, pk: int) -> Place:
    found = find_place(kind, pk=pk)
    if found is None:
        raise Http404
    return found


def _values(found: Place) -> dict[str, Any]:
    return {"customer": found.customer, "service": getattr(found, "service", None)}


def _form_of(found: Place, data: Any) -> PlaceForm:
    return PlaceForm(data, kind=kind_of(found), initial={**_values(found), "seen": mark_of(found)})


def _shown(request: AuthedRequest, found: Place, status: int = 200, **more: Any) -> HttpResponse:
    kind = kind_of(found)
    changes = [*changes_of(kind, str(found))]
    page = {
        "place": found,
        "kind": kind.value,
        "kicker": kind_words(kind),
        "mark": mark_of(found),
        "history": [(one, change_words(one)) for one in changes],
        "last": changes[0] if changes else None,
        "came": _came(found) if kind is Kind.ADDRESS else 0,
        "form": _form_of(found, None),
        "ending": EndForm(initial={"seen": mark_of(found)}),
        "crumbs": [
            (reverse("desk:mails"), _("Mail that came in")),
            (reverse("desk:mail_addresses"), _("Addresses and senders")),
        ],
        **more,
    }
    return render(request, "mail/place.html", page, status=status)


def _came(found: Place) -> int:
    """How many messages wait that came to the ended address."""
    to = Q(box=str(found)) | Q(envelope_to__contains=[str(found)])
    return RawMail.objects.to_decide().filter(to, outcome=Outcome.ENDED).count()
