"""The letters about accounts: an invitation, a way back to a forgotten password, a change to how one signs in."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gwarant.accounts.models import Company, Rescue, StaffRole, User
from gwarant.customers.models import Invitation
from gwarant.notify.actions import mail, tell
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures import words
from gwarant.web.people.roles import role_name


def send_invitation(invitation: Invitation, token: str, now: datetime) -> None:
    """Write the mail with the link; the token itself is kept nowhere else."""
    company = Company.objects.first()
    told = Invited(
        who=invitation.invited_by.name,
        house=company.name if company else "Gwarant",
        customer=invitation.customer.name if invitation.customer else "",
        role=invitation.role or invitation.staff_role,
        expires_at=int(invitation.expires_at.timestamp()),
        zone=_zone(company),
        path=reverse("invitation", args=[token]),
    )
    mail(
        invitation.email,
        invitation.language,
        _news(told),
        key=f"invitation:{invitation.token_hash}",
        customer=invitation.customer,
        now=now,
    )


def reset_letter(path: str) -> News:
    """The link by which somebody chooses a new password."""
    return _news(Reset(path=path))


def address_letter(token: str) -> News:
    """The link by which somebody shows that an address is theirs."""
    return _news(Address(path=reverse("address_confirmation", args=[token])))


def tell_of_guesses(user: User, address: str, now: datetime) -> None:
    """Somebody knows the password and guesses codes: the person is told, once a day."""
    key = f"guesses:{user.pk}:{now:%Y-%m-%d}"
    tell([user], _news(Guesses(address=address)), key=key, customer=None, now=now)


def tell_of_rescue(found: Rescue, now: datetime) -> None:
    """The person, and everybody who leads the house, by mail and in the inbox: who asked, who agreed, what is done."""
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    stage = "done" if found.done_at else "withdrawn" if found.withdrawn_at else "asked"
    key = f"rescue:{found.pk}:{stage}"
    told = Rescued(
        name=found.person.name,
        who=found.asked_by.name if found.asked_by else "",
        other=found.agreed_by.name if found.agreed_by else "",
        by=found.withdrawn_by.name if found.withdrawn_by else "",
        stage=stage,
    )
    tell([found.person, *leaders], _news(told, found.person), key=key, customer=None, now=now)


def change_letter(kind: str, user: User, at: datetime, address: str) -> News:
    """What was changed about how the person signs in."""
    zone = _zone(Company.objects.first())
    return _news(Changed(what=kind, at=int(at.timestamp()), zone=zone, address=address), user)


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


def _news(told: Told, person: User | None = None) -> News:
    return News(told=told, kind="account", about=About.ACCOUNT, ref=person.opaque if person else "")


@dataclass(frozen=True, kw_only=True)
class Invited(Told):
    """`role` is a customer's or a staff role by its code; `path` holds the link's secret."""

    code = "invitation"
    who: str = ""
    house: str = ""
    customer: str = ""
    role: str = ""
    expires_at: int = 0
    zone: str = "UTC"
    path: str = ""

    def letter(self, lang: str) -> Letter:
        until = _("The link works once, until %(until)s. Nobody else should get it.")
        when = words.full(self.expires_at, self.zone, lang)
        inside = _("%(who)s invites you to work in Gwarant at %(house)s. Your role: %(role)s.")
        client = _(
            "%(who)s invites you to Gwarant, where %(customer)s and %(house)s keep their service agreement: "
            "tickets, times and reports. Your role: %(role)s."
        )
        line = self.said(client if self.customer else inside, role=role_name(self.role))
        return Letter(
            self.said(_("Invitation from %(house)s")),
            (line, until % {"until": when}),
            path=self.path,
            action=_("Accept the invitation"),
        )


@dataclass(frozen=True, kw_only=True)
class Reset(Told):
    code = "reset"
    path: str = ""

    def letter(self, lang: str) -> Letter:
        return Letter(
            _("Choose a new password"),
            (
                _("Somebody, probably you, asked for a new password for your account."),
                _("If it was not you, do nothing: the former password stays."),
            ),
            path=self.path,
            action=_("Choose a new password"),
        )


@dataclass(frozen=True, kw_only=True)
class Address(Told):
    code = "address"
    path: str = ""

    def letter(self, lang: str) -> Letter:
        return Letter(
            _("Is this your address?"),
            (
                _("You asked us to verify that this address is yours. Open the link while you are signed in."),
                _("If it was not you, do nothing."),
            ),
            path=self.path,
            action=_("Verify the address"),
        )


@dataclass(frozen=True, kw_only=True)
class Guesses(Told):
    """`address` is the network's that the codes were last tried from."""

    code = "guesses"
    address: str = ""

    def letter(self, lang: str) -> Letter:
        return Letter(
            _("Somebody knows your password"),
            (
                self.said(_("Your password was typed, and then many wrong codes, last from the address %(address)s.")),
                _("If it was not you, choose a new password at once: only who knows it can try codes."),
                _("You can still sign in where you have signed in before, or with a passkey."),
            ),
            path=reverse("account_reset_password"),
            action=_("Choose a new password"),
            tone="at_risk",
        )


@dataclass(frozen=True, kw_only=True)
class Rescued(Told):
    """The second step of `name`: `who` asked (empty: the console), `other` agreed, or `by` withdrew it."""

    code = "rescue"
    name: str = ""
    who: str = ""
    other: str = ""
    by: str = ""
    stage: str = "done"

    def letter(self, lang: str) -> Letter:
        warned = _("If you know of no lost phone, ask them at once: somebody may be pretending.")
        what, line = self._told()
        return Letter(self.said(what), (line, warned), path="/", action=_("Open Gwarant"), tone="at_risk")

    def _told(self) -> tuple[str, str]:
        who = self.who or _("The console")
        if self.stage == "withdrawn":
            line = _("%(who)s withdrew the request to take it away. Nothing was changed.")
            return _("Second step of %(name)s: it stays"), self.said(line, who=self.by)
        if self.stage == "asked":
            parts = (
                self.said(_("%(who)s asks to take it away, because phone and codes are lost."), who=who),
                _("Another owner or manager agrees on the page with the person, within three days."),
                _("Whoever lost nothing withdraws it under Profile, Security."),
            )
            return _("Second step of %(name)s: one more has to agree"), " ".join(parts)
        agreed = _("%(who)s asked, %(other)s agreed. The password stays; every session has ended.")
        alone = _("It was done at the console of the server. The password stays; every session has ended.")
        return _("Second step of %(name)s taken away"), self.said(agreed, who=who) if self.other else alone


@dataclass(frozen=True, kw_only=True)
class Changed(Told):
    """`what` is one of `changes`; it was done at that moment, from that network address."""

    code = "changed"
    what: str = ""
    at: int = 0
    zone: str = "UTC"
    address: str = ""

    def letter(self, lang: str) -> Letter:
        what = changes().get(self.what) or _("How you sign in was changed.")
        when = words.full(self.at, self.zone, lang)
        return Letter(
            what,
            (
                what,
                self.said(_("It was done on %(when)s from the address %(address)s."), when=when),
                _("If it was not you, choose a new password at once and tell your administrator."),
            ),
            path=reverse("security"),
            action=_("See how you sign in"),
        )


TOLD = registry(Invited, Reset, Address, Guesses, Rescued, Changed)


def _zone(company: Company | None) -> str:
    return company.zone if company else "Europe/Warsaw"
