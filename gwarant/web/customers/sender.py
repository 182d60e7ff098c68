"""From whom mail about a customer's tickets comes: what was agreed, and what follows from it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwarant.customers.actions import name_sender
from gwarant.customers.models import Sender
from gwarant.notify.actions import house_of
from gwarant.web.access import LEADERS, AuthedRequest, get_customer, staff
from gwarant.web.customers.desk import changed_page
from gwarant.web.customers.forms import SenderForm
from gwarant.web.customers.mail_out import leaves_of, shown
from gwarant.web.customers.marks import mark_of
from gwarant.web.moment import now

SENDER = ("name", "address")


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def sender(request: AuthedRequest, key: str) -> HttpResponse:
    """The name and the address, and what is seen of them outside."""
    found = get_customer(request, key)
    kept = Sender.objects.filter(customer=found).first() or Sender(customer=found)
    mark, before = mark_of(kept, SENDER), {name: str(getattr(kept, name)) for name in SENDER}
    form = SenderForm(request.POST or None, initial={**before, "seen": mark})
    crumbs = [(reverse("desk:customers"), _("Customers")), (reverse("desk:customer", args=[key]), found.name)]
    context = {"customer": found, "crumbs": crumbs, **leaves_of(found)}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] not in ("", mark):
            return changed_page(request, form, mark, before, "customers/sender.html", context)
        told = form.cleaned_data
        name_sender(found, name=told["name"], address=told["address"], now=now())
        said = _("Mail about tickets of %(name)s comes from %(sender)s from now on.")
        messages.success(request, said % {"name": found.name, "sender": shown(house_of(found))})
        return redirect("desk:customer", key)
    return render(request, "customers/sender.html", {**context, "form": form}, status=422 if form.is_bound else 200)
