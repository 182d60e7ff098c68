"""The pool run from the first month of the contract to the one that is asked for."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gwarant.sla.hours.month import Months
from gwarant.sla.hours.part import Part
from gwarant.sla.hours.pool import Drained, Draw, Lot, Lots, Turn, netted, newest_first

Drawn = dict[tuple[str, int], tuple[Draw, ...]]  # by entry and number of the part


@dataclass(frozen=True)
class Opening:
    """Where the pool stands at the moment `since` (UTC seconds), at which a month begins.

    `drawn` is what had been drawn before by the parts of entries that count later as well, to undo it.
    """

    since: int
    lots: tuple[Lot, ...]
    drawn: Mapping[tuple[str, int], tuple[Draw, ...]] = field(default_factory=dict)


def turns(parts: Sequence[Part], months: Months, upto: int, opening: Opening | None = None) -> Iterator[Turn]:
    """The months to number `upto`, with their parts in the order in which they count, since the first or the opening.

    What counted before the opening is in its lots already.
    """
    lots, drawn = _opened(opening)
    yield from _run(parts, months, range(_first(months, opening), upto + 1), lots, drawn)


def opening_at(
    parts: Sequence[Part], months: Months, since: int, later: Container[str], opening: Opening | None = None
) -> Opening:
    """The opening of the month that begins at the moment; `later` are the entries that may count then as well."""
    lots, drawn = _opened(opening)
    ended = [number for number, one in enumerate(months.months) if one.end <= since]
    for _ in _run(parts, months, range(_first(months, opening), len(ended)), lots, drawn):
        pass
    kept = {key: draws for key, draws in drawn.items() if key[0] in later}
    return Opening(since, tuple(lots.alive), kept)


def _opened(opening: Opening | None) -> tuple[Lots, Drawn]:
    return (Lots(list(opening.lots)), dict(opening.drawn)) if opening else (Lots(), {})


def _first(months: Months, opening: Opening | None) -> int:
    return sum(one.end <= opening.since for one in months.months) if opening else 0


def _run(parts: Sequence[Part], months: Months, numbers: Iterable[int], lots: Lots, drawn: Drawn) -> Iterator[Turn]:
    by_month: dict[int, list[Part]] = {}
    for part in sorted(parts, key=_order):
        by_month.setdefault(part.month, []).append(part)
    for number in numbers:
        yield _turn(lots, drawn, by_month.get(number, []), months, number)


def _turn(lots: Lots, drawn: Drawn, parts: Sequence[Part], months: Months, number: int) -> Turn:
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
