"""What is typed about people: an invitation, an account, a profile, a role."""

from typing import Any, Literal

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gwarant.accounts.models import LANGUAGES, SecondStep, StaffRole, User
from gwarant.customers.caring import Care, care_of, cared_for_by, without
from gwarant.customers.models import Customer, CustomerRole, Invitation, Membership
from gwarant.texts import NAME
from gwarant.tickets.actions import in_hand, nobody_cares_for
from gwarant.web.desk.forms import workers
from gwarant.web.people.roles import CLIENT_ROLES, STAFF_ROLES, described
from gwarant.web.typed import LineField

PHONE = 40


class InvitationForm(forms.Form):
    """Whom to invite, as what, and in which language to write."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The invitation goes there, and the person signs in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the address of the person.")},
    )
    name = LineField(label=pgettext_lazy("of a person", "Name"), max_length=NAME, required=False)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGES)


class ColleagueInvitationForm(InvitationForm):
    """An invitation into the house; owners are invited by owners."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without = tuple(role for role in STAFF_ROLES if not by.may_appoint(role))
        self.fields["role"].choices = described(STAFF_ROLES, without=without)  # type: ignore[attr-defined]
        self.initial.setdefault("role", StaffRole.ENGINEER)


class ClientInvitationForm(InvitationForm):
    """An invitation to a customer; the customer is asked for only where there are several."""

    customer = forms.ChoiceField(label=_("Company"))
    field_order = ("customer", "email", "name", "role", "language")

    def __init__(self, *args: Any, customers: list[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.customers = {one.key: one for one in customers}
        self.fields["role"].choices = described(CLIENT_ROLES)  # type: ignore[attr-defined]
        self.initial.setdefault("role", CustomerRole.REQUESTER)
        if len(customers) == 1:
            del self.fields["customer"]
        else:
            self.fields["customer"].choices = [(one.key, one.name) for one in customers]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Customer:
        key = self.cleaned_data.get("customer")
        return self.customers[key] if key else next(iter(self.customers.values()))


class AcceptanceForm(forms.Form):
    """What a new person says about themselves."""

    name = LineField(
        label=_("Your name"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name as others should read it.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text=_("At least ten characters; a few words that only you would put together are good."),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.initial.setdefault("name", invitation.name)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        person = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person says about themselves."""

    name = LineField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name as others should read it.")},
    )
    phone = forms.RegexField(
        r"^\+?[0-9][0-9 ()./-]{4,38}$",
        label=_("Phone"),
        required=False,
        max_length=PHONE,
        help_text=_("Where you can be reached when it is urgent."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Write a telephone number, such as +48 600 100 200.")},
    )
    language = forms.ChoiceField(label=_("Language of pages and messages"), choices=LANGUAGES)
    wants_heads = forms.BooleanField(
        label=_("The heads of the evidence, by mail each day"),
        required=False,
        help_text=_("With a mail that you kept you can show later that nothing written down before it was changed."),
    )

    class Meta:
        model = User
        fields = ("name", "phone", "language", "wants_heads")


NOBODY = "nobody"


class HandOverForm(forms.Form):
    """To whom a leaver's open tickets go, and who cares for their customers; asked for only where there are some."""

    to = forms.ChoiceField(
        label=_("Who gets the open tickets"),
        error_messages={"required": _("Say who gets the open tickets."), "invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaver, self.cared = leaver, list(cared_for_by(leaver))
        others = [one for one in workers() if one.pk != leaver.pk]
        self.people = {str(one.pk): one for one in others}
        back = [("", "–"), ("caretaker", _("the caretaker of each customer")), (NOBODY, _("nobody yet"))]
        self.fields["to"].choices = [*back, *((str(one.pk), one.name) for one in others)]  # type: ignore[attr-defined]
        if not in_hand(leaver).exists():
            del self.fields["to"]
        for customer in self.cared:
            self._ask_about(customer)

    def _ask_about(self, customer: Customer) -> None:
        """The caretaker where the leaver was it, with the former deputy suggested; the deputy, where that changes."""
        suggested, told = without(care_of(customer), self.leaver), {"customer": customer.name}
        if customer.caretaker == self.leaver:
            field = self._carer_field(_("Caretaker: %(customer)s") % told, suggested.caretaker)
            if suggested.caretaker:
                field.help_text = _said(_("Until now %(name)s was the deputy."), suggested.caretaker)
            self.fields[f"caretaker_{customer.key}"] = field
        field = self._carer_field(_("Deputy: %(customer)s") % told, None)
        if customer.caretaker not in (None, self.leaver):
            field.help_text = _said(_("The caretaker stays %(name)s."), customer.caretaker)
        self.fields[f"deputy_{customer.key}"] = field

    def _carer_field(self, label: str, suggested: User | None) -> forms.ChoiceField:
        people = [(pk, one.name) for pk, one in self.people.items()]
        wrong = {
            "required": _("Say who cares from now on, or nobody yet."),
            "invalid_choice": _("Choose from the list."),
        }
        return forms.ChoiceField(
            label=label,
            choices=[("", "–"), *people, (NOBODY, _("nobody yet"))],
            initial=str(suggested.pk) if suggested else "",
            error_messages=wrong,
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for customer in self.cared:
            care, name = self.cares[customer.pk], f"deputy_{customer.key}"
            if name in told and care.deputy is not None and care.deputy == care.caretaker:
                self.add_error(name, _("The deputy is another person than the caretaker."))
        alone = nobody_cares_for(self.leaver, self.cares) if told.get("to") == "caretaker" else []
        if alone and not any(name.startswith("caretaker_") for name in self.errors):
            text = _("Nobody else cares for the customer of %(tickets)s: name somebody, or nobody yet.")
            self.add_error("to", text % {"tickets": ", ".join(one.key for one in alone)})
        return told

    @property
    def cares(self) -> dict[int, Care]:
        """Who cares from now on, by the customers' numbers."""
        return {one.pk: Care(self._chosen("caretaker", one), self._chosen("deputy", one)) for one in self.cared}

    def _chosen(self, place: str, customer: Customer) -> User | None:
        name = f"{place}_{customer.key}"
        if name in self.fields:
            return self.people.get(self.cleaned_data.get(name, ""))
        return customer.caretaker

    @property
    def carers(self) -> list[Any]:
        """The fields that ask who cares."""
        return [self[name] for name in self.fields if name != "to"]

    @property
    def heir(self) -> User | Literal["caretaker"] | None:
        to = self.cleaned_data.get("to", "")
        return "caretaker" if to == "caretaker" else self.people.get(to)


def _said(text: Any, person: User) -> str:
    """The sentence with the person's name, which no template escapes in a hint."""
    return str(text) % {"name": escape(person.name)}


class InheritanceForm(forms.Form):
    """Who is asked about the open reports of a customer's person who leaves; asked for only where there are some."""

    to = forms.ChoiceField(
        label=_("Who is asked about them from now on"),
        error_messages={"required": _("Say who is asked from now on."), "invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, others: list[Membership], has_reports: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.user_id): one.user for one in others}
        heads = [one.user.name for one in others if one.role == CustomerRole.ADMINISTRATOR]
        named = _("the administrators: %(names)s") % {"names": ", ".join(heads)}
        first = [("administrators", named)] if heads else [("", "–")]
        self.fields["to"].choices = [*first, *((pk, one.name) for pk, one in self.people.items())]  # type: ignore[attr-defined]
        if not has_reports or not others:
            del self.fields["to"]

    @property
    def heir(self) -> User | None:
        """The colleague who was named; None for the administrators."""
        return self.people.get(self.cleaned_data.get("to", ""))


class SecondStepForm(forms.Form):
    """Of whom the house asks a second step."""

    who = forms.ChoiceField(
        label=_("A second step is asked of"),
        choices=[
            (SecondStep.NOBODY, pgettext_lazy("the second step", "nobody")),
            (SecondStep.LEADERS, _("owners and managers")),
            (SecondStep.HOUSE, _("everybody of the house")),
            (SecondStep.EVERYBODY, _("everybody, customers' people too")),
        ],
    )


class RoleForm(forms.Form):
    """Another role for a member of the house."""

    role = forms.ChoiceField(label=_("Role"), error_messages={"invalid_choice": _("Choose one of the roles.")})

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role, name) for role, (name, _may) in STAFF_ROLES.items() if by.may_appoint(role)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
