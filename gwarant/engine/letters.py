"""What the engine itself has to tell people."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.accounts.models import StaffRole, User
from gwarant.ledger.report import Report
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter

SHOWN = 10


def tell_of_broken_ledger(report: Report, *, now: datetime) -> int:
    """Tell whoever leads the house, once a day, that a chain of evidence does not hold."""
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)

    def write(language: str) -> Letter:
        with translation.override(language):
            return Letter(
                subject=_("The evidence ledger does not verify"),
                lines=(
                    _("The nightly check of the evidence found rows that do not agree with their seals."),
                    _("Until this is explained, reports that rest on them prove nothing. Details:"),
                    *report.problems[:SHOWN],
                    _("Run “gwarant ledger verify” on the server, and compare with the last backup."),
                ),
                tone="breached",
            )

    return tell(leaders, write, key=f"ledger:{now:%Y-%m-%d}", customer=None, now=now)
