"""What a customer is told of maintenance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.accounts.models import Company
from gwarant.contracts.terms import judging, wording_of
from gwarant.customers.models import Service
from gwarant.monitoring.maintenance.models import Maintenance, MaintenanceChange
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import dated, minute

NAMED = 6  # windows that a message names


@dataclass(frozen=True, kw_only=True)
class MaintenanceAnnounced(Told):
    """Of which system; `starts` and `ends` (UTC seconds) of the first windows, in `zone`; `count` is all of them."""

    code = "maintenance_announced"
    system: str = ""
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    count: int = 0
    zone: str = "UTC"
    text: str = ""
    emergency: bool = False

    def letter(self, lang: str) -> Letter:
        windows = [
            _("from %(start)s to %(end)s") % {"start": self._at(start, lang), "end": self._at(end, lang)}
            for start, end in zip(self.starts, self.ends, strict=False)
        ]
        rest = self.count - len(windows)
        more = ngettext("and %(rest)d more", "and %(rest)d more", rest) % {"rest": rest} if rest > 0 else ""
        why = _("It cannot wait for the usual notice.") if self.emergency else ""
        told = _("We will work on %(system)s; it may not be available meanwhile:")
        lines = (self.said(told), *windows, more, why, self.text)
        return Letter(
            self.said(_("Maintenance of %(system)s")),
            tuple(line for line in lines if line),
            path="/portal/",
            action=_("See it in the portal"),
        )

    def _at(self, moment: int, lang: str) -> str:
        return dated(minute(moment), self.zone, lang)


@dataclass(frozen=True, kw_only=True)
class MaintenanceWithdrawn(Told):
    """Of which system; `start` and `end` of the window as announced, `until` where it ends now (UTC seconds).

    It was taken back where `until` is its start; `later`: how many later ones of the same announcement with it.
    """

    code = "maintenance_withdrawn"
    system: str = ""
    start: int = 0
    end: int = 0
    until: int = 0
    later: int = 0
    zone: str = "UTC"
    text: str = ""

    def letter(self, lang: str) -> Letter:
        start, end, until = (dated(minute(at), self.zone, lang) for at in (self.start, self.end, self.until))
        if self.until <= self.start:
            what = self.said(_("No maintenance of %(system)s"))
            told = self.said(_("The work from %(start)s to %(end)s does not take place."), start=start, end=end)
        else:
            what = self.said(_("Maintenance of %(system)s is over"))
            told = self.said(_("The work that was to last until %(end)s ended at %(until)s."), end=end, until=until)
        rest = ngettext(
            "%(later)d later window of the same announcement does not take place either.",
            "%(later)d later windows of the same announcement do not take place either.",
            self.later,
        )
        lines = (
            told,
            self.said(rest) if self.later else "",
            _("Whatever happens to the system from then on counts as usual."),
            self.text,
        )
        return Letter(what, tuple(one for one in lines if one), path="/portal/", action=_("See it in the portal"))


TOLD = registry(MaintenanceAnnounced, MaintenanceWithdrawn)


def withdrawn(change: MaintenanceChange, later: int = 0) -> News:
    """To everybody of the customer."""
    window = change.window
    told = MaintenanceWithdrawn(
        system=window.service.name,
        start=int(window.start_at.timestamp()),
        end=int(window.end_at.timestamp()),
        until=int(change.end_at.timestamp()),
        later=later,
        zone=zone_of(window.service, window),
        text=change.text,
    )
    return News(told=told, kind="maintenance", about=About.HOUSE)


def announced(windows: Sequence[Maintenance]) -> News:
    """To everybody of the customer."""
    first = windows[0]
    told = MaintenanceAnnounced(
        system=first.service.name,
        starts=tuple(int(one.start_at.timestamp()) for one in windows[:NAMED]),
        ends=tuple(int(one.end_at.timestamp()) for one in windows[:NAMED]),
        count=len(windows),
        zone=zone_of(first.service, first),
        text=first.text,
        emergency=first.is_emergency,
    )
    return News(told=told, kind="maintenance", about=About.HOUSE)


def zone_of(service: Service, at: Maintenance) -> str:
    """The zone of the service's contract, else the house's own."""
    version = judging(service.customer_id, service, at.announced_at, at.announced_at)
    if version is not None:
        return wording_of(version).zone
    company = Company.objects.first()
    return company.zone if company else "UTC"
