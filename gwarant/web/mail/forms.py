"""What is typed about mail that came in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gwarant.customers.models import Customer, Service


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
        active = Service.objects.filter(is_active=True).select_related("customer")
        self.fields["customer"].queryset = Customer.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["service"].queryset = active.order_by("customer__name", "name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        kind, name, customer = told.get("kind"), str(told.get("name", "")).strip().lower(), told.get("customer")
        if kind == "domain" and name and ("@" in name or "." not in name):
            self.add_error("name", _("Write the domain alone, such as shop.example."))
        if kind in ("address", "machine") and name:
            try:
                forms.EmailField().clean(name)
            except forms.ValidationError as error:
                self.add_error("name", error)
        if kind in ("domain", "machine") and customer is None:
            self.add_error("customer", _("Say whose it is."))
        service = told.get("service")
        if service is not None and customer is not None and service.customer_id != customer.pk:
            self.add_error("service", _("This system is another customer's."))
        return told
