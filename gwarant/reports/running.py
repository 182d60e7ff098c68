"""Running months as lists show them: judged by the engine when something has changed, read by the pages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.ledger.models import Block, Unsealed
from gwarant.reports.claims.ending import tell_of_claims
from gwarant.reports.gathering import gather
from gwarant.reports.handing import following, hand_on
from gwarant.reports.headline import Headline, frozen, headline_of, judged, read_back, stated_of
from gwarant.reports.marks import Mark, marks_of
from gwarant.reports.models import Running
from gwarant.reports.month import accepted, judge, months_of, period_of
from gwarant.reports.pools import tell_of_pools
from gwarant.sla.assessment import Assessment
from gwarant.sla.civil import CivilPeriod
from gwarant.tickets.evidence import moment_of, stamp

OLD = timedelta(hours=1)  # looks come in all the time: without anything else the figures are judged anew this often
FRESH = timedelta(minutes=10)  # a page takes figures as they are for so long
SECONDS = 0.5  # for which one page judges what is older
FEW = 50
_BEGUN = """
INSERT INTO reports_running (customer_id, contract_id, due_at, period, block, headline)
SELECT c.customer_id, c.id, %s, '', 0, '{}' FROM contracts_contract c
WHERE NOT EXISTS (SELECT FROM reports_running r WHERE r.contract_id = c.id)
  AND EXISTS (SELECT FROM contracts_contractversion v WHERE v.contract_id = c.id AND v.status = 'accepted')
LIMIT %s ON CONFLICT DO NOTHING
"""


def begin(now: datetime) -> int:
    """A row for each contract that was accepted since; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, [now, FEW])
        return int(cursor.rowcount)


def touch(customers: Collection[int], now: datetime) -> None:
    """Something was heard of these customers: their running months are due."""
    Running.objects.filter(customer__in=customers, due_at__gt=now).update(due_at=now)


def restate(pk: int, now: datetime) -> bool:
    """Judge the running month of that row anew, and say when it is due again; whether there is one."""
    row = Running.objects.select_related("contract__customer").defer("handed").get(pk=pk)
    former, held = row.period, row.due_at
    row.period, row.headline, row.at, row.block = "", {}, now, _blocks([row.customer_id]).get(row.customer_id, 0)
    period = next(iter(months_of(row.contract, now)), None) if accepted(row.contract) else None
    row.due_at = now + OLD
    if period is not None and stamp(now) < period.end:
        found, mark = _judge(row.contract, period, now)
        tell_of_pools(row.contract, found, now)
        row.period, row.at = period.name, moment_of(mark.until)
        row.headline = frozen(headline_of(found, mark.until, is_running=True))
        row.due_at = min(row.due_at, moment_of(period.end), *_turns(found, now))
    tell_of_claims(row.contract, now)
    if former and former != row.period:
        _tell_of_ended(row.contract, former, now)
    _write(row, held)
    return bool(row.period)


def _judge(contract: Contract, period: CivilPeriod, now: datetime) -> tuple[Assessment, Mark]:
    """The running month, from what the one before it hands on where that holds."""
    months = months_of(contract, now)
    former = [one for one in months if one.end == period.start]
    mark, *before = marks_of(contract, [period, *former], now)
    if former:
        hand_on(former[0], mark, period, before[0])
    judged = following(mark, period) if former else None
    return judged.assessment if judged else judge(mark, gather(mark)), mark


def _write(row: Running, held: datetime) -> None:
    """The figures; when they are due again only where nothing was heard since the row was taken."""
    own = Running.objects.filter(pk=row.pk)
    own.filter(due_at=held).update(due_at=row.due_at)
    own.update(period=row.period, headline=row.headline, at=row.at, block=row.block)


def _tell_of_ended(contract: Contract, name: str, now: datetime) -> None:
    """What was written down in the last minutes of a month may have reached a share of its hours as well."""
    mark = marks_of(contract, [period_of(contract, name, now)], now)[0]
    tell_of_pools(contract, judge(mark, gather(mark)), now)


def headlines_of(asked: Sequence[tuple[Contract, CivilPeriod]], now: datetime) -> dict[tuple[int, str], Headline]:
    """The headline of each contract's month: as it was stated, as it stood some minutes ago, or judged now."""
    found = stated_of(asked, now)
    left = [(one, period) for one, period in asked if (one.pk, period.name) not in found]
    found |= _within([pair for pair in left if stamp(now) < pair[1].end], now)
    ended: dict[Contract, list[CivilPeriod]] = {}
    for contract, period in left:
        if stamp(now) >= period.end:
            ended.setdefault(contract, []).append(period)
    for contract, periods in ended.items():
        found |= {(contract.pk, head.name): head for head in judged(contract, periods, now)}
    return found


def _within(asked: Sequence[tuple[Contract, CivilPeriod]], now: datetime) -> dict[tuple[int, str], Headline]:
    """The headlines of running months, each as of its `until`.

    What nobody has touched is taken as it was judged some minutes ago. The others are judged as of `now` as long as the
    seconds last, those that were never judged in any case; what is left stands as it was judged last.
    """
    kept = {one.contract_id: one for one in _rows_of(asked)}
    customers = {contract.customer_id for contract, _ in asked}
    waiting = Unsealed.objects.filter(customer__in=customers).values_list("customer", flat=True)
    sealed = _blocks(customers - set(waiting))
    until, found = monotonic() + SECONDS, dict[tuple[int, str], Headline]()
    for contract, period in sorted(asked, key=lambda pair: _age(kept.get(pair[0].pk), pair[1])):
        own = kept.get(contract.pk)
        there = own is not None and own.period == period.name
        if own is not None and there and (_is_fresh(own, sealed, now) or monotonic() > until):
            found[contract.pk, period.name] = read_back(own.headline)
        else:
            found[contract.pk, period.name] = judged(contract, [period], now)[0]
    return found


def _rows_of(asked: Sequence[tuple[Contract, CivilPeriod]]) -> QuerySet[Running]:
    return Running.objects.filter(contract__in=[one.pk for one, _ in asked]).defer("handed")


def _is_fresh(row: Running, sealed: Mapping[int, int], now: datetime) -> bool:
    """Whether nothing came since; `sealed` lacks the customers of whom a row waits for its seal."""
    is_touched = sealed.get(row.customer_id) != row.block
    return row.at is not None and not is_touched and now - row.at <= FRESH and row.due_at > now


def _age(row: Running | None, period: CivilPeriod) -> float:
    """What was never judged comes first, then what was judged longest ago."""
    return row.at.timestamp() if row is not None and row.at is not None and row.period == period.name else 0.0


def _blocks(customers: Collection[int]) -> dict[int, int]:
    """The newest block of each customer's chain; 0 before the first."""
    last = Block.objects.filter(customer=OuterRef("pk")).order_by("-number").values("number")[:1]
    found = Customer.objects.filter(pk__in=customers).annotate(last=Coalesce(Subquery(last), 0))
    return dict(found.values_list("pk", "last"))


def _turns(found: Assessment, now: datetime) -> list[datetime]:
    """When the next deadline passes."""
    due = (moment_of(one.due_at + 1) for one in found.readings if one.verdict_at is None)
    return [min(ahead)] if (ahead := [at for at in due if at > now]) else []
