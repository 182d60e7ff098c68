"""The fields of a call: who rang, who of the customer it was, and whether they were reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.texts import NAME
from gwarant.web.tickets.typed import mark
from gwarant.web.typed import LineField

MISSED = "missed"
WENT = [
    ("", "–"),
    ("in", gettext_lazy("They rang us")),
    ("out", gettext_lazy("We rang them")),
    (MISSED, gettext_lazy("We rang and reached nobody")),
]


class CallForm(forms.Form):
    """Mixed into a form that may tell of a call."""

    went = forms.ChoiceField(
        label=gettext_lazy("Who rang?"),
        choices=WENT,
        help_text=gettext_lazy("A call that reached nobody answers nothing: the clocks go on."),
        error_messages={"required": gettext_lazy("Please say who rang, and whether they were reached.")},
    )
    contact = forms.ChoiceField(label=gettext_lazy("With whom?"), required=False)
    contact_name = LineField(
        label=gettext_lazy("Their name, if they are not in the list"), max_length=NAME, required=False
    )

    people: dict[str, User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("went", "contact", "contact_name"):
            mark(self.fields[name])  # a call needs them, other words do not

    def know(self, customer: Customer, likely: User | None) -> None:
        """Offer the people of the customer, first the one who is likely."""
        places = customer.memberships.active().select_related("user").order_by("user__name")
        self.people = {str(one.user_id): one.user for one in places}
        names = [(key, one.name) for key, one in self.people.items()]
        self.fields["contact"].choices = [("", _("Somebody else")), *names]  # type: ignore[attr-defined]
        if likely is not None and str(likely.pk) in self.people:
            self.initial.setdefault("contact", str(likely.pk))

    def check_contact(self, told: dict[str, Any]) -> None:
        """One of the two has to say who it was."""
        person, name = told.get("contact", ""), told.get("contact_name", "")
        if {"contact", "contact_name"} & self.errors.keys():
            return
        if not person and not name:
            self.add_error("contact_name", _("Please say who it was: choose a person, or type a name."))
        if person and name:
            self.add_error("contact_name", _("Choose a person or type a name, not both."))
