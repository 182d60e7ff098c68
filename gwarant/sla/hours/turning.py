"""The pool run from the first month of the contract to the one that is asked for."""

from collections.abc import Iterable, Iterator, Sequence

from gwarant.sla.hours.month import Months
from gwarant.sla.hours.part import Part
from gwarant.sla.hours.pool import Drained, Draw, Lots, Turn, netted, newest_first


def turns(parts: Sequence[Part], months: Months, upto: int) -> Iterator[Turn]:
    """The months from the first to number `upto`, each with its parts in the order in which they count."""
    lots = Lots()
    drawn: dict[tuple[str, int], tuple[Draw, ...]] = {}
    by_month: dict[int, list[Part]] = {}
    for part in sorted(parts, key=_order):
        by_month.setdefault(part.month, []).append(part)
    for number in range(upto + 1):
        yield _turn(lots, drawn, by_month.get(number, []), months, number)


def _turn(
    lots: Lots, drawn: dict[tuple[str, int], tuple[Draw, ...]], parts: Sequence[Part], months: Months, number: int
) -> Turn:
    pool, period = months.terms(number).pool, months.pool(number)
    carried = lots.filled
    grants = lots.grant(pool, period) if pool else ()
    undone = netted(parts)
    returned = {
        _key(part): Drained(part, lots.give_back(drawn.get((part.reverses, part.number), ())))
        for part in parts
        if part.reverses and (part.reverses, part.number) not in undone
    }
    order, unlimited = newest_first(pool), pool is not None and pool.unlimited
    rows = []
    for part in parts:
        if not part.reverses and _key(part) not in undone:
            grants += lots.grow(part.asked) if unlimited else ()
            drawn[_key(part)] = lots.draw(part.asked, order)
        rows.append(returned.get(_key(part)) or Drained(part, drawn.get(_key(part), ())))
    withdrawn = lots.withdraw(pool, period) if pool else ()
    return Turn(
        grants=summed(grants),
        carried_in=carried,
        returned=-sum(row.pooled for row in returned.values()),
        drained=tuple(rows),
        expired=(*withdrawn, *lots.lapse(months.months[number].end, pool, period.ends)),
        carried_out=lots.filled,
        unlimited=unlimited,
    )


def joined(turns: Sequence[Turn]) -> Turn:
    """Months that are stated as one."""
    return Turn(
        grants=summed(grant for turn in turns for grant in turn.grants),
        carried_in=turns[0].carried_in,
        returned=sum(turn.returned for turn in turns),
        drained=tuple(row for turn in turns for row in turn.drained),
        expired=tuple(draw for turn in turns for draw in turn.expired),
        carried_out=turns[-1].carried_out,
        unlimited=any(turn.unlimited for turn in turns),
    )


def summed(draws: Iterable[Draw]) -> tuple[Draw, ...]:
    """One draw for each lot, in the order in which they first appear."""
    sums: dict[str, int] = {}
    for draw in draws:
        sums[draw.lot] = sums.get(draw.lot, 0) + draw.seconds
    return tuple(Draw(lot, seconds) for lot, seconds in sums.items())


def _key(part: Part) -> tuple[str, int]:
    return part.entry, part.number


def _order(part: Part) -> tuple[int, int, str, int]:
    return part.at, part.start, part.entry, part.number
