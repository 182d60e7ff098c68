"""What is told of a dispute: to those of us who answer it, and the answer to the client."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.summary import period_name
from gwarant.reports.disputes.models import Dispute, DisputeAnswer
from gwarant.sla.civil import civil_period
from gwarant.sla.evidence.model import ObjectionAct


@dataclass(frozen=True, kw_only=True)
class _OfDispute(Told):
    """Of which month ("2026-03"), quarter or year of which contract, about which ticket; its own number."""

    customer: str = ""
    number: str = ""
    month: str = ""
    ticket: str = ""
    text: str = ""
    dispute: int = 0

    def _letter(self, what: str, side: str, lang: str, *lines: str, action: str) -> Letter:
        said = self.said(what, month=period_name(civil_period(self.month, "UTC"), lang) if self.month else "")
        about = " · ".join(one for one in (self.number, self.ticket) if one)
        told = tuple(one for one in (about, *lines, self.text) if one)
        return Letter(said, told, path=f"/{side}/disputes/{self.dispute}", action=action)


@dataclass(frozen=True, kw_only=True)
class DisputeRaised(_OfDispute):
    code = "dispute_raised"
    who: str = ""

    def letter(self, lang: str) -> Letter:
        what = _("%(customer)s disputes what was stated for %(month)s")
        told = self.said(_("%(who)s does not take it as it stands. It is accepted by a correction, or refused."))
        return self._letter(what, "desk", lang, told, action=_("Answer it"))


@dataclass(frozen=True, kw_only=True)
class DisputeAnswered(_OfDispute):
    code = "dispute_answered"
    act: str = ""

    def letter(self, lang: str) -> Letter:
        if self.act == ObjectionAct.ACCEPTED:
            what = _("What you dispute of %(month)s is corrected")
            told = _("The next revision of the month states what changes.")
            return self._letter(what, "portal", lang, told, action=_("See it"))
        what, told = _("What you dispute of %(month)s stays as it was stated"), _("This is why:")
        return self._letter(what, "portal", lang, told, action=_("See it"))


TOLD = registry(DisputeRaised, DisputeAnswered)


def raised(one: Dispute) -> News:
    """To those of us who answer it."""
    told = DisputeRaised(**_facts(one), text=one.text, who=one.raised_by.name)
    return News(told=told, kind="claim", about=About.MONTH, ref=one.contract.number)


def answered(one: DisputeAnswer) -> News:
    """To whoever disputed it, and the client's administrators."""
    told = DisputeAnswered(**_facts(one.dispute), text=one.text, act=one.act)
    return News(told=told, kind="claim_of_yours", about=About.MONTH, ref=one.dispute.contract.number)


def _facts(one: Dispute) -> dict[str, Any]:
    return {
        "customer": one.customer.name,
        "number": one.contract.number,
        "month": one.month,
        "ticket": one.ticket,
        "dispute": one.pk,
    }
