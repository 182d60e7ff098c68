"""What a client can claim now, in all months of a contract, and the reminder before the last day of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gwarant.contracts.models import Contract
from gwarant.contracts.terms import terms_of
from gwarant.customers.models import CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.actions import tell
from gwarant.notify.news import About, News
from gwarant.reports.claims.letters import ClaimEnds
from gwarant.reports.claims.standing import Owed, State, standing_of
from gwarant.reports.headline import Headline, read_back, stated_of
from gwarant.reports.marks import marks_of
from gwarant.reports.models import Running
from gwarant.reports.month import accepted, months_of, zone_of
from gwarant.sla.calendar import Calendar
from gwarant.sla.civil import CivilPeriod, add_period, day_of
from gwarant.sla.contract.values import Seconds, Window, WorkingDays
from gwarant.sla.money import total
from gwarant.sla.remedies.claims import working_until
from gwarant.sla.terms import Terms
from gwarant.tickets.evidence import stamp

MONTHS, MOST = 13, 1024  # how far back one looks, how much is remembered
A_WEEK = timedelta(days=7)
ON_CLAIM = "on_claim"
_KNOWN: dict[Any, tuple[Owed, ...]] = {}


@dataclass(frozen=True)
class Claimable:
    """What can be claimed of a month until one and the same last day, or moment (UTC seconds); None without an end."""

    number: str
    month: str
    sum: Decimal | None
    currency: str
    last: date | None
    last_at: int | None
    zone: str

    @property
    def facts(self) -> tuple[str, str, str, str, str]:
        """Sum, currency, day, moment and zone as a notice keeps them."""
        amount, last = "" if self.sum is None else str(self.sum), str(self.last or "")
        return amount, self.currency, last, "" if self.last_at is None else str(self.last_at), self.zone


def claimable(contract: Contract, now: datetime) -> list[Claimable]:
    """All that can be claimed of the contract, by month and last day, the newest month first."""
    versions = accepted(contract)
    wordings = [terms_of(one) for one in versions]
    if not any(one.contract.remedy_rules.mode == ON_CLAIM for one in wordings):
        return []
    months = [one for one in months_of(contract, now)[:MONTHS] if _is_within(one, wordings, now)]
    heads = _heads(contract, months, now)
    owing = [one for one in months if one.name in heads and heads[one.name].owed != 0]
    return [found for one in owing for found in claimable_of(contract, one.name, now)]


def claimable_of(contract: Contract, name: str, now: datetime) -> list[Claimable]:
    """The same of one month."""
    groups: dict[tuple[date | None, int | None], list[Owed]] = {}
    if name not in {one.name for one in months_of(contract, now)}:
        return []  # a quarter or a year: each amount is its month's
    for one in _open(contract, name, now):
        groups.setdefault((one.last, one.last_at), []).append(one)
    zone = zone_of(contract)
    return [
        Claimable(contract.number, name, _sum(rows), rows[0].currency, *last, zone)
        for last, rows in groups.items()
        if _is_ahead(*last, zone, now)
    ]


def tell_of_claims(contract: Contract, now: datetime) -> int:
    """Remind the client's administrators, once, of each last day that comes within a week; how many heard of one."""
    soon = [one for one in claimable(contract, now) if one.last and one.last <= day_of(stamp(now), one.zone) + A_WEEK]
    return sum(_remind(contract, one, now) for one in soon)


def _remind(contract: Contract, one: Claimable, now: datetime) -> int:
    told = ClaimEnds(number=contract.number, month=one.month, claim=one.facts)
    news = News(told=told, kind="claim_of_yours", about=About.MONTH, ref=contract.number)
    key = f"claim-ends:{contract.number}:{one.month}:{one.last_at or one.last}"
    with scoped(ENGINE):
        own = Membership.objects.active().filter(customer=contract.customer, role=CustomerRole.ADMINISTRATOR)
        people = [one.user for one in own.select_related("user").order_by("user_id")]
    return tell(people, news, key=key, customer=contract.customer, now=now)


def _open(contract: Contract, name: str, now: datetime) -> tuple[Owed, ...]:
    """Its parts that are open to claim; within an hour they are remembered as long as nothing was written down."""
    mark = marks_of(contract, months_of(contract, now)[:1], now)[0]
    hour = stamp(now) // 3600
    key = (contract.pk, name, hour, mark.versions, mark.others, mark.rows, mark.last_row, mark.tickets)
    if key not in _KNOWN:
        found = tuple(one for one in standing_of(contract, name, now) if one.state is State.OPEN)
        if len(_KNOWN) >= MOST:
            _KNOWN.clear()
        _KNOWN[key] = found
    return _KNOWN[key]


def _heads(contract: Contract, months: Sequence[CivilPeriod], now: datetime) -> dict[str, Headline]:
    """The headline of each month as stated, or as the engine judged the running one last.

    A month that is over and not closed has none: a page that everybody opens judges no months anew.
    """
    found = {name: head for (_pk, name), head in stated_of([(contract, one) for one in months], now).items()}
    running = Running.objects.filter(contract=contract).exclude(period="").first()
    if running and running.headline:
        found.setdefault(running.period, read_back(running.headline))
    return found


def _is_within(month: CivilPeriod, wordings: Sequence[Terms], now: datetime) -> bool:
    """Whether a claim of the month may still be in time; one from the report on runs from a day nobody knows here."""
    rules = [(one, one.contract.remedy_rules) for one in wordings]
    claims = [(terms, one.claim) for terms, one in rules if one.mode == ON_CLAIM]
    lengths = [(own, one) for own, one in claims if one and one.anchor != "report" and one.deadline]
    if len(lengths) < len(claims):
        return True
    ends = (_last(month, one.deadline, own.working_days(one.calendar)) for own, one in lengths if one.deadline)
    return any(last >= now.date() for last in ends)


def _last(month: CivilPeriod, length: Window, days: Calendar) -> date:
    if isinstance(length, WorkingDays):
        return working_until(month.after, length, days).day
    if isinstance(length, Seconds):
        return month.after + timedelta(seconds=length.seconds) + timedelta(days=1)
    return add_period(month.after, length)


def _is_ahead(last: date | None, last_at: int | None, zone: str, now: datetime) -> bool:
    if last_at is not None:
        return last_at >= stamp(now)
    return last is None or last >= day_of(stamp(now), zone)


def _sum(rows: Sequence[Owed]) -> Decimal | None:
    found = total(one.comes_to for one in rows)
    return None if found is None else Decimal(found.numerator) / Decimal(found.denominator)
