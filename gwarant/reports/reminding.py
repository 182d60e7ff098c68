"""Reminding the house of claims and disputes that wait for its answer: each week, and before its last day to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.accounts.models import StaffRole
from gwarant.contracts.models import Contract
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import long_day
from gwarant.reports.claims.waiting import waiting
from gwarant.reports.disputes.models import Dispute
from gwarant.reports.month import zone_of
from gwarant.sla.civil import day_of
from gwarant.tickets.evidence import stamp
from gwarant.tickets.people import looking_after, with_roles

A_WEEK, SOON = timedelta(days=7), timedelta(days=3)


@dataclass
class Unanswered:
    """What waits of one contract: the claims and disputes by their rows' ids, since when, and the next last day."""

    contract: Contract
    claims: list[str]
    disputes: list[str]
    since: datetime
    until: date | None = None

    @property
    def oldest(self) -> str:
        return [*self.claims, *self.disputes][0]


def unanswered() -> list[Unanswered]:
    """By contract, those first that have waited longest."""
    found: dict[int, Unanswered] = {}
    for step in sorted(waiting(), key=lambda one: (one.at, one.pk)):
        own = found.setdefault(step.contract_id, Unanswered(step.contract, [], [], step.at))
        own.claims.append(step.uid)
        own.until = min((day for day in (own.until, step.decide_until) if day), default=None)
    for one in Dispute.objects.told().waiting():
        own = found.setdefault(one.contract_id, Unanswered(one.contract, [], [], one.raised_at))
        own.disputes.append(one.uid)
        own.since = min(own.since, one.raised_at)
    return sorted(found.values(), key=lambda own: own.since)


def remind(now: datetime) -> int:
    """Tell whoever answers, once for each week and each last day; how many heard of one."""
    return sum(_tell(own, key, now) for own in unanswered() for key in _due(own, now))


def _due(own: Unanswered, now: datetime) -> Iterator[str]:
    """What names the reminder that is due."""
    if own.until is not None and own.until - SOON <= _today(own, now) <= own.until:
        yield f"unanswered:{own.contract.pk}:until:{own.until}"
    elif weeks := (now - own.since) // A_WEEK:
        yield f"unanswered:{own.contract.pk}:{own.oldest}:{weeks}"


def _today(own: Unanswered, at: datetime) -> date:
    return day_of(stamp(at), zone_of(own.contract))


def _tell(own: Unanswered, key: str, now: datetime) -> int:
    customer = own.contract.customer
    told = StillWaits(
        number=own.contract.number,
        customer=customer.name,
        claims=len(own.claims),
        disputes=len(own.disputes),
        since=str(_today(own, own.since)),
        until=str(own.until or ""),
        is_over=own.until is not None and own.until < _today(own, now),
    )
    people = dict.fromkeys([*looking_after(customer), *with_roles(StaffRole.MANAGER, StaffRole.OWNER)])
    news = News(told=told, kind="claim", about=About.CONTRACT, ref=own.contract.number)
    return tell(people, news, key=key, customer=customer, now=now)


@dataclass(frozen=True, kw_only=True)
class StillWaits(Told):
    """How many claims and disputes of a contract wait, since which day, and the next last day to decide, if any."""

    code = "unanswered"
    number: str = ""
    customer: str = ""
    claims: int = 0
    disputes: int = 0
    since: str = ""
    until: str = ""
    is_over: bool = False

    def letter(self, lang: str) -> Letter:
        since = long_day(date.fromisoformat(self.since), lang) if self.since else ""
        until = long_day(date.fromisoformat(self.until), lang) if self.until else ""
        claims = ngettext("%(n)s claim waits for a decision.", "%(n)s claims wait for a decision.", self.claims)
        disputes = ngettext("%(n)s dispute waits for an answer.", "%(n)s disputes wait for an answer.", self.disputes)
        lines = (
            claims % {"n": self.claims} if self.claims else "",
            disputes % {"n": self.disputes} if self.disputes else "",
            self.said(_("The oldest has waited since %(day)s."), day=since) if since else "",
            self.said(self._until(), day=until) if until else "",
        )
        return Letter(
            self.said(_("%(customer)s waits for our answer")),
            tuple(one for one in lines if one),
            title=self.number,
            path="/desk/claims" if self.claims else "/desk/disputes",
            action=_("Answer it"),
            tone="breached" if self.is_over else "at_risk",
        )

    def _until(self) -> str:
        if self.is_over:
            return _("The contract let us decide until the end of %(day)s: that day is over.")
        return _("The contract lets us decide until the end of %(day)s.")


TOLD = registry(StillWaits)
