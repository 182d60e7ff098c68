"""What people are told of a pool of hours."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gwarant.notify.letter import Letter
from gwarant.notify.told import Told, registry
from gwarant.pictures.keys import month_text
from gwarant.pictures.words import duration


@dataclass(frozen=True, kw_only=True)
class PoolUsed(Told):
    """So many percent of the hours of a month (2026-11) are used, of whom; `used` and `available` are seconds."""

    code = "pool_used"
    number: str = ""
    customer: str = ""
    month: str = ""
    percent: str = ""
    used: int = 0
    available: int = 0
    side: str = "portal"

    def letter(self, lang: str) -> Letter:
        told = {
            "month": month_text(self.month, lang),
            "used": duration(self.used, lang, exact=True),
            "available": duration(self.available, lang, exact=True),
        }
        return Letter(
            self.said(_("%(customer)s: %(percent)s%% of the hours of %(month)s are used"), **told),
            (
                self.said(_("Used: %(used)s of the %(available)s that contract %(number)s has for the month."), **told),
                _("The contract says that this is told at this point. What goes beyond the pool is charged as agreed."),
            ),
            path=f"/{self.side}/contracts/{self.number}/months/{self.month}#hours",
            action=_("See the hours of the month"),
        )


TOLD = registry(PoolUsed)
