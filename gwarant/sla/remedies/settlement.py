"""What the breaches of a month cost: lines, combined, capped, rounded once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gwarant.sla.calendar import Calendar
from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import Remedy, RemedyRules
from gwarant.sla.contract.values import Period
from gwarant.sla.facts import Code_, Money, PeriodName, Told
from gwarant.sla.hours.month import Month
from gwarant.sla.money import floored, rounded, total
from gwarant.sla.remedies.base import Bases, fee
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.capping import CapLine, capped
from gwarant.sla.remedies.causes import CLOSE, caused_by, causes_of
from gwarant.sla.remedies.codes import (
    AT_MOST,
    BOTH_PAID,
    CAP_WITHOUT_FEE,
    CAP_WITHOUT_PAST,
    NO_ANCHOR,
    NO_DEADLINE,
    OF_LINE,
    TOO_SMALL,
)
from gwarant.sla.remedies.due import Priced, due_lines
from gwarant.sla.remedies.fates import Claims, fates_of
from gwarant.sla.remedies.line import Line, answered, answers, lines_of

TO_THE_CENT = MoneyRule()


@dataclass(frozen=True)
class Answered:
    """The breaches that remedies are for, by remedy, and what caused what."""

    breaches: tuple[Breach, ...]
    of: Mapping[str, tuple[Breach, ...]]
    causes: Mapping[str, str]
    caused: Mapping[str, frozenset[str]]


class Status(StrEnum):
    """Where a settlement stands."""

    COMPUTED = "computed"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    WAIVED = "waived"
    REDUCED = "reduced"
    SETTLED = "settled"


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What a month pays. `uncapped` and `total` are rounded, and None while a price that they need is blank."""

    month: PeriodName
    lines: tuple[Line, ...]
    caps: tuple[CapLine, ...]
    uncapped: Money | None
    total: Money | None
    mode: Code_
    settle: Code_ | None
    status: Status = Status.COMPUTED
    notes: tuple[Told, ...] = ()
    granted: Period | None = None  # by how much the service is extended


def settle(  # noqa: PLR0913
    remedies: Sequence[Remedy],
    rules: RemedyRules,
    breaches: Sequence[Breach],
    bases: Bases,
    month: Month,
    *,
    year_to_date: Decimal | None = Decimal(0),
    so_far: Decimal | None = Decimal(0),
    elected: Mapping[str, str] | None = None,
    money: MoneyRule = TO_THE_CENT,
    claims: Claims | None = None,
    days: Calendar | None = None,
) -> Settlement:
    """The settlement of the month; `year_to_date` and `so_far` are what its contract year and the whole contract have
    settled before it, None while a price of those months is blank; `elected` is the remedy that the client chose for an
    incident. Without `claims` nothing has lapsed; `days` knows the working days of a claim.

    Breaches of other months may be among them and do not count; ValueError for a word of the rules that is not known.
    """
    priced = price(remedies, rules, breaches, bases, month, days=days)
    rows = due_lines(priced, rules, elected or {}, fates_of(priced.lines, claims), with_accepted=True)
    return settle_lines(
        rows, rules, priced.breaches, bases, month, year_to_date=year_to_date, so_far=so_far, money=money
    )


def price(
    remedies: Sequence[Remedy],
    rules: RemedyRules,
    breaches: Sequence[Breach],
    bases: Bases,
    month: Month,
    reported: int | None = None,
    days: Calendar | None = None,
    own: Answered | None = None,
) -> Priced:
    """The lines of the month in the contract's order of remedies, before anything is capped or combined.

    `own` is what the breaches are to the remedies, where that is known from another month.
    """
    own = own or answering(remedies, rules, breaches)
    fees = {remedy.id: fee(remedy.base, month.name, bases) for remedy in remedies}
    found = (lines_of(one, rules, own.of[one.id], fees[one.id], month, reported, days) for one in remedies)
    caps = {remedy.id: (remedy.cap, fees[remedy.id]) for remedy in remedies}
    return Priced(tuple(line for lines in found for line in lines), caps, own.breaches, own.causes, own.caused)


def answering(remedies: Sequence[Remedy], rules: RemedyRules, breaches: Sequence[Breach]) -> Answered:
    """Which of the breaches each remedy is for, and what caused what: the same for every month of a wording."""
    own = answered(remedies, breaches)
    of = {remedy.id: tuple(one for one in own if answers(remedy.of, one)) for remedy in remedies}
    return Answered(tuple(own), of, *_causes(rules, own))


def settle_lines(
    rows: tuple[Line, ...],
    rules: RemedyRules,
    breaches: Sequence[Breach],
    bases: Bases,
    month: Month,
    *,
    year_to_date: Decimal | None,
    so_far: Decimal | None,
    money: MoneyRule,
) -> Settlement:
    """The settlement of a month's lines, of which it is known which of them count."""
    exact = total(line.amount for line in rows if line.kept)
    after, caps = capped(exact or Fraction(0), rules.caps, month.name, bases, year_to_date, so_far)
    blank = exact is None or (exact > 0 and any(cap.room is None for cap in caps))
    paid = None if blank else _payable(after, caps, money)
    small = paid is not None and 0 < paid < rules.min
    return Settlement(
        month=month.name,
        lines=rows,
        caps=caps,
        uncapped=None if exact is None else rounded(exact, money),
        total=rounded(0, money) if small else paid,
        mode=rules.mode,
        settle=rules.settle,
        notes=(
            *_notes(rows, caps, paid if small else None, rules),
            *_at_most(exact, after, caps, money),
            *_both_paid(rows, breaches, rules),
        ),
        granted=_granted(rows),
    )


def correction(recomputed: Settlement, settled: Decimal) -> Decimal | None:
    """What a month that was settled before owes in addition (or back, negative); None while a price is blank."""
    return None if recomputed.total is None else recomputed.total - settled


def _causes(rules: RemedyRules, breaches: Sequence[Breach]) -> tuple[Mapping[str, str], Mapping[str, frozenset[str]]]:
    """The cause of each incident, and what the downtime of each figure caused; nothing where all is paid."""
    window = rules.combine.once_per_cause
    return (causes_of(breaches, window.seconds), caused_by(breaches, window.seconds)) if window else ({}, {})


def _both_paid(rows: Sequence[Line], breaches: Sequence[Breach], rules: RemedyRules) -> Iterator[Told]:
    """What is paid beside what it may have caused: the contract does not say that one cause is paid once."""
    paid = {line.incident for line in rows if line.kept and line.amount != 0}
    caused = {} if rules.combine.once_per_cause else caused_by(breaches, CLOSE)
    for figure, incidents in sorted(caused.items()):
        if figure in paid and (others := sorted(paid & incidents)):
            yield BOTH_PAID(incident=figure, others=tuple(others))


def _at_most(exact: Fraction | None, after: Fraction, caps: Sequence[CapLine], money: MoneyRule) -> Iterator[Told]:
    """What the month pays at the most, where only what was paid before is not known."""
    unsure = [cap for cap in caps if cap.room is None]
    if exact and unsure and all(cap.limit is not None for cap in unsure):
        limits = [cap.limit for cap in unsure if cap.limit is not None]
        yield AT_MOST(amount=_payable(min(after, *limits), caps, money), per=unsure[0].per)


def _granted(rows: Sequence[Line]) -> Period | None:
    given = [line.granted for line in rows if line.kept and line.granted]
    months, days = sum(one.months for one in given), sum(one.days for one in given)
    return Period(months=months, days=days) if given else None


def _payable(amount: Fraction, caps: Sequence[CapLine], money: MoneyRule) -> Decimal:
    """Rounded by the rule, but never above the room that a cap leaves."""
    rooms = [floored(cap.room, money) for cap in caps if cap.room is not None]
    return min([rounded(amount, money), *rooms])


def _notes(rows: Sequence[Line], caps: Sequence[CapLine], small: Decimal | None, rules: RemedyRules) -> Iterator[Told]:
    for line in rows:
        yield from (OF_LINE(remedy=line.remedy, broken=line.breach.name, why=note) for note in line.notes)
    for cap in caps:
        if cap.limit is None:
            yield CAP_WITHOUT_FEE(per=cap.per)
        elif cap.room is None:
            yield CAP_WITHOUT_PAST(per=cap.per)
    if small is not None:
        yield TOO_SMALL(amount=small, least=rules.min)
    claim = rules.claim if rules.mode == "on_claim" else None
    if rules.mode == "on_claim" and (claim is None or claim.deadline is None):
        yield NO_DEADLINE()
    elif claim and any(line.claim_until is None for line in rows):
        yield NO_ANCHOR(anchor=claim.anchor)
