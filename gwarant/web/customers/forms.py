"""What is typed about customers and their systems."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gwarant.accounts.models import LANGUAGES, StaffRole, User
from gwarant.customers.models import Customer, Service
from gwarant.customers.senders import sender_of
from gwarant.monitoring.outages.needing import needs_of
from gwarant.pictures.clauses.kinds import Kind, read
from gwarant.pictures.clauses.slip import Slip
from gwarant.texts import NAME, TITLE
from gwarant.web.typed import LineField, WordsField

CARERS = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.CARETAKER, StaffRole.ENGINEER)


class CarerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member of the house, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def carers() -> Any:
    return User.objects.filter(is_active=True, staff_role__in=CARERS).order_by("name")


def clean_tax_number(text: str) -> str:
    """A Polish tax number as ten digits; empty stays empty."""
    if not text.strip():
        return ""
    try:
        return read(Kind.TAX_NUMBER, text)
    except Slip:
        raise forms.ValidationError(
            _("This is not a Polish tax number: it has ten digits and a check digit.")
        ) from None


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who the customer is, and who looks after them."""

    name = LineField(label=_("Name"), max_length=TITLE, error_messages={"required": _("Type a name.")})
    caretaker = CarerField(
        label=_("Caretaker"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Knows the customer and their systems."),
    )
    deputy = CarerField(label=_("Deputy"), queryset=User.objects.none(), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, initial=get_language, help_text=_("Of mails to new people there.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Customer
        fields = ("name", "nip", "language", "caretaker", "deputy")
        labels: ClassVar[dict[str, Any]] = {"nip": _("Tax number (NIP)")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("caretaker", "deputy"):
            self.fields[name].queryset = carers()  # type: ignore[attr-defined]

    def clean_nip(self) -> str:
        return clean_tax_number(self.cleaned_data["nip"])

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("deputy") and told.get("deputy") == told.get("caretaker"):
            self.add_error("deputy", _("The deputy is another person than the caretaker."))
        return told


class NewCustomerForm(CustomerForm):
    """A customer to be."""

    key = forms.RegexField(
        r"^[A-Z][A-Z0-9]{1,9}$",
        label=_("Key"),
        help_text=_("Two to ten capital letters or digits: every ticket's number begins with it, such as SHOP-42."),
        error_messages={"invalid": _("Write two to ten capital letters or digits, a letter first, such as SHOP.")},
    )
    field_order = ("name", "key", "nip", "language", "caretaker", "deputy")

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if Customer.objects.filter(key=key).exists():
            raise forms.ValidationError(_("Another customer has this key."))
        return key


class SenderForm(forms.Form):
    """From whom mail about the customer's tickets comes."""

    name = LineField(
        label=_("Name"),
        max_length=NAME,
        required=False,
        help_text=_("Such as Acme Shop Support. Empty: the house's name."),
    )
    address = LineField(
        label=_("Address"),
        max_length=254,
        required=False,
        help_text=_("Such as support@shop.example. Empty: the house's address."),
        widget=forms.EmailInput,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_address(self) -> str:
        return sender_of(self.cleaned_data["address"])


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A system in our care."""

    name = LineField(label=_("Name"), max_length=TITLE, error_messages={"required": _("Type a name.")})
    environment = LineField(
        label=_("Environment"), max_length=40, initial="production", help_text=_("Such as production or test.")
    )
    address = forms.URLField(label=_("Address"), required=False, assume_scheme="https")
    card = WordsField(
        label=_("System card"),
        required=False,
        help_text=_("What somebody must know who is called at night: where it runs, how it is started, whom to ask."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Service
        fields = ("name", "environment", "address", "card")


class SystemForm(ServiceForm):
    """A system that is there, with what it cannot work without."""

    needs = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=_("It cannot work without"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("While one of these is down, nobody is called about this system as well."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Service.objects.filter(customer=self.instance.customer, is_active=True).exclude(pk=self.instance.pk)
        self.fields["needs"].queryset = others.order_by("name")  # type: ignore[attr-defined]
        self.initial["needs"] = list(self.instance.needs.values_list("needs", flat=True))
        if not others.exists():
            del self.fields["needs"]

    def clean_needs(self) -> list[Service]:
        """None that needs this one."""
        wanted = list(self.cleaned_data["needs"])
        around = [one.name for one in wanted if self.instance.pk in needs_of(one)]
        if around:
            raise forms.ValidationError(_("%(name)s cannot work without this one.") % {"name": ", ".join(around)})
        return wanted


class NewServiceForm(ServiceForm):
    """A system to be; `key` is the name under which contracts know it and never changes."""

    key = forms.RegexField(
        r"^[a-z0-9][a-z0-9_-]{0,39}$",
        label=_("Short name"),
        help_text=_("Small letters and digits, such as shop: contracts name the system so. It never changes."),
        error_messages={"invalid": _("Write small letters, digits and hyphens, such as web-shop.")},
    )
    field_order = ("name", "key", "environment", "address", "card")

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.customer = customer

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if Service.objects.filter(customer=self.customer, key=key).exists():
            raise forms.ValidationError(_("The customer has a system of this short name already."))
        return key
