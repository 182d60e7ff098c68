"""What is typed about mail that came in, and about where it arrives."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwarant.customers.models import Customer, Service
from gwarant.intake.addresses.shared import is_ours, is_public
from gwarant.intake.changes import Kind
from gwarant.web.mail.changing import compared
from gwarant.web.typed import LineField


class CustomerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A customer, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SystemField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A system, with its customer."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.customer.name}: {obj.name}"


class ForWhomForm(forms.Form):
    """For which customer a message was written."""

    customer = CustomerField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        empty_label=_("Choose a customer"),
        help_text=_("The clocks run from when our mailbox had the message. The sender is known from then on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = Customer.objects.order_by("name")  # type: ignore[attr-defined]


class DismissalForm(forms.Form):
    """Why a message becomes nothing."""

    verdict = forms.ChoiceField(choices=[(one, one) for one in ("seen", "refused", "spam")])


class LayAsideForm(forms.Form):
    """Why many messages become nothing."""

    verdict = forms.ChoiceField(choices=[(one, one) for one in ("refused", "spam")])


def _not_a_customers(domain: str) -> str:
    """Why nobody writes for one customer from there, in a sentence; empty where somebody may."""
    if is_public(domain):
        told = _("Anybody can have an address at %(domain)s: nobody's mail from there says whose it is.")
    elif is_ours(domain):
        told = _("%(domain)s is ours: our own mail would become tickets of the customer.")
    else:
        return ""
    return told % {"domain": domain}


class WhereForm(forms.Form):
    """An address at which mail arrives, a domain from which a customer's people write, or a program that reports."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("address", _("An address of ours")),
        ("domain", _("A domain of a customer")),
        ("machine", _("A program that reports by mail")),
    ]
    kind = forms.ChoiceField(label=_("What"), choices=KINDS)
    name = forms.CharField(
        label=_("Address or domain"),
        max_length=200,
        help_text=_("shop@house.example, shop.example, backup@shop.example"),
    )
    customer = CustomerField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("An address of ours without a customer is for all of them."),
    )
    service = SystemField(label=_("System"), queryset=Service.objects.none(), required=False, empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_among(self)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        kind, name, customer = told.get("kind"), str(told.get("name", "")).strip().lower(), told.get("customer")
        if kind == "domain" and name and ("@" in name or "." not in name):
            self.add_error("name", _("Write the domain alone, such as shop.example."))
        elif kind == "domain" and name and (why := _not_a_customers(name)):
            self.add_error("name", why)
        if kind in ("address", "machine") and name:
            try:
                forms.EmailField().clean(name)
            except forms.ValidationError as error:
                self.add_error("name", error)
        if kind in ("domain", "machine") and customer is None:
            self.add_error("customer", _("Say whose it is."))
        if kind == "domain":
            told["service"] = None  # a domain says for whom somebody writes, nothing more
        _check_system(self, told.get("service"), customer)
        return told


class PlaceForm(forms.Form):
    """Whose an address, domain or program is."""

    customer = CustomerField(
        label=_("Customer"), queryset=Customer.objects.none(), required=False, empty_label=_("every customer")
    )
    service = SystemField(label=_("System"), queryset=Service.objects.none(), required=False, empty_label="–")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        _choose_among(self, kwargs.get("initial", {}).get("service"))
        compared(self, "customer", "service")
        if kind is Kind.DOMAIN:
            del self.fields["service"]
        if kind is not Kind.ADDRESS:
            self.fields["customer"].required = True
            self.fields["customer"].empty_label = _("Choose a customer")  # type: ignore[attr-defined]

    def remade(self, data: Any) -> "PlaceForm":
        """The same form with other values."""
        return PlaceForm(data, kind=self.kind, initial=self.initial)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        _check_system(self, told.get("service"), told.get("customer"))
        return told


class EndForm(forms.Form):
    """Why something is ended; it is written down."""

    why = LineField(
        label=_("Why"), max_length=300, error_messages={"required": _("Say why: whoever looks later wants to know.")}
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def again(self, mark: str) -> "EndForm":
        """The same words in a form that has seen more."""
        return EndForm({**dict(self.data.items()), "seen": mark})


def _choose_among(form: forms.Form, former: Service | None = None) -> None:
    """Every customer, and every system in our care; one that was retired since stays chosen."""
    systems = Service.objects.select_related("customer").order_by("customer__name", "name")
    own = Q(pk=former.pk) if former else Q()
    form.fields["customer"].queryset = Customer.objects.order_by("name")  # type: ignore[attr-defined]
    form.fields["service"].queryset = systems.filter(Q(is_active=True) | own)  # type: ignore[attr-defined]


def _check_system(form: forms.Form, service: Service | None, customer: Customer | None) -> None:
    if service is not None and (customer is None or service.customer_id != customer.pk):
        form.add_error("service", _("This system is another customer's."))
