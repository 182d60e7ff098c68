"""What is typed about a mailbox that we read. What is secret is typed once: no page ever shows it again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gwarant.intake.mailboxes.actions import FACTS
from gwarant.intake.mailboxes.credentials import stored_in
from gwarant.intake.mailboxes.models import Afterwards, Entrance, Mailbox, Security
from gwarant.web.mail.changing import compared
from gwarant.web.typed import LineField

HOST = RegexValidator(r"^[\w.:-]+\Z", _("Write the name of the host alone, such as mail.house.example."))
PRESETS = {
    Entrance.MICROSOFT: {"host": "outlook.office365.com"},
    Entrance.GOOGLE: {"host": "imap.gmail.com"},
}
PARTS: Mapping[str, tuple[str, ...]] = {  # field of the form, by the kind of sign-in
    Entrance.PASSWORD: ("password",),
    Entrance.MICROSOFT: ("tenant", "client", "certificate", "secret_key"),
    Entrance.GOOGLE: ("secret_file",),
    Entrance.REFRESH: ("token_url", "client", "client_secret", "secret_refresh"),
}
NAMES = {"secret_key": "key", "secret_file": "key_file", "secret_refresh": "refresh_token"}  # → part of a credential
FIELDS = {name: field for field, name in NAMES.items()}
TYPED_ONCE = ("password", "secret_key", "secret_file", "client_secret", "secret_refresh", "certificate")
OPEN = ("tenant", "client", "token_url")  # no secrets: a page shows them


class SecretLine(forms.PasswordInput):
    """One line that is never shown."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "new-password"}, render_value=False)


class SecretWords(forms.Textarea):
    """Some lines that no page shows again."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false", "rows": 5})

    def format_value(self, value: Any) -> str | None:
        return None


class MailboxForm(forms.Form):
    """A mailbox: where it is, by what we sign in, what becomes of what was read."""

    name = LineField(label=_("Name"), max_length=60, help_text=_("What it is called here, such as shop."))
    address = forms.EmailField(
        label=_("Address"), help_text=_("What arrives in this mailbox is taken to be sent to this address.")
    )
    host = forms.CharField(label=_("IMAP server"), max_length=253, validators=[HOST])
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, required=False, help_text=_("Usually 993; with STARTTLS 143.")
    )
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[
            (Security.TLS.value, _("TLS from the start")),
            (Security.STARTTLS.value, _("STARTTLS")),
            (Security.NONE.value, _("None: only on this very machine")),
        ],
    )
    user = LineField(label=_("User"), max_length=200, required=False, help_text=_("Who signs in; empty: the address."))
    tenant = LineField(
        label=_("Organisation (tenant)"), max_length=253, help_text=_("The id of its directory, or its domain.")
    )
    token_url = forms.URLField(
        label=_("Token address"), assume_scheme="https", help_text=_("Where the provider exchanges refresh tokens.")
    )
    client = LineField(label=_("Application (client) ID"), max_length=400)
    certificate = forms.CharField(
        label=_("Certificate (PEM)"), widget=SecretWords, max_length=20_000, help_text=_("The one that is registered.")
    )
    secret_key = forms.CharField(
        label=_("Key of the certificate (PEM)"),
        widget=SecretWords,
        max_length=20_000,
        help_text=_("An RSA key without a password."),
    )
    secret_file = forms.CharField(
        label=_("Key file of the service account (JSON)"), widget=SecretWords, max_length=20_000
    )
    client_secret = forms.CharField(
        label=_("Secret of the application"), widget=SecretLine, max_length=2000, required=False, strip=False
    )
    secret_refresh = forms.CharField(label=_("Refresh token"), widget=SecretLine, max_length=20_000)
    password = forms.CharField(label=_("Password"), widget=SecretLine, max_length=1000, strip=False)
    folder = LineField(label=_("Folder that is read"), max_length=200, initial="INBOX")
    afterwards = forms.ChoiceField(
        label=_("What becomes of read mail"),
        choices=[
            (Afterwards.MOVED.value, _("It is moved to another folder")),
            (Afterwards.KEPT.value, _("It stays where it is")),
            (Afterwards.DELETED.value, _("It is deleted")),
        ],
        help_text=_("In the mailbox; what was read is stored here first."),
    )
    moved_to = LineField(label=_("Folder to which it is moved"), max_length=200, initial="Gwarant")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, entrance: str, box: Mailbox | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(entrance, box))
        super().__init__(data, **kwargs)
        self.entrance, self.box = entrance, box
        for name in {one for parts in PARTS.values() for one in parts} - {*PARTS[entrance]}:
            del self.fields[name]
        if box is not None:
            del self.fields["name"]
            compared(self, *(one for one in (*FACTS, *OPEN) if one in self.fields))
            if box.entrance == entrance:
                self._keep_what_is_stored(box)

    def remade(self, data: Any) -> "MailboxForm":
        """The same form with other values."""
        return MailboxForm(data, entrance=self.entrance, box=self.box, initial=self.initial)

    @property
    def is_secret_lost(self) -> bool:
        """Whether something was typed that the page does not show again."""
        return self.is_bound and any(self.data.get(name) for name in PARTS[self.entrance] if name in TYPED_ONCE)

    def parts(self) -> dict[str, str]:
        """The parts of the credential, by their names there."""
        return {NAMES.get(name, name): str(self.cleaned_data.get(name) or "") for name in PARTS[self.entrance]}

    def clean_token_url(self) -> str:
        told = str(self.cleaned_data["token_url"])
        if told and not told.startswith("https://"):
            raise forms.ValidationError(_("It begins with https://: what is secret is sent there."))
        return told

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        told["user"] = told.get("user") or told.get("address", "")
        told["port"] = told.get("port") or 0
        return told

    def _keep_what_is_stored(self, box: Mailbox) -> None:
        if stored_in(box) is None:
            return
        at = box.credential_at
        day = date_format(localtime(at)) if at else ""
        kept = gettext("Set on %(day)s; empty: it stays.") % {"day": day} if day else gettext("Set; empty: it stays.")
        for name in (one for one in PARTS[self.entrance] if one in TYPED_ONCE):
            self.fields[name].required, self.fields[name].help_text = False, kept
            self.fields[name].mark = pgettext_lazy("a secret", "only to replace it")  # type: ignore[attr-defined]


def _initial(entrance: str, box: Mailbox | None) -> dict[str, Any]:
    if box is None:
        return dict(PRESETS.get(Entrance(entrance), {}))
    told: dict[str, Any] = {name: getattr(box, name) for name in FACTS} | {"seen": box.mark}
    credential = stored_in(box)
    return told | {name: getattr(credential, name, "") for name in OPEN}
