"""Taking a row that nobody can read off the record: an owner's act."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gwarant.accounts.models import StaffRole
from gwarant.customers.models import Customer
from gwarant.ledger.models import Row
from gwarant.ledger.reading import faults_of
from gwarant.ledger.voiding import StillRead, VoidedAlready, void_of
from gwarant.sla.evidence.model import VoidReason
from gwarant.tickets.actions import take_off_the_record
from gwarant.web.access import AuthedRequest, get_customer, staff
from gwarant.web.moment import now


class VoidForm(forms.Form):
    """Why the row does not count."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it not count?"),
        widget=forms.RadioSelect,
        choices=[
            (VoidReason.TYPING_ERROR, gettext_lazy("It was typed wrongly")),
            (VoidReason.TWICE, gettext_lazy("The same stands in another row")),
            (VoidReason.WRONG_PLACE, gettext_lazy("It belongs elsewhere")),
            (VoidReason.UNREADABLE, gettext_lazy("Nobody can read it")),
        ],
        error_messages={"required": gettext_lazy("Choose why the row does not count.")},
    )


@require_http_methods(["GET", "POST"])
@staff(StaffRole.OWNER)
def void_row(request: AuthedRequest, key: str, uid: str) -> HttpResponse:
    """What the row says, what taking it off the record changes, and the form."""
    customer = get_customer(request, key)
    row = Row.objects.select_related("customer").filter(customer=customer, uid=uid.replace("\x00", "")).first()
    if row is None:
        raise Http404
    form = VoidForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, customer, row, form, 200)
    if not form.is_valid():
        return _page(request, customer, row, form, 422)
    try:
        take_off_the_record(row, by=request.user, reason=VoidReason(form.cleaned_data["reason"]), now=now())
    except StillRead:
        form.add_error(None, _("This row can be read and counts. It is corrected by its own means."))
        return _page(request, customer, row, form, 422)
    except VoidedAlready:
        form.add_error(None, _("This row was taken off the record already."))
        return _page(request, customer, row, form, 409)
    messages.success(request, _("The row is off the record. It stays in the chain, and the months say so."))
    return redirect("desk:customer", customer.key)


def _page(request: AuthedRequest, customer: Customer, row: Row, form: VoidForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "customer": customer,
        "row": row,
        "form": form,
        "fault": faults_of([(row.pk, row.line)]).get(row.pk, ""),
        "voided": void_of(row),
        "crumbs": [
            (reverse("desk:customers"), _("Customers")),
            (reverse("desk:customer", args=[customer.key]), customer.name),
        ],
    }
    return render(request, "customers/void.html", context, status=status)
