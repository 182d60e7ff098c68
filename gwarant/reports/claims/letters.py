"""What is told of the amounts of a month: what the client claims, to those of us who decide; the decision to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.incidents import incident_text
from gwarant.pictures.keys import month_text
from gwarant.pictures.owed import remedy_text
from gwarant.pictures.summary import sum_text
from gwarant.pictures.words import full, long_day
from gwarant.reports.claims.standing import Owed
from gwarant.reports.month import zone_of


class Happened(StrEnum):
    """What was done about it."""

    CLAIMED = "claimed"
    CHOSEN = "chosen"
    DROPPED = "dropped"
    GRANTED = "granted"
    REFUSED = "refused"
    PAID = "paid"


@dataclass(frozen=True, kw_only=True)
class _OfAmounts(Told):
    """Parts of a month ("2026-03"): of each the remedy, the incident, and what it comes to as a decimal number."""

    customer: str = ""
    number: str = ""
    month: str = ""
    zone: str = "UTC"
    currency: str = ""
    remedies: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    done: str = ""
    text: str = ""

    def _parts(self, lang: str) -> list[str]:
        rows = zip(self.remedies, self.incidents, self.sums, strict=False)
        return [
            f"{remedy_text(remedy, lang)} · {incident_text(incident, self.zone, lang)}: {self._sum(amount, lang)}"
            for remedy, incident, amount in rows
        ]

    def _sum(self, amount: str, lang: str) -> str:
        return sum_text(Decimal(amount) if amount else None, self.currency, lang)

    def _letter(self, side: str, lang: str, what: str, *lines: str, action: str) -> Letter:
        path = f"/{side}/contracts/{self.number}/months/{self.month}/claims"
        said = self.said(what, month=month_text(self.month, lang) if self.month else "")
        return Letter(said, (*self._parts(lang), *(one for one in lines if one)), path=path, action=action)


@dataclass(frozen=True, kw_only=True)
class AmountClaimed(_OfAmounts):
    """Said by the client; `decide_until` is the day until which the contract lets the house decide."""

    code = "amount_claimed"
    who: str = ""
    decide_until: str = ""

    def letter(self, lang: str) -> Letter:
        who = self.said(_("By %(who)s.")) if self.who else ""
        if self.done == Happened.CHOSEN:
            what = _("%(customer)s chose a remedy for %(month)s")
            return self._letter("desk", lang, what, who, action=_("See it"))
        if self.done == Happened.DROPPED:
            what = _("%(customer)s gives up an amount of %(month)s")
            return self._letter("desk", lang, what, who, action=_("See it"))
        day = long_day(date.fromisoformat(self.decide_until), lang) if self.decide_until else ""
        told = self.said(_("The contract lets us decide until the end of %(day)s."), day=day) if day else ""
        what = _("%(customer)s claims what is owed for %(month)s")
        return self._letter("desk", lang, what, who, told, action=_("Decide"))


@dataclass(frozen=True, kw_only=True)
class AmountDecided(_OfAmounts):
    """Decided by the house; `text` is the reason, or the number of the credit note."""

    code = "amount_decided"

    def letter(self, lang: str) -> Letter:
        if self.done == Happened.REFUSED:
            what, told = _("Your claim for %(month)s is refused"), _("This is why:")
            return self._letter("portal", lang, what, told, self.text, action=_("See it, and what you can do"))
        if self.done == Happened.PAID:
            told = self.said(_("Credit note or payment: %(text)s"))
            return self._letter("portal", lang, _("A remedy for %(month)s is settled"), told, action=_("See it"))
        return self._letter("portal", lang, _("A remedy for %(month)s is granted"), self.text, action=_("See it"))


def until_text(day: str, moment: str, zone: str, lang: str) -> str:
    """The day to whose end something can be claimed, or the moment; empty where there is no end."""
    if moment:
        return full(int(moment), zone, lang)
    return long_day(date.fromisoformat(day), lang) if day else ""


@dataclass(frozen=True, kw_only=True)
class ClaimEnds(Told):
    """`claim` is what can be claimed: sum ("" where nobody knows it), currency, last day, moment, zone."""

    code = "claim_ends"
    number: str = ""
    month: str = ""
    claim: Sequence[str] = field(default_factory=tuple)

    def letter(self, lang: str) -> Letter:
        amount, currency, day, moment, zone = self.claim or ("", "", "", "", "UTC")
        month = month_text(self.month, lang) if self.month else ""
        told = {"sum": sum_text(Decimal(amount) if amount else None, currency, lang)}
        until = until_text(day, moment, zone, lang)
        return Letter(
            self.said(_("What you can claim for %(month)s lapses soon"), month=month),
            (
                self.said(_("You can claim %(sum)s until %(day)s."), **told, day=until),
                _("What is not claimed by then is not due any more."),
            ),
            title=self.number,
            path=f"/portal/contracts/{self.number}/months/{self.month}/claims",
            action=_("Claim it"),
            tone="at_risk",
        )


TOLD = registry(AmountClaimed, AmountDecided, ClaimEnds)
BY_CLIENT = (Happened.CLAIMED, Happened.CHOSEN, Happened.DROPPED)


def of_claim(contract: Contract, month: str, done: Happened, found: Sequence[Owed], by: User, text: str = "") -> News:
    """The news of it, for the side that did not do it."""
    days = [one.decide_until for one in found if one.decide_until]
    facts: dict[str, Any] = {
        "customer": contract.customer.name,
        "number": contract.number,
        "month": month,
        "zone": zone_of(contract),
        "currency": found[0].currency,
        "remedies": tuple(one.label for one in found),
        "incidents": tuple(one.incident for one in found),
        "sums": tuple(_number(one) for one in found),
        "done": done.value,
        "text": text,
    }
    if done in BY_CLIENT:
        told: Told = AmountClaimed(**facts, who=by.name, decide_until=str(min(days)) if days else "")
        return News(told=told, kind="claim", about=About.MONTH, ref=contract.number)
    return News(told=AmountDecided(**facts), kind="claim_of_yours", about=About.MONTH, ref=contract.number)


def _number(one: Owed) -> str:
    amount = one.comes_to
    if amount is None:
        return ""
    return str(amount if isinstance(amount, Decimal) else Decimal(amount.numerator) / Decimal(amount.denominator))
