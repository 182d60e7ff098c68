"""The letters about accounts: an invitation, a way back to a forgotten password, a change to how one signs in."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gwarant.accounts.models import Company, Rescue, StaffRole, User
from gwarant.customers.models import Invitation
from gwarant.notify.actions import mail, tell
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, Facts, News, Words
from gwarant.pictures import words
from gwarant.web.people.roles import role_name


def send_invitation(invitation: Invitation, token: str, now: datetime) -> None:
    """Write the mail with the link; the token itself is kept nowhere else."""
    company = Company.objects.first()
    facts = {
        "who": invitation.invited_by.name,
        "house": company.name if company else "Gwarant",
        "customer": invitation.customer.name if invitation.customer else "",
        "role": invitation.role or invitation.staff_role,
        "expires_at": int(invitation.expires_at.timestamp()),
        "zone": _zone(company),
        "path": reverse("invitation", args=[token]),
    }
    mail(
        invitation.email,
        invitation.language,
        _news("invitation", facts),
        key=f"invitation:{invitation.token_hash}",
        customer=invitation.customer,
        now=now,
    )


def reset_letter(path: str) -> News:
    """The link by which somebody chooses a new password."""
    return _news("reset", {"path": path})


def address_letter(token: str) -> News:
    """The link by which somebody shows that an address is theirs."""
    return _news("address", {"path": reverse("address_confirmation", args=[token])})


def tell_of_guesses(user: User, address: str, now: datetime) -> None:
    """Somebody knows the password and guesses codes: the person is told, once a day."""
    key = f"guesses:{user.pk}:{now:%Y-%m-%d}"
    tell([user], _news("guesses", {"address": address}), key=key, customer=None, now=now)


def tell_of_rescue(found: Rescue, now: datetime) -> None:
    """The person, and everybody who leads the house, by mail and in the inbox: who asked, who agreed, what is done."""
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    stage = "done" if found.done_at else "withdrawn" if found.withdrawn_at else "asked"
    key = f"rescue:{found.pk}:{stage}"
    facts = {
        "name": found.person.name,
        "who": found.asked_by.name if found.asked_by else "",
        "other": found.agreed_by.name if found.agreed_by else "",
        "by": found.withdrawn_by.name if found.withdrawn_by else "",
        "stage": stage,
    }
    tell([found.person, *leaders], _news("rescue", facts, found.person), key=key, customer=None, now=now)


def change_letter(kind: str, user: User, at: datetime, address: str) -> News:
    """What was changed about how the person signs in."""
    facts = {"what": kind, "at": int(at.timestamp()), "zone": _zone(Company.objects.first()), "address": address}
    return _news("changed", facts, user)


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


def _news(code: str, facts: Facts, person: User | None = None) -> News:
    ref = person.opaque if person else ""
    return News(code=code, kind="account", about=About.ACCOUNT, ref=ref, facts=facts, words=WORDS[code])


def _invited(f: Facts, lang: str) -> Letter:
    until = _("The link works once, until %(until)s. Nobody else should get it.")
    when = words.full(f["expires_at"], f["zone"], lang)
    return Letter(
        _("Invitation from %(house)s") % f,
        (_line({**f, "role": role_name(f["role"])}), until % {"until": when}),
        path=f["path"],
        action=_("Accept the invitation"),
    )


def _line(f: Facts) -> str:
    if f["customer"]:
        return (
            _(
                "%(who)s invites you to Gwarant, where %(customer)s and %(house)s keep their service agreement: "
                "tickets, times and reports. Your role: %(role)s."
            )
            % f
        )
    return _("%(who)s invites you to work in Gwarant at %(house)s. Your role: %(role)s.") % f


def _reset(f: Facts, lang: str) -> Letter:
    return Letter(
        _("Choose a new password"),
        (
            _("Somebody, probably you, asked for a new password for your account."),
            _("If it was not you, do nothing: the former password stays."),
        ),
        path=f["path"],
        action=_("Choose a new password"),
    )


def _address(f: Facts, lang: str) -> Letter:
    return Letter(
        _("Is this your address?"),
        (
            _("You asked us to verify that this address is yours. Open the link while you are signed in."),
            _("If it was not you, do nothing."),
        ),
        path=f["path"],
        action=_("Verify the address"),
    )


def _guesses(f: Facts, lang: str) -> Letter:
    return Letter(
        _("Somebody knows your password"),
        (
            _("Your password was typed, and then many wrong codes, last from the address %(address)s.") % f,
            _("If it was not you, choose a new password at once: only who knows it can try codes."),
            _("You can still sign in where you have signed in before, or with a passkey."),
        ),
        path=reverse("account_reset_password"),
        action=_("Choose a new password"),
        tone="at_risk",
    )


def _rescue(f: Facts, lang: str) -> Letter:
    told = {**f, "who": f["who"] or _("The console")}
    subject = _("Second step of %(name)s taken away") % told
    if f["stage"] == "withdrawn":
        subject = _("Second step of %(name)s: it stays") % told
        line = _("%(who)s withdrew the request to take it away. Nothing was changed.") % {"who": f["by"]}
    elif f["stage"] == "asked":
        subject = _("Second step of %(name)s: one more has to agree") % told
        line = _("%(who)s asks to take it away, because phone and codes are lost.") % told
        line += " " + _("Another owner or manager agrees on the page with the person, within three days.")
        line += " " + _("Whoever lost nothing withdraws it under Profile, Security.")
    elif f["other"]:
        line = _("%(who)s asked, %(other)s agreed. The password stays; every session has ended.") % told
    else:
        line = _("It was done at the console of the server. The password stays; every session has ended.")
    warned = _("If you know of no lost phone, ask them at once: somebody may be pretending.")
    return Letter(subject, (line, warned), path="/", action=_("Open Gwarant"), tone="at_risk")


def _changed(f: Facts, lang: str) -> Letter:
    what = changes().get(f["what"]) or _("How you sign in was changed.")
    when = words.full(f["at"], f["zone"], lang)
    return Letter(
        what,
        (
            what,
            _("It was done on %(when)s from the address %(address)s.") % {"when": when, "address": f["address"]},
            _("If it was not you, choose a new password at once and tell your administrator."),
        ),
        path=reverse("security"),
        action=_("See how you sign in"),
    )


WORDS: Mapping[str, Words] = {
    "invitation": _invited,
    "reset": _reset,
    "address": _address,
    "guesses": _guesses,
    "rescue": _rescue,
    "changed": _changed,
}


def _zone(company: Company | None) -> str:
    return company.zone if company else "Europe/Warsaw"
