"""Months that are closed and sent by themselves: when, and what stops it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
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
from gwarant.reports.delivery.sending import Superseded, deliver
from gwarant.reports.missing import Missing, missing_of
from gwarant.reports.models import Report
from gwarant.reports.month import month_of, months_of, zone_of
from gwarant.reports.stated import last_stated
from gwarant.sla.civil import CivilPeriod, day_of, midnight
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.tickets.people import looking_after

Failed = Callable[[str, Exception], datetime]  # what failed, and why; when it is tried again
A_SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
MORNING = 8 * 3600  # seconds after midnight, where the contract lives
BEFORE = timedelta(hours=8)  # on the last day: so long before the last moment
AGAIN = HOUR  # something was missing
MOST = 28  # days


def set_unattended(customer: Customer, days: int | None, *, on_last_day: bool, by: User, now: datetime) -> None:
    """Close and send the customer's months so many days after their end from now on; None: people do it.

    What was due before is left to people. Other days close nothing sooner that had ended before: closing is for good.
    """
    with scoped(ENGINE), transaction.atomic():
        rule = Unattended.objects.select_for_update().filter(customer=customer).first()
        if days is None:
            Unattended.objects.filter(customer=customer).delete()
            return
        told = {"days": days, "on_last_day": on_last_day, "changed_by": by, "due_at": now}
        told |= _former(rule, now) if rule and rule.days != days else {}
        Unattended.objects.update_or_create(customer=customer, defaults=told, create_defaults={**told, "since": now})


def _former(rule: Unattended, now: datetime) -> dict[str, object]:
    """The days that hold for what has ended: the most that were said since a month ended."""
    at = rule.changed_at
    is_same = at is not None and (at.year, at.month) == (now.year, now.month)
    return {"former_days": max(rule.days, rule.former_days or 0) if is_same else rule.days, "changed_at": now}


@dataclass
class _Round:
    """One look at a customer's months; what fails is told, stops nothing else, and is tried again."""

    failed: Failed
    next_at: datetime

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.again(self.failed(what, error))

    def again(self, at: datetime) -> None:
        """Look again by then."""
        self.next_at = min(self.next_at, at)


def act_on_months(pk: int, *, failed: Failed, now: datetime) -> bool:
    """Close the one month of the customer that is due first, and send what was stated by itself; whether it did.

    In the engine's scope. It says when it is to look again. Each contract and month stands by itself: `failed` hears
    of one that cannot be closed or sent, and the next is looked at.
    """
    rule = Unattended.objects.select_related("customer__caretaker", "customer__deputy").get(pk=pk)
    contracts = list(rule.customer.contracts.select_related("customer__caretaker").order_by("number"))
    turn = _Round(failed, now + DAY)
    closed = _close_first(rule, contracts, turn, now)
    sent = sum(_send_own(rule, one, turn, now) for one in contracts)
    Unattended.objects.filter(pk=pk).update(due_at=turn.next_at)
    return bool(sent or closed)


def _close_first(rule: Unattended, contracts: Sequence[Contract], turn: _Round, now: datetime) -> bool:
    due: list[tuple[datetime, Contract, CivilPeriod]] = []
    for one in contracts:
        with turn.alone(one.number):
            due += [(at, one, month) for month, at in _coming(rule, one, now)]
    closed = False
    for at, contract, month in sorted(due, key=lambda found: found[0]):
        if at > now:
            turn.again(at)
        elif not closed:
            with turn.alone(f"{contract.number} {month.name}"):
                closed = _close(rule, contract, month, now)
            turn.again(now + (A_SECOND if closed else AGAIN))
    return closed


def due_at(rule: Unattended, contract: Contract, month: CivilPeriod) -> datetime:
    """When the month is closed: in the morning so many days after it, at the latest on the contract's last day."""
    morning = _morning(rule.days, contract, month)
    if rule.changed_at and rule.former_days and moment_of(month.end) <= rule.changed_at:
        before = _morning(rule.former_days, contract, month)
        morning = before if before <= rule.changed_at else max(before, morning)
    forced = forced_at(rule, contract, month)
    return min(morning, forced) if forced else morning


def _morning(days: int, contract: Contract, month: CivilPeriod) -> datetime:
    return moment_of(midnight(month.after + timedelta(days=days - 1), zone_of(contract)) + MORNING)


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
        if month.name not in stated and (at := due_at(rule, contract, month)) >= rule.since:
            yield month, at


def _close(rule: Unattended, contract: Contract, month: CivilPeriod, now: datetime) -> bool:
    forced = forced_at(rule, contract, month)
    if forced is None or now < forced:
        missing = missing_of(month_of(contract, month.name, contract.customer.language, now))
        if missing:
            _tell(rule, contract, month, missing, now)
            return False
    with suppress(AlreadyClosed):
        close(contract, month.name, by=None, now=now)
    return True


def _send_own(rule: Unattended, contract: Contract, turn: _Round, now: datetime) -> int:
    """What was stated by itself and was sent to nobody: just now, before an engine ended, or as a revision."""
    done, sent = 0, Sending.objects.filter(report=OuterRef("pk"))
    found = contract.reports.filter(~Exists(sent), stated_by=None, stated_at__gte=rule.since)
    for report in found.defer("assessment", "envelope"):
        with turn.alone(str(report)):
            if is_expected(report) and last_stated(contract, report.period, now) == report:
                done += _deliver(report, now)
    return done


def _deliver(report: Report, now: datetime) -> bool:
    to = readers_of(report.contract.customer)
    try:
        return bool(to and deliver(report, to, by=None, now=now))
    except Superseded:  # stated anew meanwhile: the next round sends that
        return False


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
