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
from gwarant.notify.told import Told, registry

SHOWN = 10


def tell_of_broken_ledger(report: Report, *, now: datetime) -> int:
    """Tell whoever leads the house, once a day, that a chain of evidence does not hold."""
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    news = News(told=LedgerBroken(problems=tuple(report.problems[:SHOWN])), kind="evidence", about=About.HOUSE)
    return tell(leaders, news, key=f"ledger:{now:%Y-%m-%d}", customer=None, now=now)


def tell_heads(anchors: Sequence[Anchor], *, now: datetime) -> int:
    """Give the heads to whoever asked for them, once a day: the house all of them, a customer's people their own."""
    told = 0
    for person in User.objects.filter(wants_heads=True, is_active=True).order_by("pk"):
        places = Membership.objects.active().filter(user=person).values_list("customer__key", flat=True)
        theirs = [one for one in anchors if person.is_inside or one.customer in set(places)]
        if theirs:
            heads = [f"{one.sealed_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC {one}" for one in theirs]
            news = News(told=Heads(heads=tuple(heads)), kind="heads", about=About.HOUSE)
            told += tell([person], news, key=f"heads:{now:%Y-%m-%d}", customer=None, now=now)
    return told


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

    def letter(self, lang: str) -> Letter:
        return Letter(
            _("The heads of the evidence today"),
            (
                _("Keep this mail: with it you can show later that nothing written down before it was changed."),
                *self.heads,
                _("To check: “gwarant ledger verify --heads” with this mail as a file."),
                _("You asked for this in your profile, and can end it there."),
            ),
        )


TOLD = registry(LedgerBroken, Heads)
