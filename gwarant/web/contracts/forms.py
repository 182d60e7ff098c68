"""What is typed about contracts, outside their clauses."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwarant.contracts.linting import MOST_LETTERS
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.sla.bounds import CHANGE, CONTRACT
from gwarant.web.contracts.lines import as_written, first_mark
from gwarant.web.days import AskingForm

UNREADABLE = "\ufffd"
NUMBER = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$"


class NewContractForm(AskingForm):
    """The package, the number, and what the contract is about."""

    package = forms.ChoiceField(label=_("Package"), widget=forms.RadioSelect)
    number = forms.RegexField(
        NUMBER,
        label=_("Number of the contract"),
        help_text=_("Letters, digits, hyphens and full stops, such as SHOP-2026-1."),
        error_messages={"invalid": _("Write letters, digits, hyphens and full stops only, such as SHOP-2026-1.")},
    )
    systems = forms.MultipleChoiceField(
        label=_("Systems"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The contract holds for these; each has the package's promise of availability."),
    )
    starts_on = forms.DateField(
        label=_("First day in force"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, customer: Customer, packages: list[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        systems = customer.services.filter(is_active=True).order_by("pk").values_list("key", "name")
        self.fields["package"].choices = packages  # type: ignore[attr-defined]
        self.fields["systems"].choices = list(systems)  # type: ignore[attr-defined]
        self.initial.setdefault("systems", [key for key, _name in systems])

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        if Contract.objects.filter(number=number).exists():
            raise forms.ValidationError(_("Another contract has this number."))
        return number

    def clean(self) -> dict[str, Any]:
        self.look_at("starts_on", CONTRACT, self.today)
        self.ask()
        return self.cleaned_data


class _Text(forms.CharField):
    """Lines whose ends a browser sent as two letters, counted as one."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class TextForm(forms.Form):
    """A contract as YAML; `base` is the text that the form began with and `seen` the mark of that."""

    text = _Text(
        label=_("The contract as YAML"),
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"spellcheck": "false", "wrap": "off", "rows": 32}),
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    base = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, was: str = "", stored: str = "", **kwargs: Any) -> None:
        """`was`: the text that it began with, as far as known; `stored`: the one that is saved now."""
        super().__init__(*args, **kwargs)
        self.was, self.stored = was, stored

    def clean_text(self) -> str:
        """The text with the ends of lines that it had."""
        typed = str(self.cleaned_data["text"])
        for known in (self.was, self.stored):
            if as_written(known, typed) == known:
                return known
        if UNREADABLE in typed:
            raise forms.ValidationError(
                _("Line %(line)s holds a character that could not be read. Save the text as UTF-8 and paste it again.")
                % {"line": typed[: typed.index(UNREADABLE)].count("\n") + 1}
            )
        if line := first_mark(typed, self.stored):
            raise forms.ValidationError(
                _("Two people wrote from line %(line)s on. Keep the lines that are right and take the marks out.")
                % {"line": line}
            )
        return as_written(self.was or self.stored, typed)


class AmendmentForm(AskingForm):
    """The first day of the next wording."""

    starts_on = forms.DateField(
        label=_("First day of the change"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        self.look_at("starts_on", CHANGE, self.today)
        self.ask()
        return self.cleaned_data


class AcceptanceForm(forms.Form):
    """A client's consent to the wording with this fingerprint."""

    agree = forms.BooleanField()
    fingerprint = forms.CharField(max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, customer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = _("I accept this contract on behalf of %(customer)s") % {"customer": customer}
        self.fields["agree"].error_messages["required"] = _("Tick the box to accept. Nothing was accepted yet.")
