"""Which entries count, where, and which are refused: the append-only rows turned into parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours.condition import CivilTime
from gwarant.sla.hours.month import Months
from gwarant.sla.hours.part import Part, cut


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A row that is not counted, why, and the number of the month whose statement says so."""

    entry: str
    reason: str
    month: int


@dataclass(frozen=True)
class Ledger:
    """All counted parts, and the refused rows."""

    parts: tuple[Part, ...]
    refusals: tuple[Refusal, ...]


def post(entries: Iterable[TimeEntry], months: Months, civil: CivilTime) -> Ledger:
    """The ledger of the rows in the order in which they were received; of one moment, reversals come last."""
    rows = sorted(entries, key=lambda row: (row.received, bool(row.reverses), row.start, row.end, row.id))
    posting = _Posting(months, civil)
    for row in rows:
        posting.add(row)
    return Ledger(tuple(posting.parts), tuple(posting.refusals))


class _Posting:
    def __init__(self, months: Months, civil: CivilTime) -> None:
        self.months, self.civil = months, civil
        self.parts: list[Part] = []
        self.refusals: list[Refusal] = []
        self.seen: set[str] = set()
        self.counted: dict[str, tuple[Part, ...]] = {}
        self.taken_back: set[str] = set()

    def add(self, row: TimeEntry) -> None:
        """Count the row or refuse it."""
        reason = self._refusal(row)
        self.seen.add(row.id)
        if reason:
            self._refuse(row, reason)
        elif row.reverses:
            self.taken_back.add(row.reverses)
            self.parts += self._taken_back(row, self.counted[row.reverses])
        else:
            self.counted[row.id] = cut(row, self.months, self.civil)
            self.parts += self.counted[row.id]

    def _refusal(self, row: TimeEntry) -> str:
        if row.id in self.seen:
            return "an entry with this id was received before"
        if row.reverses:
            return self._reversal_refusal(row)
        if row.end <= row.start:
            return "the entry has no length: nothing was worked"
        if row.start < self.months.months[0].start:
            return "the work began before the contract"
        return ""

    def _reversal_refusal(self, row: TimeEntry) -> str:
        if row.reverses in self.taken_back:
            return f"{row.reverses} was taken back before"
        if row.reverses not in self.counted:
            return f"{row.reverses} is not a counted entry that could be taken back"
        return ""

    def _refuse(self, row: TimeEntry, reason: str) -> None:
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
