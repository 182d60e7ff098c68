"""Which wording judged a figure, and where it can be read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gwarant.reports.month import Month
from gwarant.web.months.addresses import Addresses

ARTICLES = {
    "targets": "targets",
    "availability": "availability",
    "measures": "measures",
    "duties": "duties",
    "triggers": "rights",
    "remedies": "remedies",
    "hours": "work",
}


@dataclass(frozen=True)
class Cited:
    """The words that name a wording and its clause, and the address of the article; empty where there is none."""

    text: str
    href: str = ""


def cited(month: Month, addresses: Addresses, wording: str, part: str, clause: str = "") -> Cited:
    """The wording of that name ("SHOP-1@2") with the clause on which a figure rests.

    `part` is the contract's section; a clause that only repeats its name says nothing.
    """
    version = month.wording(wording)
    if version is None:
        return Cited(wording)
    said = _("version %(n)s") % {"n": version.version}
    text = said if clause in ("", part) else f"{said}, {clause}"
    href = addresses.wording(version)
    return Cited(text, f"{href}#article-{ARTICLES[part]}" if href else "")
