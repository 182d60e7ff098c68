"""The money side of an assessment: the hours statement and the remedies of each civil month."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.assessment.model import MonthOfMoney, Promised
from gwarant.sla.civil import CivilPeriod, add_period, day_of, midnight, months_between
from gwarant.sla.clocks.reading import Reading, SegmentKind
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.values import WEEKDAYS, Period
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours import CivilTime, Month, Statement, statements
from gwarant.sla.remedies import Breach, Settlement, settle
from gwarant.sla.spans import Span, Spans, clip, union
from gwarant.sla.terms import Terms


@dataclass(frozen=True)
class Piece:
    """A civil month, or the part of it for which one wording held."""

    terms: Terms
    month: Month
    civil: CivilPeriod


def pieces_of(terms: Sequence[tuple[Terms, Span]], until: int) -> tuple[Piece, ...]:
    """The months from the first wording's first day to `until`, cut where the wording changes."""
    found: list[Piece] = []
    for one, (start, end) in terms:
        if start < min(end, until):
            first, last = day_of(start, one.zone), day_of(min(end, until) - 1, one.zone)
            months = months_between(first, last + timedelta(days=1), one.zone)
            found += (_piece(one, (start, end), civil) for civil in months)
    return tuple(found)


def civil_time(terms: Terms) -> CivilTime:
    """Calendars, weekdays and holidays of the contract, for conditions of time."""
    free = {row.day for calendar in terms.contract.calendars.values() for row in calendar.free_days}
    return CivilTime(
        open_spans=lambda name, start, end: terms.calendars[name].spans(start, end),
        day_spans=lambda names, start, end: _days(terms.zone, start, end, lambda day: WEEKDAYS[day.weekday()] in names),
        holiday_spans=lambda start, end: _days(terms.zone, start, end, lambda day: day in free),
    )


def hours_of(pieces: Sequence[Piece], entries: Sequence[TimeEntry]) -> tuple[Statement, ...]:
    """The statement of each piece, in one run of the pool; empty without time entries: nobody knows what was worked."""
    if not pieces or not entries:
        return ()
    last = pieces[-1].terms
    money = last.contract.defaults.money
    months = [piece.month for piece in pieces]
    return statements(last.contract.hours, entries, months, civil=civil_time(last), money=money)


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
        if missed and not _is_free(by_name[row.contract], moment):
            found.append(Breach(incident=f"{promise} {moment}", at=moment, promise=promise, value=value))
    return tuple(found)


def settlements(pieces: Sequence[Piece], breaches: Sequence[Breach], start: date) -> tuple[Settlement, ...]:
    """The settlement of each piece; what a contract year has paid so far counts against its cap."""
    bases = _bases(pieces)
    done: list[Settlement] = []
    for at, piece in enumerate(pieces):
        contract = piece.terms.contract
        year = _contract_year(start, day_of(piece.month.start, piece.terms.zone))
        paid = [s.total or Decimal(0) for s, p in zip(done, pieces[:at], strict=True) if p.civil.after > year]
        done.append(
            settle(
                contract.remedies,
                contract.remedy_rules,
                breaches,
                bases,
                piece.month,
                year_to_date=sum(paid, Decimal(0)),
                money=contract.defaults.money,
            )
        )
    return tuple(done)


def months_of_money(
    pieces: Sequence[Piece], hours: Sequence[Statement], remedies: Sequence[Settlement], period: Span
) -> tuple[MonthOfMoney, ...]:
    """The months that lie inside the period."""
    rows = []
    for at, piece in enumerate(pieces):
        if period[0] <= piece.month.start and piece.month.end <= period[1]:
            rows.append(MonthOfMoney(piece.month.name, piece.terms.name, hours[at] if hours else None, remedies[at]))
    return tuple(rows)


def _piece(terms: Terms, valid: Span, civil: CivilPeriod) -> Piece:
    start, end = max(civil.start, valid[0]), min(civil.end, valid[1])
    name = civil.name if (start, end) == (civil.start, civil.end) else f"{civil.name} from {day_of(start, terms.zone)}"
    share = Fraction(end - start, civil.end - civil.start)
    month = Month(name=name, start=start, end=end, share=share, terms=terms.contract.hours)
    return Piece(terms, month, civil)


def _days(zone: str, start: int, end: int, wanted: Callable[[date], bool]) -> Spans:
    first, last = day_of(start, zone), day_of(max(end - 1, start), zone)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    spans = [(midnight(day, zone), midnight(day + timedelta(days=1), zone)) for day in days if wanted(day)]
    return clip(union(spans), (start, end))


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
        overrun=clip(counted, late),
        elapsed=(late,) if late[0] < late[1] else (),
    )


def _bases(pieces: Sequence[Piece]) -> dict[tuple[str, str], Decimal | None]:
    """Each fee by name and month; a month that is cut has its share of the fee."""
    bases: dict[tuple[str, str], Decimal | None] = {}
    for piece in pieces:
        for name, amount in _fees(piece.terms.contract):
            share = piece.month.share
            part = amount * share.numerator / share.denominator if amount is not None else None
            bases[name, piece.month.name] = part
            bases.setdefault((name, piece.civil.name), amount)
    return bases


def _fees(contract: Contract) -> Iterator[tuple[str, Decimal | None]]:
    yield "monthly", contract.fee.monthly
    yield from contract.fee.parts.items()
    yield "contract_total", _contract_total(contract)


def _contract_total(contract: Contract) -> Decimal | None:
    start, end = contract.effective.from_, contract.effective.to
    if contract.fee.monthly is None or start is None or end is None:
        return None
    return contract.fee.monthly * len(months_between(start, end, contract.defaults.timezone))


def _contract_year(start: date, day: date) -> date:
    """The first day of the contract year in which the day lies."""
    years = day.year - start.year
    first = add_period(start, Period(months=12 * years))
    return first if first <= day else add_period(start, Period(months=12 * (years - 1)))
