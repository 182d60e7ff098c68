"""Reminding the house of months that ended and nobody closed: after some days, each week, and before the last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.accounts.models import StaffRole, User
from gwarant.contracts.models import Contract
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import registry
from gwarant.pictures.words import long_day
from gwarant.reports.delivery.duty import last_moment
from gwarant.reports.delivery.letters import OfMonth
from gwarant.reports.delivery.models import Unattended
from gwarant.reports.delivery.unattended import due_at
from gwarant.reports.delivery.waiting import Waits, to_do
from gwarant.reports.month import zone_of
from gwarant.sla.civil import CivilPeriod, civil_period, day_of
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.tickets.people import looking_after, with_roles

AT_FIRST, A_WEEK, SOON = timedelta(days=5), timedelta(days=7), timedelta(days=3)


def remind_of_unclosed(now: datetime) -> int:
    """Tell whoever looks after the customer, of the second time on who leads the house as well; how many heard."""
    rules = {one.customer_id: one for one in Unattended.objects.all()}
    found = (one for one in to_do(None, now) if one.report is None)
    return sum(_remind(one, rules.get(one.contract.customer_id), now) for one in found)


def _remind(one: Waits, rule: Unattended | None, now: datetime) -> int:
    month = civil_period(one.month, zone_of(one.contract))
    if rule is not None and month_comes(rule, one.contract, month, now):
        return 0
    last = last_moment(one.contract, month)
    told = MonthWaits(
        customer=one.contract.customer.name,
        number=one.contract.number,
        month=one.month,
        count=one.count,
        until=day_of(stamp(last), zone_of(one.contract)).isoformat() if last else "",
        is_over=last is not None and last < now,
    )
    news = News(told=told, kind="closing", about=About.MONTH, ref=f"{one.contract.number}/{one.month}")
    customer = one.contract.customer
    return sum(
        tell(_people(one.contract, is_first), news, key=key, customer=customer, now=now)
        for key, is_first in _due(one, month, last, now)
    )


def month_comes(rule: Unattended, contract: Contract, month: CivilPeriod, now: datetime) -> bool:
    """Whether the month is closed by itself and its time has not come."""
    at = due_at(rule, contract, month)
    return at >= rule.since and at > now


def _due(one: Waits, month: CivilPeriod, last: datetime | None, now: datetime) -> Iterator[tuple[str, bool]]:
    """What names the reminder that is due, and whether it is the first."""
    name, waited = f"unclosed:{one.contract.pk}:{one.month}", now - moment_of(month.end)
    if last is not None and last - SOON <= now <= last:
        yield f"{name}:until", False
    elif waited >= AT_FIRST:
        weeks = (waited - AT_FIRST) // A_WEEK
        yield f"{name}:{weeks}", weeks == 0


def _people(contract: Contract, is_first: bool) -> list[User]:
    leading = [] if is_first else with_roles(StaffRole.MANAGER, StaffRole.OWNER)
    return list(dict.fromkeys([*looking_after(contract.customer), *leading]))


@dataclass(frozen=True, kw_only=True)
class MonthWaits(OfMonth):
    """The oldest month of a contract that waits, how many there are, and until when the contract asks for a report."""

    code = "month_waits"
    count: int = 1
    until: str = ""
    is_over: bool = False

    def letter(self, lang: str) -> Letter:
        more = ngettext("%(n)s later month waits as well.", "%(n)s later months wait as well.", self.count - 1)
        lines = (
            self._until(lang),
            more % {"n": self.count - 1} if self.count > 1 else "",
            _("Until it is closed the client has no report, and nothing of it is final."),
        )
        return Letter(
            self.said(_("%(month)s of %(customer)s waits to be closed"), month=self.named(lang)),
            tuple(one for one in lines if one),
            title=self.number,
            path=f"/desk/contracts/{self.number}/months/{self.month}/closing",
            action=_("Close it"),
            tone="breached" if self.is_over else "at_risk",
        )

    def _until(self, lang: str) -> str:
        if not self.until:
            return ""
        day = long_day(date.fromisoformat(self.until), lang)
        if self.is_over:
            return self.said(_("The contract asked for the report by %(day)s: that day is over."), day=day)
        return self.said(_("The contract asks for the report by %(day)s."), day=day)


TOLD = registry(MonthWaits)
