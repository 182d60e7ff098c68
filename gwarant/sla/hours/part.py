"""A time entry cut where its month or its rate changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from gwarant.sla.contract.model.money import ChargedTo, Drains, Hours, Multiplier, WorkKind
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.facts import Id, Internal, Length, Moment, Money, Quoted
from gwarant.sla.hours.condition import CivilTime, holds, parse_condition
from gwarant.sla.hours.free import freed_by
from gwarant.sla.hours.month import Months
from gwarant.sla.hours.rounding import charged_seconds, dealt, floored_steps
from gwarant.sla.spans import Span, covers


class RateKind(StrEnum):
    STANDARD = "standard"
    MULTIPLIED = "multiplied"  # at a time that the contract names
    NOT_CHARGED = "not_charged"
    APART = "apart"


@dataclass(frozen=True, kw_only=True)
class Rate:
    """The rate class of a part with the prices of an hour that were in force when the work was done."""

    kind: RateKind = RateKind.STANDARD
    when: Quoted = ""  # the contract's words for the time at which it is multiplied, or for the tickets that are free
    x: Decimal = Decimal(1)
    drains: Drains = Drains.PRICE
    above: Money | None = None
    included: Money | None = None

    @property
    def name(self) -> str:
        """The time at which it holds, else its kind."""
        return self.when or self.kind.value


NOT_CHARGED = Rate(kind=RateKind.NOT_CHARGED)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of one entry at one rate, counted in month number `month`; a taken back part is negative.

    `real`, `charged` and `drain` (what it asks of the pool, or costs by itself) are seconds; `at` orders the parts
    of a month. `charge` says who bears it: the charged time of a part `apart` is quoted by itself and never priced.
    """

    entry: Id
    number: int
    work: Id
    start: Moment
    end: Moment
    real: Length
    charged: Length
    drain: Length
    rate: Rate
    month: Internal
    at: Moment
    late: bool = False
    reverses: Id = ""
    charge: ChargedTo = ChargedTo.POOL

    @property
    def asked(self) -> int:
        """The seconds that are wanted of the pool."""
        return 0 if self.charge is ChargedTo.RATE else self.drain


def cut(entry: TimeEntry, months: Months, civil: CivilTime, class_: str = "") -> tuple[Part, ...]:
    """The parts of an entry that begins within the months; what lies beyond them or waits for one is left out.

    They are not yet `borne` by anybody. `class_` is that of the entry's ticket.
    """
    own = months.index(entry.start)
    if own is None:
        return ()
    kind = kind_of(months.terms(own), entry.work, class_)
    is_free = kind.charge is ChargedTo.NEVER and kind.at_most is None
    free = replace(NOT_CHARGED, when=freed_by(months.terms(own), class_)) if is_free else None
    stretches = list(_stretches(entry, months, civil, free))
    whole = 0 if free else charged_seconds(entry.end - entry.start, entry.work, kind.round or months.terms(own).round)
    charged = dealt(whole, [end - start for (start, end), _ in stretches])
    drained = floored_steps([_drain(seconds, rate) for seconds, (_, rate) in zip(charged, stretches, strict=True)])
    rows = enumerate(zip(stretches, charged, drained, strict=True))
    parts = (_part(entry, n, stretch, (seconds, drain), months) for n, (stretch, seconds, drain) in rows)
    return tuple(part for part in parts if part is not None)


def kind_of(terms: Hours, work: str, class_: str = "") -> WorkKind:
    """How work of that name is charged on a ticket of the class; what is not named at all is charged to the pool.

    `not_charged` wins, whether it names the work or the class.
    """
    named = next((kind for kind in terms.work if kind.id == work), WorkKind(id=work))
    is_free = work in terms.not_charged or freed_by(terms, class_)
    return replace(named, charge=ChargedTo.NEVER, at_most=None) if is_free else named


def borne(part: Part, charge: ChargedTo) -> Part:
    """The part as it counts for who bears it."""
    if charge is ChargedTo.NEVER:
        is_free = part.rate.kind is RateKind.NOT_CHARGED
        return replace(part, charge=charge, charged=0, drain=0, rate=part.rate if is_free else NOT_CHARGED)
    if charge is ChargedTo.APART:
        return replace(part, charge=charge, drain=0, rate=Rate(kind=RateKind.APART))
    return replace(part, charge=charge)


def _stretches(entry: TimeEntry, months: Months, civil: CivilTime, free: Rate | None) -> Iterator[tuple[Span, Rate]]:
    inner = {month.start for month in months.months if entry.start < month.start < entry.end}
    last = months.months[-1].end
    inner |= {last} if entry.start < last < entry.end else set()
    for span in pairwise(sorted({entry.start, entry.end} | inner)):
        index = months.index(span[0])
        if free or index is None:
            yield span, free or NOT_CHARGED
        else:
            own = entry if index == months.index(entry.start) else replace(entry, rate=None)
            yield from _rated(own, span, months.terms(index), months.civil(index, civil))


def _rated(entry: TimeEntry, span: Span, terms: Hours, civil: CivilTime) -> Iterator[tuple[Span, Rate]]:
    ranked = sorted(terms.rates.multipliers, key=lambda one: -one.x)
    found = [(one, holds(parse_condition(one.when), span, entry.emergency, civil)) for one in ranked]
    edges = sorted({*span, *(edge for _, spans in found for pair in spans for edge in pair)})
    pieces = [
        (piece, next((one for one, spans in found if covers(spans, piece[0])), None)) for piece in pairwise(edges)
    ]
    for piece, multiplier in _joined(pieces):
        yield piece, _rate(terms, multiplier, entry)


def _joined(pieces: Sequence[tuple[Span, Multiplier | None]]) -> Iterator[tuple[Span, Multiplier | None]]:
    (start, end), held = pieces[0]
    for piece, multiplier in pieces[1:]:
        if multiplier is not held:
            yield (start, end), held
            start, held = piece[0], multiplier
        end = piece[1]
    yield (start, end), held


def price_of(terms: Hours, work: str) -> Decimal | None:
    """The price of an hour above the pool; a kind of work with a price of its own has that one."""
    own = kind_of(terms, work).rate
    return terms.rates.above if own is None else own


def _rate(terms: Hours, multiplier: Multiplier | None, entry: TimeEntry) -> Rate:
    """The prices in force, above the pool the one that was written down with the work."""
    above = price_of(terms, entry.work) if entry.rate is None else entry.rate
    included = terms.rates.included
    if multiplier is None:
        return Rate(above=above, included=included)
    return Rate(
        kind=RateKind.MULTIPLIED,
        when=multiplier.when,
        x=multiplier.x,
        drains=multiplier.drains,
        above=above,
        included=included,
    )


def _drain(charged: int, rate: Rate) -> Fraction:
    return charged * (Fraction(rate.x) if rate.drains is Drains.POOL else Fraction(1))


def _part(
    entry: TimeEntry, number: int, stretch: tuple[Span, Rate], seconds: tuple[int, int], months: Months
) -> Part | None:
    (start, end), rate = stretch
    own = months.index(start)
    month = None if own is None else months.open_from(own, entry.received)
    if month is None:
        return None
    late = month != own
    at = entry.received if late else start
    return Part(
        entry=entry.id,
        number=number,
        work=entry.work,
        start=start,
        end=end,
        real=end - start,
        charged=seconds[0],
        drain=seconds[1],
        rate=rate,
        month=month,
        at=at,
        late=late,
    )
