"""The money side of an assessment: each wording settles its own breaches, civil month by civil month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce

from gwarant.sla.assessment.availability import Reign
from gwarant.sla.assessment.breaches import availability_breaches as availability_breaches
from gwarant.sla.assessment.breaches import breaches_of as breaches_of
from gwarant.sla.assessment.breaches import followed
from gwarant.sla.assessment.breaches import outage_breaches as outage_breaches
from gwarant.sla.assessment.fees import (
    Bases,
    added,
    contract_year,
    fees_of,
    monthly_fees,
    part,
    quarter_of,
    summed,
    surcharges_of,
    totals_of,
)
from gwarant.sla.assessment.model import MonthOfMoney
from gwarant.sla.assessment.pieces import Piece, pieces_of
from gwarant.sla.civil import CivilPeriod, midnight, months_between
from gwarant.sla.contract.model.money import Cap, Remedy, RemedyRules
from gwarant.sla.evidence.known import closed
from gwarant.sla.evidence.model import AmountDecision, AmountStatus, Closing
from gwarant.sla.hours import Month, Statement
from gwarant.sla.remedies import Breach, Settlement
from gwarant.sla.remedies.base import WHOLES
from gwarant.sla.remedies.due import Priced, due_lines
from gwarant.sla.remedies.fates import Claims, Fate, fates_of
from gwarant.sla.remedies.settlement import Answered, answering, price, settle_lines
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

Prices = dict[tuple[str, str], Priced]  # by the bills' keys


@dataclass(frozen=True)
class Bill:
    """What one wording owes for one civil month, of which it held for `share`."""

    terms: Terms
    civil: CivilPeriod
    month: Month
    share: Fraction

    @property
    def key(self) -> tuple[str, str]:
        return self.civil.name, self.terms.name


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


def settlements(  # noqa: PLR0913
    bills: Sequence[Bill],
    pieces: Sequence[Piece],
    breaches: Sequence[Breach],
    start: date,
    moment: int,
    *,
    valid: Sequence[Reign] = (),
    amounts: Sequence[AmountDecision] = (),
    closings: Sequence[Closing] = (),
    prices: Prices | None = None,
) -> tuple[Settlement, ...]:
    """The settlement of each bill as of the moment (UTC seconds), by `amounts`, what the parties had said by then.

    What a contract year or the whole contract has paid so far counts against its cap. What was accepted after it had
    lapsed takes what all months leave of it. By `closings` the months' reports came, from which a claim may run.
    `valid` are the wordings to the end of the contract, of which whole years and the whole life take their fees;
    `prices` keeps what the same breaches cost, for a next time.
    """
    whole = pieces_of(valid, pieces[-1].civil.end + 1) if valid else pieces
    totals = totals_of(whole)
    prices = {} if prices is None else prices
    reported = closed(closings)
    amounts = followed(amounts, breaches)
    due, answers = [], _answers(bills, breaches)
    for bill in bills:
        year = contract_year(start, bill.civil.first)
        bases = {**totals, **_bases(bill, pieces, totals), **_wholes(bill, valid, year)}
        if bill.key not in prices:
            prices[bill.key] = _price(bill, answers[bill.terms.name], bases, reported.get(bill.civil.name))
        due.append(_Due(bill, year[0], bases, prices[bill.key], _claims(bill, amounts, moment)))
    return _settled(due)


@dataclass(frozen=True)
class _Due:
    """A bill with all that decides what it owes; `year` is the first day of its contract year."""

    bill: Bill
    year: date
    bases: Bases
    priced: Priced
    claims: Claims

    @cached_property
    def fates(self) -> list[Fate]:
        return fates_of(self.priced.lines, self.claims)

    @property
    def accepted_at(self) -> int | None:
        """When something was first accepted that had lapsed."""
        return min((one.accepted_at for one in self.fates if one.accepted_at is not None), default=None)

    def settle(self, before: Sequence[tuple[date, Decimal | None]], *, with_accepted: bool = False) -> Settlement:
        """`before` is what other months have paid, each with the first day of its contract year."""
        contract = self.bill.terms.contract
        rules = _cut(contract.remedy_rules, self.bill.share)
        elected = chosen(self.claims.rows)
        return settle_lines(
            due_lines(self.priced, rules, elected, self.fates, with_accepted=with_accepted),
            rules,
            self.priced.breaches,
            self.bases,
            self.bill.month,
            year_to_date=_sum(paid for at, paid in before if at == self.year),
            so_far=_sum(paid for _, paid in before),
            money=contract.defaults.money,
        )


def _settled(due: Sequence[_Due]) -> tuple[Settlement, ...]:
    """First what was claimed in time or still can be, month by month; then what was accepted late, as it came."""
    paid: list[tuple[date, Decimal | None]] = []
    found = []
    for one in due:
        found.append(one.settle(paid))
        paid.append((one.year, found[-1].total))
    late = sorted((at, number) for number, one in enumerate(due) if (at := one.accepted_at) is not None)
    for _, number in late:
        others = [*paid[:number], *paid[number + 1 :]]
        more, first = due[number].settle(others, with_accepted=True), found[number]
        totals = [total for total in (more.total, first.total) if total is not None]
        found[number] = replace(more, total=max(totals) if len(totals) == 2 else None)
        paid[number] = due[number].year, found[number].total
    return tuple(found)


def _answers(bills: Sequence[Bill], breaches: Sequence[Breach]) -> dict[str, Answered]:
    """For each wording which of its breaches its remedies are for."""
    own: dict[str, list[Breach]] = {}
    for one in breaches:
        own.setdefault(one.contract, []).append(one)
    contracts = {bill.terms.name: bill.terms.contract for bill in bills}
    return {name: answering(one.remedies, one.remedy_rules, own.get(name, [])) for name, one in contracts.items()}


def _price(bill: Bill, own: Answered, bases: Bases, reported: int | None) -> Priced:
    contract = bill.terms.contract
    remedies, rules = _own_cut(contract.remedies, bill.share), contract.remedy_rules
    days = bill.terms.working_days(rules.claim.calendar) if rules.claim else None
    return price(remedies, rules, own.breaches, bases, bill.month, reported, days, own)


def _claims(bill: Bill, amounts: Iterable[AmountDecision], moment: int) -> Claims:
    rows = tuple(row for row in amounts if row.month == bill.civil.name)
    return Claims(rows, moment)


def chosen(amounts: Iterable[AmountDecision]) -> dict[str, str]:
    """For each incident of a month the remedy that the client chose last."""
    rows = [row for row in amounts if row.status is AmountStatus.ELECTED]
    return {row.incident: row.remedy for row in sorted(rows, key=lambda row: (row.at, row.id))}


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
            own = (piece for piece in pieces if piece.civil == bill.civil and piece.terms is bill.terms)
            rows.append(_month_of_money(bill, remedies, hours, next(own, None)))
    return tuple(rows)


def _month_of_money(
    bill: Bill, remedies: Settlement, hours: Mapping[str, Statement], piece: Piece | None
) -> MonthOfMoney:
    statement = hours.get(piece.month.name) if piece else None
    return MonthOfMoney(bill.month.name, bill.terms.name, statement, remedies, surcharges_of(piece) if piece else ())


def _touches(breach: Breach, civil: CivilPeriod) -> bool:
    ends = [span[1] for span in (*breach.overrun, *breach.elapsed)]
    return breach.at < civil.end and max(ends, default=breach.at + 1) > civil.start


def _bill(terms: Terms, civil: CivilPeriod, own: Sequence[Piece]) -> Bill:
    """The month is whole: a breach falls into it whoever wrote the wording of that day."""
    name = own[0].month.name if own else civil.name
    share = sum((piece.month.share for piece in own), Fraction(0))
    return Bill(terms, civil, Month(name=name, start=civil.start, end=civil.end, zone=terms.zone), share)


def _bases(bill: Bill, pieces: Sequence[Piece], totals: Bases) -> Bases:
    """The wording's own fees of the month, or the month's where the wording has ended."""
    own = [piece for piece in pieces if piece.civil == bill.civil and piece.terms is bill.terms]
    fees = dict(fees_of(bill.terms.contract))
    sums = _own_sums(own) if bill.share else {name: totals.get((name, bill.civil.name), fees[name]) for name in fees}
    found: Bases = {}
    for name, amount in sums.items():
        found[name, bill.month.name] = amount
        found[f"{name}:{bill.terms.contract.defaults.amounts}", bill.month.name] = amount
    for name, amount in fees.items():
        found[f"contract_year:{name}", bill.month.name] = amount
    return found


def _own_sums(own: Sequence[Piece]) -> dict[str, Decimal | None]:
    """Of one piece its fees; of several, where a wording came back within a month, their sums."""
    return dict(monthly_fees(own[0])) if len(own) == 1 else summed(own)


def _wholes(bill: Bill, valid: Sequence[Reign], year: tuple[date, date]) -> Bases:
    """All fees of the contract year, and of the whole life of a contract that has an end; only where they are asked."""
    contract, month, found = bill.terms.contract, bill.month.name, Bases()
    days = {"contract_year": year, "calendar_quarter": quarter_of(bill.civil.first)}
    for of in sorted(days.keys() & {one.base.of for one in contract.remedies}):
        first, after = (midnight(day, bill.terms.zone) for day in days[of])
        for name, amount in summed(_pieces_between(valid, first, after)).items():
            found[f"{WHOLES[of]}{name}", month] = amount
            found[f"{WHOLES[of]}{name}:{contract.defaults.amounts}", month] = amount
    if any(cap.per == "total" and cap.pct is not None for cap in contract.remedy_rules.caps):
        last = valid[-1][0].contract.effective.to if valid else None
        sums = summed(pieces_of(valid, valid[-1][1][1])) if last else dict.fromkeys(dict(fees_of(contract)))
        found |= {(f"total:{name}", month): amount for name, amount in sums.items()}
    return found


def _pieces_between(valid: Sequence[Reign], start: int, end: int) -> tuple[Piece, ...]:
    """The months of the stretch, cut at its edges as where a wording changes."""
    inside = [(terms, (max(reign[0], start), min(reign[1], end))) for terms, reign in valid]
    return pieces_of([row for row in inside if row[1][0] < row[1][1]], end)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None where one of them is blank."""
    nothing: Decimal | None = Decimal(0)
    return reduce(added, amounts, nothing)


def _cut(rules: RemedyRules, share: Fraction) -> RemedyRules:
    """A cap of an amount a month is cut with the month, as a percentage is with its fee."""
    if share in (0, 1):
        return rules
    return replace(rules, caps=tuple(_cut_cap(cap, share) for cap in rules.caps))


def _own_cut(remedies: Sequence[Remedy], share: Fraction) -> tuple[Remedy, ...]:
    """An amount that caps one remedy a month is cut as well."""
    if share in (0, 1):
        return tuple(remedies)
    return tuple(
        replace(one, cap=replace(one.cap, amount=part(one.cap.amount, share))) if one.cap else one for one in remedies
    )


def _cut_cap(cap: Cap, share: Fraction) -> Cap:
    return replace(cap, amount=part(cap.amount, share)) if cap.per == "month" else cap
