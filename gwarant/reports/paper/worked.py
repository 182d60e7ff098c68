"""How what hours cost comes about: each price with its time, and entry by entry its time, factor, price and amount."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from gwarant.pictures.keys import month_text
from gwarant.pictures.kinds import TITLES, kinds_told, work_named
from gwarant.pictures.summary import cost_text, currency_of, money_months, pool_facts, pool_of, sum_text
from gwarant.pictures.told.words import WORDS
from gwarant.pictures.words import dated, duration, minute, number
from gwarant.reports.paper.blocks import Block, Cell, Head, Table, Words
from gwarant.reports.paper.cells import quiet
from gwarant.reports.paper.stated import Stated
from gwarant.reports.paper.words import said, version_told
from gwarant.sla.assessment.model import MonthOfMoney
from gwarant.sla.contract.model.money import ChargedTo, Drains, HoursRounding
from gwarant.sla.hours import Charge, Drained, Reason, Share, Statement, shares

MINUTE = 60
ENTRY_TITLES = ("entry_at", "ticket", "kind_of_work", "worked", "charged_time", "comes_about", "amount")
MONTH_TITLES = ("month_title", "included", "carried", "hours_used_of", "hours_over", "overage")
CHARGE_TITLES = ("comes_about", "time", "hour_price", "amount")


def hours(told: Stated) -> Iterator[Block]:
    """The pool of the month and who bore which work; of several months a row each, what they come from in the annex."""
    stated = [(title, one) for title, one in money_months(told.assessment, told.lang) if one.hours]
    if not stated and "hours" in told.promised:
        yield Words(said("no_hours", told.lang), quiet=True)
    if len(stated) > 1:
        several = len({one.contract for _title, one in stated}) > 1
        rows = [_month(one, told, several) for _title, one in stated]
        yield Table([said(key, told.lang) for key in MONTH_TITLES], rows, (4, 2, 2, 2, 2, 2), right=(1, 2, 3, 4, 5))
        return
    for _title, one in stated:
        yield from _month_told(one, told)


def entries(told: Stated) -> Iterator[Block]:
    """What each entry of hours counts and costs, so that the sums can be followed on paper."""
    stated = [(title, one) for title, one in money_months(told.assessment, told.lang) if one.hours]
    for title, one in stated:
        if len(stated) > 1:
            yield Head(title)
            yield from _month_told(one, told)
        if one.hours is not None:
            currency = currency_of(told.assessment, one.contract)
            yield from entries_told(one.hours, currency, told.tickets, told.assessment.zone, told.lang)


def _month(one: MonthOfMoney, told: Stated, several: bool) -> Sequence[Cell]:
    assert one.hours is not None
    pool, lang = pool_of(one.hours), told.lang
    name = month_text(one.month, lang) + (f", {version_told(one.contract, lang)}" if several else "")
    lengths = (pool.included, pool.carried, pool.used, pool.over)
    cost = cost_text(one.hours, currency_of(told.assessment, one.contract), lang)
    return [Cell(name), *(Cell(duration(each, lang)) for each in lengths), Cell(cost)]


def _month_told(one: MonthOfMoney, told: Stated) -> Iterator[Block]:
    """The pool, the kinds of work, and the prices at which time was charged."""
    if one.hours is None:
        return
    currency = currency_of(told.assessment, one.contract)
    facts = pool_facts(one.hours, currency, told.lang)
    yield Table(["", ""], [[Cell(name), Cell(text)] for name, text in facts], (3, 1), right=(1,))
    rows = [[Cell(cell) for cell in row] for row in kinds_told(one.hours, currency, told.lang)]
    if rows:
        titles = [said(key, told.lang) for key in TITLES]
        yield Table(titles, rows, (3, *(2,) * (len(TITLES) - 1)), right=tuple(range(1, len(TITLES))))
    yield from charges_told(one.hours, currency, told.lang)
    rounding = rounding_told(told.rounding[one.contract], told.lang) if one.contract in told.rounding else ""
    yield from [Words(rounding, quiet=True)] if rounding and one.hours.lines else []


def charges_told(stated: Statement, currency: str, lang: str) -> Iterator[Table]:
    """The prices at which the month's time is charged, each with its amount."""
    rows = [_charge(one, currency, lang) for one in stated.charges]
    if len(rows) > 1:
        rows.append([Cell(said("total", lang)), Cell(""), Cell(""), Cell(cost_text(stated, currency, lang), "ink")])
    if rows:
        yield Table([said(key, lang) for key in CHARGE_TITLES], rows, (6, 2, 2, 2), right=(1, 2, 3))


def rounding_told(terms: HoursRounding, lang: str) -> str:
    """How worked time becomes charged time, as the annex of the contract says it; nothing where each minute counts."""
    words, unit, least = WORDS[lang], terms.unit.seconds, terms.min.seconds
    parts = [words[f"round: {terms.mode}"].format(length=duration(unit, lang))] if unit > MINUTE else []
    parts += [words["round_min"].format(length=duration(least, lang))] if least > MINUTE else []
    return " ".join(parts)


def entries_told(stated: Statement, currency: str, tickets: Mapping[str, str], zone: str, lang: str) -> Iterator[Block]:
    """Every entry that counts in the month, in the order of the work; `tickets` by entry."""
    dealt = shares(stated.lines, stated.charges)
    own: dict[str, tuple[list[Drained], list[Share]]] = {line.part.entry: ([], []) for line in stated.lines}
    for line in stated.lines:
        own[line.part.entry][0].append(line)
    for share in dealt:
        own[share.line.part.entry][1].append(share)
    found = sorted(own.items(), key=lambda row: (row[1][0][0].part.start, row[0]))
    rows = [_entry(*one, tickets.get(uid, ""), currency, zone, lang) for uid, one in found]
    if not rows:
        return
    real, charged = sum(line.part.real for line in stated.lines), sum(map(_charged, stated.lines))
    total = (Cell(duration(real, lang)), Cell(duration(charged, lang)), Cell(""))
    rows.append([Cell(said("total", lang)), Cell(""), Cell(""), *total, Cell(cost_text(stated, currency, lang), "ink")])
    yield Table([said(key, lang) for key in ENTRY_TITLES], rows, (0, 0, 2, 0, 0, 4, 0), right=(3, 4, 6))
    if not all(one.is_exact for one in dealt):
        yield Words(said("cent_off", lang), quiet=True)


def _charge(one: Charge, currency: str, lang: str) -> Sequence[Cell]:
    told = {"work": work_named(one.work, "", lang), "x": _factor(one.x, lang)}
    words = said(f"charge: {one.reason}" + ("_dear" if one.x != 1 else ""), lang, **told)
    time, price = duration(one.seconds, lang, exact=True), sum_text(one.price, currency, lang)
    return [Cell(words), Cell(time), Cell(price), Cell(sum_text(one.amount, currency, lang))]


def _entry(
    lines: Sequence[Drained], dealt: Sequence[Share], ticket: str, currency: str, zone: str, lang: str
) -> Sequence[Cell]:
    first = lines[0].part
    real, charged = sum(line.part.real for line in lines), sum(map(_charged, lines))
    steps = [*_beside(lines, lang), *(_step(one, currency, lang) for one in dealt)]
    if len(dealt) > 1:
        sums = (sum_text(one.amount, currency, lang) for one in dealt)
        steps[-len(dealt) :] = [f"{step} = {amount}" for step, amount in zip(steps[-len(dealt) :], sums, strict=True)]
    amount = _sum(dealt, currency, lang) if dealt else "–"
    return [
        Cell(dated(minute(first.start), zone, lang)),
        Cell(ticket or "–"),
        Cell(work_named(first.work, "", lang)),
        Cell(duration(real, lang, exact=True)),
        Cell(duration(charged, lang, exact=True)),
        quiet("; ".join(steps)),
        Cell(amount),
    ]


def _sum(dealt: Sequence[Share], currency: str, lang: str) -> str:
    known = [one.amount for one in dealt if one.amount is not None]
    return sum_text(sum(known, Decimal(0)) if len(known) == len(dealt) else None, currency, lang)


def _beside(lines: Sequence[Drained], lang: str) -> Iterator[str]:
    """What of the entry has no price of its own: the pool's, what is free, what is quoted apart."""
    pooled = sum(line.pooled for line in lines)
    if pooled:
        faster = {line.part.rate.x for line in lines if line.part.rate.drains is Drains.POOL} - {Decimal(1)}
        more = "".join(f" (× {_factor(x, lang)})" for x in sorted(faster))
        yield said("from_pool", lang, time=duration(pooled, lang, exact=True)) + more
    if apart := sum(line.part.charged for line in lines if line.part.charge is ChargedTo.APART):
        yield said("kept_apart", lang, time=duration(apart, lang, exact=True))
    if all(line.part.charge is ChargedTo.NEVER for line in lines):
        yield said("uncharged", lang)


def _step(one: Share, currency: str, lang: str) -> str:
    """The time, its factor where the hour is a dearer one, and the price."""
    rate = one.line.part.rate
    factor = rate.x if rate.drains is Drains.PRICE else Decimal(1)
    base = rate.included if one.reason is Reason.SURCHARGE and rate.included is not None else rate.above
    key = f"step: {one.reason}" + ("_dear" if factor != 1 else "")
    told = {"time": duration(one.seconds, lang, exact=True), "price": sum_text(base, currency, lang)}
    return said(key, lang, x=_factor(factor, lang), **told)


def _charged(line: Drained) -> int:
    return 0 if line.part.charge is ChargedTo.APART else line.part.charged


def _factor(x: Decimal, lang: str) -> str:
    plain = x.normalize()
    return number(plain, lang, max(0, -int(plain.as_tuple().exponent)))
