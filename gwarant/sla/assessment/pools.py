"""The months of a contract laid over the periods of its pool: by the month, quarter, calendar year or contract year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from gwarant.sla.calendar.zone import LAST_YEAR
from gwarant.sla.civil import CivilPeriod, add_period, day_of, days_named, midnight
from gwarant.sla.contract.model.money import Block, Pool
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.contract.values import Period
from gwarant.sla.hours import Month, PoolPeriod
from gwarant.sla.terms import Terms

LENGTHS = {
    PeriodKind.CALENDAR_MONTH: 1,
    PeriodKind.CALENDAR_QUARTER: 3,
    PeriodKind.CALENDAR_YEAR: 12,
    PeriodKind.CONTRACT_YEAR: 12,
}
Stated = tuple[Terms, Month, CivilPeriod]


def pool_months(stated: Sequence[Stated], begin: int) -> list[Month]:
    """The months with their part in the pool's periods; one in which a contract year ends is cut there.

    `begin` is the moment from which contract years are counted.
    """
    blocks = _blocks(stated)
    ends = [one.lapses_at for one in blocks.values() if one.lapses_at is not None]
    rows = [part for row in stated for part in _cut(row, day_of(begin, row[0].zone), ends)]
    placed: list[Month] = []
    for n, row in enumerate(rows):
        if (pool := row[0].contract.hours.pool) in blocks:
            placed.append(replace(row[1], pool=_of_block(blocks[pool], row[1].start)))
            continue
        later = rows[n + 1] if n + 1 < len(rows) else None
        former = rows[n - 1] if n else None
        name = placed[-1].pool.name if placed and placed[-1].pool else ""
        period = _of_period if _per(row) is not PeriodKind.CALENDAR_MONTH else _of_month
        placed.append(replace(row[1], pool=period(row, former, later, name, day_of(begin, row[0].zone))))
    return placed


def period_at(day: date, per: PeriodKind, begin: date) -> tuple[date, date]:
    """The first day of the pool's period in which the day lies, and the first of the next one."""
    months = LENGTHS[per]
    if per is not PeriodKind.CONTRACT_YEAR:
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return first, add_period(first, Period(months=months))
    years = day.year - begin.year
    starts = (add_period(begin, Period(months=12 * n)) for n in range(years - 1, years + 2))
    return next((first, after) for first, after in pairwise(starts) if first <= day < after)


def _per(row: Stated) -> PeriodKind:
    pool = row[0].contract.hours.pool
    return pool.per if pool else PeriodKind.CALENDAR_MONTH


def _cut(row: Stated, begin: date, ends: Sequence[int]) -> Iterator[Stated]:
    """The row in its parts: where a period of its pool ends, and where a block does."""
    terms, month, civil = row
    edge = midnight(period_at(day_of(month.start, terms.zone), _per(row), begin)[1], terms.zone)
    inside = sorted({at for at in (edge, *ends) if month.start < at < month.end})
    for start, end in pairwise((month.start, *inside, month.end)):
        yield terms, replace(month, start=start, end=end) if inside else month, civil


@dataclass(frozen=True)
class _Bought:
    """A block: what its lot is called, with which month it comes, and when it lapses (UTC seconds)."""

    name: str
    start: int
    lapses_at: int | None


def _blocks(stated: Sequence[Stated]) -> dict[Pool | None, _Bought]:
    """The blocks by the pools that bring them; a later wording with the same pool brings none anew."""
    found: dict[Pool | None, _Bought] = {}
    for terms, month, _ in stated:
        pool = terms.contract.hours.pool
        if pool is not None and pool.block is not None and pool not in found:
            found[pool] = _bought(pool.block, terms.zone, month.start)
    return found


def _bought(block: Block, zone: str, start: int) -> _Bought:
    first = block.bought or day_of(start, zone)
    if block.lasts is None:
        return _Bought(str(first), start, None)
    after = add_period(first, block.lasts)
    return _Bought(days_named(first, after - timedelta(days=1)), start, midnight(after, zone))


def _of_block(block: _Bought, start: int) -> PoolPeriod:
    grants = start == block.start
    return PoolPeriod(name=block.name, grants=grants, ends=False, lapses_at=block.lapses_at, is_block=True)


def _of_month(row: Stated, former: Stated | None, later: Stated | None, _name: str, _begin: date) -> PoolPeriod:
    """A lot for each piece of the month; `full` is the first or last month of a contract, not one that is amended."""
    terms, month, civil = row
    pool = terms.contract.hours.pool or Pool()
    ends = later is None or later[2] != civil
    alone = ends and (former is None or former[2] != civil)
    share = Fraction(1) if alone and pool.partial_period == "full" else month.share
    return PoolPeriod(name=month.name, share=share, ends=ends, lapses_at=_lapse(civil.after, pool, terms.zone))


def _of_period(row: Stated, former: Stated | None, later: Stated | None, name: str, begin: date) -> PoolPeriod:
    """A lot for as long as the wording says that it holds; a successor takes back what lies beyond the change."""
    terms, month, _ = row
    pool = terms.contract.hours.pool or Pool()
    first, after = period_at(day_of(month.start, terms.zone), pool.per, begin)
    start, end = midnight(first, terms.zone), midnight(after, terms.zone)
    full = pool.partial_period == "full"
    until = end if full else min(end, _own_end(terms, end))
    grants = former is None or former[0] is not terms or former[1].end <= start
    changes = later is not None and later[0] is not terms
    return PoolPeriod(
        name=_lot(pool.per, first, after, terms, month.start) if grants else name,
        share=Fraction(until - (start if full and former is None else month.start), end - start),
        grants=grants,
        ends=month.end >= end,
        withdrawn=Fraction(until - month.end, end - start) if changes else Fraction(0),
        lapses_at=_lapse(after, pool, terms.zone),
    )


def _lot(per: PeriodKind, first: date, after: date, terms: Terms, start: int) -> str:
    names = {
        PeriodKind.CALENDAR_QUARTER: f"{first.year:04}-Q{(first.month + 2) // 3}",
        PeriodKind.CALENDAR_YEAR: f"{first.year:04}",
    }
    day = day_of(start, terms.zone)
    two_days = days_named(day, after - timedelta(days=1))
    return names.get(per, two_days) if day == first else two_days


def _own_end(terms: Terms, otherwise: int) -> int:
    last = terms.contract.effective.to
    return midnight(last + timedelta(days=1), terms.zone) if last else otherwise


def _lapse(after: date, pool: Pool, zone: str) -> int | None:
    """The moment at which hours of a period lapse that ends with the day before `after`; None for never."""
    months = LENGTHS[pool.per] * pool.carry.periods
    if pool.carry.forever or after.year + months // 12 >= LAST_YEAR:
        return None
    return midnight(add_period(after, Period(months=months)), zone)
