"""The hours statement of a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import ChargedTo, Hours
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.facts import Length, Money, PeriodName, Told
from gwarant.sla.hours.alert import Alert, alerts
from gwarant.sla.hours.charge import Charge, Reason, amount_of, charges
from gwarant.sla.hours.codes import NO_PRICE
from gwarant.sla.hours.condition import CivilTime
from gwarant.sla.hours.kinds import Worked, kinds_of
from gwarant.sla.hours.ledger import NO_CLASSES, Refusal, post
from gwarant.sla.hours.month import Month, Months
from gwarant.sla.hours.pool import Drained, Draw, Lot, Turn
from gwarant.sla.hours.turning import Opening, joined, opening_at, turns

TO_THE_CENT = MoneyRule()


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One month of hours; lengths in seconds, amounts None while a price that they need is blank.

    granted + carried in + returned = drained + expired + carried out. Of an unlimited pool is granted what is drained.
    """

    month: PeriodName
    granted: Length
    grants: tuple[Draw, ...] = ()  # the lots that were granted, with their hours
    unlimited: bool = False
    carried_in: tuple[Lot, ...]
    returned: Length  # given back to the pool by reversals of earlier months
    real: Length
    charged: Length
    drained: Length  # taken from lots
    overage: Length  # pool seconds above the lots
    expired: tuple[Draw, ...]
    carried_out: tuple[Lot, ...]
    charges: tuple[Charge, ...]
    overage_amount: Money | None
    surcharge_amount: Money | None
    work_amount: Money | None = Decimal(0)  # kinds of work that are charged at a rate, beside the pool
    amount: Money | None
    apart: Length = 0  # rounded seconds that are quoted by themselves; no amount has them
    kinds: tuple[Worked, ...] = ()
    lines: tuple[Drained, ...]
    refused: tuple[Refusal, ...]
    alerts: tuple[Alert, ...]
    notes: tuple[Told, ...]
    could_not_check: tuple[Told, ...] = ()  # why nobody can say what the month costs: then no amount is stated


def statement(
    terms: Hours,
    entries: Sequence[TimeEntry],
    months: Sequence[Month],
    *,
    upto: Month,
    civil: CivilTime,
    closings: Mapping[str, int] | None = None,
    money: MoneyRule = TO_THE_CENT,
    classes: Mapping[str, str] = NO_CLASSES,
) -> Statement:
    """The statement of the month `upto`, which must be one of the months; they begin with the contract's first."""
    if upto.name not in [month.name for month in months]:
        raise ValueError(f"{upto.name} is not one of the months")
    found = statements(terms, entries, months, civil=civil, closings=closings, money=money, classes=classes)
    return next(one for one in found if one.month == upto.name)


def statements(
    terms: Hours,
    entries: Sequence[TimeEntry],
    months: Sequence[Month],
    *,
    civil: CivilTime,
    closings: Mapping[str, int] | None = None,
    money: MoneyRule = TO_THE_CENT,
    classes: Mapping[str, str] = NO_CLASSES,
    opening: Opening | None = None,
) -> tuple[Statement, ...]:
    """The statements of all months, in one run of the pool; ValueError for months or terms that cannot be counted.

    `classes` are those of the entries' tickets, by the entries' ids. With an opening only those of the months since.
    """
    row = Months(months, terms, closings or {})
    ledger = post(entries, row, civil, classes)
    first = sum(one.end <= opening.since for one in months) if opening else 0
    numbered = enumerate(turns(ledger.parts, row, len(months) - 1, opening), first)
    return tuple(
        _statement([number for number, _ in group], joined([turn for _, turn in group]), row, ledger.refusals, money)
        for group in (list(some) for _, some in groupby(numbered, key=lambda one: row.months[one[0]].name))
    )


def opened(
    terms: Hours,
    entries: Sequence[TimeEntry],
    months: Sequence[Month],
    since: int,
    *,
    civil: CivilTime,
    closings: Mapping[str, int],
    classes: Mapping[str, str] = NO_CLASSES,
    opening: Opening | None = None,
) -> tuple[Opening, frozenset[str]]:
    """Where the pool stands when the month begins that begins at `since`, and the entries that may count from then on.

    All months before it must be closed: what counts in them stays.
    """
    row = Months(months, terms, closings)
    ledger = post(entries, row, civil, classes)
    number = sum(one.end <= since for one in row.months)
    last: dict[str, int] = {one.entry: one.month for one in ledger.refusals}
    for part in ledger.parts:
        for id in filter(None, (part.entry, part.reverses)):
            last[id] = max(part.month, last.get(id, 0))
    for entry in entries:  # one that takes another back counts as long as that one
        last[entry.id] = max(last.get(entry.id, number), last.get(entry.reverses, 0))
    later = frozenset(entry.id for entry in entries if last[entry.id] >= number)
    return opening_at(ledger.parts, row, since, later, opening), later


def _statement(
    numbers: Sequence[int], turn: Turn, months: Months, refusals: Sequence[Refusal], money: MoneyRule
) -> Statement:
    costs = charges(turn.drained, money)
    parts = [row.part for row in turn.drained]
    terms = months.terms(numbers[-1])
    return Statement(
        month=months.months[numbers[0]].name,
        granted=turn.granted,
        grants=turn.grants,
        unlimited=turn.unlimited,
        carried_in=turn.carried_in,
        returned=turn.returned,
        real=sum(part.real for part in parts),
        charged=sum(part.charged for part in parts if part.charge is not ChargedTo.APART),
        drained=sum(row.pooled for row in turn.drained) + turn.returned,
        overage=sum(row.above for row in turn.drained),
        expired=turn.expired,
        carried_out=turn.carried_out,
        charges=costs,
        overage_amount=_sum(costs, money, Reason.OVERAGE),
        surcharge_amount=_sum(costs, money, Reason.SURCHARGE),
        work_amount=_sum(costs, money, Reason.WORK),
        amount=_sum(costs, money, *Reason),
        apart=sum(part.charged for part in parts if part.charge is ChargedTo.APART),
        kinds=kinds_of(parts, costs, terms, money),
        lines=turn.drained,
        refused=tuple(one for one in refusals if one.month in numbers),
        alerts=tuple(alerts(turn, terms.approve.alert_at)),
        notes=tuple(_notes(costs)),
    )


def _sum(costs: Sequence[Charge], money: MoneyRule, *reasons: Reason) -> Decimal | None:
    return amount_of([cost for cost in costs if cost.reason in reasons], money)


def _notes(costs: Sequence[Charge]) -> list[Told]:
    return [
        NO_PRICE(length=cost.seconds, reason=cost.reason, rate=cost.rate, when=cost.when)
        for cost in costs
        if cost.price is None
    ]
