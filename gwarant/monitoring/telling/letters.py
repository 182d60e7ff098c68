"""What whoever leads the house is told of another tool: that it fell silent, and that it tells again."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gwarant.accounts.models import StaffRole, User
from gwarant.monitoring.beats.models import Source
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import elapsed


@dataclass(frozen=True, kw_only=True)
class _OfSource(Told):
    """By its name and key; `seconds` it has been silent, where it should tell `every` so many."""

    source: str = ""
    key: str = ""
    every: int = 0
    seconds: int = 0

    @property
    def path(self) -> str:
        return f"/desk/sources/{self.key}" if self.key else "/desk/sources"


@dataclass(frozen=True, kw_only=True)
class SourceSilent(_OfSource):
    code = "source_silent"

    def letter(self, lang: str) -> Letter:
        told = _("It last told something %(silent)s ago, and should at least every %(every)s.")
        lengths = {"silent": elapsed(self.seconds, lang), "every": elapsed(self.every, lang)}
        lines = (
            self.said(told, **lengths),
            _("What it would tell of is unknown until it is heard again, not well."),
            _("Look whether it runs, and whether its way to us and its secret are right."),
        )
        what = self.said(_("%(source)s has fallen silent"))
        return Letter(what, lines, path=self.path, action=_("See how it goes"), tone="breached", is_alarm=True)


@dataclass(frozen=True, kw_only=True)
class SourceBack(_OfSource):
    code = "source_back"

    def letter(self, lang: str) -> Letter:
        told = _("Whatever fires is down again, everything else is up as far as it tells.")
        return Letter(self.said(_("%(source)s tells again")), (told,), path=self.path)


TOLD = registry(SourceSilent, SourceBack)


def tell_leaders(source: Source, kind: type[_OfSource], now: datetime) -> None:
    """Managers and owners hear of it, once for each time."""
    last, since = source.last_at or now, source.silence_told_at or now
    told = kind(source=source.name, key=source.key, every=source.every or 0, seconds=int((now - last).total_seconds()))
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    key = f"source:{source.pk}:{since.isoformat()}:{told.code}"
    tell(leaders, News(told=told, kind="prober", about=About.HOUSE), key=key, customer=None, now=now)
