"""Who gets a customer's reports, and whether months are closed and sent by themselves."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.accounts.models import LANGUAGES, User
from gwarant.customers.models import Customer
from gwarant.customers.senders import sender_of
from gwarant.reports.delivery.duty import last_moment
from gwarant.reports.delivery.models import Gets, Unattended
from gwarant.reports.delivery.readers import add_address, addresses_of, end_address, readers_of
from gwarant.reports.delivery.unattended import MOST, set_unattended
from gwarant.reports.month import months_of
from gwarant.web.access import AuthedRequest, get_customer, staff
from gwarant.web.moment import now
from gwarant.web.months.closing import CLOSERS
from gwarant.web.typed import LineField


class AddressForm(forms.Form):
    """One more address to which reports go."""

    address = LineField(
        label=gettext_lazy("Address"),
        max_length=254,
        widget=forms.EmailInput,
        help_text=gettext_lazy("Of somebody who does not sign in, or a mailbox that keeps what comes."),
        error_messages={"required": gettext_lazy("Type an address.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    gets = forms.ChoiceField(
        label=gettext_lazy("What goes there"),
        widget=forms.RadioSelect,
        initial=Gets.REPORTS.value,
        required=False,  # a page of a former release does not ask
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gets"].choices = list(gets_words().items())  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        return sender_of(self.cleaned_data["address"])


def gets_words() -> dict[str, str]:
    """What goes to an address, in words."""
    return {
        Gets.REPORTS.value: _("each report, with the PDF"),
        Gets.HEADS.value: _("each day the head of the evidence, by which a report is checked later"),
    }


class UnattendedForm(forms.Form):
    """Whether months are closed and sent by themselves."""

    days = forms.IntegerField(
        label=gettext_lazy("Close and send by itself, days after the month’s end"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=gettext_lazy(
            "Empty: people close and send. While something has to be decided first it waits, and says so to whoever "
            "looks after the customer."
        ),
    )
    on_last_day = forms.BooleanField(
        label=gettext_lazy("On the contract’s last day for the report also with something missing"), required=False
    )

    def __init__(self, data: Any = None, *, rule: Unattended | None, has_day: bool) -> None:
        stands = {"days": rule.days, "on_last_day": rule.on_last_day} if rule else {}
        super().__init__(data, initial=stands)
        if not has_day:
            del self.fields["on_last_day"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("on_last_day") and not told.get("days") and "days" not in self.errors:
            self.add_error("days", ValidationError(_("Write after how many days, or take the tick away.")))
        return told


@require_http_methods(["GET", "POST"])
@staff(*CLOSERS)
def reports(request: AuthedRequest, key: str) -> HttpResponse:
    """The settings; POST keeps when months are closed by themselves."""
    found = get_customer(request, key)
    rule = Unattended.objects.filter(customer=found).first()
    form = UnattendedForm(request.POST or None, rule=rule, has_day=_names_a_day(found))
    if request.method == "GET" or not form.is_valid():
        return _page(request, found, form, AddressForm(initial={"language": found.language}))
    told = form.cleaned_data
    set_unattended(found, told["days"], on_last_day=bool(told.get("on_last_day")), by=request.user, now=now())
    messages.success(request, _("Saved."))
    return redirect("desk:customer_reports", key)


@require_POST
@staff(*CLOSERS)
def add_reader(request: AuthedRequest, key: str) -> HttpResponse:
    """One more address."""
    found = get_customer(request, key)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            return _added(request, found, form.cleaned_data)
        except ValidationError as problem:
            form.add_error("address", problem)
    rule = Unattended.objects.filter(customer=found).first()
    return _page(request, found, UnattendedForm(rule=rule, has_day=_names_a_day(found)), form)


def _added(request: AuthedRequest, found: Customer, told: dict[str, Any]) -> HttpResponse:
    gets, address = Gets(told["gets"] or Gets.REPORTS), told["address"]
    if add_address(found, address, told["language"], gets=gets, by=request.user, now=now()):
        of_reports = _("Reports go to %(address)s too from now on.") % {"address": address}
        of_heads = _("The head of the evidence goes to %(address)s each day.") % {"address": address}
        messages.success(request, of_reports if gets is Gets.REPORTS else of_heads)
    else:
        messages.error(request, _("That goes there already."))
    return redirect("desk:customer_reports", found.key)


@require_POST
@staff(*CLOSERS)
def end_reader(request: AuthedRequest, key: str, pk: int) -> HttpResponse:
    """No report, or no head, goes to the address any more."""
    found = get_customer(request, key)
    own = found.report_addresses.filter(pk=pk).first()
    if own is not None and end_address(found, own.address, gets=Gets(own.gets), by=request.user, now=now()):
        of_reports = _("No report goes to %(address)s any more.") % {"address": own.address}
        of_heads = _("No head goes to %(address)s any more.") % {"address": own.address}
        messages.success(request, of_reports if own.gets == Gets.REPORTS else of_heads)
    return redirect("desk:customer_reports", key)


def _page(request: AuthedRequest, found: Customer, form: UnattendedForm, address: AddressForm) -> HttpResponse:
    people = [one for one in readers_of(found) if isinstance(one, User)]
    context = {
        "customer": found,
        "people": people,
        "addresses": [(one, gets_words()[gets.value]) for gets in Gets for one in addresses_of(found, gets)],
        "form": form,
        "address_form": address,
        "crumbs": [
            (reverse("desk:customers"), _("Customers")),
            (reverse("desk:customer", args=[found.key]), found.name),
        ],
    }
    is_wrong = form.is_bound or address.is_bound
    return render(request, "months/readers.html", context, status=422 if is_wrong else 200)


def _names_a_day(customer: Customer) -> bool:
    """Whether one of the contracts promises the report by a day."""
    months = ((one, next(iter(months_of(one, now())), None)) for one in customer.contracts.all())
    return any(month is not None and last_moment(one, month) is not None for one, month in months)
