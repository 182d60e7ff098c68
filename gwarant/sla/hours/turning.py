"""The pool run from the first month of the contract to the one that is asked for."""

from collections.abc import Iterator, Sequence

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
    pool = months.terms(number).pool
    month = months.months[number]
    carried = lots.filled
    granted = lots.grant(pool, month.name, months.ordinal(number), month.share) if pool else 0
    undone = netted(parts)
    returned = {
        _key(part): Drained(part, lots.give_back(drawn.get((part.reverses, part.number), ())))
        for part in parts
        if part.reverses and (part.reverses, part.number) not in undone
    }
    order = newest_first(pool)
    rows = []
    for part in parts:
        if not part.reverses and _key(part) not in undone:
            drawn[_key(part)] = lots.draw(part.drain, order)
        rows.append(returned.get(_key(part)) or Drained(part, drawn.get(_key(part), ())))
    return Turn(
        granted=granted,
        carried_in=carried,
        returned=-sum(row.pooled for row in returned.values()),
        drained=tuple(rows),
        expired=lots.lapse(months.ordinal(number), pool) if months.ends_ordinal(number) else (),
        carried_out=lots.filled,
    )


def _key(part: Part) -> tuple[str, int]:
    return part.entry, part.number


def _order(part: Part) -> tuple[int, int, str, int]:
    return part.at, part.start, part.entry, part.number
