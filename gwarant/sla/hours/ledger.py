"""Which entries count, where, and which are refused: the append-only rows turned into parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gwarant.sla.contract.model.money import WorkKind
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.facts import Id, Internal, Told
from gwarant.sla.hours.codes import BEFORE_CONTRACT, NO_LENGTH, NOT_COUNTED, RECEIVED_BEFORE, TAKEN_BACK_BEFORE
from gwarant.sla.hours.condition import CivilTime
from gwarant.sla.hours.limit import limited
from gwarant.sla.hours.month import Months
from gwarant.sla.hours.part import Part, cut, kind_of

NO_CLASSES: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A row that is not counted, why, and the number of the month whose statement says so."""

    entry: Id
    reason: Told
    month: Internal


@dataclass(frozen=True)
class Ledger:
    """All counted parts, and the refused rows."""

    parts: tuple[Part, ...]
    refusals: tuple[Refusal, ...]


def post(
    entries: Iterable[TimeEntry], months: Months, civil: CivilTime, classes: Mapping[str, str] = NO_CLASSES
) -> Ledger:
    """The ledger of the rows in the order in which they were received; of one moment, reversals come last.

    `classes` are those of the entries' tickets, by the entries' ids.
    """
    rows = sorted(entries, key=lambda row: (row.received, bool(row.reverses), row.start, row.end, row.id))
    posting = _Posting(months, civil, classes)
    for row in rows:
        posting.add(row)
    return Ledger(tuple(posting.parts()), tuple(posting.refusals))


class _Posting:
    def __init__(self, months: Months, civil: CivilTime, classes: Mapping[str, str]) -> None:
        self.months, self.civil, self.classes = months, civil, classes
        self.refusals: list[Refusal] = []
        self.seen: set[str] = set()
        self.counted: dict[str, tuple[TimeEntry, tuple[Part, ...]]] = {}
        self.reversals: dict[str, TimeEntry] = {}  # by the entry that they take back

    def add(self, row: TimeEntry) -> None:
        """Count the row or refuse it."""
        reason = self._refusal(row)
        self.seen.add(row.id)
        if reason:
            self._refuse(row, reason)
        elif row.reverses:
            self.reversals[row.reverses] = row
        else:
            self.counted[row.id] = row, cut(row, self.months, self.civil, self.classes.get(row.id, ""))

    def parts(self) -> Iterator[Part]:
        """The parts of all counted rows, once all of them are known."""
        undone = {id: self._gone(row, self.counted[id][1]) for id, row in self.reversals.items()}
        gone = {id: month for id, month in undone.items() if month is not None}
        for id, parts in limited(self.counted, gone, self._kind).items():
            yield from parts
            if id in self.reversals:
                yield from self._taken_back(self.reversals[id], parts)

    def _kind(self, row: TimeEntry) -> WorkKind:
        terms = self.months.terms(self.months.index(row.start) or 0)
        return kind_of(terms, row.work, self.classes.get(row.id, ""))

    def _gone(self, row: TimeEntry, parts: Sequence[Part]) -> int | None:
        """The month from which an entry that was taken back no longer counts."""
        return self._month(row, parts[0].month) if parts else None

    def _refusal(self, row: TimeEntry) -> Told | None:
        if row.id in self.seen:
            return RECEIVED_BEFORE()
        if row.reverses:
            return self._reversal_refusal(row)
        if row.end <= row.start:
            return NO_LENGTH()
        if row.start < self.months.months[0].start:
            return BEFORE_CONTRACT()
        return None

    def _reversal_refusal(self, row: TimeEntry) -> Told | None:
        if row.reverses in self.reversals:
            return TAKEN_BACK_BEFORE(entry=row.reverses)
        if row.reverses not in self.counted:
            return NOT_COUNTED(entry=row.reverses)
        return None

    def _refuse(self, row: TimeEntry, reason: Told) -> None:
        month = self._month(row, 0)
        if month is not None:
            self.refusals.append(Refusal(entry=row.id, reason=reason, month=month))

    def _taken_back(self, row: TimeEntry, originals: Sequence[Part]) -> Iterable[Part]:
        """The same amounts, negative, in the month in which the reversal falls, and never before the original's."""
        for part in originals:
            month = self._month(row, part.month)
            if month is not None:
                yield _negative(part, row, month)

    def _month(self, row: TimeEntry, earliest: int) -> int | None:
        """The month for a row without parts of its own; None when that month is not given yet."""
        before = row.start < self.months.months[0].start
        own = 0 if before else self.months.index(row.start)
        return None if own is None else self.months.open_from(max(own, earliest), row.received)


def _negative(part: Part, row: TimeEntry, month: int) -> Part:
    return replace(
        part,
        entry=row.id,
        reverses=part.entry,
        real=-part.real,
        charged=-part.charged,
        drain=-part.drain,
        month=month,
        at=row.received,
        late=month != part.month,
    )
