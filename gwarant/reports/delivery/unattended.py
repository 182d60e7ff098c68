"""Months that are closed and sent by themselves: when, and what stops it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.actions import tell
from gwarant.notify.news import About, News
from gwarant.reports.actions import AlreadyClosed, close
from gwarant.reports.delivery.duty import is_expected, last_moment
from gwarant.reports.delivery.letters import SHOWN, NotClosed
from gwarant.reports.delivery.models import Sending, Unattended
from gwarant.reports.delivery.readers import readers_of
from gwarant.reports.delivery.sending import deliver
from gwarant.reports.missing import Missing, missing_of
from gwarant.reports.models import Report
from gwarant.reports.month import month_of, months_of, zone_of
from gwarant.reports.stated import last_stated
from gwarant.sla.civil import CivilPeriod, day_of, midnight
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.tickets.people import looking_after

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = 8 * 3600  # seconds after midnight, where the contract lives
BEFORE = timedelta(hours=8)  # on the last day: so long before the last moment
AGAIN = HOUR  # something was missing
MOST = 28  # days


def set_unattended(customer: Customer, days: int | None, *, on_last_day: bool, by: User, now: datetime) -> None:
    """Close and send the customer's months so many days after their end from now on; None: people do it.

    What was due before is left to people.
    """
    with scoped(ENGINE):
        if days is None:
            Unattended.objects.filter(customer=customer).delete()
            return
        told = {"days": days, "on_last_day": on_last_day, "changed_by": by, "due_at": now}
        Unattended.objects.update_or_create(customer=customer, defaults=told, create_defaults={**told, "since": now})


def act_on_months(pk: int, *, now: datetime) -> bool:
    """Send what was stated by itself, and close the one month of the customer that is due first; whether it did.

    In the engine's scope. It says when it is to look again.
    """
    rule = Unattended.objects.select_related("customer__caretaker", "customer__deputy").get(pk=pk)
    contracts = list(rule.customer.contracts.select_related("customer__caretaker").order_by("number"))
    sent = sum(_send_own(rule, one, now) for one in contracts)
    due = sorted(
        ((at, one, month) for one in contracts for month, at in _coming(rule, one, now)), key=lambda found: found[0]
    )
    closed, next_at = 0, now + DAY
    for at, contract, month in due:
        if at > now:
            next_at = min(next_at, at)
        elif not closed:
            closed += _close(rule, contract, month, now)
            next_at = min(next_at, now + AGAIN if not closed else now + timedelta(seconds=1))
    Unattended.objects.filter(pk=pk).update(due_at=next_at)
    return bool(sent or closed)


def due_at(rule: Unattended, contract: Contract, month: CivilPeriod) -> datetime:
    """When the month is closed: in the morning so many days after it, at the latest on the contract's last day."""
    zone = zone_of(contract)
    morning = moment_of(midnight(month.after + timedelta(days=rule.days - 1), zone) + MORNING)
    forced = forced_at(rule, contract, month)
    return min(morning, forced) if forced else morning


def forced_at(rule: Unattended, contract: Contract, month: CivilPeriod) -> datetime | None:
    """When it is closed whatever is missing; None where nobody wants that, or the contract names no day."""
    last = last_moment(contract, month) if rule.on_last_day else None
    if last is None:
        return None
    zone = zone_of(contract)
    return max(moment_of(midnight(day_of(stamp(last), zone), zone)), last - BEFORE)


def _coming(rule: Unattended, contract: Contract, now: datetime) -> Iterator[tuple[CivilPeriod, datetime]]:
    """The months that nobody has closed and that are due after the rule was set, the oldest first."""
    stated = set(contract.reports.values_list("period", flat=True))
    for month in reversed(months_of(contract, now)):
        at = due_at(rule, contract, month)
        if month.name not in stated and at >= rule.since:
            yield month, at


def _close(rule: Unattended, contract: Contract, month: CivilPeriod, now: datetime) -> bool:
    forced = forced_at(rule, contract, month)
    if forced is None or now < forced:
        missing = missing_of(month_of(contract, month.name, contract.customer.language, now))
        if missing:
            _tell(rule, contract, month, missing, now)
            return False
    try:
        report = close(contract, month.name, by=None, now=now)
    except AlreadyClosed:
        return True
    _deliver(report, now)
    return True


def _send_own(rule: Unattended, contract: Contract, now: datetime) -> int:
    """What was stated by itself and reached nobody: an engine ended between, or a later month revised it."""
    sent = Sending.objects.filter(report=OuterRef("pk"))
    found = contract.reports.filter(~Exists(sent), stated_by=None, stated_at__gte=rule.since)
    newest = [one for one in found if is_expected(one) and last_stated(contract, one.period, now) == one]
    return sum(_deliver(one, now) for one in newest)


def _deliver(report: Report, now: datetime) -> bool:
    to = readers_of(report.contract.customer)
    return bool(to and deliver(report, to, by=None, now=now))


def _tell(rule: Unattended, contract: Contract, month: CivilPeriod, missing: list[Missing], now: datetime) -> None:
    """Whoever looks after the customer hears of it once."""
    forced = forced_at(rule, contract, month)
    told = NotClosed(
        customer=contract.customer.name,
        number=contract.number,
        month=month.name,
        missing=tuple((one.what.value, one.ticket, one.who) for one in missing[:SHOWN]),
        count=len(missing),
        until=day_of(stamp(forced), zone_of(contract)).isoformat() if forced else "",
    )
    news = News(told=told, kind="closing", about=About.MONTH, ref=f"{contract.number}/{month.name}")
    key = f"unclosed:{contract.pk}:{month.name}"
    tell(looking_after(contract.customer), news, key=key, customer=contract.customer, now=now)
