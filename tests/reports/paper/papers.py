"""Reports of a shop's June as its client has them: the first, its revision, the exported chain, what was noted."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from june import CLOSED, HOUR, REPORTED, late_ticket, ms

from gwarant.cli.verifying import Given
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.ledger.actions import append, seal
from gwarant.ledger.anchor import known_of
from gwarant.ledger.export import export
from gwarant.ledger.models import Block
from gwarant.reports.actions import close
from gwarant.reports.month import month_of
from gwarant.reports.paper.paper import paper_of
from gwarant.reports.sealing.keys import Sealer, all_keys, own_sealer
from gwarant.sla.evidence.model import State, StateInterval
from gwarant.tickets import actions

JULY_CLOSED = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Papers:
    """`first` and `revised` are PDFs; `early` was known when the first came, `late` is today; `key` is the house's."""

    first: bytes
    revised: bytes
    early: Given
    late: Given
    key: Sealer


_MADE: list[Papers] = []


def made(house: World) -> Papers:
    """They are made once in a process: all tests of tampering begin with the same files."""
    if not _MADE:
        with scoped(ENGINE):
            _MADE.append(_made(house))
    return _MADE[0]


def _made(house: World) -> Papers:
    of_another_service(house, REPORTED - HOUR)
    ticket = late_ticket(house)
    of_another_service(house, CLOSED - HOUR)
    contract = Contract.objects.get(number="SHOP-2026-01")
    close(contract, "2026-06", by=house.olga, now=CLOSED)
    first = _paper(contract, CLOSED + HOUR, "pl")
    early = _known(contract.customer)
    told: dict[str, Any] = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
    actions.call(ticket, "We spoke.", **told, by=house.ben, now=CLOSED + 24 * HOUR)
    close(contract, "2026-07", by=None, now=JULY_CLOSED)
    revised = _paper(contract, JULY_CLOSED + HOUR, "en")
    seal(contract.customer_id, JULY_CLOSED + HOUR)
    return Papers(first, revised, early, _known(contract.customer), own_sealer(CLOSED))


def of_another_service(house: World, now: datetime) -> None:
    """A row of the shop's chain on which no report of its contract rests: in them it is a gap."""
    span = {"start": ms(now - HOUR), "end": ms(now), "received": ms(now)}
    row = StateInterval(id=f"SHOP:other:{ms(now)}", **span, service="warehouse", state=State.UP, every=60)
    append(row, customer=house.customers["SHOP"], now=now)


def _paper(contract: Contract, now: datetime, lang: str) -> bytes:
    month = month_of(contract, "2026-06", lang, now)
    assert month.report is not None
    return paper_of(month, month.report, lang)


def _known(customer: Customer) -> Given:
    found = known_of(_head(customer))
    assert found is not None
    return Given((all_keys()[0].fingerprint,), (found,), tuple("".join(export(customer)).splitlines()))


def _head(customer: Customer) -> str:
    last = Block.objects.filter(customer=customer).order_by("-number")[0]
    return f"{customer.key}:{last.number}:{last.head}"


def without_chain(given: Given) -> Given:
    return replace(given, chain=())
