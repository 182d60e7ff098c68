"""Civil months cut where the wording changes, and the hours statement of each piece."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from gwarant.sla.assessment.availability import Reign
from gwarant.sla.assessment.pools import pool_months
from gwarant.sla.assessment.unread import doubted, off_the_list
from gwarant.sla.assessment.worked import classes_worked
from gwarant.sla.civil import CivilPeriod, day_of, days_named, midnight, months_between
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.contract.values import WEEKDAYS
from gwarant.sla.evidence.model import Closing, TicketEvent, TimeEntry, Unread
from gwarant.sla.hours import CivilTime, Month, Statement, statements
from gwarant.sla.spans import Span, Spans, clip, union
from gwarant.sla.terms import Terms

EVER = 1 << 40


@dataclass(frozen=True)
class Piece:
    """A civil month, or the part of it for which one wording held."""

    terms: Terms
    month: Month
    civil: CivilPeriod


def pieces_of(valid: Sequence[Reign], until: int) -> tuple[Piece, ...]:
    """The months from the first wording's first day to `until`, cut where the wording changes."""
    found: list[Piece] = []
    for terms, (start, end) in valid:
        if start < min(end, until):
            first, last = day_of(start, terms.zone), day_of(min(end, until) - 1, terms.zone)
            months = months_between(first, last + timedelta(days=1), terms.zone)
            found += (_piece(terms, (start, end), civil) for civil in months)
    return tuple(found)


def hours_of(
    pieces: Sequence[Piece],
    entries: Sequence[TimeEntry],
    closings: Sequence[Closing] = (),
    unread: Sequence[Unread] = (),
    events: Sequence[TicketEvent] = (),
) -> dict[str, Statement]:
    """The statement of each piece by its month's name; empty without time entries: nobody knows what was worked.

    A pool lives as long as one wording follows the other without a gap. What an unreadable entry may be part of could
    not be checked.
    """
    if not entries:
        return {}
    closed = _closed(pieces, closings)
    start = pieces[0].month.start
    classes = classes_worked([piece.terms.contract for piece in pieces], entries, events)
    found: dict[str, Statement] = {}
    for group in _unbroken(pieces):
        stated = _statements(group, entries, closed, start, classes)
        doubts = _doubts(group, stated, closed, unread)
        own = {piece.month.name: piece for piece in group}
        for one, rows in zip(stated, doubts, strict=True):
            piece = own[one.month]
            span = piece.month.start, piece.month.end
            found[one.month] = off_the_list(doubted(one, rows), piece.terms, span, entries)
    return found


def _doubts(
    group: Sequence[Piece], found: Sequence[Statement], closed: Mapping[str, int], unread: Sequence[Unread]
) -> list[list[Unread]]:
    """For each statement the entries that may belong to it: those that came before it was closed.

    What lies in a pool is carried on, so that the months after it are touched as well.
    """
    pieces = {piece.month.name: piece for piece in group}
    touched: list[list[Unread]] = []
    carried: set[str] = set()
    for one in found:
        piece = pieces[one.month]
        rows = [row for row in unread if row.received < closed.get(one.month, EVER)]
        touched.append([row for row in rows if row.received > piece.month.start or row.id in carried])
        carried |= {row.id for row in touched[-1]} if _goes_on(piece.terms) else set()
    return touched


def _goes_on(terms: Terms) -> bool:
    pool = terms.contract.hours.pool
    carries = pool is not None and (pool.carry.forever or pool.carry.periods > 0 or pool.block is not None)
    return carries or (pool is not None and pool.per is not PeriodKind.CALENDAR_MONTH)


def _statements(
    group: Sequence[Piece],
    entries: Sequence[TimeEntry],
    closed: Mapping[str, int],
    first: int,
    classes: Mapping[str, str],
) -> tuple[Statement, ...]:
    """One run of the pool; entries from before a gap belong to the run before it."""
    begin, last = group[0].month.start, group[-1].terms
    own = [entry for entry in entries if entry.start >= begin or begin == first]
    hours, money = last.contract.hours, last.contract.defaults.money
    months = pool_months([(piece.terms, piece.month, piece.civil) for piece in group], begin)
    civil = civil_time(last)
    return statements(hours, own, months, civil=civil, closings=closed, money=money, classes=classes)


def _closed(pieces: Sequence[Piece], closings: Sequence[Closing]) -> dict[str, int]:
    """When each piece was closed: with the civil month in which it lies, the first time that somebody closed it."""
    moments: dict[str, int] = {}
    for row in closings:
        moments[row.month] = min(row.at, moments.get(row.month, row.at))
    return {piece.month.name: moments[piece.civil.name] for piece in pieces if piece.civil.name in moments}


def _unbroken(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        if group and group[-1].month.end != piece.month.start:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _piece(terms: Terms, valid: Span, civil: CivilPeriod) -> Piece:
    start, end = max(civil.start, valid[0]), min(civil.end, valid[1])
    whole = (start, end) == (civil.start, civil.end)
    month = Month(
        name=civil.name if whole else days_named(day_of(start, terms.zone), day_of(end - 1, terms.zone)),
        start=start,
        end=end,
        share=Fraction(end - start, civil.end - civil.start),
        terms=terms.contract.hours,
        civil=civil_time(terms),
    )
    return Piece(terms, month, civil)


def civil_time(terms: Terms) -> CivilTime:
    """Calendars, weekdays and holidays of the contract, for conditions of time."""
    free = {row.day for calendar in terms.contract.calendars.values() for row in calendar.free_days}
    return CivilTime(
        open_spans=lambda name, start, end: terms.calendars[name].spans(start, end),
        day_spans=lambda names, start, end: _days(terms.zone, start, end, lambda day: WEEKDAYS[day.weekday()] in names),
        holiday_spans=lambda start, end: _days(terms.zone, start, end, lambda day: day in free),
    )


def _days(zone: str, start: int, end: int, wanted: Callable[[date], bool]) -> Spans:
    first, last = day_of(start, zone), day_of(max(end - 1, start), zone)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    spans = [(midnight(day, zone), midnight(day + timedelta(days=1), zone)) for day in days if wanted(day)]
    return clip(union(spans), (start, end))
