"""What the engine itself has to tell people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from gwarant.accounts.models import StaffRole, User
from gwarant.customers.models import Membership
from gwarant.ledger.anchor import Anchor
from gwarant.ledger.report import Report
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.recipients import Correspondent
from gwarant.notify.told import Told, registry
from gwarant.reports.delivery.models import Gets, ReportAddress

SHOWN = 10


def tell_of_broken_ledger(report: Report, *, now: datetime) -> int:
    """Tell whoever leads the house, once a day, that a chain of evidence does not hold."""
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    news = News(told=LedgerBroken(problems=tuple(report.problems[:SHOWN])), kind="evidence", about=About.HOUSE)
    return tell(leaders, news, key=f"ledger:{now:%Y-%m-%d}", customer=None, now=now)


def tell_heads(anchors: Sequence[Anchor], *, now: datetime) -> int:
    """Give the heads to whoever asked for them, once a day: the house all of them, a customer's people their own.

    A customer's own head goes to the addresses as well that the house keeps for it.
    """
    told = 0
    for person in User.objects.filter(wants_heads=True, is_active=True).order_by("pk"):
        places = Membership.objects.active().filter(user=person).values_list("customer__key", flat=True)
        theirs = [one for one in anchors if person.is_inside or one.customer in set(places)]
        if theirs:
            told += tell([person], _heads(theirs), key=f"heads:{now:%Y-%m-%d}", customer=None, now=now)
    by_key = {one.customer: one for one in anchors}
    wanted = ReportAddress.objects.filter(gets=Gets.HEADS.value, ended_at=None, customer__key__in=by_key)
    for own in wanted.select_related("customer").order_by("pk"):
        to, key = Correspondent(own.address, own.language), f"heads:{own.customer.key}:{now:%Y-%m-%d}"
        news = _heads([by_key[own.customer.key]], own.customer.name)
        told += tell([to], news, key=key, customer=own.customer, now=now)
    return told


def _heads(anchors: Sequence[Anchor], customer: str = "") -> News:
    """The heads; `customer`: by whose wish they go to an address without an account."""
    heads = tuple(f"{one.sealed_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC {one}" for one in anchors)
    return News(told=Heads(heads=heads, customer=customer), kind="heads", about=About.HOUSE)


@dataclass(frozen=True, kw_only=True)
class LedgerBroken(Told):
    code = "ledger_broken"
    problems: tuple[str, ...] = ()

    def letter(self, lang: str) -> Letter:
        return Letter(
            _("The evidence ledger does not verify"),
            (
                _("The nightly check of the evidence found what does not agree with its seals or its tables."),
                _("Until this is explained, reports that rest on them prove nothing. Details:"),
                *self.problems,
                _("Run “gwarant ledger verify” on the server, and compare with the last backup."),
            ),
            tone="breached",
        )


@dataclass(frozen=True, kw_only=True)
class Heads(Told):
    code = "heads"
    heads: tuple[str, ...] = ()
    customer: str = ""

    def letter(self, lang: str) -> Letter:
        ends = self.said(_("%(customer)s has this sent here; whoever looks after it with us ends it."))
        return Letter(
            _("The heads of the evidence today"),
            (
                _("Keep this mail: with it you can show later that nothing written down before it was changed."),
                *self.heads,
                _("To check a report: “gwarant verify REPORT.pdf --heads MAIL”, with this mail as a file."),
                _("To check a whole chain: “gwarant ledger verify --heads MAIL”, on the server or with an export."),
                ends if self.customer else _("You asked for this in your profile, and can end it there."),
            ),
        )


TOLD = registry(LedgerBroken, Heads)
