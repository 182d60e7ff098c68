"""Every slot of a duty with its verdict."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.contract.values import DAY, Period, Seconds, TimeValue
from gwarant.sla.duties.deadline import calendar_of, deadline
from gwarant.sla.duties.grid import edges
from gwarant.sla.duties.model import DutyVerdict, JudgedSlot, Slot
from gwarant.sla.evidence.model import DutyProof, ProofState
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

_SAID = ((ProofState.FAILED, DutyVerdict.FAILED), (ProofState.COULD_NOT_CHECK, DutyVerdict.COULD_NOT_CHECK))


def slots_of(duty: Duty, terms: Terms, first: date, owed: Span, until: int) -> tuple[Slot, ...]:
    """The whole slots of the stretch `owed` that have begun before `until`; `first` is the contract's first day."""
    calendar = calendar_of(duty, terms)
    reach = owed[0], min(owed[1], until + _longest(duty.every))
    found = []
    for start, end in pairwise(edges(duty, first, terms.zone, reach)):
        if start >= until:
            break
        due = deadline(duty, terms, calendar, end)
        found.append(Slot(start, end, due.at, due.last))
    return tuple(found)


def slot_around(duty: Duty, terms: Terms, first: date, at: int) -> Slot | None:
    """The slot for which a proof of that moment is, that names none; None where there is none yet."""
    reach = 2 * _longest(duty.every)
    slots = slots_of(duty, terms, first, (at - reach, at + reach), at + 1)
    number = _number(duty, [one.start for one in slots], [one.end for one in slots], at, None)
    found = slots[number] if number >= 0 else None
    return found if found is None or duty.due is not None or at < found.end else None


def judge_slots(
    duty: Duty, terms: Terms, slots: Sequence[Slot], proofs: Iterable[DutyProof], as_of: int
) -> Iterator[JudgedSlot]:
    """The verdict of each slot as of the moment, by the proofs that came before it."""
    rows = _by_slot(duty, slots, proofs)
    for number, slot in enumerate(slots):
        yield _judged(duty, terms, slot, rows.get(number, ()), as_of)


def _longest(every: TimeValue) -> int:
    """Seconds that no slot is longer than."""
    if isinstance(every, Period):
        return (31 * every.months + every.days + 1) * DAY
    return DAY + (every.seconds if isinstance(every, Seconds) else 0)


def _by_slot(duty: Duty, slots: Sequence[Slot], proofs: Iterable[DutyProof]) -> dict[int, list[DutyProof]]:
    """The proofs of each slot by its number, in the order in which they came; others prove nothing here."""
    rows: dict[int, list[DutyProof]] = {}
    starts, ends = [one.start for one in slots], [one.end for one in slots]
    for proof in sorted(proofs, key=lambda row: (row.at, row.received, row.id)):
        if proof.duty != duty.id:
            continue
        number = _number(duty, starts, ends, proof.at, proof.slot)
        if number >= 0 and not _is_by_end(duty, proof.slot):
            number = number if _inside(slots[number], proof) else -1
        if number >= 0:
            rows.setdefault(number, []).append(proof)
    return rows


def _number(duty: Duty, starts: Sequence[int], ends: Sequence[int], at: int, slot: int | None) -> int:
    """Of the slot that ended last where the duty is due after its end, else of the one that it falls in; -1: none."""
    if _is_by_end(duty, slot):
        return bisect_right(ends, at) - 1
    return bisect_right(starts, at if slot is None else slot) - 1


def _is_by_end(duty: Duty, slot: int | None) -> bool:
    return slot is None and duty.due is not None


def _inside(slot: Slot, proof: DutyProof) -> bool:
    return (proof.at if proof.slot is None else proof.slot) < slot.end


def _judged(duty: Duty, terms: Terms, slot: Slot, proofs: Sequence[DutyProof], as_of: int) -> JudgedSlot:
    in_time = proofs[: bisect_left(proofs, slot.last_at + 1, key=lambda row: row.at)]
    proved_at = next((row.at for row in proofs if row.state is ProofState.PASSED), None)
    verdict = _verdict(slot, in_time, proved_at, as_of)
    at = {DutyVerdict.DONE: proved_at, DutyVerdict.PENDING: None}.get(verdict, slot.last_at)
    return JudgedSlot(duty.id, terms.name, slot, verdict, at, proved_at, tuple(row.id for row in proofs))


def _verdict(slot: Slot, in_time: Sequence[DutyProof], proved_at: int | None, as_of: int) -> DutyVerdict:
    """What was known at the deadline decides; a proof that comes after it makes a missed slot a late one."""
    if proved_at is not None and proved_at <= slot.last_at:
        return DutyVerdict.DONE
    if slot.last_at >= as_of:
        return DutyVerdict.PENDING
    states = {row.state for row in in_time}
    said = next((verdict for state, verdict in _SAID if state in states), None)
    return said or (DutyVerdict.MISSED if proved_at is None else DutyVerdict.LATE)
