"""The mails about accounts: an invitation, a way back to a forgotten password, a change to how one signs in."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.accounts.models import Company, Rescue, StaffRole, User
from gwarant.customers.models import Invitation
from gwarant.notify.actions import mail, tell
from gwarant.notify.letter import Letter
from gwarant.pictures import words
from gwarant.web.people.roles import role_name

Write = Callable[[str], Letter]


def send_invitation(invitation: Invitation, token: str, now: datetime) -> None:
    """Write the mail with the link; the token itself is kept nowhere else."""
    mail(
        invitation.email,
        invitation.language,
        _invitation(invitation, token),
        key=f"invitation:{invitation.token_hash}",
        customer=invitation.customer,
        now=now,
    )


def reset_letter(path: str) -> Write:
    """The link by which somebody chooses a new password."""

    def write(language: str) -> Letter:
        with translation.override(language):
            return Letter(
                _("Choose a new password"),
                (
                    _("Somebody, probably you, asked for a new password for your account."),
                    _("If it was not you, do nothing: the former password stays."),
                ),
                path=path,
                action=_("Choose a new password"),
            )

    return write


def address_letter(token: str) -> Write:
    """The link by which somebody shows that an address is theirs."""

    def write(language: str) -> Letter:
        with translation.override(language):
            return Letter(
                _("Is this your address?"),
                (
                    _("You asked us to verify that this address is yours. Open the link while you are signed in."),
                    _("If it was not you, do nothing."),
                ),
                path=reverse("address_confirmation", args=[token]),
                action=_("Verify the address"),
            )

    return write


def tell_of_guesses(user: User, address: str, now: datetime) -> None:
    """Somebody knows the password and guesses codes: the person is told, once a day."""

    def write(language: str) -> Letter:
        with translation.override(language):
            subject = _("Somebody knows your password")
            return Letter(
                subject,
                (
                    _("Your password was typed, and then many wrong codes, last from the address %(address)s.")
                    % {"address": address},
                    _("If it was not you, choose a new password at once: only who knows it can try codes."),
                    _("You can still sign in where you have signed in before, or with a passkey."),
                ),
                path=reverse("account_reset_password"),
                action=_("Choose a new password"),
                tone="at_risk",
            )

    tell([user], write, key=f"guesses:{user.pk}:{now:%Y-%m-%d}", customer=None, now=now)


def tell_of_rescue(found: Rescue, now: datetime) -> None:
    """The person, and everybody who leads the house, by mail and in the inbox: who asked, who agreed, what is done."""
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    stage = "done" if found.done_at else "withdrawn" if found.withdrawn_at else "asked"
    key = f"rescue:{found.pk}:{stage}"
    tell([found.person, *leaders], _rescue(found), key=key, customer=None, now=now)


def _rescue(found: Rescue) -> Write:
    def write(language: str) -> Letter:
        with translation.override(language):
            told = {"name": found.person.name, "who": found.asked_by.name if found.asked_by else _("The console")}
            told["other"] = found.agreed_by.name if found.agreed_by else ""
            if found.withdrawn_by:
                told["who"] = found.withdrawn_by.name
                subject = _("Second step of %(name)s: it stays") % told
                line = _("%(who)s withdrew the request to take it away. Nothing was changed.") % told
            elif not found.done_at:
                subject = _("Second step of %(name)s: one more has to agree") % told
                line = _("%(who)s asks to take it away, because phone and codes are lost.") % told
                line += " " + _("Another owner or manager agrees on the page with the person, within three days.")
                line += " " + _("Whoever lost nothing withdraws it under Profile, Security.")
            elif found.agreed_by:
                subject = _("Second step of %(name)s taken away") % told
                line = _("%(who)s asked, %(other)s agreed. The password stays; every session has ended.") % told
            else:
                subject = _("Second step of %(name)s taken away") % told
                line = _("It was done at the console of the server. The password stays; every session has ended.")
            warned = _("If you know of no lost phone, ask them at once: somebody may be pretending.")
            return Letter(subject, (line, warned), path="/", action=_("Open Gwarant"), tone="at_risk")

    return write


def change_letter(kind: str, at: datetime, address: str) -> Write:
    """What was changed about how the person signs in."""

    def write(language: str) -> Letter:
        with translation.override(language):
            what = changes().get(kind) or _("How you sign in was changed.")
            when = words.full(int(at.timestamp()), _zone(Company.objects.first()), language)
            return Letter(
                what,
                (
                    what,
                    _("It was done on %(when)s from the address %(address)s.") % {"when": when, "address": address},
                    _("If it was not you, choose a new password at once and tell your administrator."),
                ),
                path=reverse("security"),
                action=_("See how you sign in"),
            )

    return write


def changes() -> dict[str, str]:
    """The changes that a person is told of, by allauth's names."""
    return {
        "account/email/password_changed": _("Your password was changed."),
        "account/email/password_reset": _("Your password was changed."),
        "account/email/password_set": _("Your password was set."),
        "mfa/email/totp_activated": _("Sign-in with an authenticator app was turned on."),
        "mfa/email/totp_deactivated": _("Sign-in with an authenticator app was turned off."),
        "mfa/email/webauthn_added": _("A passkey was added."),
        "mfa/email/webauthn_removed": _("A passkey was removed."),
        "mfa/email/recovery_codes_generated": _("New recovery codes were made; the former ones are void."),
    }


def _invitation(invitation: Invitation, token: str) -> Write:
    def write(language: str) -> Letter:
        with translation.override(language):
            company = Company.objects.first()
            told = {
                "who": invitation.invited_by.name,
                "house": company.name if company else "Gwarant",
                "customer": invitation.customer.name if invitation.customer else "",
                "role": role_name(invitation.role or invitation.staff_role),
                "until": words.full(int(invitation.expires_at.timestamp()), _zone(company), language),
            }
            return Letter(
                _("Invitation from %(house)s") % told,
                (_line(told), _("The link works once, until %(until)s. Nobody else should get it.") % told),
                path=reverse("invitation", args=[token]),
                action=_("Accept the invitation"),
            )

    return write


def _line(told: dict[str, str]) -> str:
    if told["customer"]:
        return (
            _(
                "%(who)s invites you to Gwarant, where %(customer)s and %(house)s keep their service agreement: "
                "tickets, times and reports. Your role: %(role)s."
            )
            % told
        )
    return _("%(who)s invites you to work in Gwarant at %(house)s. Your role: %(role)s.") % told


def _zone(company: Company | None) -> str:
    return company.zone if company else "Europe/Warsaw"
