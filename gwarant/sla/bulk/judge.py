"""The verdicts of a batch of plain tickets under one wording."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.batch import FAR, Batch
from gwarant.sla.bulk.courses import Courses, courses_of
from gwarant.sla.bulk.pausing import still_of
from gwarant.sla.bulk.still import Still
from gwarant.sla.bulk.wording import Wording, class_of, lies_in
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.values import Seconds

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

VERDICTS = tuple(Verdict)
MET, BREACHED, PENDING, NOT_REACHED = (
    VERDICTS.index(one) for one in (Verdict.MET, Verdict.BREACHED, Verdict.PENDING, Verdict.NOT_REACHED)
)
FOUND = np.dtype(
    [
        ("ticket", np.int64),
        ("clock", np.uint8),
        ("class_", np.uint8),
        ("verdict", np.uint8),
        ("link", np.int32),
        ("at", np.int64),  # when the verdict fell, FAR while it has not
        ("due", np.int64),
        ("late", np.int64),  # counted seconds after the deadline
        ("is_told_only", np.bool_),
    ]
)


def judge(batch: Batch, wording: Wording) -> tuple[NDArray[np.void], Flags]:
    """What was found of each clock, its ticket by place in the batch, and which tickets the fold must judge."""
    unsure = np.zeros(batch.size, bool)
    parts = [np.zeros(0, FOUND), *_by_clock(batch, wording, unsure)]
    found = np.concatenate(parts)
    return found[~unsure[found["ticket"]]], unsure


def _by_clock(batch: Batch, wording: Wording, unsure: Flags) -> Iterator[NDArray[np.void]]:
    classes = class_of(batch)
    for number, clock in enumerate(wording.terms.contract.clocks):
        courses, doubts = courses_of(clock, batch, wording)
        still, more = still_of(clock, batch, wording)
        unsure |= doubts | more
        of_class = classes[courses.ticket]
        for class_ in np.unique(of_class[of_class > 0]).tolist():
            own = courses.where(of_class == class_)
            for target, which in wording.targets(wording.names.classes.names[class_], clock, own.start):
                found, doubts = _judged(own.where(which), target, wording, still)
                unsure[found["ticket"][doubts]] = True
                found["clock"], found["class_"] = number, class_
                yield found


def _judged(courses: Courses, target: Target, wording: Wording, still: Still) -> tuple[NDArray[np.void], Flags]:
    reckoning = wording.reckoning(target.calendar)
    seconds, least, doubts = _open_time(courses.start, target, wording)
    turns = still.turns(courses.ticket, courses.start, courses.until)
    due, beyond = reckoning.due_beside(courses.start, seconds, [*turns, (courses.until, courses.resumes)])
    due = np.maximum(due, least)
    found = np.zeros(len(due), FOUND)
    found["ticket"], found["link"], found["due"] = courses.ticket, courses.link, due
    is_late = due < courses.until
    found["verdict"] = np.where(
        is_late, BREACHED, np.where(courses.is_without, NOT_REACHED, np.where(courses.decided < FAR, MET, PENDING))
    )
    found["at"] = np.where(is_late, due, courses.decided)
    late = [(a[is_late], b[is_late]) for a, b in turns]
    found["late"][is_late] = reckoning.elapsed_beside(due[is_late], courses.until[is_late], late)
    for spans in wording.reporting:
        found["is_told_only"] |= lies_in(due, spans)
    return found, doubts | beyond


def _open_time(start: Ints, target: Target, wording: Wording) -> tuple[Ints, Ints, Flags]:
    """The open seconds that the target gives, and the moment before which it is never due."""
    if isinstance(target.value, Seconds):
        return np.full(len(start), target.value.seconds), start, np.zeros(len(start), bool)
    reckoning = wording.reckoning(target.calendar)
    moments, doubts = reckoning.moments(target.value, start)
    doubts = doubts | (moments > reckoning.hours.end)
    moments = np.where(doubts, start, moments)
    return reckoning.elapsed(start, moments), moments, doubts
