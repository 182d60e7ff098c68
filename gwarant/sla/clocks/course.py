"""How one clock ran: its start, its stop, and the stretches in between that do not count."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from gwarant.sla.clocks.codes import AWAITING_ACCEPTANCE, DELIVERY_REJECTED
from gwarant.sla.clocks.pauses import Stillness, pauses_of
from gwarant.sla.clocks.reading import ClockState, SegmentKind
from gwarant.sla.clocks.silence import accepting, calendar_of, deemed_at, is_word
from gwarant.sla.clocks.ticket import ENDINGS, FIXES, Cycle, is_fact, occurrences
from gwarant.sla.contract.model.desk import Clock, Moment, OnReject
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.facts import Told
from gwarant.sla.spans import Spans, union
from gwarant.sla.terms import Terms

RESPONSES = (Moment.FIRST_HUMAN_REPLY, Moment.ACKNOWLEDGED)
REPAIRS = (Moment.FIX_ACCEPTED, Moment.FIX_DELIVERED, Moment.RESOLVED)
_OVER = ENDINGS | {Kind.DELIVERED}


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
    def judged_until(self) -> int:
        """A fix that awaits acceptance is judged as it was delivered: what comes after concerns it only if rejected."""
        return self.horizon if self.delivered_at is None else self.delivered_at

    @property
    def delivered_at(self) -> int | None:
        """The delivery that still awaits acceptance."""
        waits = (one.start for one in self.still if one.is_open and one.kind is SegmentKind.DELIVERED)
        return next(waits, None)

    @property
    def removed(self) -> Spans:
        """What does not count, beside the calendar."""
        return union((one.start, one.end) for one in self.still)

    @property
    def deferring(self) -> Spans:
        """What of it moves the deadline: not a wait that counts as soon as what was handed over is refused."""
        return union((one.start, one.end) for one in self.still if not one.counts_if_refused)

    @property
    def state(self) -> ClockState:
        if self.stopped_at is not None:
            return ClockState.STOPPED
        return ClockState.PAUSED if any(one.is_open for one in self.still) else ClockState.RUNNING


def course_of(clock: Clock, cycle: Cycle, start: int, terms: Terms, as_of: int) -> Course:
    """The course of a clock that runs once in a cycle."""
    course = Course(start, as_of, evidence=_reported(cycle))
    if needs_acceptance(clock):
        course = _until_accepted(clock, course, cycle, terms)
    elif clock.stop is Moment.SERVICE_RESTORED:
        course = _until_restored(clock, course, cycle)
    else:
        course = _until_first(clock, course, cycle)
    if course.stopped_at is None:
        course = _ended(course, cycle, terms)
    if clock.stop in REPAIRS:
        course = _lowered(course, cycle, terms)
    return _with_pauses(clock, course, cycle, terms)


def chain_of(clock: Clock, cycle: Cycle, start: int, terms: Terms, as_of: int) -> list[Course]:
    """The links of a clock that repeats: each stop ends one and starts the next, until the fix is handed over."""
    over, waits = _handed_over(cycle, _OVER, terms)
    if over is not None and over.at <= start:
        return []
    courses, begun = [], _begun(clock, cycle, start)
    for event in occurrences(clock.stop, cycle.events, clock.response_by):
        if event.at <= start or (over is not None and event.at >= over.at):
            continue
        courses.append(Course(start, as_of, event.at, event.at, waits, evidence=(*begun, event.id)))
        start, begun = event.at, (event.id,)
    end = over.at if over else None
    courses.append(Course(start, as_of, end, end, waits, evidence=(*begun, *((over.id,) if over else ()))))
    return [_with_pauses(clock, course, cycle, terms) for course in courses]


def _begun(clock: Clock, cycle: Cycle, start: int) -> tuple[str, ...]:
    """The event by which the first link began."""
    found = (event.id for event in occurrences(clock.start, cycle.events, clock.response_by) if event.at == start)
    return next(((one,) for one in found), _reported(cycle))


def needs_acceptance(clock: Clock) -> bool:
    """Whether it stops at a delivery that was accepted."""
    return clock.stop is Moment.FIX_ACCEPTED or clock.acceptance is not None


def resumes_at_rejection(clock: Clock | None) -> bool:
    """Whether the wait for a rejection is left out; else what was rejected is as if it had never been handed over."""
    terms = clock.acceptance if clock else None
    return terms is not None and terms.on_reject is OnReject.FROM_REJECTION


def _handed_over(cycle: Cycle, kinds: Set[Kind], terms: Terms) -> tuple[TicketEvent | None, tuple[Stillness, ...]]:
    """The first such event that no rejection undid, and the waits for a rejection that are left out."""
    clock = accepting(terms.contract)
    leaves_out = resumes_at_rejection(clock)
    over: TicketEvent | None = None
    deemed: int | None = None
    waits: list[Stillness] = []
    for event in cycle.events:
        if over is None:
            over = event if event.kind in kinds else None
            deemed = deemed_at(clock, over, cycle, terms) if clock and over else None
        elif event.kind is Kind.ACCEPTED or (deemed is not None and deemed < event.at):
            break
        elif event.kind is Kind.REJECTED:
            waits += [_wait(over, event.at, DELIVERY_REJECTED())] if leaves_out else []
            over = None
    return over, tuple(waits)


def _reported(cycle: Cycle) -> tuple[str, ...]:
    return tuple(event.id for event in cycle.events[:1])


def _until_first(clock: Clock, course: Course, cycle: Cycle) -> Course:
    stops = occurrences(clock.stop, cycle.events, clock.response_by, clock.auto_reply_counts)
    stop = next((event for event in stops if event.at >= course.start), None)
    return course if stop is None else _stopped(course, stop, stop.at)


def _stopped(course: Course, stop: TicketEvent, decided: int) -> Course:
    return replace(course, stopped_at=stop.at, decided_at=decided, evidence=(*course.evidence, stop.id))


def _ended(course: Course, cycle: Cycle, terms: Terms) -> Course:
    """A ticket that is closed has no running clocks, whatever they waited for."""
    if any(one.is_open for one in course.still):
        return course
    closed = _handed_over(cycle, ENDINGS, terms)[0] if any(one.kind in ENDINGS for one in cycle.events) else None
    end = cycle.end if closed is None else closed.at
    if end is None:
        return course
    end = max(end, course.start)
    refs = tuple(one.id for one in cycle.events if one.at == end and one.kind in ENDINGS)
    return replace(course, stopped_at=end, decided_at=end, ended_without=True, evidence=(*course.evidence, *refs))


def _until_restored(clock: Clock, course: Course, cycle: Cycle) -> Course:
    restored = restoration(clock, [event for event in cycle.events if event.at >= course.start])
    return course if restored is None else _stopped(course, restored, restored.at)


def restoration(clock: Clock, events: Sequence[TicketEvent]) -> TicketEvent | None:
    """The restoration that held; one that did not is as if it had not been.

    A fix that was handed over restores the service too; whoever refuses it says that it does not work, so nothing was
    restored by it. What a workaround restored before stays: the refusal is of the fix.
    """
    stops = {event.id for event in occurrences(Moment.SERVICE_RESTORED, events, ())}
    restored: TicketEvent | None = None
    for event in events:
        if event.id in stops:
            restored = restored or event
        elif restored and _undoes(event, restored) and _is_held(clock, restored, event.at):
            restored = None
    return restored


def _undoes(event: TicketEvent, restored: TicketEvent) -> bool:
    """Whether it says that the restoration did not work."""
    return event.kind is Kind.RESTORATION_FAILED or (event.kind is Kind.REJECTED and restored.kind in FIXES)


def _is_held(clock: Clock, restored: TicketEvent, moment: int) -> bool:
    return clock.holding is not None and moment - restored.at <= clock.holding.seconds


def _wait(since: TicketEvent, end: int, why: Told) -> Stillness:
    """What was handed over waits for its acceptance."""
    ref = since.ref or since.id
    return Stillness(since.at, end, why, since.person, since.by, ref, kind=SegmentKind.DELIVERED)


def _until_accepted(clock: Clock, course: Course, cycle: Cycle, terms: Terms) -> Course:
    """A delivery suspends the clock, acceptance stops it at the delivery, a rejection resumes it."""
    delivered: TicketEvent | None = None
    deemed: int | None = None
    has_spoken = False
    holds: list[Stillness] = []
    for event in cycle.events:
        if event.at < course.start:
            continue
        if delivered and deemed is not None and deemed < event.at:
            break
        if accepts(event, clock, delivered, has_spoken):
            return _stopped(replace(course, still=tuple(holds)), delivered or event, event.at)
        if delivered and _rejects(event):
            if resumes_at_rejection(clock):
                holds.append(_wait(delivered, event.at, DELIVERY_REJECTED()))
            delivered = None
        elif delivered:
            has_spoken = has_spoken or is_word(event)
        elif event.kind in FIXES and is_fact(event):
            delivered, deemed, has_spoken = event, deemed_at(clock, event, cycle, terms), False
    course = replace(course, still=tuple(holds))
    return course if delivered is None else _awaiting(clock, course, cycle, terms, delivered)


def accepts(event: TicketEvent, clock: Clock, delivered: TicketEvent | None, has_spoken: bool = False) -> bool:
    """Acceptance, or closing what was delivered; the provider's closing only where the customer never has a say.

    Where silence accepts, closing is no acceptance but the customer's own; nor is it where the customer has spoken
    since the delivery: nobody declares another's consent.
    """
    if event.kind is Kind.CLOSED and delivered:
        has_silence = clock.acceptance is not None and clock.acceptance.deemed_after is not None
        return event.by is Role.CUSTOMER or not (has_silence or has_spoken)
    return event.kind is Kind.ACCEPTED


def _rejects(event: TicketEvent) -> bool:
    return event.kind is Kind.REJECTED or (event.kind is Kind.REOPENED and event.is_human)


def _awaiting(clock: Clock, course: Course, cycle: Cycle, terms: Terms, delivered: TicketEvent) -> Course:
    """Delivered and nobody has decided: silence accepts, a reopening ends the wait, else the clock stands still."""
    known = (deemed_at(clock, delivered, cycle, terms), cycle.end)
    ends = [end for end in known if end is not None and end <= course.as_of]
    if ends:
        return _stopped(course, delivered, min(ends))
    wait = _wait(delivered, course.as_of, AWAITING_ACCEPTANCE())
    wait = replace(wait, is_open=True, counts_if_refused=not resumes_at_rejection(clock))
    return replace(course, still=(*course.still, wait), evidence=(*course.evidence, delivered.id))


def _lowered(course: Course, cycle: Cycle, terms: Terms) -> Course:
    """A workaround may lower the class; the rest then runs under the lower one from the restoration on."""
    if not terms.contract.after_workaround or not any(one.kind is Kind.RESTORED for one in cycle.events):
        return course
    clock = next((one for one in terms.contract.clocks if one.stop is Moment.SERVICE_RESTORED), None)
    events = [one for one in cycle.events if one.kind in (Kind.RESTORED, Kind.RESTORATION_FAILED) and is_fact(one)]
    restored = restoration(clock, events) if clock else next(iter(events), None)
    if restored is None or not course.start <= restored.at < course.horizon:
        return course
    lower = terms.contract.after_workaround.get(cycle.class_at(restored.at))
    return replace(course, lowered=(restored.at, lower)) if lower else course


def _with_pauses(clock: Clock, course: Course, cycle: Cycle, terms: Terms) -> Course:
    """The response clock does not pause: nobody can wait for the customer before having answered."""
    if clock.stop in RESPONSES:
        return course
    calendar = calendar_of(clock, cycle.class_at(course.start), terms)
    found = pauses_of(clock.id, cycle.events, terms, calendar, course.as_of) if calendar else []
    if not found and not course.still:
        return course
    inside = [one for one in (*found, *course.still) if _touches(one, course)]
    clipped = (replace(one, start=max(one.start, course.start), end=min(one.end, course.horizon)) for one in inside)
    return replace(course, still=tuple(sorted(clipped, key=lambda one: (one.start, one.end))))


def _touches(one: Stillness, course: Course) -> bool:
    begins = one.start < course.horizon or (one.is_open and one.start == course.as_of)
    return begins and one.end > course.start
