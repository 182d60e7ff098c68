"""The forms of allauth in our words: no label written twice, no second link to a forgotten password."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.accounts.actions import begin_guess, forgive, guessed, verify_address
from gwarant.accounts.actions.guessing import CODE, PASSWORD
from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.dead import works_again
from gwarant.texts import line_of
from gwarant.web.moment import now
from gwarant.web.people.letters import tell_of_guesses
from gwarant.web.people.resetting import send_reset
from gwarant.web.sign_in import TOO_MANY, client_address, known_as


class Plain:
    """Takes away placeholders and hints that say the label again."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            if name == "password1":
                field.help_text = _("At least ten characters; a few words that only you would put together are good.")


def tried(user: User, what: str, look: Callable[[], str]) -> str:
    """Look at what was typed, counted against the account; refused after too many wrong ones."""
    request, at = context.request, now()
    attempt = begin_guess(what, user.email, browser=known_as(request, user.email, what), now=at)
    if attempt is None:
        if what == CODE:
            tell_of_guesses(user, client_address(request), at)
        raise ValidationError(TOO_MANY)
    found = look()
    guessed(attempt)
    return found


class LoginForm(Plain, account.LoginForm):  # type: ignore[misc]
    """Address and password."""


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """The former password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")

    def clean_oldpassword(self) -> str:
        return tried(self.user, PASSWORD, super().clean_oldpassword)


class SetPasswordForm(Plain, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """The address of somebody who forgot the password; whether we know it is nobody's business."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        address = str(self.cleaned_data["email"])
        send_reset(address, now=now())
        return address


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice; the link came by mail, so the address is theirs."""

    def save(self) -> None:
        with scoped(ENGINE):  # somebody else may be signed in in this browser, and the link is this person's
            super().save()
        verify_address(self.user)
        works_again(self.user.email, by=None, now=now())
        forgive(self.user, PASSWORD)
        context.request.shown_by_mail = self.user


class ReauthenticateForm(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class CodeForm(Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step."""

    def clean_code(self) -> str:
        return tried(self.user, CODE, super().clean_code)


class CodeAgainForm(Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second step once more."""

    def clean_code(self) -> str:
        return tried(self.user, CODE, super().clean_code)


class ActivateForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""


class Named:
    """A passkey is called by a line that somebody sees."""

    cleaned_data: dict[str, Any]

    def clean_name(self) -> str:
        name = line_of(str(self.cleaned_data["name"]))
        if self.cleaned_data["name"] and not name:
            raise ValidationError(_("Nobody sees this name. Type another one."))
        return name


class PasskeyForm(Named, Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; as a rule it signs in alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = pgettext("of a passkey", "Name")
        self.fields["passwordless"].label = _("Sign in with it alone, without the password")
        self.fields["passwordless"].initial = True


class RenameForm(Named, Plain, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = pgettext("of a passkey", "Name")
