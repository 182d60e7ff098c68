"""What waits for the house: months that ended and nobody closed, and statements that nobody was sent."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import Customer
from gwarant.reports.delivery.duty import MONTH, is_promised
from gwarant.reports.delivery.models import Sending
from gwarant.reports.held import held_by
from gwarant.reports.models import Report
from gwarant.tickets.evidence import moment_of


@dataclass(frozen=True)
class Waits:
    """One thing to do for a contract: its oldest such month, and how many there are. `report`: what is to be sent."""

    contract: Contract
    month: str
    count: int
    report: Report | None = None


def to_do(customers: QuerySet[Customer] | None, at: datetime) -> list[Waits]:
    """Months to be closed, then reports to be sent, of these customers, of all when None; by customer."""
    contracts = Contract.objects.select_related("customer").order_by("customer__name", "number")
    contracts = contracts if customers is None else contracts.filter(customer__in=customers)
    return [*_to_close(contracts, at), *_to_send(contracts)]


def _to_close(contracts: QuerySet[Contract], at: datetime) -> Iterator[Waits]:
    """Since the first month that was closed; of a contract of which none was, the last one that ended."""
    stated: dict[int, set[str]] = {}
    for pk, name in Report.objects.filter(contract__in=contracts, revision=1).values_list("contract", "period"):
        stated.setdefault(pk, set()).add(name)
    waits = {}
    for pk, months in held_by(contracts, at).items():
        ended = [one.name for one in reversed(months) if moment_of(one.end) <= at]
        known = stated.get(pk, set())
        closed = known & {*ended}
        since = min(closed) if closed else (ended[-1] if ended else "")
        if open_ := [name for name in ended if name >= since and name not in known]:
            waits[pk] = open_
    for contract in contracts.filter(pk__in=waits):
        yield Waits(contract, waits[contract.pk][0], len(waits[contract.pk]))


def _to_send(contracts: QuerySet[Contract]) -> Iterator[Waits]:
    """The newest statement of a month, where nobody was sent it; of months sent before, what revises them."""
    same = Report.objects.filter(contract=OuterRef("contract"), period=OuterRef("period"))
    newest = same.order_by("-revision").values("revision")[:1]
    sent = Sending.objects.filter(report=OuterRef("pk"))
    found = Report.objects.filter(~Exists(sent), contract__in=contracts, revision=Subquery(newest))
    months = found.filter(period__regex=MONTH).order_by("contract")
    count = Counter(dict(months.values_list("contract").annotate(Count("pk"))))
    first = {one.contract_id: one for one in _lean(months.order_by("contract", "period").distinct("contract"))}
    for one in _promised(found.exclude(period__regex=MONTH).order_by("contract", "period")):
        count[one.contract_id] += 1
        first[one.contract_id] = min(first.get(one.contract_id, one), one, key=lambda own: own.period)
    for one in sorted(first.values(), key=lambda own: (own.contract.customer.name, own.contract.number)):
        yield Waits(one.contract, one.period, count[one.contract_id], one)


def _promised(longer: QuerySet[Report]) -> Iterator[Report]:
    """Of quarters and years those whose report the contract promises; nothing is read of the other contracts'."""
    versions: dict[int, list[ContractVersion]] = {}
    own = ContractVersion.objects.accepted().filter(contract__in=longer.order_by().values("contract"))
    for one in own.defer("text", "document").order_by("contract", "version"):
        versions.setdefault(one.contract_id, []).append(one)
    owing = [pk for pk, found in versions.items() if any(_owes(one) for one in found)]
    for report in _lean(longer.filter(contract__in=owing)) if owing else ():
        if is_promised(report.period, versions[report.contract_id]):
            yield report


def _owes(version: ContractVersion) -> bool:
    return any(one.is_report for one in wording_of(version).duties)


def _lean(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With their contracts and customers, without what they state."""
    return reports.select_related("contract__customer").defer("assessment", "envelope", "headline")
