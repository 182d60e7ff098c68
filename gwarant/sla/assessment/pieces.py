"""Civil months cut where the wording changes, and the hours statement of each piece."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import takewhile

from gwarant.sla.assessment.availability import Reign
from gwarant.sla.assessment.handed import HandedHours, Reached
from gwarant.sla.assessment.pools import pool_months
from gwarant.sla.assessment.unread import TIME, doubted, off_the_list
from gwarant.sla.assessment.worked import classes_worked
from gwarant.sla.civil import CivilPeriod, day_of, days_named, midnight, months_between
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.contract.values import WEEKDAYS
from gwarant.sla.evidence.model import Closing, Evidence, TicketEvent, TimeEntry, Unread
from gwarant.sla.hours import CivilTime, Month, Statement, opened, statements
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
    handed: HandedHours | None = None,
) -> dict[str, Statement]:
    """The statement of each piece by its month's name; empty without time entries: nobody knows what was worked.

    A pool lives as long as one wording follows the other without a gap. What an unreadable entry may be part of could
    not be checked. With `handed` only the months since, from the entries that count in them.
    """
    if not entries and handed is None:
        return {}
    closed = _closed(pieces, closings)
    if handed is not None and not _goes_with(handed, entries, closed):
        raise Reached
    start = pieces[0].month.start
    classes = classes_worked([piece.terms.contract for piece in pieces], entries, events)
    found: dict[str, Statement] = {}
    for group in _unbroken(pieces):
        stated = _statements(group, entries, closed, start, classes, handed)
        doubts = _doubts(group, stated, closed, unread)
        own = {piece.month.name: piece for piece in group}
        for one, rows in zip(stated, doubts, strict=True):
            piece = own[one.month]
            span = piece.month.start, piece.month.end
            found[one.month] = off_the_list(doubted(one, rows), piece.terms, span, entries)
    return found


def hand_hours(
    pieces: Sequence[Piece], seen: Evidence, since: int, known: int, handed: HandedHours | None = None
) -> HandedHours | None:
    """What the months before `since` hand on of their hours, as far as they were closed by `known` (UTC seconds).

    None where no month was, where the wordings leave a gap, or nobody can read an entry.
    """
    groups, closed = list(_unbroken(pieces)), _closed(pieces, seen.closings)
    if len(groups) != 1 or any(row.of == TIME for row in seen.unread) or not (seen.entries or handed):
        return None
    ended = takewhile(lambda one: closed.get(one.month.name, EVER) <= known and one.month.end <= since, groups[0])
    shut = {one.month.name: one for one in ended}
    if not shut or (handed and list(shut.values())[-1].month.end < handed.opening.since):
        return None
    given = _Given(groups[0], seen.entries, groups[0][0].month.start)
    classes = classes_worked([piece.terms.contract for piece in pieces], seen.entries, seen.events)
    terms, opening = groups[0][-1].terms, handed.opening if handed else None
    end = list(shut.values())[-1].month.end
    found, later = opened(
        *(terms.contract.hours, given.entries, given.months, end),
        civil=civil_time(terms),
        closings=closed,
        classes=classes,
        opening=opening,
    )
    return HandedHours(found, later, {name: closed[name] for name in shut})


def _goes_with(handed: HandedHours, entries: Sequence[TimeEntry], closed: Mapping[str, int]) -> bool:
    """Whether the months were closed as they were then, and no entry takes back another that is not there."""
    here = {row.id for row in entries}
    same = all(closed.get(name) == moment for name, moment in handed.closed.items())
    return same and all(row.reverses in here for row in entries if row.reverses)


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


@dataclass(frozen=True)
class _Given:
    """One run of the pool: its months, and its entries; those from before a gap belong to the run before it."""

    group: Sequence[Piece]
    all: Sequence[TimeEntry]
    first: int  # when the first of all runs began

    @property
    def entries(self) -> list[TimeEntry]:
        begin = self.group[0].month.start
        return [entry for entry in self.all if entry.start >= begin or begin == self.first]

    @property
    def months(self) -> list[Month]:
        pieces = [(piece.terms, piece.month, piece.civil) for piece in self.group]
        return pool_months(pieces, self.group[0].month.start)


def _statements(
    group: Sequence[Piece],
    entries: Sequence[TimeEntry],
    closed: Mapping[str, int],
    first: int,
    classes: Mapping[str, str],
    handed: HandedHours | None,
) -> tuple[Statement, ...]:
    last, given = group[-1].terms, _Given(group, entries, first)
    return statements(
        *(last.contract.hours, given.entries, given.months),
        civil=civil_time(last),
        closings=closed,
        money=last.contract.defaults.money,
        classes=classes,
        opening=handed.opening if handed else None,
    )


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
