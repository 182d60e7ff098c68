"""The history of a contract for its triggers, and the rights that came of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from itertools import groupby

from gwarant.sla.assessment.availability import Reign, promise_periods
from gwarant.sla.assessment.breaches import Seen, joined, parts_of
from gwarant.sla.assessment.model import Promised
from gwarant.sla.assessment.money import Bill
from gwarant.sla.assessment.promise_breaches import Failed, kind_of
from gwarant.sla.assessment.promises import PromisesJudged
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.availability.figure import Verdict
from gwarant.sla.civil import CivilPeriod, day_of, midnight
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.duties import DutyVerdict, JudgedSlot
from gwarant.sla.measures import Measured, MeasureVerdict
from gwarant.sla.remedies import Settlement
from gwarant.sla.terms import Terms
from gwarant.sla.triggers import Arisen, Down, History, Late, Mark, rights_of
from gwarant.sla.triggers.codes import AT_CAP, PERIOD, SLOT

MS = 1000
_MONTHS = {PeriodKind.CALENDAR_MONTH: 1, PeriodKind.CALENDAR_QUARTER: 3}


@dataclass(frozen=True)
class _Part:
    """The mark of one wording's part of a promise's period, which lasts `until` (UTC seconds)."""

    promise: str
    mark: Mark
    length: int
    until: int


def judge_rights(
    valid: Sequence[Reign],
    judged: Judged,
    promises: PromisesJudged,
    settled: Sequence[tuple[Bill, Settlement]],
    period: CivilPeriod,
) -> tuple[Arisen, ...]:
    """The rights that arose in the period, and the earlier ones that still were open when it began."""
    if not any(terms.contract.triggers for terms, _ in valid):
        return ()
    history = _history(valid, judged, promises, settled, period)
    found = (one for terms, reign in valid for one in rights_of(terms, reign, history, (period.start, period.end)))
    return tuple(sorted(found, key=lambda one: (one.at, one.id)))


def reached(settled: Iterable[tuple[Bill, Settlement]]) -> Iterator[tuple[str, Bill]]:
    """The caps that were reached, each with the bill of its month: what was owed took up all the room that was left."""
    for bill, one in settled:
        owed = sum((line.amount or Fraction(0) for line in one.lines if line.kept), Fraction(0))
        for cap in one.caps:
            if cap.room is not None and owed > 0 and owed >= cap.room:
                yield cap.per, bill
            owed -= cap.cut


def _history(
    valid: Sequence[Reign],
    judged: Judged,
    promises: PromisesJudged,
    settled: Sequence[tuple[Bill, Settlement]],
    period: CivilPeriod,
) -> History:
    by_name = {terms.name: terms for terms, _ in valid}
    rows = (*promises.earlier, *promises.availability)
    marks = [*_promise_marks(rows, by_name)]
    marks += _measure_marks((*promises.earlier_measures, *promises.measures), by_name)
    held = _joined(part for part in marks if min(part.until, valid[-1][1][1]) <= period.end)
    for name, mark in list(_later_marks(promises.failed, by_name, held)):
        held.setdefault(name, []).append(mark)
    return History(
        zone=valid[-1][0].zone,
        marks={**held, **_duty_marks(promises.slots, by_name)},
        outages=_outages(rows if not period.cuts_months else [row for row in rows if not row.note]),
        late=_late(judged.breaches),
        capped=_capped(settled),
    )


def _promise_marks(rows: Iterable[Promised], terms: Mapping[str, Terms]) -> Iterator[_Part]:
    """A mark for each figure over its own whole period, with its length."""
    for row in rows:
        figure, own = row.figure, terms[row.contract]
        if not row.note and figure.verdict is not Verdict.REPORTED:
            kind = by_id(own.contract.availability, figure.promise).period
            broken, down = figure.verdict is Verdict.BREACHED, figure.downtime.point
            length = figure.end - figure.start
            yield _part(figure.promise, kind, own, (figure.end - 1) // MS, length, broken, figure.point, down)


def _measure_marks(rows: Iterable[Measured], terms: Mapping[str, Terms]) -> Iterator[_Part]:
    for row in rows:
        own = terms[row.contract]
        if not row.note and row.verdict is not MeasureVerdict.REPORTED:
            kind = by_id(own.contract.measures, row.id).per
            value = None if row.value is None else Fraction(row.value)
            broken = row.verdict is MeasureVerdict.BREACHED
            yield _part(row.id, kind, own, row.end - 1, row.end - row.start, broken, value, Fraction(0))


def _part(
    name: str,
    kind: PeriodKind,
    terms: Terms,
    at: int,
    length: int,
    broken: bool,
    value: Fraction | None,
    down: Fraction,
) -> _Part:
    day = day_of(at, terms.zone)
    after = day + timedelta(days=1)
    only = CivilPeriod(day, after, "", midnight(day, terms.zone), midnight(after, terms.zone))
    period = promise_periods(kind, only, terms)[-1]
    number = (period.first.year * 12 + period.first.month - 1) // _MONTHS.get(kind, 12)
    mark = Mark(PERIOD(promise=name, period=period.name), number, period.first, at, broken, value, down)
    return _Part(name, mark, length, period.end)


def _joined(parts: Iterable[_Part]) -> dict[str, list[Mark]]:
    """One mark for each period; parts under several wordings are joined, their figures weighed by length."""
    found: dict[str, list[Mark]] = defaultdict(list)
    ordered = sorted(parts, key=lambda one: (one.promise, one.mark.position, one.mark.at))
    for (name, _), rows in groupby(ordered, key=lambda one: (one.promise, one.mark.position)):
        found[name].append(_one([(one.mark, one.length) for one in rows]))
    return dict(found)


def _one(parts: Sequence[tuple[Mark, int]]) -> Mark:
    last = parts[-1][0]
    known = [(mark.value, length) for mark, length in parts if mark.value is not None]
    weight = sum(length for _, length in known)
    value = sum((value * length for value, length in known), Fraction(0)) / weight if weight else None
    broken, down = any(mark.is_broken for mark, _ in parts), sum((mark.down_ms for mark, _ in parts), Fraction(0))
    return Mark(last.name, last.position, last.day, last.at, broken, value, down)


def _later_marks(
    failed: Iterable[Failed], terms: Mapping[str, Terms], marks: Mapping[str, Sequence[Mark]]
) -> Iterator[tuple[str, Mark]]:
    """A mark for each period that a duty failed after its end, at that moment, unless it was broken by itself."""
    for one in failed:
        if one.fell_later:
            own = terms[one.slot.contract]
            kind, at = kind_of(own, one.name), one.slot.slot.last_at
            mark = _part(one.name, kind, own, one.period.end - 1, 0, True, None, Fraction(0)).mark
            broken = {row.position for row in marks.get(one.name, ()) if row.is_broken}
            if mark.position not in broken:
                yield one.name, replace(mark, at=at)


def _duty_marks(slots: Iterable[JudgedSlot], terms: Mapping[str, Terms]) -> dict[str, list[Mark]]:
    """Slots in a row are neighbours; those of which nothing is certain yet are none."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for one in sorted(slots, key=lambda row: (row.duty, row.slot.start)):
        if one.verdict is not DutyVerdict.PENDING and not one.reported_only:
            day = day_of(one.slot.start, terms[one.contract].zone)
            rows = found[one.duty]
            rows.append(Mark(SLOT(duty=one.duty, day=day), len(rows), day, one.slot.last_at, one.is_broken))
    return dict(found)


def _outages(rows: Iterable[Promised]) -> dict[str, list[Down]]:
    """The counted outages of each promise; one that crosses a period's end is put together again."""
    found: dict[str, list[Seen]] = defaultdict(list)
    for row in (one for one in rows if one.figure.verdict is not Verdict.REPORTED):
        found[row.figure.promise] += (one for one in parts_of(row) if one.lost)
    return {name: [Down(one.lost, one.length) for one in joined(parts)] for name, parts in found.items()}


def _late(breaches: Iterable[Reading]) -> dict[str, list[Late]]:
    found: dict[str, list[Late]] = defaultdict(list)
    for one in sorted(breaches, key=lambda row: (row.due_at, row.key)):
        if not one.reported_only:
            end = one.as_of if one.stopped_at is None else one.stopped_at
            found[one.clock].append(Late(one.name, one.class_, one.due_at, end - one.due_at))
    return dict(found)


def _capped(settled: Iterable[tuple[Bill, Settlement]]) -> dict[str, list[Mark]]:
    """The months in which each cap was reached."""
    found: dict[str, dict[int, Mark]] = defaultdict(dict)
    for per, bill in reached(settled):
        civil = bill.civil
        number = civil.first.year * 12 + civil.first.month
        found[per][number] = Mark(AT_CAP(per=per, month=civil.name), number, civil.first, civil.end - 1, True)
    return {per: [months[number] for number in sorted(months)] for per, months in found.items()}
