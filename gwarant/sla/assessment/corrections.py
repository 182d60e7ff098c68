"""What a period has changed of the months before it: verdicts and figures as stated, and as they are known now."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.assessment.availability import judge_availability
from gwarant.sla.assessment.case import MS
from gwarant.sla.assessment.codes import BY_EXCLUSION, FIGURE, SLOT
from gwarant.sla.assessment.codes import EXCLUSION_REFUSED as NOT_LEFT_OUT
from gwarant.sla.assessment.duties import judge_duties
from gwarant.sla.assessment.facts import Stretch, agreed, fact, of_service, of_ticket, taken_out
from gwarant.sla.assessment.model import Corrected, Promised, Stood
from gwarant.sla.assessment.past import Past
from gwarant.sla.assessment.promises import PromisesJudged, judge_promises
from gwarant.sla.assessment.reach import changed_tickets, late_months, measured_months, months_of, with_later
from gwarant.sla.assessment.tickets import Judged
from gwarant.sla.availability import Correction, display
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.clocks.codes import DISMISSED, EXCLUSION_REFUSED, REMARK
from gwarant.sla.clocks.codes import MERGED as MERGED_INTO
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.duties import JudgedSlot
from gwarant.sla.evidence.known import arrival
from gwarant.sla.evidence.model import Exclusion
from gwarant.sla.facts import Told
from gwarant.sla.measures import Measured
from gwarant.sla.remedies import Fact
from gwarant.sla.spans import Span

_UNJUDGED: tuple[str, int | None] = ("not_judged", None)
NOT_JUDGED, UNKNOWN, MERGED = "not_judged", "unknown", "merged"
Slots = Mapping[tuple[str, str, int], tuple[str, int | None]]


def corrections_of(past: Past, period: CivilPeriod) -> Iterator[Corrected]:
    """Everything that had been stated before the period and that what was heard in it has changed."""
    stretch = past.case.sight(period.start), past.now.sight
    before = past.judged(stretch[0])
    yield from _of_tickets(past, before, stretch)
    yield from _by_exclusions(past, period, stretch)
    yield from past.now.promises.corrections
    yield from _of_promises(past, before, period, stretch)


def _of_tickets(past: Past, before: Judged, stretch: Stretch) -> Iterator[Corrected]:
    """Verdicts that had fallen before the period, and those that are known only now to have fallen then."""
    if before is past.now.judged:
        return
    now = {one.key: one for one in past.now.judged.ever}
    then = {one.key: one for one in before.ever}
    gone = {one.id: MERGED_INTO() for one in past.now.judged.tickets if one.merged_into}
    gone |= {one.id: DISMISSED() for one in past.now.judged.tickets if one.is_dismissed and not one.merged_into}
    for key in sorted(then.keys() | now.keys(), key=lambda key: _place(then.get(key) or now[key])):
        old, new = then.get(key), now.get(key)
        if old is not new and (old or new):
            yield from _changed(past, old, new, gone, stretch)


def _place(reading: Reading) -> tuple[str, str, int, int]:
    return reading.ticket, reading.clock, reading.cycle, reading.link


def _changed(
    past: Past, old: Reading | None, new: Reading | None, gone: Mapping[str, Told], stretch: Stretch
) -> Iterator[Corrected]:
    """`gone`: why a ticket is judged no more."""
    one = old or new
    assert one is not None
    why = gone.get(one.ticket)
    was = (str(old.verdict), old.verdict_at) if old else (NOT_JUDGED, None)
    now = (str(new.verdict), new.verdict_at) if new else (MERGED if why == MERGED_INTO() else NOT_JUDGED, None)
    fell_before = any(at is not None and at < stretch[0].end for _, at in (was, now))
    if was != now and fell_before:
        reason = new.reason if new else why
        facts = dict.fromkeys((*of_ticket(past, one.ticket, stretch), *agreed(past, stretch)))
        yield Corrected(one.name, one.contract, Stood(*was), Stood(*now), reason, tuple(facts))


def _by_exclusions(past: Past, period: CivilPeriod, stretch: Stretch) -> Iterator[Corrected]:
    """Figures of earlier months that an exclusion of this period has changed: the points before and after."""
    valid, seen = past.now.valid, past.now.seen
    if not valid:
        return
    rows = {row.id: row for row in seen.exclusions if row.service and not row.of and _is_new(row, stretch)}
    rows = {name: row for name, row in rows.items() if row.start < period.start * MS}
    touched = {month for row in rows.values() for month in months_of((row.start, row.end), past, period.start)}
    for month in sorted(with_later(touched, past, stretch[0])):
        if month in late_months(past, stretch[0]):
            continue  # told with all that came late
        for one in judge_availability(valid, seen, month):
            for change in one.figure.corrections:
                if change.id in rows:
                    yield _excluded(one, month, change, rows[change.id])


def refusals_of(past: Past, period: CivilPeriod) -> Iterator[Told]:
    """The exclusions of this period by which something earlier was to be left out, and which are refused."""
    stretch = past.case.sight(period.start), past.now.sight
    rows = {row.id: row for row in past.now.seen.exclusions if _is_new(row, stretch)}
    for one in past.now.judged.ever if rows else ():
        is_earlier = one.verdict_at is not None and one.verdict_at < period.start
        if is_earlier and one.reason and EXCLUSION_REFUSED.is_of(one.reason) and one.reason.values[0] in rows:
            yield REMARK(reading=one.name, why=one.reason)
    spans = {(row.start, row.end) for row in rows.values() if row.service and row.start < period.start * MS}
    for month in sorted({month for span in spans for month in months_of(span, past, period.start)}):
        for own in judge_availability(past.now.valid, past.now.seen, month):
            for refused in own.figure.refused:
                if refused.id in rows:
                    yield NOT_LEFT_OUT(figure=_figure(own, month), exclusion=refused.id, why=refused.why)


def _is_new(row: Exclusion, stretch: Stretch) -> bool:
    return max(row.decided, row.received) >= stretch[0].known * MS


def _excluded(one: Promised, month: CivilPeriod, change: Correction, row: Exclusion) -> Corrected:
    before, after = (_cut(percent.point, one.scale) for percent in (change.before, change.after))
    reason = BY_EXCLUSION(exclusion=change.id, reason=change.reason)
    facts = (fact(row, "exclusion", reason=row.reason),)
    return Corrected(_figure(one, month), one.contract, before, after, reason, facts)


def _of_promises(past: Past, before: Judged, period: CivilPeriod, stretch: Stretch) -> Iterator[Corrected]:
    """Figures, measures and slots of earlier months that late rows have changed."""
    figures = late_months(past, stretch[0])
    for month in sorted(figures | measured_months(past, before, stretch[0])):
        if month.end <= period.start:
            then = past.promises(stretch[0], before, month)
            now = judge_promises(past.now.valid, past.now.judged, past.now.seen, month, [])
            facts = tuple(dict.fromkeys(_late_facts(past, before, month, stretch)))
            if month in figures:
                yield from _figures(then, now, month, facts)
            yield from _measures(then, now, facts)
    yield from _slots(past, stretch)


def _late_facts(past: Past, before: Judged, month: CivilPeriod, stretch: Stretch) -> Iterator[Fact]:
    """What came in the stretch and concerns the month."""
    span = month.start * MS, month.end * MS
    for service, rows in past.late_spans(stretch[0]).items():
        if any(start < span[1] and end >= span[0] for start, end in rows):
            yield from of_service(past, service, stretch)
    for ticket, moment in changed_tickets(past, before, stretch[0]):
        if month.start <= moment < month.end:
            yield from of_ticket(past, ticket, stretch)
    yield from _proofs(past, stretch, month.end)
    for value in past.now.seen.values:
        if stretch[0].known <= arrival(value) and _meets((value.start, value.end), (month.start, month.end)):
            yield fact(value, "value", about=value.measure)
    yield from taken_out(past, stretch)
    yield from agreed(past, stretch)


def _proofs(past: Past, stretch: Stretch, before: int) -> Iterator[Fact]:
    for proof in past.now.seen.proofs:
        if stretch[0].known <= proof.received and proof.at < before:
            yield fact(proof, "proof", about=proof.duty)


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _figures(
    then: PromisesJudged, now: PromisesJudged, month: CivilPeriod, facts: tuple[Fact, ...]
) -> Iterator[Corrected]:
    """Availability: the points, and the verdicts where those are the same."""
    was = {(one.contract, one.figure.promise, one.figure.start): one for one in then.availability}
    for one in now.availability:
        old = was.get((one.contract, one.figure.promise, one.figure.start))
        points = [point_of(row) for row in (old, one)]
        verdicts = [Stood(row.figure.verdict if row else NOT_JUDGED) for row in (old, one)]
        before, after = points if points[0] != points[1] else verdicts
        if before != after:
            yield Corrected(_figure(one, month), one.contract, before, after, None, facts)


def _figure(one: Promised, month: CivilPeriod) -> Told:
    return FIGURE(promise=one.figure.promise, period=month.name)


def point_of(row: Promised | None) -> Stood:
    """Where an availability figure stood."""
    return _cut(row.figure.point, row.scale) if row else Stood(NOT_JUDGED)


def _cut(point: Fraction | None, scale: int) -> Stood:
    """The percentage with the promise's digits."""
    return Stood(UNKNOWN) if point is None else Stood(point=Decimal(display(point, scale)))


def _measures(then: PromisesJudged, now: PromisesJudged, facts: tuple[Fact, ...]) -> Iterator[Corrected]:
    was = {(one.contract, one.id, one.start): one for one in then.measures}
    for one in now.measures:
        old = was.get((one.contract, one.id, one.start))
        before, after = (value_of(row) for row in (old, one))
        if before == after:
            before, after = (Stood(row.verdict if row else NOT_JUDGED) for row in (old, one))
        if before != after:
            what = FIGURE(promise=one.id, period=one.period)
            yield Corrected(what, one.contract, before, after, None, facts)


def value_of(row: Measured | None) -> Stood:
    """Where a measure stood."""
    if row is None:
        return Stood(NOT_JUDGED)
    return Stood(UNKNOWN) if row.value is None else Stood(value=row.value)


def _slots(past: Past, stretch: Stretch) -> Iterator[Corrected]:
    """The slots whose verdict another proof has changed; a duty that proofs only now record was not judged before.

    One late proof may change the slots of many months: it shows since when the duties are recorded.
    """
    sight = stretch[0]
    facts = tuple(_proofs(past, stretch, sight.end))
    if not facts and past.knows_the_same(sight):
        return
    facts = tuple(dict.fromkeys((*facts, *taken_out(past, stretch), *agreed(past, stretch))))
    was = _by_slot(judge_duties(past.valid(sight), past.seen(sight), (0, sight.end), ever=True))
    is_ = _by_slot(judge_duties(past.now.valid, past.now.seen, (0, sight.end), ever=True))
    for key in sorted(was.keys() | is_.keys()):
        old, new = was.get(key, _UNJUDGED), is_.get(key, _UNJUDGED)
        if old[0] != new[0] and {old[1], new[1]} != {None}:
            yield Corrected(SLOT(duty=key[1], end=key[2]), key[0], Stood(*old), Stood(*new), None, facts)


def _by_slot(slots: Iterable[JudgedSlot]) -> Slots:
    return {(one.contract, one.duty, one.slot.end): (one.verdict.value, one.verdict_at) for one in slots}
