"""What is typed about mail that came in, and about where it arrives."""

from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwarant.contracts.terms import version_for
from gwarant.customers.models import Customer, Service
from gwarant.intake.addresses.shared import is_ours, is_public
from gwarant.intake.changes import Kind
from gwarant.tickets.classes import classes_of
from gwarant.web.mail.changing import compared
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.wording import names_in
from gwarant.web.typed import LineField

MOST_DIGITS = 19  # of a key in the database


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
        help_text=_("The sender is known from then on."),
    )
    system = forms.ChoiceField(
        label=_("System"),
        required=False,
        help_text=_(
            "If a contract covers it, its clocks run from when our mailbox had the message; "
            "where that takes the system, once it is named."
        ),
    )
    class_id = forms.ChoiceField(
        label=_("Class"),
        required=False,
        help_text=_("Empty: the least severe fault."),
        error_messages={"invalid_choice": _("The contract of this system has other classes. Please choose again.")},
    )

    def __init__(self, *args: Any, at: datetime, sender: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sender:  # nobody is known by it later
            self.fields["customer"].help_text = ""
        customers: Any = self.fields["customer"]
        customers.queryset = Customer.objects.order_by("name")
        found = Service.objects.filter(is_active=True).select_related("customer").order_by("customer__name", "name")
        self.services = {str(one.pk): one for one in found}
        by_customer = groupby(self.services.values(), key=lambda one: one.customer)
        groups = [(of.name, [(str(one.pk), one.name) for one in own]) for of, own in by_customer]
        self.fields["system"].choices = [("", _("Something else, or not known")), *groups]  # type: ignore[attr-defined]
        self.fields["class_id"].choices = [("", "–"), *self._classes(at)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        told["service"] = self.services.get(told.get("system", ""))
        if told["service"] and told.get("customer") and told["service"].customer_id != told["customer"].pk:
            self.add_error("system", _("This system is another customer's."))
        return told

    def _classes(self, at: datetime) -> list[tuple[str, str]]:
        """The classes under which a report of the chosen system falls; the usual ones where no contract is known."""
        customer, service = str(self["customer"].value() or ""), self.services.get(str(self["system"].value() or ""))
        of = int(customer) if customer.isdecimal() and len(customer) < MOST_DIGITS else 0
        if service is None and of:
            only = [one for one in self.services.values() if one.customer_id == of]
            service = only[0] if len(only) == 1 else None
        version = version_for(of, service, at)
        names = names_in(version, lang())
        return [(one.id, names.class_(one.id)) for one in classes_of(version)]


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
    seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": "end_seen"}))

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
