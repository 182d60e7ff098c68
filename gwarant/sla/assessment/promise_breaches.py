"""Breaches of duties and measures as remedies see them, and the promises that a late duty fails."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from gwarant.sla.assessment.availability import Reign, promise_periods
from gwarant.sla.assessment.breaches import is_free, offset_at
from gwarant.sla.assessment.codes import FAILED, FIGURE
from gwarant.sla.assessment.model import Corrected, Promised, Stood
from gwarant.sla.availability.figure import Verdict
from gwarant.sla.civil import CivilPeriod, day_of, midnight
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.contract.model.promises import Bound, PeriodKind
from gwarant.sla.duties import JudgedSlot
from gwarant.sla.duties.deadline import calendar_of
from gwarant.sla.facts import Told
from gwarant.sla.measures import Measured, MeasureVerdict
from gwarant.sla.remedies import Breach
from gwarant.sla.spans import clip
from gwarant.sla.terms import Terms

MS = 1000


@dataclass(frozen=True)
class Failed:
    """A promise or measure that counts as completely failed in a civil period, because of a slot of a duty."""

    name: str
    target: Bound | None
    period: CivilPeriod
    slot: JudgedSlot

    @property
    def fell_later(self) -> bool:
        """Whether that became certain after the period had ended: then it is a breach of the later month."""
        return self.slot.slot.last_at >= self.period.end

    @property
    def why(self) -> Told:
        return FAILED(duty=self.slot.duty, verdict=self.slot.verdict)


def duty_breaches(terms: Iterable[Terms], slots: Iterable[JudgedSlot], as_of: int) -> Iterator[Breach]:
    """A breach for each late, missed or failed slot, late from its deadline on; what was not checked is none."""
    by_name = {one.name: one for one in terms}
    for one in slots:
        own = by_name[one.contract]
        if one.is_broken and not is_free(own, one.slot.last_at):
            yield _duty_breach(one, own, as_of)


def measure_breaches(terms: Iterable[Terms], measured: Iterable[Measured]) -> Iterator[Breach]:
    """A breach for each measure over its own whole period whose priced value misses it."""
    by_name = {one.name: one for one in terms}
    for row in measured:
        if row.is_missed and not is_free(by_name[row.contract], row.end - 1):
            yield _breach(row.id, row.end, row.end - 1, row.value_for_money, row.target, by_name[row.contract])


def failures(valid: Sequence[Reign], slots: Iterable[JudgedSlot]) -> tuple[Failed, ...]:
    """What broken slots fail beside themselves: the promises' own periods in which the slots ended."""
    by_name = {terms.name: terms for terms, _ in valid}
    found = []
    for one in slots:
        if one.is_broken:
            terms = by_name[one.contract]
            names = by_id(terms.contract.duties, one.duty).if_late.fails
            found += [Failed(*_period_of(terms, name, one.slot.end - 1), one) for name in names]
    return tuple(found)


def failed_promises(rows: Iterable[Promised], failed: Sequence[Failed]) -> tuple[Promised, ...]:
    """The rows, those that a duty has failed broken: for money a share is nothing, what must stay small as it was."""
    return tuple(_failed_promise(row, failed) for row in rows)


def failed_measures(rows: Iterable[Measured], failed: Sequence[Failed]) -> tuple[Measured, ...]:
    """The measures, those that a duty has failed broken: a share is nothing, what must stay small as it was."""
    return tuple(_failed_measure(row, failed) for row in rows)


def later_breaches(terms: Iterable[Terms], failed: Iterable[Failed], broken: Container[str]) -> Iterator[Breach]:
    """Breaches of promises whose period had ended before their failing became certain.

    Those that were broken then by themselves (`broken`, by incident) are not broken twice.
    """
    by_name = {one.name: one for one in terms}
    for one in failed:
        own, at = by_name[one.slot.contract], one.slot.slot.last_at
        incident = _incident(one.name, one.period.end, own.zone)
        if one.fell_later and incident not in broken and not is_free(own, at):
            value = Decimal(0) if _falls_to_nothing(one.target) else None
            yield _breach(one.name, one.period.end, at, value, one.target, own)


def later_corrections(failed: Iterable[Failed], period: CivilPeriod) -> Iterator[Corrected]:
    """Periods that had ended and were failed in this one."""
    for one in failed:
        if one.fell_later and period.start <= one.slot.slot.last_at < period.end:
            what, at = FIGURE(promise=one.name, period=one.period.name), one.slot.slot.last_at
            yield Corrected(what, one.slot.contract, Stood("judged"), Stood("breached", at), one.why)


def _duty_breach(one: JudgedSlot, terms: Terms, as_of: int) -> Breach:
    at, late = one.slot.last_at, one.late_span(as_of)
    spans = (late,) if late[0] < late[1] else ()
    day, duty = day_of(at, terms.zone), by_id(terms.contract.duties, one.duty)
    in_hours = clip(calendar_of(duty, terms).spans(*late), late) if duty.has_hours and spans else spans
    return Breach(
        incident=f"{one.duty} {one.slot.end}",
        at=at,
        duty=one.duty,
        contract=one.contract,
        service=duty.service,
        overrun=in_hours,
        elapsed=spans,
        day=day,
        offset=offset_at(at, terms.zone),
        claim_from=day,
        claim_at=at,
    )


def _breach(name: str, end: int, at: int, value: Decimal | None, target: Bound | None, terms: Terms) -> Breach:
    day = day_of(at, terms.zone)
    return Breach(
        incident=_incident(name, end, terms.zone),
        at=at,
        promise=name,
        contract=terms.name,
        value=value,
        target=target,
        day=day,
        offset=offset_at(at, terms.zone),
        claim_from=day,
        claim_at=max(at, end),  # a figure stands when its period is over
    )


def _incident(name: str, end: int, zone: str) -> str:
    """The name that a breach of the promise over a period that ends so has."""
    return f"{name} {day_of(end - 1, zone)}"


def _period_of(terms: Terms, name: str, moment: int) -> tuple[str, Bound | None, CivilPeriod]:
    """The promise's or measure's target and the period of it that holds the moment."""
    availability = next((one for one in terms.contract.availability if one.id == name), None)
    kind, target = (availability.period, availability.target) if availability else _of_measure(terms, name)
    day = day_of(moment, terms.zone)
    after = day + timedelta(days=1)
    only = CivilPeriod(day, after, "", midnight(day, terms.zone), midnight(after, terms.zone))
    return name, target, promise_periods(kind, only, terms)[-1]


def kind_of(terms: Terms, name: str) -> PeriodKind:
    """Over which periods the availability or measure is promised."""
    availability = next((one.period for one in terms.contract.availability if one.id == name), None)
    return availability or _of_measure(terms, name)[0]


def _of_measure(terms: Terms, name: str) -> tuple[PeriodKind, Bound | None]:
    measure = by_id(terms.contract.measures, name)
    return measure.per, measure.target


def _failed_promise(row: Promised, failed: Sequence[Failed]) -> Promised:
    figure = row.figure
    found = _of_row(figure.promise, row.note, (figure.start // MS, figure.end // MS), failed)
    if found is None:
        return row
    notes = (*figure.notes, found.why)
    value = Decimal(0) if _falls_to_nothing(row.target) else row.value_for_money
    return replace(row, value_for_money=value, figure=replace(figure, verdict=Verdict.BREACHED, notes=notes))


def _failed_measure(row: Measured, failed: Sequence[Failed]) -> Measured:
    found = _of_row(row.id, row.note, (row.start, row.end), failed)
    if found is None:
        return row
    value = Decimal(0) if _falls_to_nothing(row.target) else row.value
    remarks = (*row.remarks, found.why)
    return replace(row, value=value, value_for_money=value, verdict=MeasureVerdict.BREACHED, remarks=remarks)


def _of_row(name: str, note: Told | None, span: tuple[int, int], failed: Sequence[Failed]) -> Failed | None:
    """What failed the row's whole period by its end."""
    own = (one for one in failed if one.name == name and not one.fell_later and not note)
    return next((one for one in own if one.period.start <= span[0] and span[1] <= one.period.end), None)


def _falls_to_nothing(target: Bound | None) -> bool:
    return target is not None and target.is_least
