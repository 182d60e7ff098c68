"""The fees of a contract by civil month: its parts, the surcharges of seasons, whole contract years and lives."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from gwarant.sla.assessment.model import Surcharge
from gwarant.sla.assessment.pieces import Piece
from gwarant.sla.civil import CivilPeriod, add_period, day_of, month_of, months_between
from gwarant.sla.contract.checks.blanks import has_no_monthly_fee
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.values import Period
from gwarant.sla.money import rounded
from gwarant.sla.remedies.base import SURCHARGES
from gwarant.sla.spans import clip
from gwarant.sla.terms import Terms

EXACT = Context(prec=60)
TOTAL = "contract_total"
Bases = dict[tuple[str, str], Decimal | None]


def fees_of(contract: Contract) -> Iterator[tuple[str, Decimal | None]]:
    """Each fee of the contract by its name, for a whole month; `contract_total` for all of them."""
    yield from contract.fee.parts.items()
    yield "monthly", Decimal(0) if has_no_monthly_fee(contract) else contract.fee.monthly
    yield TOTAL, _contract_total(contract)


def totals_of(pieces: Sequence[Piece]) -> Bases:
    """The fees of each civil month, added up over its wordings, and of the month after the last."""
    found: Bases = {}
    for piece in pieces:
        for name, amount in monthly_fees(piece):
            key = (name, piece.civil.name)
            found[key] = _joined(name, found.get(key, Decimal(0)), amount)
    last = pieces[-1]
    following = month_of(last.civil.after, last.terms.zone)
    own = _with_surcharges(last.terms, following, Fraction(1), (following.start, following.end))
    return {**{(name, following.name): amount for name, amount in own}, **found}


def monthly_fees(piece: Piece) -> Iterator[tuple[str, Decimal | None]]:
    """The fees of the part of a month for which the wording held, without and with surcharges."""
    return _with_surcharges(piece.terms, piece.civil, piece.month.share, (piece.month.start, piece.month.end))


def summed(pieces: Sequence[Piece]) -> dict[str, Decimal | None]:
    """All fees of these pieces, by name."""
    found: dict[str, Decimal | None] = {}
    for piece in pieces:
        for name, amount in monthly_fees(piece):
            found[name] = _joined(name, found.get(name, Decimal(0)), amount)
    return found


def surcharges_of(piece: Piece) -> tuple[Surcharge, ...]:
    """What each phase adds to the fee of the part of a month, by the days for which it holds."""
    return tuple(_surcharges(piece.terms, piece.civil, (piece.month.start, piece.month.end)))


def part(amount: Decimal | None, share: Fraction) -> Decimal | None:
    """That share of the amount."""
    if amount is None or share == 1:
        return amount
    return EXACT.divide(EXACT.multiply(amount, share.numerator), Decimal(share.denominator))


def added(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """The sum; None where either is blank."""
    return None if left is None or right is None else EXACT.add(left, right)


def _joined(name: str, before: Decimal | None, amount: Decimal | None) -> Decimal | None:
    """Fees of months add up; all fees of a contract are the later wording's."""
    return amount if name.startswith(TOTAL) else added(before, amount)


def contract_year(start: date, day: date) -> tuple[date, date]:
    """The first day of the contract year in which a day lies, and of the next; a month belongs to the year in which it
    begins."""
    day = max(day, start)
    number = day.year - start.year
    if add_period(start, Period(months=12 * number)) > day:
        number -= 1
    first, after = (add_period(start, Period(months=12 * n)) for n in (number, number + 1))
    return first, after


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of the calendar quarter in which a day lies, and of the next."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return first, add_period(first, Period(months=3))


def _with_surcharges(
    terms: Terms, civil: CivilPeriod, share: Fraction, span: tuple[int, int]
) -> Iterator[tuple[str, Decimal | None]]:
    extra = [one.exact for one in _surcharges(terms, civil, span)]
    for name, amount in fees_of(terms.contract):
        own = amount if name == TOTAL else part(amount, share)
        yield name, own
        more = Decimal(0) if name == TOTAL else sum(extra, Decimal(0))
        yield f"{name}{SURCHARGES}", added(own, more)


def _surcharges(terms: Terms, civil: CivilPeriod, span: tuple[int, int]) -> Iterator[Surcharge]:
    whole = (civil.after - civil.first).days
    for phase in terms.contract.phases:
        if phase.fee_add is None:
            continue
        held = clip(terms.phase_spans[phase.id], span)
        days = sum((day_of(end - 1, terms.zone) - day_of(start, terms.zone)).days + 1 for start, end in held)
        exact = part(phase.fee_add, Fraction(days, whole))
        if days and exact is not None:
            amount = rounded(exact, terms.contract.defaults.money)
            yield Surcharge(phase.id, phase.label or phase.id, days, whole, amount, exact)


def _contract_total(contract: Contract) -> Decimal | None:
    """The fees of the whole term, months that are cut by their days; None while it is open-ended."""
    start, last = contract.effective.from_, contract.effective.to
    monthly = Decimal(0) if has_no_monthly_fee(contract) else contract.fee.monthly
    if monthly is None or start is None or last is None:
        return None
    whole = part(monthly, _months_of(start, last + timedelta(days=1), contract.zone))
    pool = contract.hours.pool
    return added(whole, pool.block.price) if pool and pool.block else whole


@lru_cache(maxsize=256)
def _months_of(start: date, after: date, zone: str) -> Fraction:
    """The months of `[start, after)`, those that are cut by their days."""
    months = months_between(start, after, zone)
    days = (Fraction((min(m.after, after) - max(m.first, start)).days, (m.after - m.first).days) for m in months)
    return sum(days, Fraction(0))
