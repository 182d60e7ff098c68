"""Of what a percentage is taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gwarant.sla.contract.model.money import Base
from gwarant.sla.facts import Code_, Id, Money, PeriodName

Bases = Mapping[tuple[str, str], Decimal | None]
"""Amounts by fee and month: ("monthly", "2026-03"); a base that names net or gross is looked up as "monthly:gross",
one with the surcharges of seasons as "monthly+surcharges", all fees of the contract year or the calendar quarter as
"year:monthly" and "quarter:monthly"; the fee of a cap at first as "contract_year:monthly" or "total:monthly"."""

SURCHARGES = "+surcharges"
WHOLES = {"contract_year": "year:", "calendar_quarter": "quarter:"}  # all fees of a longer time, by their prefix
_STEPS = {"same_month": 0, "previous_month": -1, "next_month": 1}
_MONTH = re.compile(r"(\d{4})-(\d\d)")


@dataclass(frozen=True)
class Fee:
    """A fee of a month; the amount is None while its price is blank or not known."""

    name: Id  # the fee of the contract, such as monthly
    of: Code_  # which month's, or of which longer time
    amounts: Code_  # net, gross, or as the contract has it when empty
    surcharges: bool
    month: PeriodName
    amount: Money | None


def fee(base: Base, month: str, bases: Bases) -> Fee:
    """The fee that the base names, seen from the month; ValueError for a month that is not one."""
    name = f"{base.fee}{SURCHARGES}" if base.surcharges else base.fee
    name = f"{name}:{base.amounts}" if base.amounts else name
    if base.of in WHOLES:
        name = f"{WHOLES[base.of]}{name}"
        return Fee(base.fee, base.of, base.amounts or "", base.surcharges, month, bases.get((name, month)))
    wanted = shifted(month, _step(base.of))
    if base.of == "previous_month" and (name, wanted) not in bases and (own := _of_the_first(base, name, month, bases)):
        return own
    return Fee(base.fee, base.of, base.amounts or "", base.surcharges, wanted, bases.get((name, wanted)))


def _of_the_first(base: Base, name: str, month: str, bases: Bases) -> Fee | None:
    """Where no month went before: nothing, or the month's own fee, as the contract says; None where it says nothing."""
    amounts = {"none": Decimal(0), "same_month": bases.get((name, month))}
    if base.first not in amounts:
        return None
    return Fee(base.fee, base.first, base.amounts or "", base.surcharges, month, amounts[base.first])


def shifted(month: str, step: int) -> str:
    """The month so many months later, as 2026-03; what stands behind such a name does not matter."""
    if not step:
        return month
    match = _MONTH.match(month)
    if not match:
        raise ValueError(f"{month!r} is not a month; write 2026-03")
    year, at = divmod(int(match[1]) * 12 + int(match[2]) - 1 + step, 12)
    return f"{year:04}-{at + 1:02}"


def _step(of: str) -> int:
    if of not in _STEPS:
        raise ValueError(
            f"{of!r} is not a month of a base; write same_month, previous_month, next_month, {' or '.join(WHOLES)}"
        )
    return _STEPS[of]
