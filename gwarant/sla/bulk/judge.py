"""The verdicts of a batch of plain tickets under one wording."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.batch import FAR, Batch
from gwarant.sla.bulk.courses import Courses, courses_of
from gwarant.sla.bulk.pausing import still_of
from gwarant.sla.bulk.reckoning import Reckoning
from gwarant.sla.bulk.stages import Stages, stages_of
from gwarant.sla.bulk.still import Still
from gwarant.sla.bulk.wording import Wording, lies_in
from gwarant.sla.clocks.course import resumes_at_rejection
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.contract.model.desk import Clock, Target
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
    for number, clock in enumerate(wording.terms.contract.clocks):
        courses, doubts = courses_of(clock, batch, wording)
        still, more = still_of(clock, batch, wording)
        unsure |= doubts | more
        found, is_known, unknown = _judged(clock, courses, stages_of(clock, courses, batch, wording), wording, still)
        unsure[courses.ticket[unknown]] = True
        found["clock"] = number
        yield found[is_known]


def _judged(
    clock: Clock, courses: Courses, stages: Stages, wording: Wording, still: Still
) -> tuple[NDArray[np.void], Flags, Flags]:
    """The findings, which of them there are, and of which the fold must say it."""
    started = np.zeros(courses.size, bool)
    one = _stage(clock, courses, stages.first, courses.start, ~started, wording, still)
    two = _stage(clock, courses, stages.second, stages.start, stages.has_second, wording, still)
    one_until = np.minimum(courses.until, np.where(stages.has_second, stages.since, FAR))
    two_due = np.where(stages.is_change, np.maximum(two.due, stages.least), two.due)
    is_second = stages.has_second & ~(one.due < one_until)
    due = np.where(is_second, two_due, one.due)
    is_late = due < courses.until
    found = np.zeros(courses.size, FOUND)
    found["ticket"], found["link"], found["due"] = courses.ticket, courses.link, due
    found["class_"] = np.where(is_second, stages.second, stages.first)
    found["verdict"] = np.where(
        is_late, BREACHED, np.where(courses.is_without, NOT_REACHED, np.where(courses.decided < FAR, MET, PENDING))
    )
    found["at"] = np.where(is_late, due, courses.decided)
    found["late"] = _late(courses, due, (one, two), is_second, still)
    for spans in wording.reporting:
        found["is_told_only"] |= lies_in(due, spans)
    unknown = one.is_unsure | two.is_unsure | (stages.has_second & ~(one.is_known & two.is_known))
    return found, one.is_known, unknown


@dataclass(frozen=True)
class _Stage:
    """When the target of one class falls due, where there is one, and which calendar that is counted on."""

    due: Ints
    is_known: Flags
    is_unsure: Flags
    counted: list[tuple[Reckoning, Ints]]


def _stage(
    clock: Clock, courses: Courses, class_: Ints, start: Ints, asked: Flags, wording: Wording, still: Still
) -> _Stage:
    found = _Stage(np.zeros(courses.size, np.int64), np.zeros(courses.size, bool), np.zeros(courses.size, bool), [])
    leaves_out = resumes_at_rejection(clock)
    for number in np.unique(class_[asked & (class_ > 0)]).tolist():
        places = np.flatnonzero(asked & (class_ == number))
        for target, which in wording.targets(wording.names.classes.names[number], clock, start[places]):
            here = places[which]
            due, doubts = _due(courses.where(here), start[here], target, wording, still, leaves_out)
            found.due[here], found.is_known[here], found.is_unsure[here] = due, True, doubts
            found.counted.append((wording.reckoning(target.calendar), here))
    return found


def _due(
    courses: Courses, start: Ints, target: Target, wording: Wording, still: Still, leaves_out: bool
) -> tuple[Ints, Flags]:
    """The deadlines; with `leaves_out` a wait for acceptance moves them also after a refusal."""
    seconds, least, doubts = _open_time(start, target, wording)
    turns = still.turns(courses.ticket, courses.start, courses.until if leaves_out else courses.resumes)
    turns += [(courses.until, courses.resumes)] if leaves_out else []
    reckoning = wording.reckoning(target.calendar)
    due, beyond = reckoning.due_beside(start, seconds, turns)
    due, known = np.maximum(due, least), wording.terms.holidays_end(target.calendar)
    return due, doubts | beyond | (due > (FAR if known is None else known))


def _late(courses: Courses, due: Ints, stages: Sequence[_Stage], is_second: Flags, still: Still) -> Ints:
    """The counted seconds after the deadline, on the calendar of the stage that was missed."""
    found = np.zeros(courses.size, np.int64)
    for stage, is_own in zip(stages, (~is_second, is_second), strict=True):
        for reckoning, places in stage.counted:
            here = places[is_own[places] & (due[places] < courses.until[places]) & ~stage.is_unsure[places]]
            own = courses.where(here)
            turns = still.turns(own.ticket, own.start, own.until)
            found[here] = reckoning.elapsed_beside(due[here], own.until, turns)
    return found


def _open_time(start: Ints, target: Target, wording: Wording) -> tuple[Ints, Ints, Flags]:
    """The open seconds that the target gives, and the moment before which it is never due."""
    if isinstance(target.value, Seconds):
        return np.full(len(start), target.value.seconds), start, np.zeros(len(start), bool)
    reckoning = wording.reckoning(target.calendar)
    moments, doubts = reckoning.moments(target.value, start)
    doubts = doubts | (moments > reckoning.hours.end)
    moments = np.where(doubts, start, moments)
    return reckoning.elapsed(start, moments), moments, doubts
