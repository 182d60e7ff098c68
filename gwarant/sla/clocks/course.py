"""How one clock ran: its start, its stop, and the stretches in between that do not count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gwarant.sla.calendar import Calendar
from gwarant.sla.clocks.pauses import Stillness, pauses_of
from gwarant.sla.clocks.reading import ClockState, SegmentKind
from gwarant.sla.clocks.ticket import ENDINGS, FIXES, Cycle, occurrences
from gwarant.sla.contract.model.desk import Clock, Moment, OnReject
from gwarant.sla.evidence.model import Kind, TicketEvent
from gwarant.sla.spans import Spans, union
from gwarant.sla.terms import Terms

RESPONSES = (Moment.FIRST_HUMAN_REPLY, Moment.ACKNOWLEDGED)
REPAIRS = (Moment.FIX_ACCEPTED, Moment.FIX_DELIVERED, Moment.RESOLVED)
_DECISIONS = (Kind.ACCEPTED, Kind.CLOSED, Kind.REJECTED)


@dataclass(frozen=True)
class Course:
    """A clock's way from `start` to `stopped_at`, or to `as_of` while it has not stopped (UTC seconds)."""

    start: int
    as_of: int
    stopped_at: int | None = None
    decided_at: int | None = None  # when the stop became certain: a delivery is accepted later
    still: tuple[Stillness, ...] = ()
    ended_without: bool = False
    lowered: tuple[int, str] | None = None  # from a restoration on the rest runs under this class
    evidence: tuple[str, ...] = ()

    @property
    def horizon(self) -> int:
        return self.as_of if self.stopped_at is None else self.stopped_at

    @property
    def removed(self) -> Spans:
        """What does not count, beside the calendar."""
        return union((one.start, one.end) for one in self.still)

    @property
    def state(self) -> ClockState:
        if self.stopped_at is not None:
            return ClockState.STOPPED
        return ClockState.PAUSED if any(one.is_open for one in self.still) else ClockState.RUNNING


def course_of(clock: Clock, cycle: Cycle, start: int, terms: Terms, as_of: int) -> Course:
    """The course of a clock that runs once in a cycle."""
    course = Course(start, as_of, evidence=_reported(cycle))
    if clock.stop is Moment.FIX_ACCEPTED or clock.acceptance:
        course = _until_accepted(clock, course, cycle, terms)
    elif clock.stop is Moment.SERVICE_RESTORED:
        course = _until_restored(clock, course, cycle)
    else:
        course = _until_first(clock, course, cycle)
    if course.stopped_at is None:
        course = _ended(course, cycle)
    if clock.stop in REPAIRS:
        course = _lowered(course, cycle, terms)
    return _with_pauses(clock, course, cycle, terms)


def chain_of(clock: Clock, cycle: Cycle, start: int, terms: Terms, as_of: int) -> list[Course]:
    """The links of a clock that repeats: each stop ends one and starts the next, until the fix is handed over."""
    end = _handed_over(cycle)
    courses = []
    for event in occurrences(clock.stop, cycle.events, clock.response_by):
        if event.at <= start or (end is not None and event.at >= end):
            continue
        courses.append(Course(start, as_of, event.at, event.at, evidence=(event.id,)))
        start = event.at
    courses.append(Course(start, as_of, end, end, evidence=_reported(cycle)))
    return [_with_pauses(clock, course, cycle, terms) for course in courses]


def _handed_over(cycle: Cycle) -> int | None:
    """The first ending, or delivery after which none was rejected."""
    rejected = max((event.at for event in cycle.events if event.kind is Kind.REJECTED), default=0)
    over = (event for event in cycle.events if event.kind in ENDINGS or event.kind is Kind.DELIVERED)
    return next((event.at for event in over if event.kind in ENDINGS or event.at >= rejected), None)


def _reported(cycle: Cycle) -> tuple[str, ...]:
    return tuple(event.id for event in cycle.events[:1])


def _until_first(clock: Clock, course: Course, cycle: Cycle) -> Course:
    stops = occurrences(clock.stop, cycle.events, clock.response_by)
    stop = next((event for event in stops if event.at >= course.start), None)
    return course if stop is None else _stopped(course, stop, stop.at)


def _stopped(course: Course, stop: TicketEvent, decided: int) -> Course:
    return replace(course, stopped_at=stop.at, decided_at=decided, evidence=(*course.evidence, stop.id))


def _ended(course: Course, cycle: Cycle) -> Course:
    """A ticket that is closed has no running clocks, whatever they waited for."""
    if any(one.is_open for one in course.still):
        return course
    closed = next((event for event in cycle.events if event.kind in ENDINGS and event.at >= course.start), None)
    return course if closed is None else replace(_stopped(course, closed, closed.at), ended_without=True)


def _until_restored(clock: Clock, course: Course, cycle: Cycle) -> Course:
    kinds = occurrences(Moment.SERVICE_RESTORED, cycle.events, ())
    restored, holds = _restoration(clock, [event for event in cycle.events if event in kinds or _fails(event)])
    course = replace(course, still=holds)
    return course if restored is None else _stopped(course, restored, restored.at)


def _fails(event: TicketEvent) -> bool:
    return event.kind is Kind.RESTORATION_FAILED


def _restoration(clock: Clock, events: Sequence[TicketEvent]) -> tuple[TicketEvent | None, tuple[Stillness, ...]]:
    """The restoration that held, and the stretches of those that did not."""
    restored: TicketEvent | None = None
    holds: list[Stillness] = []
    for event in events:
        if not _fails(event):
            restored = restored or event
        elif restored and clock.holding and event.at - restored.at <= clock.holding.seconds:
            holds.append(_hold(restored, event.at, SegmentKind.RESTORED, "a restoration that did not hold"))
            restored = None
    return restored, tuple(holds)


def _hold(since: TicketEvent, end: int, kind: SegmentKind, note: str, is_open: bool = False) -> Stillness:
    return Stillness(since.at, end, note, since.person or since.by, since.ref or since.id, is_open, kind)


def _until_accepted(clock: Clock, course: Course, cycle: Cycle, terms: Terms) -> Course:
    """A delivery suspends the clock, acceptance stops it at the delivery, a rejection resumes it."""
    delivered: TicketEvent | None = None
    holds: list[Stillness] = []
    for event in cycle.events:
        deemed = _deemed(clock, delivered, terms)
        if delivered and deemed is not None and deemed <= event.at:
            break
        if event.kind in FIXES and not event.automatic:
            delivered = delivered or event
        elif delivered and event.kind is Kind.REJECTED:
            if clock.acceptance and clock.acceptance.on_reject is OnReject.FROM_REJECTION:
                holds.append(_hold(delivered, event.at, SegmentKind.DELIVERED, "delivered, then rejected"))
            delivered = None
        elif delivered and event.kind in _DECISIONS:
            return _stopped(replace(course, still=tuple(holds)), delivered, event.at)
    course = replace(course, still=tuple(holds))
    return course if delivered is None else _awaiting(clock, course, cycle, terms, delivered)


def _awaiting(clock: Clock, course: Course, cycle: Cycle, terms: Terms, delivered: TicketEvent) -> Course:
    """Delivered and nobody has decided: silence accepts in time, a reopening ends the wait, else the clock stands still."""
    ends = [end for end in (_deemed(clock, delivered, terms), cycle.end) if end is not None and end <= course.as_of]
    if ends:
        return _stopped(course, delivered, min(ends))
    wait = _hold(delivered, course.as_of, SegmentKind.DELIVERED, "delivered, waiting for acceptance", is_open=True)
    return replace(course, still=(*course.still, wait), evidence=(*course.evidence, delivered.id))


def _deemed(clock: Clock, delivered: TicketEvent | None, terms: Terms) -> int | None:
    if delivered is None or clock.acceptance is None or clock.acceptance.deemed_after is None:
        return None
    return terms.moment(clock.acceptance.deemed_after, _calendar(clock, terms), delivered.at)


def _calendar(clock: Clock, terms: Terms) -> Calendar:
    """The calendar of the clock's first target: caps and silence are counted on it."""
    rows = terms.contract.targets.values()
    return terms.calendars[next(row[clock.id].calendar for row in rows if clock.id in row)]


def _lowered(course: Course, cycle: Cycle, terms: Terms) -> Course:
    """A workaround may lower the class; the rest then runs under the lower one from the restoration on."""
    if not terms.contract.after_workaround:
        return course
    clock = next((one for one in terms.contract.clocks if one.stop is Moment.SERVICE_RESTORED), None)
    events = [event for event in cycle.events if event.kind is Kind.RESTORED or _fails(event)]
    restored = _restoration(clock, events)[0] if clock else next(iter(events), None)
    if restored is None or not course.start <= restored.at < course.horizon:
        return course
    held = [event.class_ for event in cycle.events if event.class_ and event.at <= restored.at]
    lower = terms.contract.after_workaround.get(held[-1]) if held else None
    return replace(course, lowered=(restored.at, lower)) if lower else course


def _with_pauses(clock: Clock, course: Course, cycle: Cycle, terms: Terms) -> Course:
    """The response clock does not pause: nobody can wait for the customer before having answered."""
    if clock.stop in RESPONSES or not any(clock.id in row for row in terms.contract.targets.values()):
        return course
    found = pauses_of(clock.id, cycle.events, terms, _calendar(clock, terms), course.as_of)
    inside = (one for one in found if one.start < course.horizon and one.end > course.start)
    clipped = [replace(one, start=max(one.start, course.start), end=min(one.end, course.horizon)) for one in inside]
    return replace(course, still=tuple(sorted((*clipped, *course.still), key=lambda one: (one.start, one.end))))
