"""The fold: a ticket's events under the contract in force give the reading of each of its clocks.

Nothing here depends on when a job ran; `as_of` is the only clock, and only events up to it are seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gwarant.sla.calendar import Calendar
from gwarant.sla.calendar.search import Boundary
from gwarant.sla.clocks.codes import ENDED_WITHOUT, EXCLUDED, EXCLUSION_REFUSED, HOLIDAYS_UNKNOWN, NO_SUCH_CLASS
from gwarant.sla.clocks.course import RESPONSES, Course, chain_of, course_of
from gwarant.sla.clocks.reading import Reading, SegmentKind, Verdict
from gwarant.sla.clocks.segments import explain
from gwarant.sla.clocks.snapshot import begun, seen_from, told_of, unexported
from gwarant.sla.clocks.ticket import Cycle, Ticket, cycles_of, occurrences
from gwarant.sla.contract.model.desk import Clock, Moment, Target
from gwarant.sla.contract.values import Seconds
from gwarant.sla.evidence.exclusions import standing
from gwarant.sla.evidence.model import Exclusion
from gwarant.sla.facts import Told
from gwarant.sla.spans import union
from gwarant.sla.terms import Terms

MS = 1000  # an exclusion is dated in milliseconds, as one row may concern a service or a ticket
BRIEF = 1 << 40  # a moment after all others: no reading but a breach is explained
_CALENDAR_KINDS = (SegmentKind.COUNTED, SegmentKind.OUTSIDE_HOURS, SegmentKind.HOLIDAY)


@dataclass(frozen=True)
class Stage:
    """A stretch of a clock under one class: since when that holds, from where it is counted, what it asks, when due."""

    since: int
    start: int
    class_: str
    target: Target
    seconds: int
    due_at: int
    until: int | None = None  # when the next class came; None when none did


_Withdrawn = tuple[int, str] | None


@dataclass(frozen=True)
class _Rest:
    """What a reopened ticket goes on with: where its target began, what is used up of it, under which lowered class."""

    origin: int
    used: int
    lowered: str = ""


@dataclass(frozen=True)
class _Scene:
    """What the readings of one clock share."""

    clock: Clock
    ticket: Ticket
    terms: Terms
    as_of: int
    explained: int


def read_clocks(
    ticket: Ticket,
    terms: Terms,
    as_of: int,
    exclusions: Sequence[Exclusion] = (),
    explained: int = 0,
    decided_by: int = 0,
) -> tuple[Reading, ...]:
    """Every reading of the ticket as of a moment (UTC seconds); none for one without a target, or that is not counted.

    Breaches have segments; of the other readings those that were decided at the moment `explained` or later, or that
    still wait. Exclusions count that were decided by then, or by a later moment where that is given.
    """
    seen = ticket.seen_at(as_of)
    if not seen.events or not seen.is_counted:
        return ()
    cycles = cycles_of(seen, terms.contract)
    scenes = [_Scene(clock, seen, terms, as_of, explained) for clock in terms.contract.clocks]
    readings = [one for scene in scenes for one in _of_clock(scene, cycles)]
    if not exclusions:
        return tuple(readings)
    decided = [r for r in exclusions if r.ticket == ticket.id and r.decided // MS <= max(as_of, decided_by)]
    own = sorted(standing(decided), key=lambda row: (row.decided, row.id))
    return tuple(_with_exclusion(reading, own) for reading in readings)


def warning_at(reading: Reading, percent: int, terms: Terms) -> int:
    """The moment at which that share of the target is used up, inside hours (UTC seconds)."""
    still = union((one.start, one.end) for one in reading.segments if one.kind not in _CALENDAR_KINDS)
    seconds = reading.target * percent // 100
    boundary: Boundary = "open" if percent < 100 else "close"
    return terms.calendars[reading.calendar].due(reading.started_at, seconds, still, boundary)


def _of_clock(scene: _Scene, cycles: Sequence[Cycle]) -> Iterator[Reading]:
    rest: _Rest | None = None
    told, since = told_of(scene.ticket), seen_from(scene.ticket)
    for cycle in cycles if _is_promised(scene, cycles) else ():
        if cycle.number > 1 and scene.clock.stop in RESPONSES and not cycle.is_fresh:
            continue  # a reopening within its time does not ask for a first response again
        rest = None if cycle.is_fresh else rest
        for link, course in enumerate(_courses(scene, cycle), 1):
            reading = _reading(scene, cycle, link, course, rest)
            if reading is not None:
                yield begun(unexported(reading, scene.clock, told), since, scene.terms)
                rest = None if scene.clock.repeats else _rest_after(course, reading, rest)


def _is_promised(scene: _Scene, cycles: Sequence[Cycle]) -> bool:
    """Whether any class that the ticket had, or may be lowered to, has a target for the clock."""
    had = {name for cycle in cycles[:1] for _, name in cycle.classes}
    lower = scene.terms.contract.after_workaround
    classes = had.union(lower[name] for name in had if name in lower)
    return any((name, scene.clock.id) in scene.terms.promises for name in classes)


def _rest_after(course: Course, reading: Reading, former: _Rest | None) -> _Rest:
    if course.lowered and reading.started_at == course.lowered[0]:
        return _Rest(reading.started_at, reading.used, reading.class_)
    if former:
        return replace(former, used=former.used + reading.used)
    return _Rest(reading.started_at, reading.used)


def _courses(scene: _Scene, cycle: Cycle) -> list[Course]:
    start = _start(scene.clock, cycle)
    if start is None:
        return []
    if scene.clock.repeats:
        return chain_of(scene.clock, cycle, start, scene.terms, scene.as_of)
    return [course_of(scene.clock, cycle, start, scene.terms, scene.as_of)]


def _start(clock: Clock, cycle: Cycle) -> int | None:
    """When the clock starts in the cycle; a clock of the report starts with the cycle itself."""
    if clock.start is Moment.REPORTED:
        return cycle.start
    found = occurrences(clock.start, cycle.events, clock.response_by)
    return found[0].at if found else None


def _reading(scene: _Scene, cycle: Cycle, link: int, course: Course, rest: _Rest | None) -> Reading | None:
    if course.ended_without and course.stopped_at == course.start:
        return None  # over before it began
    stages, withdrawn = _stages(scene, course, cycle, rest)
    if not stages:
        return None
    stage, breach = _judged(stages, course.judged_until)
    if breach is None and withdrawn is not None:
        course = replace(course, stopped_at=withdrawn[0], decided_at=withdrawn[0], ended_without=True)
    calendar = scene.terms.calendars[stage.target.calendar]
    verdict, verdict_at = _verdict(course, breach)
    used = calendar.elapsed(stage.start, course.horizon, course.removed)
    doubt = _doubt(scene.terms, stage, breach, withdrawn)
    is_explained = breach is not None or (scene.as_of if verdict_at is None else verdict_at) >= scene.explained
    return Reading(
        ticket=scene.ticket.id,
        service=scene.ticket.service,
        clock=scene.clock.id,
        class_=stage.class_,
        class_since=stage.since,
        cycle=cycle.number,
        link=link,
        contract=scene.terms.name,
        clause=scene.terms.contract.clause_of(f"targets.{stage.class_}.{scene.clock.id}"),
        calendar=stage.target.calendar,
        zone=calendar.zone,
        target_text=str(stage.target.value),
        target=stage.seconds,
        started_at=stage.start,
        due_at=stage.due_at,
        stopped_at=course.stopped_at,
        as_of=scene.as_of,
        state=course.state,
        verdict=Verdict.COULD_NOT_CHECK if doubt else verdict,
        verdict_at=verdict_at,
        used=used,
        holds_until=_holds_until(scene, course) if verdict is Verdict.MET else None,
        waited=calendar.elapsed(stage.start, course.horizon, course.deferring) - used,
        segments=explain(calendar, course, stage.start) if is_explained else (),
        evidence=course.evidence,
        reason=doubt or (ENDED_WITHOUT() if breach is not None and course.ended_without else None),
        imported=scene.ticket.is_imported,
    )


def _holds_until(scene: _Scene, course: Course) -> int | None:
    """Until when a restoration can still turn out not to have been one."""
    holding = scene.clock.holding
    if holding is None or scene.clock.stop is not Moment.SERVICE_RESTORED or course.stopped_at is None:
        return None
    until = course.stopped_at + holding.seconds
    return until if scene.as_of <= until else None


def _stages(scene: _Scene, course: Course, cycle: Cycle, rest: _Rest | None) -> tuple[list[Stage], _Withdrawn]:
    """A stage for each class that held while the clock ran, and since when it has one, and which, without a promise."""
    rows = _classes(course, cycle, rest)
    stages: list[Stage] = []
    withdrawn: _Withdrawn = None
    for at, (since, start, class_) in enumerate(rows):
        asked = rest.origin if rest and start == course.start else start
        target = scene.terms.target(class_, scene.clock.id, asked, scene.ticket.service)
        if target is None:
            withdrawn = withdrawn or (since, class_)
            continue
        withdrawn = None
        seconds, due = _counted(scene, course, rest, start, target)
        if since > start:
            due = max(due, since + _grace(scene, rows[at - 1][2], class_))
        until = rows[at + 1][0] if at + 1 < len(rows) else None
        stages.append(Stage(since, start, class_, target, seconds, due, until))
    return stages, withdrawn


def _counted(scene: _Scene, course: Course, rest: _Rest | None, start: int, target: Target) -> tuple[int, int]:
    """The open seconds that the target gives from `start`, and when they are used up."""
    calendar: Calendar = scene.terms.calendars[target.calendar]
    if rest is not None and start == course.start:
        seconds = max(0, scene.terms.open_time(target.value, calendar, rest.origin) - rest.used)
        return seconds, calendar.due(start, seconds, course.deferring)
    if isinstance(target.value, Seconds):
        return target.value.seconds, calendar.due(start, target.value.seconds, course.deferring)
    agreed = scene.terms.moment(target.value, calendar, start)
    seconds = calendar.elapsed(start, agreed)
    # An agreed instant outside hours is not moved back to the closing.
    return seconds, max(agreed, calendar.due(start, seconds, course.deferring))


def _grace(scene: _Scene, former: str, class_: str) -> int:
    """After a change the breach is never before it; after a raise the contract may add some time."""
    contract = scene.terms.contract
    severity = {one.id: at for at, one in enumerate(contract.classes)}
    is_raise = severity.get(class_, len(severity)) < severity.get(former, len(severity))
    return contract.classification.raise_grace.seconds if is_raise else 0


def _classes(course: Course, cycle: Cycle, rest: _Rest | None) -> list[tuple[int, int, str]]:
    """The classes that held while the clock ran: since when, counted from where, which."""
    first = rest.lowered if rest and rest.lowered else cycle.class_at(course.start)
    is_going_on = course.stopped_at is None and course.delivered_at is None
    until = course.judged_until + is_going_on  # what goes on has the class of this very second
    later = [(at, course.start, name) for at, name in cycle.classes if course.start < at < until]
    if cycle.classes and cycle.classes[0][0] > course.start and not (rest and rest.lowered):
        later = later[1:]  # the first class that was set holds from the start
    rows = [(course.start, course.start, first), *later]
    if course.lowered is None or (rest and rest.lowered):
        return rows
    restored, lower = course.lowered
    before = [row for row in rows if row[0] < restored or row[0] == course.start]
    after = [(at, restored, name) for at, _, name in rows if at > restored]
    return [*before, (restored, restored, lower), *after]


def _judged(stages: list[Stage], horizon: int) -> tuple[Stage, int | None]:
    """The stage to show and the moment of the breach: the first deadline missed under the class then in force."""
    for stage in stages:
        if stage.due_at < (horizon if stage.until is None else min(horizon, stage.until)):
            return stage, stage.due_at
    return stages[-1], None


def _verdict(course: Course, breach: int | None) -> tuple[Verdict, int | None]:
    if breach is not None:
        return Verdict.BREACHED, breach
    if course.ended_without:
        return Verdict.NOT_REACHED, course.stopped_at
    if course.stopped_at is not None:
        return Verdict.MET, course.decided_at
    return Verdict.PENDING, None


def _doubt(terms: Terms, stage: Stage, breach: int | None, withdrawn: _Withdrawn) -> Told | None:
    """Why nobody can say how the clock ended.

    A holiday that is not listed can only move a deadline back, so that what was done in time was done in time.
    """
    if breach is None:
        names = {one.id for one in terms.contract.classes}
        return NO_SUCH_CLASS(class_=withdrawn[1]) if withdrawn and withdrawn[1] not in {"", *names} else None
    calendar, end = stage.target.calendar, terms.holidays_end(stage.target.calendar)
    if end is None or breach <= end:
        return None
    return HOLIDAYS_UNKNOWN(calendar=calendar, through=terms.holidays_through)


def _with_exclusion(reading: Reading, exclusions: Sequence[Exclusion]) -> Reading:
    """A verdict is never erased: it is excluded, with reason, author and the client's consent."""
    refused: Told | None = None
    for row in exclusions:
        if not _concerns(row, reading):
            continue
        missing = [name for name in ("reason", "person", "consent") if not getattr(row, name)]
        if not missing:
            evidence = (*reading.evidence, row.id)
            why = EXCLUDED(exclusion=row.id, reason=row.reason)
            return replace(reading, verdict=Verdict.EXCLUDED, reason=why, evidence=evidence)
        refused = refused or EXCLUSION_REFUSED(exclusion=row.id, lacks=tuple(missing))
    is_free = reading.reason in (None, ENDED_WITHOUT())
    return replace(reading, reason=refused) if refused and is_free else reading


def _concerns(row: Exclusion, reading: Reading) -> bool:
    if reading.verdict is Verdict.PENDING:
        return False
    return row.clock in ("", reading.clock) and row.cycle in (0, reading.cycle)
