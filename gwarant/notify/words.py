"""What is told about messages themselves: an address that takes none, whether a person gave it or mail came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.accounts.models import Company, StaffRole, User
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.media import MEDIA
from gwarant.notify.models import DeadAddress, Delivery
from gwarant.notify.news import About, News
from gwarant.notify.replies import as_said
from gwarant.notify.told import Told, registry
from gwarant.oauth.words import WORDS, in_language
from gwarant.pictures.words import dated, minute


def tell_of_dead(row: Delivery, *, now: datetime) -> int:
    """Tell a person in the inbox, once for each address, that the one they gave to a medium takes nothing."""
    medium, person = MEDIA[row.medium], row.notice.user
    if medium.own is None or person is None:
        return 0
    told = Unreached(medium=row.medium, place=medium.shown(row.address))
    news = News(told=told, kind="account", about=About.ACCOUNT, ref=person.opaque, quiet=True)
    key = f"unreached:{row.medium}:{sha256(row.address.encode()).hexdigest()[:16]}"
    return tell([person], news, key=key, customer=None, now=now)


def tell_of_address(found: DeadAddress, *, now: datetime) -> int:
    """Tell the service managers, else the owners, once, that no mail reaches an address any more."""
    active = User.objects.filter(is_active=True)
    people = active.filter(staff_role=StaffRole.MANAGER) or active.filter(staff_role=StaffRole.OWNER)
    notice = found.delivery.notice
    ticket = notice.ref if notice.about == About.TICKET else ""
    told = TakesNoMail(address=found.address, status=found.code, words=found.said, key=ticket)
    news = News(told=told, kind="bounce", about=About.HOUSE)
    return tell(people, news, key=f"dead-address:{found.pk}", customer=notice.customer, now=now)


@dataclass(frozen=True, kw_only=True)
class Unreached(Told):
    """`medium` is its name, `place` what others may see of the address."""

    code = "unreached"
    medium: str = ""
    place: str = ""

    def letter(self, lang: str) -> Letter:
        medium = str(MEDIA[self.medium].label) if self.medium in MEDIA else self.medium
        return Letter(
            self.said(_("%(label)s: no message reaches the address that you gave"), label=medium),
            (self.said(_("A message to %(place)s was given up. Look at the address, or take it out.")),),
            path=reverse("profile_notices"),
            action=_("Look at the address"),
            tone="at_risk",
        )


@dataclass(frozen=True, kw_only=True)
class AccountFails(Told):
    """Our mail cannot leave by the account: `failure` is a code, `called` what the other side calls it."""

    code = "account_fails"
    address: str = ""
    failure: str = "refused"
    called: str = ""

    def letter(self, lang: str) -> Letter:
        why = in_language(WORDS[self.failure], lang) if self.failure in WORDS else self.failure
        said = self.called.rstrip(". ")
        called = [self.said(_("The other side calls it: %(called)s."), called=said)] if said else []
        lines = (
            self.said(_("For five minutes %(address)s has not been let in to send our mail.")),
            why,
            *called,
            _("What we write waits meanwhile, and goes when it works again."),
        )
        what = self.said(_("No mail leaves by %(address)s"))
        return Letter(what, lines, tone="breached", is_alarm=True)


@dataclass(frozen=True, kw_only=True)
class AccountWorks(Told):
    code = "account_works"
    address: str = ""

    def letter(self, lang: str) -> Letter:
        return Letter(self.said(_("Mail leaves by %(address)s again")), (_("What had waited is on its way."),))


@dataclass(frozen=True, kw_only=True)
class CredentialEnds(Told):
    """The certificate by which we sign in. `ends_at`: UTC seconds; `path`: its mailbox, empty for one that sends."""

    code = "credential_ends"
    address: str = ""
    ends_at: int = 0
    days: int = 0
    zone: str = "UTC"
    path: str = ""

    def letter(self, lang: str) -> Letter:
        left = ngettext(
            "The certificate for %(address)s ends in %(days)d day",
            "The certificate for %(address)s ends in %(days)d days",
            self.days,
        )
        ends = dated(minute(self.ends_at), self.zone, lang)
        then = (
            _("After %(ends)s we are not let in to read its mail.")
            if self.path
            else _("After %(ends)s we are not let in to send our mail.")
        )
        keep = _("The new one is kept by gwarant mail account add %(address)s.")
        lines = (
            self.said(_("By this certificate Microsoft knows our application.")),
            self.said(then, ends=ends),
            _("Have a new one made and registered with the application, then put it here in its place."),
            *([] if self.path else [self.said(keep)]),
        )
        what = self.said(left if self.days > 0 else _("The certificate for %(address)s ends within a day"))
        return Letter(what, lines, path=self.path, action=_("Put the new one in") if self.path else "", tone="at_risk")


class EndsSoon(TypedDict):
    """What CredentialEnds says of the end."""

    ends_at: int
    days: int
    zone: str


def ends_soon(ends: datetime, now: datetime) -> EndsSoon:
    """When, in about how many days, and in whose zone that is told."""
    company, days = Company.objects.first(), round((ends - now) / timedelta(days=1))
    return {"ends_at": int(ends.timestamp()), "days": days, "zone": company.zone if company else "UTC"}


@dataclass(frozen=True, kw_only=True)
class TakesNoMail(Told):
    """`status` and `words` are the other server's, `key` the ticket about which the mail was, if any."""

    code = "takes_no_mail"
    address: str = ""
    status: str = ""
    words: str = ""
    key: str = ""

    def letter(self, lang: str) -> Letter:
        why = as_said(self.status, self.words)
        return Letter(
            self.said(_("No mail reaches %(address)s")),
            (
                self.said(_("A mail of ours to %(address)s came back, so no more goes there.")),
                *((_("The other server says: %(why)s") % {"why": why},) if why else ()),
                _("Say that the address works again once it does, or reach the person another way."),
            ),
            path=f"/desk/tickets/{self.key}" if self.key else reverse("desk:messages"),
            action=_("Open the ticket") if self.key else _("See the messages"),
            tone="at_risk",
        )


TOLD = registry(Unreached, AccountFails, AccountWorks, CredentialEnds, TakesNoMail)
