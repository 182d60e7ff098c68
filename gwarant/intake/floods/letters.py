"""What whoever leads the house is told of a flood of mail."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gwarant.notify.letter import Letter
from gwarant.notify.told import Told, registry


@dataclass(frozen=True, kw_only=True)
class FloodBegins(Told):
    """`kind` is what is counted: an address, a domain, an address of ours. `key` is the last ticket's before it."""

    code = "flood_begins"
    sender: str = ""
    box: str = ""
    kind: str = "address"
    customer: str = ""
    key: str = ""
    path: str = ""

    def letter(self, lang: str) -> Letter:
        lines = [
            self.said(
                {
                    "domain": _("Unknown senders of %(sender)s write to %(box)s faster than people do."),
                    "door": _("Unknown senders write to %(sender)s faster than people do."),
                }.get(self.kind, _("%(sender)s writes to %(box)s faster than people do."))
            )
        ]
        if self.customer:
            lines.append(self.said(_("The customer is %(customer)s.")))
        if self.key:
            lines.append(self.said(_("What came before is read as always; the last of it is %(key)s.")))
        lines.append(_("What comes now is kept, and becomes nothing until somebody releases it or lays it aside."))
        lines.append(_("The clock of what is released counts from when it came. You hear of this flood once."))
        what = self.said(_("A flood of mail: %(sender)s"))
        return Letter(what, tuple(lines), path=self.path, action=_("Look at the flood"), tone="at_risk")


TOLD = registry(FloodBegins)
