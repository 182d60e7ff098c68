"""What is told about messages themselves: an address that a person gave, and that takes none."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _

from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.media import MEDIA
from gwarant.notify.models import Delivery
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry


def tell_of_dead(row: Delivery, *, now: datetime) -> int:
    """Tell a person in the inbox, once for each address, that the one they gave to a medium takes nothing."""
    medium, person = MEDIA[row.medium], row.notice.user
    if medium.own is None or person is None:
        return 0
    told = Unreached(medium=row.medium, place=medium.shown(row.address))
    news = News(told=told, kind="account", about=About.ACCOUNT, ref=person.opaque, quiet=True)
    key = f"unreached:{row.medium}:{sha256(row.address.encode()).hexdigest()[:16]}"
    return tell([person], news, key=key, customer=None, now=now)


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


TOLD = registry(Unreached)
