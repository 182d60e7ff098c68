"""The hours statement of a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import Hours
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours.alert import Alert, alerts
from gwarant.sla.hours.charge import Charge, Reason, charges
from gwarant.sla.hours.condition import CivilTime
from gwarant.sla.hours.ledger import Refusal, post
from gwarant.sla.hours.month import Month, Months
from gwarant.sla.hours.pool import Drained, Draw, Lot, Turn
from gwarant.sla.hours.turning import turns
from gwarant.sla.money import rounded, total

TO_THE_CENT = MoneyRule()


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One month of hours; lengths in seconds, amounts None while a price that they need is blank.

    granted + carried in + returned = drained + expired + carried out.
    """

    month: str
    granted: int
    carried_in: tuple[Lot, ...]
    returned: int  # given back to the pool by reversals of earlier months
    real: int
    charged: int
    drained: int  # taken from lots
    overage: int  # pool seconds above the lots
    expired: tuple[Draw, ...]
    carried_out: tuple[Lot, ...]
    charges: tuple[Charge, ...]
    overage_amount: Decimal | None
    surcharge_amount: Decimal | None
    amount: Decimal | None
    lines: tuple[Drained, ...]
    refused: tuple[Refusal, ...]
    alerts: tuple[Alert, ...]
    notes: tuple[str, ...]


def statement(
    terms: Hours,
    entries: Sequence[TimeEntry],
    months: Sequence[Month],
    *,
    upto: Month,
    civil: CivilTime,
    closings: Mapping[str, int] | None = None,
    money: MoneyRule = TO_THE_CENT,
) -> Statement:
    """The statement of the month `upto`, which must be one of the months; they begin with the contract's first."""
    cut_off = next((at for at, month in enumerate(months) if month.name == upto.name), None)
    if cut_off is None:
        raise ValueError(f"{upto.name} is not one of the months")
    return statements(terms, entries, months[: cut_off + 1], civil=civil, closings=closings, money=money)[-1]


def statements(
    terms: Hours,
    entries: Sequence[TimeEntry],
    months: Sequence[Month],
    *,
    civil: CivilTime,
    closings: Mapping[str, int] | None = None,
    money: MoneyRule = TO_THE_CENT,
) -> tuple[Statement, ...]:
    """The statements of all months, in one run of the pool; ValueError for months or terms that cannot be counted."""
    row = Months(months, terms, closings or {})
    ledger = post(entries, row, civil)
    return tuple(
        _statement(turn, row, number, [one for one in ledger.refusals if one.month == number], money)
        for number, turn in enumerate(turns(ledger.parts, row, len(months) - 1))
    )


def _statement(turn: Turn, months: Months, number: int, refused: Sequence[Refusal], money: MoneyRule) -> Statement:
    costs = charges(turn.drained, money)
    parts = [row.part for row in turn.drained]
    return Statement(
        month=months.months[number].name,
        granted=turn.granted,
        carried_in=turn.carried_in,
        returned=turn.returned,
        real=sum(part.real for part in parts),
        charged=sum(part.charged for part in parts),
        drained=sum(row.pooled for row in turn.drained) + turn.returned,
        overage=sum(row.above for row in turn.drained),
        expired=turn.expired,
        carried_out=turn.carried_out,
        charges=costs,
        overage_amount=_sum(costs, money, Reason.OVERAGE),
        surcharge_amount=_sum(costs, money, Reason.SURCHARGE),
        amount=_sum(costs, money, *Reason),
        lines=turn.drained,
        refused=tuple(refused),
        alerts=tuple(alerts(turn, months.terms(number).approve.alert_at)),
        notes=tuple(_notes(costs)),
    )


def _sum(costs: Sequence[Charge], money: MoneyRule, *reasons: Reason) -> Decimal | None:
    exact = total(cost.amount for cost in costs if cost.reason in reasons)
    return None if exact is None else rounded(exact, money)


def _notes(costs: Sequence[Charge]) -> list[str]:
    return [
        f"{cost.seconds} s of {cost.reason} at {cost.rate} have no price yet: rates.above is blank"
        for cost in costs
        if cost.price is None
    ]
