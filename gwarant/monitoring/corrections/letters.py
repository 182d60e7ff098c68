"""What is told of corrections: to whoever can agree, to the client, to whoever asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.contracts.terms import judging, wording_of
from gwarant.monitoring.corrections.models import Act, Correction
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import dated, minute


def reason_words(reason: str) -> str:
    """What a reason is called; one of the contract's own as it stands there."""
    words = {
        "maintenance": pgettext("why it does not count", "maintenance that was told late"),
        "measured_wrongly": pgettext("why it does not count", "measured wrongly"),
        "taken_back": pgettext("why it counts", "this maintenance counts as usual time"),
        "counts_again": pgettext("why it counts", "this time counts after all"),
        "was_down": pgettext("why it counts", "it was down, though it was measured as up"),
        "client_action": pgettext("why it does not count", "what the client did"),
        "upstream_of_client": pgettext("why it does not count", "a failure of the client’s own suppliers"),
        "force_majeure": pgettext("why it does not count", "force majeure"),
        "ddos_above_agreed": pgettext("why it does not count", "an attack beyond the agreed protection (DDoS)"),
    }
    return words.get(reason, reason.replace("_", " "))


@dataclass(frozen=True, kw_only=True)
class _OfCorrection(Told):
    """Of which system from when to when (UTC seconds, in `zone`), and why; `correction` is its number."""

    system: str = ""
    customer: str = ""
    reason: str = ""
    start: int = 0
    end: int = 0
    zone: str = "UTC"
    text: str = ""
    correction: int = 0
    side: str = "desk"

    def _stretch(self, lang: str) -> str:
        start, end = (dated(minute(at), self.zone, lang) for at in (self.start, self.end))
        told = _("%(system)s, from %(start)s to %(end)s: %(why)s")
        return self.said(told, start=start, end=end, why=reason_words(self.reason))

    def _letter(self, what: str, lang: str, *lines: str, tone: str = "") -> Letter:
        path = f"/{self.side}/corrections/{self.correction}" if self.correction else f"/{self.side}/"
        told = (self._stretch(lang), *lines, self.text)
        return Letter(
            self.said(what), tuple(one for one in told if one), path=path, action=_("See the figures"), tone=tone
        )


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(_OfCorrection):
    code = "correction_asked"
    who: str = ""

    def letter(self, lang: str) -> Letter:
        told = _("%(who)s asks for it. A second person of us has to agree; until then nothing changes.")
        return self._letter(_("A correction of what was measured at %(customer)s"), lang, self.said(told))


@dataclass(frozen=True, kw_only=True)
class CorrectionWaits(_OfCorrection):
    code = "correction_waits"

    def letter(self, lang: str) -> Letter:
        told = _("We ask you to agree that this time does not count. Until you do nothing changes.")
        return self._letter(_("A correction of %(system)s waits for your consent"), lang, told)


@dataclass(frozen=True, kw_only=True)
class CorrectionCounts(_OfCorrection):
    code = "correction_counts"

    def letter(self, lang: str) -> Letter:
        told = _("The month states it as a correction, with the figures before and after.")
        return self._letter(_("What was measured of %(system)s is corrected"), lang, told)


@dataclass(frozen=True, kw_only=True)
class CorrectionEnded(_OfCorrection):
    code = "correction_ended"

    def letter(self, lang: str) -> Letter:
        return self._letter(_("A correction of %(system)s was refused"), lang, _("Nothing changes."))


TOLD = registry(CorrectionAsked, CorrectionWaits, CorrectionCounts, CorrectionEnded)


def asked(one: Correction) -> News:
    """To whoever of us can agree."""
    return _news(one, CorrectionAsked, "desk", one.text, who=one.asked_by.name)


def waiting(one: Correction) -> News:
    """To the client's administrators."""
    return _news(one, CorrectionWaits, "portal", one.text)


def counted(one: Correction, *, is_client: bool) -> News:
    """To everybody of the client, or to those of us who had to do with it."""
    return _news(one, CorrectionCounts, "portal" if is_client else "desk", one.text)


def ended(one: Correction) -> News:
    """To those of us who had to do with it: what was said by whoever refused."""
    said = next((step.text for step in one.steps.all() if step.act in (Act.REFUSED, Act.DECLINED)), "")
    return _news(one, CorrectionEnded, "desk", said)


def _news(one: Correction, kind: type[_OfCorrection], side: str, text: str, **more: str) -> News:
    version = judging(one.customer_id, one.service, one.start_at, one.start_at)
    told = kind(
        system=one.service.name,
        customer=one.customer.name,
        reason=one.reason,
        start=int(one.start_at.timestamp()),
        end=int(one.end_at.timestamp()),
        zone=wording_of(version).zone if version else "UTC",
        text=text,
        correction=one.pk,
        side=side,
        **more,
    )
    kinds = {"desk": "correction", "portal": "correction_of_yours"}
    return News(told=told, kind=kinds[side], about=About.HOUSE)
