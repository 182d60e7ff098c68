"""What is told of an objection: to those of us who answer it, and the answer to the client."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gwarant.contracts.terms import judging, wording_of
from gwarant.monitoring.objections.models import Objection, ObjectionAnswer
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import dated, minute


@dataclass(frozen=True, kw_only=True)
class _OfObjection(Told):
    """To which system from when to when (UTC seconds, in `zone`); `objection` is its number."""

    system: str = ""
    customer: str = ""
    start: int = 0
    end: int = 0
    zone: str = "UTC"
    text: str = ""
    objection: int = 0

    def _stretch(self, lang: str) -> str:
        start, end = (dated(minute(at), self.zone, lang) for at in (self.start, self.end))
        return self.said(_("%(system)s, from %(start)s to %(end)s"), start=start, end=end)

    def _letter(self, what: str, side: str, lang: str, told: str, action: str) -> Letter:
        path = f"/{side}/objections/{self.objection}"
        lines = tuple(one for one in (self._stretch(lang), told, self.text) if one)
        return Letter(self.said(what), lines, path=path, action=action)


@dataclass(frozen=True, kw_only=True)
class ObjectionRaised(_OfObjection):
    code = "objection_raised"
    who: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s does not take it as it was measured. It is accepted by a correction, or refused."))
        what = _("%(customer)s objects to what was measured of %(system)s")
        return self._letter(what, "desk", lang, told, _("Answer it"))


@dataclass(frozen=True, kw_only=True)
class ObjectionRefused(_OfObjection):
    code = "objection_refused"

    def letter(self, lang: str) -> Letter:
        told = _("What was measured stays as it is. This is why:")
        return self._letter(_("Your objection about %(system)s was refused"), "portal", lang, told, _("See it"))


@dataclass(frozen=True, kw_only=True)
class ObjectionAccepted(_OfObjection):
    code = "objection_accepted"

    def letter(self, lang: str) -> Letter:
        told = _("What was measured is corrected. The month states it, with the figures before and after.")
        return self._letter(_("Your objection about %(system)s was accepted"), "portal", lang, told, _("See it"))


TOLD = registry(ObjectionRaised, ObjectionRefused, ObjectionAccepted)


def raised(one: Objection, zone: str) -> News:
    """To those of us who answer it."""
    told = ObjectionRaised(**_facts(one, zone), text=one.text, who=one.raised_by.name)
    return News(told=told, kind="correction", about=About.HOUSE)


def answered(one: ObjectionAnswer) -> News:
    """To whoever objected, and the client's administrators."""
    own = one.objection
    version = judging(own.customer_id, own.service, own.start_at, own.start_at)
    facts = _facts(own, wording_of(version).zone if version else "UTC")
    kind = ObjectionAccepted if one.correction else ObjectionRefused
    return News(told=kind(**facts, text=one.text), kind="correction_of_yours", about=About.HOUSE)


def _facts(one: Objection, zone: str) -> dict[str, Any]:
    return {
        "system": one.service.name,
        "customer": one.customer.name,
        "start": int(one.start_at.timestamp()),
        "end": int(one.end_at.timestamp()),
        "zone": zone,
        "objection": one.pk,
    }
