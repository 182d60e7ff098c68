"""What is told of reports: to the client that one is there, to the caretaker that a month was not closed by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gwarant.files.mailed import DAYS
from gwarant.notify.letter import Letter
from gwarant.notify.told import Told, registry
from gwarant.pictures.summary import period_name, sum_text
from gwarant.pictures.words import long_day
from gwarant.reports.claims.letters import until_text
from gwarant.reports.headline import read_back
from gwarant.reports.lead import lead
from gwarant.reports.missing import Lack, Missing
from gwarant.reports.missing_words import words_of
from gwarant.sla.civil import civil_period

SHOWN = 10  # things that are missing
IN_MAIL, AS_LINK = "inside", "link"


@dataclass(frozen=True, kw_only=True)
class OfMonth(Told):
    """Which month of which contract of whom."""

    customer: str = ""
    number: str = ""
    month: str = ""

    def named(self, lang: str) -> str:
        return period_name(civil_period(self.month, "UTC"), lang) if self.month else ""


@dataclass(frozen=True, kw_only=True)
class ReportSent(OfMonth):
    """`head` is the frozen headline, `caretaker` whom to ask, at `mail`; `until` the last day to object, if any.

    Where the systems differ in that day, `systems` holds each with its own in place of it. `disputed` is the last day
    to dispute what the month states.
    `claims` is what can be claimed of the month, each as sum, currency, last day, moment and zone (empty: none).
    `paper`: whether the PDF is in the mail, or behind a link; empty where the page is what they get.
    """

    code = "report_sent"
    revision: int = 1
    head: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    caretaker: str = ""
    mail: str = ""
    until: str = ""
    systems: tuple[Sequence[str], ...] = ()
    disputed: str = ""
    paper: str = ""
    claims: tuple[Sequence[str], ...] = ()

    def letter(self, lang: str) -> Letter:
        told = self.said(_("The report on %(month)s"), month=self.named(lang))
        if self.revision > 1:
            told = self.said(_("The report on %(month)s, revision %(revision)s"), month=self.named(lang))
        return Letter(
            told,
            tuple(one for one in self._lines(lang) if one),
            title=self.customer,
            path=f"/portal/contracts/{self.number}/months/{self.month}",
            action=_("See the report"),
            choices=self._claiming(),
        )

    def _lines(self, lang: str) -> list[str]:
        return [
            self.said(_("Contract %(number)s. %(lead)s"), lead=lead(read_back(self.head)) if self.head else ""),
            self._revised(),
            self.said(_("From your caretaker: %(note)s")) if self.note else "",
            self._ask(),
            _("Every figure can be computed again: the PDF holds all that it follows from, and says how."),
            self._until(lang),
            *(self._until_of(name, day, lang) for name, day in self.systems),
            self._disputed(lang),
            *(self._claim(one, lang) for one in self.claims),
            self._watched(),
        ]

    def _revised(self) -> str:
        if self.revision == 1:
            return ""
        return _("Something came to be known after the month was closed. The report says what changed.")

    def _ask(self) -> str:
        if not self.caretaker:
            return ""
        return self.said(_("Questions are answered by your caretaker, %(caretaker)s (%(mail)s)."))

    def _until(self, lang: str) -> str:
        if not self.until:
            return ""
        day = long_day(date.fromisoformat(self.until), lang)
        return self.said(_("You can object to what was measured until %(day)s."), day=day)

    def _until_of(self, name: str, last: str, lang: str) -> str:
        day = long_day(date.fromisoformat(last), lang)
        return self.said(_("%(system)s: you can object to what was measured until %(day)s."), system=name, day=day)

    def _disputed(self, lang: str) -> str:
        if not self.disputed:
            return ""
        day = long_day(date.fromisoformat(self.disputed), lang)
        return self.said(
            _("Your administrators can dispute in the portal what the report states until %(day)s."), day=day
        )

    def _claim(self, claim: Sequence[str], lang: str) -> str:
        amount, currency, day, moment, zone = claim
        told = {"sum": sum_text(Decimal(amount) if amount else None, currency, lang)}
        if not (day or moment):
            return self.said(_("Your administrators can claim %(sum)s in the portal."), **told)
        until = until_text(day, moment, zone, lang)
        return self.said(
            _("Your administrators can claim %(sum)s in the portal until %(day)s; after that it is not due any more."),
            **told,
            day=until,
        )

    def _claiming(self) -> tuple[tuple[str, str], ...]:
        path = f"/portal/contracts/{self.number}/months/{self.month}/claims"
        return ((_("Claim it"), path),) if self.claims else ()

    def _watched(self) -> str:
        if self.paper == IN_MAIL:
            return ""
        if self.paper == AS_LINK:
            return self.said(_("The link works for %(days)s days, and we see that it was opened."), days=DAYS)
        return _("Your caretaker sees that you have opened the report.")


@dataclass(frozen=True, kw_only=True)
class NotClosed(OfMonth):
    """`missing`: what has to be decided first, each as its kind, the ticket's key, and who is to answer."""

    code = "month_not_closed"
    missing: tuple[Sequence[str], ...] = ()
    count: int = 0
    until: str = ""

    def letter(self, lang: str) -> Letter:
        more = self.count - len(self.missing)
        return Letter(
            self.said(_("%(month)s of %(customer)s was not closed by itself"), month=self.named(lang)),
            tuple(
                one
                for one in (
                    _("Something has to be decided first; it is looked at again each hour:"),
                    *(words_of(Missing(Lack(what), ticket=key, who=who)) for what, key, who in self.missing),
                    self.said(_("and %(n)s more"), n=more) if more > 0 else "",
                    self._until(lang),
                )
                if one
            ),
            title=self.number,
            path=f"/desk/contracts/{self.number}/months/{self.month}/closing",
            action=_("See what is missing"),
            tone="at_risk",
        )

    def _until(self, lang: str) -> str:
        if not self.until:
            return ""
        day = long_day(date.fromisoformat(self.until), lang)
        return self.said(_("On %(day)s it is closed all the same: the contract asks for the report by then."), day=day)


TOLD = registry(ReportSent, NotClosed)
