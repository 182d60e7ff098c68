"""The money side of an assessment: each wording settles its own breaches, civil month by civil month."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction

from gwarant.sla.assessment.model import MonthOfMoney, Promised
from gwarant.sla.assessment.pieces import Piece
from gwarant.sla.civil import CivilPeriod, add_period, day_of, months_between
from gwarant.sla.clocks.reading import Reading, SegmentKind
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Cap, RemedyRules
from gwarant.sla.contract.values import Period
from gwarant.sla.hours import Month, Statement
from gwarant.sla.remedies import Breach, Settlement, settle
from gwarant.sla.spans import Span, clip, union
from gwarant.sla.terms import Terms

_EXACT = Context(prec=60)
Bases = dict[tuple[str, str], Decimal | None]


@dataclass(frozen=True)
class Bill:
    """What one wording owes for one civil month, of which it held for `share`."""

    terms: Terms
    civil: CivilPeriod
    month: Month
    share: Fraction


def breaches_of(terms: Iterable[Terms], readings: Iterable[Reading]) -> tuple[Breach, ...]:
    """The breached readings that cost something: not those in a phase that only reports."""
    by_name = {one.name: one for one in terms}
    return tuple(_clock_breach(r) for r in readings if not _is_free(by_name[r.contract], r.due_at))


def availability_breaches(terms: Iterable[Terms], promised: Iterable[Promised]) -> tuple[Breach, ...]:
    """One breach for each promise over its own whole period whose priced value misses it."""
    by_name = {one.name: one for one in terms}
    found = []
    for row in promised:
        value, moment, promise = row.value_for_money, (row.figure.end - 1) // 1000, row.figure.promise
        missed = value is not None and not row.note and not row.target.holds(value)
        own = by_name[row.contract]
        if missed and not _is_free(own, moment):
            from_ = day_of(moment, own.zone)
            incident = f"{promise} {moment}"
            found.append(
                Breach(incident=incident, at=moment, promise=promise, contract=own.name, value=value, claim_from=from_)
            )
    return tuple(found)


def bills_of(pieces: Sequence[Piece], breaches: Sequence[Breach], period: CivilPeriod) -> tuple[Bill, ...]:
    """A bill for each month of each wording to the period's end; one that has ended still pays for its late tickets."""
    months = months_between(pieces[0].civil.first, period.after, pieces[0].terms.zone)
    by_name = {piece.terms.name: piece.terms for piece in pieces}
    found = []
    for civil in months:
        for terms in by_name.values():
            own = [piece for piece in pieces if piece.civil == civil and piece.terms is terms]
            if own or any(one.contract == terms.name and _touches(one, civil) for one in breaches):
                found.append(_bill(terms, civil, own))
    return tuple(found)


def settlements(
    bills: Sequence[Bill], pieces: Sequence[Piece], breaches: Sequence[Breach], start: date
) -> tuple[Settlement, ...]:
    """The settlement of each bill; what a contract year has paid so far counts against its cap."""
    totals = _totals(pieces)
    done: list[tuple[date, Decimal]] = []
    found = []
    for bill in bills:
        contract, year = bill.terms.contract, _contract_year(start, bill.civil.first)
        settled = settle(
            contract.remedies,
            _cut(contract.remedy_rules, bill.share),
            [one for one in breaches if one.contract == bill.terms.name],
            {**totals, **_bases(bill, totals)},
            bill.month,
            year_to_date=_EXACT.create_decimal(sum((paid for at, paid in done if at == year), Decimal(0))),
            money=contract.defaults.money,
        )
        done.append((year, settled.total or Decimal(0)))
        found.append(settled)
    return tuple(found)


def months_of_money(
    bills: Sequence[Bill],
    settled: Sequence[Settlement],
    pieces: Sequence[Piece],
    hours: Mapping[str, Statement],
    period: Span,
) -> tuple[MonthOfMoney, ...]:
    """The months that lie inside the period."""
    rows = []
    for bill, remedies in zip(bills, settled, strict=True):
        if period[0] <= bill.civil.start and bill.civil.end <= period[1]:
            own = [piece.month.name for piece in pieces if piece.civil == bill.civil and piece.terms is bill.terms]
            statement = next((hours[name] for name in own if name in hours), None)
            rows.append(MonthOfMoney(bill.month.name, bill.terms.name, statement, remedies))
    return tuple(rows)


def _touches(breach: Breach, civil: CivilPeriod) -> bool:
    ends = [span[1] for span in (*breach.overrun, *breach.elapsed)]
    return breach.at < civil.end and max(ends, default=breach.at + 1) > civil.start


def _bill(terms: Terms, civil: CivilPeriod, own: Sequence[Piece]) -> Bill:
    """The month is whole: a breach falls into it whoever wrote the wording of that day."""
    name = own[0].month.name if own else civil.name
    share = sum((piece.month.share for piece in own), Fraction(0))
    return Bill(terms, civil, Month(name=name, start=civil.start, end=civil.end), share)


def _is_free(terms: Terms, moment: int) -> bool:
    none = terms.has_effect("remedies", "none", moment)
    return none or terms.has_effect("targets", "report_only", moment)


def _clock_breach(reading: Reading) -> Breach:
    horizon = reading.as_of if reading.stopped_at is None else reading.stopped_at
    late = (reading.due_at, max(horizon, reading.due_at))
    counted = union((one.start, one.end) for one in reading.segments if one.kind is SegmentKind.COUNTED)
    return Breach(
        incident=reading.ticket,
        at=reading.due_at,
        clock=reading.clock,
        class_=reading.class_,
        ticket=reading.ticket,
        cycle=reading.cycle,
        link=reading.link,
        contract=reading.contract,
        overrun=clip(counted, late),
        elapsed=(late,) if late[0] < late[1] else (),
        claim_from=day_of(reading.due_at, reading.zone),
    )


def _totals(pieces: Sequence[Piece]) -> Bases:
    """The fees of each civil month, added up over its wordings, and of the month after the last."""
    found: Bases = {}
    for piece in pieces:
        for name, amount in _fees(piece.terms.contract):
            key, part = (name, piece.civil.name), _part(amount, piece.month.share)
            before = found.get(key, Decimal(0))
            found[key] = None if part is None or before is None else before + part
    last = pieces[-1]
    following = f"{last.civil.after.year:04}-{last.civil.after.month:02}"
    return {**{(name, following): amount for name, amount in _fees(last.terms.contract)}, **found}


def _bases(bill: Bill, totals: Bases) -> Bases:
    """The wording's own fees of the month, or the month's where the wording has ended."""
    found: Bases = {}
    for name, amount in _fees(bill.terms.contract):
        part = _part(amount, bill.share) if bill.share else totals.get((name, bill.civil.name), amount)
        found[name, bill.month.name] = part
        found[f"{name}:{bill.terms.contract.defaults.amounts}", bill.month.name] = part
        found[f"contract_year:{name}", bill.month.name] = amount
    return found


def _part(amount: Decimal | None, share: Fraction) -> Decimal | None:
    if amount is None or share == 1:
        return amount
    return _EXACT.divide(_EXACT.multiply(amount, share.numerator), Decimal(share.denominator))


def _cut(rules: RemedyRules, share: Fraction) -> RemedyRules:
    """A cap of an amount a month is cut with the month, as a percentage is with its fee."""
    if share in (0, 1):
        return rules
    return replace(rules, caps=tuple(_cut_cap(cap, share) for cap in rules.caps))


def _cut_cap(cap: Cap, share: Fraction) -> Cap:
    return replace(cap, amount=_part(cap.amount, share)) if cap.per == "month" else cap


def _fees(contract: Contract) -> Iterator[tuple[str, Decimal | None]]:
    yield from contract.fee.parts.items()
    yield "monthly", contract.fee.monthly
    yield "contract_total", _contract_total(contract)


def _contract_total(contract: Contract) -> Decimal | None:
    """The fees of the whole term, months that are cut by their days; None while it is open-ended."""
    start, last = contract.effective.from_, contract.effective.to
    if contract.fee.monthly is None or start is None or last is None:
        return None
    after = last + timedelta(days=1)
    months = months_between(start, after, contract.defaults.timezone)
    days = (Fraction((min(m.after, after) - max(m.first, start)).days, (m.after - m.first).days) for m in months)
    return _part(contract.fee.monthly, sum(days, Fraction(0)))


def _contract_year(start: date, day: date) -> date:
    """The first day of the contract year in which a day lies; a month belongs to the year in which it begins."""
    day = max(day, start)
    years = day.year - start.year
    first = add_period(start, Period(months=12 * years))
    return first if first <= day else add_period(start, Period(months=12 * (years - 1)))
