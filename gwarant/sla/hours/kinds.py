"""A month's work by its kinds."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import ChargedTo, Hours
from gwarant.sla.facts import Id, Length, Money, Quoted
from gwarant.sla.hours.charge import Charge, amount_of
from gwarant.sla.hours.part import Part, kind_of


@dataclass(frozen=True, kw_only=True)
class Worked:
    """One kind of work in a month, lengths in seconds: worked, charged, to be quoted apart; and what it costs.

    The amount is None while a price is blank; the amounts of all kinds sum to the month's.
    """

    work: Id
    label: Quoted
    charge: ChargedTo
    real: Length
    charged: Length
    apart: Length
    amount: Money | None


def kinds_of(parts: Sequence[Part], costs: Sequence[Charge], terms: Hours, money: MoneyRule) -> tuple[Worked, ...]:
    """The kinds of work of a month in the order in which they first appear."""
    return tuple(
        _worked(work, [part for part in parts if part.work == work], costs, terms, money)
        for work in dict.fromkeys(part.work for part in parts)
    )


def _worked(work: str, own: Sequence[Part], costs: Sequence[Charge], terms: Hours, money: MoneyRule) -> Worked:
    kind = kind_of(terms, work)
    apart = [part.charge is ChargedTo.APART for part in own]
    return Worked(
        work=work,
        label=kind.label,
        charge=kind.charge,
        real=sum(part.real for part in own),
        charged=sum(part.charged for part, away in zip(own, apart, strict=True) if not away),
        apart=sum(part.charged for part, away in zip(own, apart, strict=True) if away),
        amount=amount_of([cost for cost in costs if cost.work == work], money),
    )
