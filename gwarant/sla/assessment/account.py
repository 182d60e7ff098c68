"""Corrections of money and the ledger of amounts: every month as it was known at each month's end since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from gwarant.sla.assessment.facts import facts_of
from gwarant.sla.assessment.handed import Reached
from gwarant.sla.assessment.model import MoneyCorrection
from gwarant.sla.assessment.money import Bill, Prices, bills_of, settlements
from gwarant.sla.assessment.past import Past
from gwarant.sla.civil import CivilPeriod, day_of
from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import AmountDecision, AmountStatus
from gwarant.sla.remedies import Settlement
from gwarant.sla.remedies.combining import ELECTS
from gwarant.sla.remedies.due import is_accepted_late
from gwarant.sla.remedies.ledger import Change, Claim, Entry, Fact, Today, entry_of
from gwarant.sla.remedies.line import Line
from gwarant.sla.remedies.shares import Part, Parts, Worth, choices_of_nothing, claims_of_nothing, parts_of

Settled = Sequence[tuple[Bill, Settlement]]
Key = tuple[str, str]  # month and wording


@dataclass(frozen=True)
class Books:
    """What every month is settled from; `settled` is what each of them owes as it is known now."""

    past: Past
    period: CivilPeriod
    prices: Prices = field(default_factory=dict)

    @property
    def settled(self) -> Settled:
        return self.past.now.settled

    @property
    def first_day(self) -> date:
        days = (one.contract.effective.from_ for one, _ in self.past.now.valid)
        return min(day for day in days if day)

    @property
    def zone(self) -> str:
        return self.past.case.zone

    def sight(self, end: int) -> Sight:
        return self.past.case.sight(end)

    @cached_property
    def lines(self) -> list[Line]:
        return [line for _, one in self.settled for line in one.lines]

    @cached_property
    def claim_ends(self) -> frozenset[int]:
        """The last seconds of claims."""
        return frozenset(line.claim_last for line in self.lines if line.claim_last is not None)


@dataclass(frozen=True)
class Known:
    """The settlements of the months that had ended, as they were known."""

    sight: Sight
    settled: Mapping[Key, Settlement]

    @property
    def at(self) -> int:
        return self.sight.end

    @cached_property
    def by_month(self) -> Mapping[str, tuple[Settlement, ...]]:
        """Each month's settlements, one of each wording."""
        found: dict[str, tuple[Settlement, ...]] = {}
        for (month, _), one in sorted(self.settled.items()):
            found[month] = (*found.get(month, ()), one)
        return found


@dataclass(frozen=True)
class Account:
    """The months that the period has changed, the ledger to its end, and the claims and choices that do nothing.

    The first two are empty where no wording pays anything. `known` is what every month owed at each month's end.
    """

    corrections: tuple[MoneyCorrection, ...]
    ledger: tuple[Entry, ...]
    empty_claims: tuple[AmountDecision, ...]
    known: tuple[Known, ...] = ()


def account_of(books: Books) -> Account:
    """Every month as it is known now, and as it was known before."""
    now = books.past.now
    if not now.pieces or not any(one.contract.remedies for one, _ in now.valid):
        return Account((), (), tuple(_empty_claims(books, [])))
    known = {moment: _known(books, moment) for moment in _moments(books)}
    before = known.get(books.period.start)
    last = known[books.period.end]
    corrections = (*_corrections(books, before, last), *_gone(books, before, last)) if before else ()
    ordered = tuple(known[at] for at in sorted(known))
    return Account(corrections, tuple(_entries(books, ordered)), tuple(_empty_claims(books, ordered)), ordered)


def _empty_claims(books: Books, known: Sequence[Known]) -> Iterator[AmountDecision]:
    """The claims that name nothing that had arisen by then, of the months that have ended, and choices without effect:
    of what is not there, or where the contract lets nobody choose.
    """
    may_choose = any(one.contract.remedy_rules.combine.same_incident == ELECTS for one, _ in books.past.now.valid)
    rows = [row for row in books.past.now.seen.amounts if row.at < books.period.end]
    for month in sorted({row.month for row in rows if row.month < str(books.period.after)[:7]}):
        found = [one.by_month.get(month, ()) for one in known]
        own = [row for row in rows if row.month == month]
        yield from claims_of_nothing(found, own)
        yield from choices_of_nothing(found if may_choose else [], own)


def _moments(books: Books) -> set[int]:
    """The ends of the months, and the edges of the period."""
    ends = {bill.civil.end for bill, _ in books.settled if bill.civil.end <= books.period.end}
    edges = {at for at in (books.period.start,) if any(end <= at for end in ends)}
    return ends | edges | {books.period.end}


def _known(books: Books, moment: int) -> Known:
    """As it is now, unless something that was heard since has changed a breach or a choice."""
    handed = books.past.case.handed
    if handed is not None and moment <= handed.sight.end:
        found = next((one for one in handed.known if one[0] == books.sight(moment)), None)
        if found is None:
            raise Reached
        return Known(*found)
    sight = books.sight(moment)
    settled = books.settled if moment == books.period.end else _settled_at(books, sight)
    return Known(sight, {bill.key: one for bill, one in settled if bill.civil.end <= moment})


def _settled_at(books: Books, sight: Sight) -> Settled:
    anew = books.past.settled(sight)
    if anew is not None:
        return anew
    moment, now = sight.end, books.past.now
    breaches = books.past.at(sight)
    is_same = set(breaches) == {one for one in now.breaches if one.at < moment}
    if is_same and not _turned_since(books, sight):
        return books.settled
    until = replace(books.period, after=day_of(moment - 1, books.zone), end=moment)
    ended = [one for one in bills_of(now.pieces, breaches, until) if one.civil.end <= moment]
    amounts = [row for row in now.seen.amounts if row.at < moment and row.received < sight.known]
    prices = books.prices if is_same else None
    found = settlements(
        ended,
        now.pieces,
        breaches,
        books.first_day,
        moment,
        valid=now.valid,
        amounts=amounts,
        closings=now.seen.closings,
        prices=prices,
    )
    return tuple(zip(ended, found, strict=True))


def _turned_since(books: Books, sight: Sight) -> bool:
    """Whether since then something was chosen, or something that must be claimed was claimed, decided or has lapsed."""
    turning = AmountStatus if books.claim_ends else (AmountStatus.ELECTED,)
    rows = (row for row in books.past.now.seen.amounts if row.status in turning)
    if any(row.at >= sight.end or row.received >= sight.known for row in rows):
        return True
    return any(sight.end <= last < books.period.end for last in books.claim_ends) or any(
        map(is_accepted_late, books.lines)
    )


def _corrections(books: Books, before: Known, after: Known) -> Iterator[MoneyCorrection]:
    for bill, now in books.settled:
        if bill.civil.end <= before.at:
            was = before.settled.get(bill.key)
            paid = was.total if was else Decimal(0)
            given = was.granted if was else None
            if (paid, given) != (now.total, now.granted):
                facts = facts_of(books.past, bill.civil.name, was, now, (before.sight, after.sight))
                yield MoneyCorrection(
                    month=bill.civil.name,
                    contract=bill.terms.name,
                    before=paid,
                    after=now.total,
                    granted_before=given,
                    granted=now.granted,
                    facts=facts,
                )


def _gone(books: Books, before: Known, after: Known) -> Iterator[MoneyCorrection]:
    """What a wording owed for a month that by now another wording is known to have held."""
    bills = {bill.key for bill, _ in books.settled}
    for (month, contract), was in before.settled.items():
        if (month, contract) not in bills and (was.total != 0 or was.granted):
            yield MoneyCorrection(
                month=month,
                contract=contract,
                before=was.total,
                after=Decimal(0),
                granted_before=was.granted,
                granted=None,
                facts=facts_of(books.past, month, was, None, (before.sight, after.sight)),
            )


def _entries(books: Books, known: Sequence[Known]) -> Iterator[Entry]:
    rows = [row for row in books.past.now.seen.amounts if row.at < books.period.end]
    ended = dict.fromkeys(bill.civil for bill, _ in books.settled if bill.civil.end <= books.period.end)
    for civil in (one for one in ended if not one.start < books.period.start < one.end):  # of a month cut, no money
        own = [row for row in rows if row.month == civil.name]
        since = [one for one in known if one.at >= civil.end]
        found = list(_of_month(books, since, civil, own))
        for entry in found:
            is_whole = not entry.remedy and not entry.incident and len(found) == 1
            if entry.decisions or entry.changes or entry.computed != 0 or (_has_lines(books, civil) and is_whole):
                yield entry


def _of_month(
    books: Books, known: Sequence[Known], civil: CivilPeriod, rows: Sequence[AmountDecision]
) -> Iterator[Entry]:
    """An entry for each part of the month that has a fate of its own."""
    bills = [bill for bill, _ in books.settled if bill.civil == civil]
    rules, money = bills[-1].terms.contract.remedy_rules, bills[-1].terms.contract.defaults.money
    found = [one.by_month.get(civil.name, ()) for one in known]
    parts = parts_of(found, rows, rules)
    today = Today(day_of(books.period.end, books.zone), books.zone)
    worths = list(_worths(found, parts, money))
    decided = parts.decided(rows, worths[-1])
    for part in parts.keys:
        own = [worth[part] for worth in worths]
        changes = [
            Change(known=_name(books, b.at), at=b.at, before=x, after=y, facts=_facts(books, civil, bills, a, b))
            for a, b, x, y in zip(known, known[1:], own, own[1:], strict=False)
            if x != y
        ]
        claim = Claim(
            until=parts.until[part],
            lapsed=parts.has_lapsed(part, found[-1]),
            accepted_late=parts.is_accepted_late(part, found[-1]),
            known=tuple(one.at for one in known),
        )
        yield entry_of(civil.name, part, own[0], changes, decided[part], rules, claim, today)


def _worths(
    known: Sequence[Sequence[Settlement]], parts: Parts, money: MoneyRule
) -> Iterator[Mapping[Part, Decimal | None]]:
    """What each part owed at each moment; where nothing was heard since, it is not reckoned again."""
    before: Sequence[Settlement] | None = None
    worth: Worth | None = None
    for found in known:
        if worth is None or found != before:
            worth = Worth(parts.worth(found, money, worth), parts.present(found))
        before = found
        yield worth.of


def _facts(books: Books, civil: CivilPeriod, bills: Sequence[Bill], a: Known, b: Known) -> tuple[Fact, ...]:
    handed = books.past.case.handed
    if handed is not None and b.at <= handed.sight.end:
        if (civil.name, b.at) not in handed.facts:
            raise Reached
        return handed.facts[civil.name, b.at]
    found = (
        facts_of(books.past, civil.name, a.settled.get(bill.key), b.settled.get(bill.key), (a.sight, b.sight))
        for bill in bills
    )
    return tuple(dict.fromkeys(fact for facts in found for fact in facts))


def _name(books: Books, moment: int) -> str:
    """The month that ended then, or the day."""
    ended = (bill.civil.name for bill, _ in books.settled if bill.civil.end == moment)
    return next(ended, str(day_of(moment - 1, books.zone)))


def _has_lines(books: Books, civil: CivilPeriod) -> bool:
    return any(one.lines for bill, one in books.settled if bill.civil == civil)
