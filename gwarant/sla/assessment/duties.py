"""The duties of an assessment: every slot under the wording in force in its last second."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gwarant.sla.assessment.availability import Reign
from gwarant.sla.assessment.model import DutyKept
from gwarant.sla.assessment.unread import is_beyond, unread_proofs, with_unread
from gwarant.sla.civil import day_of
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.contract.values import WorkingDays
from gwarant.sla.duties import DutyVerdict, JudgedSlot, judge_slots, slots_of
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.spans import Span, covers, union
from gwarant.sla.terms import Terms

LISTED = 50
_LATE = (DutyVerdict.LATE, DutyVerdict.MISSED)
_QUIET = (DutyVerdict.DONE, DutyVerdict.PENDING)


def judge_duties(valid: Sequence[Reign], evidence: Evidence, period: Span, *, ever: bool) -> tuple[JudgedSlot, ...]:
    """The slots whose verdict can fall in the period, and those pending at its end; with `ever`, all before it too.

    A slot is owed where the contract holds the duty over the whole of it. Until the first proof of any duty the
    evidence does not record them: nobody knows what was done, and what fell due before is not judged. That a report was
    sent is written down by itself, and says of the report alone that it is recorded.
    """
    reports = {duty.id for terms, _ in valid for duty in terms.contract.duties if duty.is_report}
    unread = [row.received for row in unread_proofs(evidence)]
    whole = min([*(row.at for row in evidence.proofs), *unread], default=None)
    others = min([*(row.at for row in evidence.proofs if row.duty not in reports), *unread], default=None)
    if whole is None:
        return ()
    found: list[JudgedSlot] = []
    for terms, reign in valid:
        for duty in terms.contract.duties:
            found += _judged(duty, terms, reign, valid, evidence, period, 0 if ever else period[0])
    return tuple(one for one in found if _is_recorded(one, whole if one.duty in reports else others))


def _is_recorded(one: JudgedSlot, since: int | None) -> bool:
    return one.proved_at is not None or (since is not None and one.slot.last_at >= since)


def duties_kept(valid: Sequence[Reign], slots: Iterable[JudgedSlot], period: Span) -> tuple[DutyKept, ...]:
    """The counts of each duty of each wording, also of one that has ended, in the contract's order."""
    rows: dict[tuple[str, str], list[JudgedSlot]] = {}
    for one in slots:
        if one.verdict_at is None or period[0] <= one.verdict_at < period[1]:
            rows.setdefault((one.contract, one.duty), []).append(one)
    found = {(terms.name, duty.id): (terms, duty) for terms, _ in valid for duty in terms.contract.duties}
    return tuple(_kept(*own, rows[key]) for key, own in found.items() if key in rows)


def _judged(
    duty: Duty, terms: Terms, reign: Span, valid: Sequence[Reign], evidence: Evidence, period: Span, since: int
) -> Iterator[JudgedSlot]:
    holding = union(span for own, span in valid if any(one.id == duty.id for one in own.contract.duties))
    owed = next(span for span in holding if span[0] <= reign[0] < span[1])
    first = day_of(valid[0][1][0], terms.zone)
    slots = slots_of(duty, terms, first, owed, period[1])
    slots = slots[bisect_left(slots, since, key=lambda one: one.last_at) :]
    found = judge_slots(duty, terms, slots, with_unread(duty, evidence), period[1])
    return (_listed(one, duty, terms) for one in found if reign[0] < one.slot.end <= reign[1])


def _listed(one: JudgedSlot, duty: Duty, terms: Terms) -> JudgedSlot:
    """Beyond the listed holidays nobody knows when working days are over: what seems late could not be checked.

    What falls due in a phase that only reports is marked so.
    """
    if covers(terms.reported_spans, one.slot.last_at):
        one = replace(one, reported_only=True)
    asks = any(isinstance(value, WorkingDays) for value in (duty.every, duty.due, duty.grace))
    calendars = terms.contract.calendars
    name = duty.calendar or next((key for key, row in calendars.items() if row.holidays != "none"), "")
    if not asks or not name or one.verdict not in _LATE or not is_beyond(terms, name, one.slot.last_at):
        return one
    return replace(one, verdict=DutyVerdict.COULD_NOT_CHECK)


def _kept(terms: Terms, duty: Duty, slots: Sequence[JudgedSlot]) -> DutyKept:
    verdicts = Counter(one.verdict for one in slots if not one.reported_only)
    told = [one for one in slots if one.verdict not in _QUIET]
    return DutyKept(
        duty=duty.id,
        label=duty.label or duty.id,
        every=str(duty.every),
        contract=terms.name,
        clause=terms.contract.clause_of(f"duties.{duty.id}"),
        flag=duty.if_late.flag,
        done=verdicts[DutyVerdict.DONE],
        late=verdicts[DutyVerdict.LATE],
        missed=verdicts[DutyVerdict.MISSED],
        failed=verdicts[DutyVerdict.FAILED],
        could_not_check=verdicts[DutyVerdict.COULD_NOT_CHECK],
        pending=verdicts[DutyVerdict.PENDING],
        reported=sum(one.reported_only for one in slots),
        slots=tuple(told[:LISTED]),
        more=max(0, len(told) - LISTED),
    )
