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
        lines = [self.said(self._who())]
        if self.key:
            lines.append(self.said(_("What came before is read as always; the last of it is %(key)s.")))
        lines.append(_("What comes now is kept, and becomes nothing until somebody releases it or lays it aside."))
        lines.append(_("The clock of what is released counts from when it came. You hear of this flood once."))
        what = self.said(_("A flood of mail: %(sender)s"))
        return Letter(what, tuple(lines), path=self.path, action=_("Look at the flood"), tone="at_risk")

    def _who(self) -> str:
        if self.kind == "domain":
            return _("Unknown senders of %(sender)s write to %(box)s faster than people do.")
        if self.kind == "door":
            return _("Unknown senders write to %(sender)s faster than people do.")
        if self.customer:
            return _("%(sender)s (%(customer)s) writes to %(box)s faster than people do.")
        return _("%(sender)s writes to %(box)s faster than people do.")


TOLD = registry(FloodBegins)
