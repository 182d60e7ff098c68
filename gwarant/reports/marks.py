"""What a judged month depends on, so that it is judged again exactly when something of that has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Count, Max

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.ledger.evidence import before
from gwarant.ledger.models import Row
from gwarant.monitoring.evidence import Counts
from gwarant.reports.looked import counted
from gwarant.sla.civil import CivilPeriod
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.tickets.models import Ticket

Fingerprints = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Mark:
    """All that a judgement depends on: two that are equal have the same figures.

    `versions` are the wordings that were known to the month, `others` those of the customer's other contracts; `rows`
    and `last_row` tell which rows of the ledger are read, which are never changed; `looks` how many looks of each
    state; `tickets` is a hash of the keys of those that stand under the contract.
    """

    contract: int
    customer: int
    name: str
    until: int
    versions: Fingerprints
    others: Fingerprints
    rows: int
    last_row: int
    looks: Counts
    tickets: str


def marks_of(
    contract: Contract, periods: Sequence[CivilPeriod], now: datetime, known: datetime | None = None
) -> list[Mark]:
    """What each of the months depends on, in a few queries.

    A month that is stated anew rests on the wordings that had been accepted by `known`.
    """
    accepted = ContractVersion.objects.accepted().filter(customer_id=contract.customer_id)
    versions = list(accepted.order_by("contract_id", "version"))
    own = [one for one in versions if one.contract_id == contract.pk]
    others = [one for one in versions if one.contract_id != contract.pk]
    untils = [min(one.end, stamp(now)) for one in periods]
    rows, tickets = _rows(contract, set(untils)), _tickets(contract)
    looks = counted(contract.customer_id, own, set(untils))
    return [
        Mark(
            *(contract.pk, contract.customer_id, period.name, until),
            _fingerprints(known_wordings(own, period, now, known)),
            _fingerprints([one for one in others if _is_known(one, period, now, known)]),
            *(rows[f"rows_{until}"], rows[f"last_{until}"], looks[until], tickets),
        )
        for period, until in zip(periods, untils, strict=True)
    ]


def known_wordings(
    versions: Sequence[ContractVersion], period: CivilPeriod, now: datetime, known: datetime | None = None
) -> tuple[ContractVersion, ...]:
    """Those that had been accepted by the month's end, or by now: what is accepted later changes no earlier month.

    One that is accepted after the day from which it holds corrects the months since then.
    """
    return tuple(one for one in versions if _is_known(one, period, now, known))


def tickets_of(contract_id: int) -> tuple[str, ...]:
    """The tickets that stand under the contract."""
    found = Ticket.objects.filter(version__contract_id=contract_id)
    return tuple(found.order_by("key").values_list("key", flat=True))


def _is_known(version: ContractVersion, period: CivilPeriod, now: datetime, known: datetime | None) -> bool:
    accepted_at, last = version.accepted_at, max(moment_of(period.end), known or moment_of(period.end))
    return accepted_at is not None and accepted_at <= now and accepted_at < last


def _fingerprints(versions: Sequence[ContractVersion]) -> Fingerprints:
    return tuple((one.pk, one.fingerprint) for one in versions)


def _rows(contract: Contract, untils: set[int]) -> dict[str, int]:
    counts: dict[str, Count | Max] = {}
    for until in untils:
        read = before(moment_of(until))
        counts |= {f"rows_{until}": Count("pk", filter=read), f"last_{until}": Max("pk", filter=read)}
    found = Row.objects.filter(customer_id=contract.customer_id).aggregate(**counts)
    return {name: value or 0 for name, value in found.items()}


def _tickets(contract: Contract) -> str:
    return sha256("\n".join(tickets_of(contract.pk)).encode()).hexdigest()
