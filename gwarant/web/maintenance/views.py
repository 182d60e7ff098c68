"""Maintenance at the desk: what is announced, and announcing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gwarant.monitoring.maintenance.announcing import announce
from gwarant.monitoring.maintenance.withdrawing import NotWithdrawn, later_of, withdraw
from gwarant.monitoring.models import Maintenance
from gwarant.web.access import EVERYBODY_INSIDE, WORKERS, AuthedRequest, staff
from gwarant.web.asked import page_asked
from gwarant.web.maintenance.forms import AnnouncementForm, WithdrawalForm
from gwarant.web.maintenance.words import not_withdrawn
from gwarant.web.moment import now

A_PAGE, MOST_COMING = 50, 500  # each that comes can be taken back


@require_GET
@staff(*EVERYBODY_INSIDE)
def maintenance(request: AuthedRequest) -> HttpResponse:
    """What lasts and comes, the next first; then what is over, the last first."""
    at, related = now(), Maintenance.objects.select_related("service", "customer", "announced_by")
    over = related.left().filter(Q(until__lte=at)).order_by("-start_at", "-pk")
    page = Paginator(over, A_PAGE).get_page(page_asked(request))
    context = {
        "coming": list(related.coming(at)[:MOST_COMING]),
        "page": page,
        "now": at,
        "may": request.user.staff_role in WORKERS,
        "crumbs": [(reverse("desk:monitors"), _("Monitors"))],
    }
    return render(request, "maintenance/list.html", context)


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def new(request: AuthedRequest) -> HttpResponse:
    """Announce it; what the contract does not leave out is asked about first."""
    at = now()
    form = AnnouncementForm(request.POST or None, by=request.user, now=at)
    if request.method == "POST" and form.is_valid():
        made = announce(form.windows, now=at)
        told = ngettext("%(n)d window is announced.", "%(n)d windows are announced.", len(made)) % {"n": len(made)}
        fine = _("The contract leaves it out of availability.") if form.meaning.is_promised else ""
        messages.success(request, f"{told} {fine}" if fine and form.meaning.is_fine and not form.over else told)
        return redirect("desk:maintenance")
    crumbs = [(reverse("desk:monitors"), _("Monitors")), (reverse("desk:maintenance"), _("Maintenance"))]
    status = 422 if request.method == "POST" else 200
    return render(request, "maintenance/form.html", {"form": form, "crumbs": crumbs}, status=status)


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def withdrawal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take a window back before it begins, or say that it is over."""
    at = now()
    found = Maintenance.objects.left().select_related("service", "customer", "announced_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = WithdrawalForm(request.POST or None, later=later_of(found, at).count())
    status, refused = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = withdraw(found, **form.cleaned_data, by=request.user, now=at)
            except NotWithdrawn as problem:
                status, refused = 409, not_withdrawn()[str(problem)]
            else:
                gone = made.end_at == found.start_at
                messages.success(request, _("It is taken back.") if gone else _("It is over."))
                return redirect("desk:maintenance")
    elif found.until <= at:
        refused = not_withdrawn()["gone" if found.until == found.start_at else "over"]
    context = {
        "window": found,
        "form": form,
        "refused": refused,
        "has_begun": found.start_at <= at,
        "crumbs": [(reverse("desk:monitors"), _("Monitors")), (reverse("desk:maintenance"), _("Maintenance"))],
    }
    return render(request, "maintenance/withdrawal.html", context, status=status)
