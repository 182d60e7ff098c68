"""The cap of one remedy in one month, before remedies are combined."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.contract.model.money import OwnCap
from gwarant.sla.contract.values import Period
from gwarant.sla.money import percent_of
from gwarant.sla.remedies.base import Fee
from gwarant.sla.remedies.codes import OWN_CAP
from gwarant.sla.remedies.line import Line


def own_capped(lines: Iterable[Line], cap: OwnCap | None, base: Fee) -> list[Line]:
    """The lines of one remedy in the order in which they fell, those beyond the cap cut to what it leaves."""
    found = list(lines)
    if cap is None:
        return found
    if cap.units is not None:
        found = list(_units_cut(found, cap.units))
    if cap.amount is not None:
        found = list(_amounts_cut(found, Fraction(cap.amount)))
    return list(_shares_cut(found, cap.pct, base)) if cap.pct is not None else found


def _units_cut(lines: Sequence[Line], left: int) -> Iterator[Line]:
    for line in lines:
        yield line if line.count <= left else _noted(_reduced(line, left))
        left = max(0, left - line.count)


def _reduced(line: Line, count: int) -> Line:
    part = Fraction(count, line.count)
    amount = None if line.amount is None else line.amount * part
    return replace(
        line,
        count=count,
        units=line.units[:count],
        pct=None if line.pct is None else line.pct * part,
        amount=amount,
        granted=line.granted and _part(line.granted, part),
    )


def _part(granted: Period, part: Fraction) -> Period:
    return Period(months=int(granted.months * part), days=int(granted.days * part))


def _amounts_cut(lines: Sequence[Line], left: Fraction) -> Iterator[Line]:
    for line in lines:
        amount = line.amount
        yield line if amount is None or amount <= left else _noted(replace(line, amount=left, cut=amount - left))
        left = max(Fraction(0), left - (amount or 0))


def _shares_cut(lines: Sequence[Line], pct: Decimal, base: Fee) -> Iterator[Line]:
    """A share of a base that is blank can still bound percentages."""
    if base.amount is not None:
        yield from _amounts_cut(lines, percent_of(pct, base.amount))
        return
    left = Fraction(pct)
    for line in lines:
        share = line.pct
        yield line if share is None or share <= left else _noted(replace(line, pct=left))
        left = max(Fraction(0), left - (share or 0))


def _noted(line: Line) -> Line:
    return replace(line, notes=(*line.notes, OWN_CAP()))
