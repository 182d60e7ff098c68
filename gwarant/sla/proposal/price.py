"""The past months under one alternative."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.assessment.pieces import civil_time
from gwarant.sla.assessment.worked import classes_worked
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Pool, Size
from gwarant.sla.evidence.model import TicketEvent, TimeEntry
from gwarant.sla.hours import Month, Statement, statements
from gwarant.sla.money import rounded
from gwarant.sla.proposal.fee import fee_of, size_fee
from gwarant.sla.proposal.model import Alternative, Lack, Priced, Source
from gwarant.sla.proposal.past import as_if, laid_out
from gwarant.sla.terms import Terms


@dataclass(frozen=True)
class Case:
    """An alternative with all that it was priced from."""

    alternative: Alternative
    pool: Pool | None
    months: tuple[Month, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Work:
    """What was done, and what happened to the tickets on which it was."""

    entries: Sequence[TimeEntry]
    events: Sequence[TicketEvent]


def cases(
    present: Contract,
    offers: Sequence[Contract],
    entries: Sequence[TimeEntry],
    months: Sequence[CivilPeriod],
    events: Sequence[TicketEvent] = (),
) -> Iterator[Case]:
    """The contract as it stands, its other sizes, and each offer with its sizes."""
    currency, done = present.defaults.currency, Work(entries, events)
    for contract in (present, *offers):
        own, sized = (Source.PRESENT, Source.SIZE) if contract is present else (Source.OFFER, Source.OFFER)
        strange = contract.defaults.currency != currency
        yield _case(own, contract, None, strange, done, months)
        for size in contract.hours.sizes:
            yield _case(sized, contract, size, strange, done, months)


def _case(
    source: Source,
    contract: Contract,
    size: Size | None,
    strange: bool,
    done: Work,
    months: Sequence[CivilPeriod],
) -> Case:
    terms = as_if(_sized(contract, size), months)
    laid = laid_out(terms, months)
    found = statements(
        terms.contract.hours,
        done.entries,
        laid,
        civil=civil_time(terms),
        money=contract.defaults.money,
        classes=classes_worked([contract], done.entries, done.events),
    )
    lack, fee = Lack.CURRENCY if strange else None, fee_of(contract, size)
    if lack is None and isinstance(fee, Lack):
        lack = fee
    if lack is None and any(one.amount is None for one in found):
        lack = Lack.RATE
    hours_fee = size_fee(contract, size) if size else None
    alternative = _alternative(source, terms, None if isinstance(fee, Lack) else fee, hours_fee, found, lack)
    return Case(alternative, terms.contract.hours.pool, tuple(laid), found)


def _sized(contract: Contract, size: Size | None) -> Contract:
    if size is None:
        return contract
    pool = replace(contract.hours.pool or Pool(), amount=size.amount, unlimited=False)
    return replace(contract, hours=replace(contract.hours, pool=pool))


def _alternative(
    source: Source,
    terms: Terms,
    fee: Decimal | None,
    hours_fee: Decimal | None,
    found: Sequence[Statement],
    lack: Lack | None,
) -> Alternative:
    contract, pool = terms.contract, terms.contract.hours.pool
    priced = tuple(_priced(one, None if lack else fee) for one in found)
    totals = [one.total for one in priced if one.total is not None]
    whole = sum(totals, Decimal(0)) if totals and not lack else None
    return Alternative(
        source=source,
        contract=terms.name,
        title=contract.metadata.title or "",
        pool=pool.amount.seconds if pool else None,
        per=(pool or Pool()).per,
        unlimited=bool(pool and pool.unlimited),
        hours_fee=hours_fee,
        fee=fee,
        months=priced,
        total=whole,
        monthly=None if whole is None else rounded(Fraction(whole) / len(found), contract.defaults.money),
        lack=lack,
    )


def _priced(one: Statement, fee: Decimal | None) -> Priced:
    whole = None if fee is None or one.amount is None else fee + one.amount
    return Priced(month=one.month, charged=one.charged, overage=one.overage, amount=one.amount, total=whole)
