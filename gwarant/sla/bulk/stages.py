"""Under which classes a clock ran: one, or a second from when the class was changed or a workaround lowered it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.batch import FAR, Batch
from gwarant.sla.bulk.classes import Classes, classes_of
from gwarant.sla.bulk.courses import Courses
from gwarant.sla.bulk.wording import Wording
from gwarant.sla.bulk.words import answers
from gwarant.sla.clocks.course import REPAIRS
from gwarant.sla.clocks.ticket import is_fact
from gwarant.sla.contract.model.desk import Clock
from gwarant.sla.evidence.model import Kind

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_RESTORED = answers(lambda event: event.kind is Kind.RESTORED and is_fact(event))


@dataclass(frozen=True)
class Stages:
    """Of each course the number of its first class, and of a second the class, since when, from where it is counted.

    After a change of class (`is_change`) nothing is due before `least`.
    """

    first: Ints
    second: Ints
    since: Ints
    start: Ints
    least: Ints
    has_second: Flags
    is_change: Flags


def stages_of(clock: Clock, courses: Courses, batch: Batch, wording: Wording) -> Stages:
    """The stages of the courses; no ticket of the batch was both changed and lowered."""
    classes = classes_of(batch)
    first = classes.at(courses.start, courses.ticket)
    since = classes.since[courses.ticket]
    goes_on = (courses.decided == FAR) & ~courses.waits
    is_change = (since > courses.start) & (since < courses.until + goes_on)
    second = np.where(is_change, classes.second[courses.ticket], 0)
    least = since + _grace(classes, wording)[courses.ticket]
    lower, restored = _lowered(clock, courses, first, batch, wording)
    is_lower = (lower > 0) & ~is_change
    return Stages(
        first=first,
        second=np.where(is_lower, lower, second),
        since=np.where(is_lower, restored, since),
        start=np.where(is_lower, restored, courses.start),
        least=least,
        has_second=is_change | is_lower,
        is_change=is_change,
    )


def _grace(classes: Classes, wording: Wording) -> Ints:
    """How much later a deadline is at least after a raise."""
    contract = wording.terms.contract
    names = wording.names.classes.names
    severity = {one.id: at for at, one in enumerate(contract.classes)}
    rank = np.array([severity.get(name, len(severity)) for name in names])
    is_raise = rank[classes.second] < rank[classes.first]
    found: Ints = is_raise * contract.classification.raise_grace.seconds
    return found


def _lowered(clock: Clock, courses: Courses, first: Ints, batch: Batch, wording: Wording) -> tuple[Ints, Ints]:
    """The class to which a workaround lowers the course, 0 for none, and when."""
    restored = batch.at[batch.first_where(_RESTORED[batch.code])][courses.ticket]
    lower = np.zeros(courses.size, np.int64)
    if clock.stop not in REPAIRS or clock.repeats:
        return lower, restored
    horizon = np.where(courses.waits, courses.resumes, courses.until)
    happens = (courses.start <= restored) & (restored < horizon)
    for high, low in wording.terms.contract.after_workaround.items():
        lower[happens & (first == wording.names.classes.get(high, -1))] = wording.names.classes[low]
    return lower, restored
