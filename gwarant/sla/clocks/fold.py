"""The fold: a ticket's events under the contract in force give the reading of each of its clocks.

Nothing here depends on when a job ran; `as_of` is the only clock, and only events up to it are seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gwarant.sla.calendar import Calendar
from gwarant.sla.clocks.course import RESPONSES, Course, chain_of, course_of
from gwarant.sla.clocks.reading import Reading, SegmentKind, Verdict
from gwarant.sla.clocks.segments import explain
from gwarant.sla.clocks.ticket import Cycle, Ticket, cycles_of, occurrences
from gwarant.sla.contract.model.desk import Clock, Moment, Target
from gwarant.sla.evidence.model import Exclusion
from gwarant.sla.spans import union
from gwarant.sla.terms import Terms

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


@dataclass(frozen=True)
class _Scene:
    """What the readings of one clock share."""

    clock: Clock
    ticket: Ticket
    terms: Terms
    as_of: int


def read_clocks(ticket: Ticket, terms: Terms, as_of: int, exclusions: Sequence[Exclusion] = ()) -> tuple[Reading, ...]:
    """Every reading of the ticket as of a moment (UTC seconds); none for a merged ticket or one without a target."""
    seen = replace(ticket, events=tuple(event for event in ticket.events if event.at <= as_of))
    if not seen.events or seen.merged_into:
        return ()
    cycles = cycles_of(seen, terms.contract)
    readings = [one for clock in terms.contract.clocks for one in _of_clock(_Scene(clock, seen, terms, as_of), cycles)]
    return tuple(_with_exclusion(reading, exclusions) for reading in readings)


def warning_at(reading: Reading, percent: int, terms: Terms) -> int:
    """The moment at which that share of the target is used up, inside hours (UTC seconds)."""
    still = union((one.start, one.end) for one in reading.segments if one.kind not in _CALENDAR_KINDS)
    return terms.calendars[reading.calendar].due(reading.started_at, reading.target * percent // 100, still)


def _of_clock(scene: _Scene, cycles: Sequence[Cycle]) -> Iterator[Reading]:
    left: int | None = None
    for cycle in cycles:
        if cycle.number > 1 and scene.clock.stop in RESPONSES and not cycle.is_fresh:
            continue  # a reopening within its time does not ask for a first response again
        budget = None if cycle.is_fresh or scene.clock.repeats else left
        for link, course in enumerate(_courses(scene, cycle), 1):
            reading = _reading(scene, cycle, link, course, budget)
            if reading is not None:
                yield reading
                left = max(0, reading.remaining)


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


def _reading(scene: _Scene, cycle: Cycle, link: int, course: Course, budget: int | None) -> Reading | None:
    stages = _stages(scene, course, budget)
    if not stages:
        return None
    stage, breach = _judged(stages, course.horizon)
    calendar = scene.terms.calendars[stage.target.calendar]
    verdict, verdict_at = _verdict(course, breach)
    return Reading(
        ticket=scene.ticket.id,
        service=scene.ticket.service,
        clock=scene.clock.id,
        class_=stage.class_,
        cycle=cycle.number,
        link=link,
        contract=scene.terms.name,
        clause=scene.terms.contract.clause_of("targets"),
        calendar=stage.target.calendar,
        zone=calendar.zone,
        target_text=str(stage.target.value),
        target=stage.seconds,
        started_at=stage.start,
        due_at=stage.due_at,
        stopped_at=course.stopped_at,
        as_of=scene.as_of,
        state=course.state,
        verdict=verdict,
        verdict_at=verdict_at,
        used=calendar.elapsed(stage.start, course.horizon, course.removed),
        segments=explain(calendar, course, stage.start),
        evidence=course.evidence,
        imported=scene.ticket.is_imported,
    )


def _stages(scene: _Scene, course: Course, budget: int | None) -> list[Stage]:
    """One stage for each class that held while the clock ran, with the deadline that class gives."""
    stages = []
    for since, start, class_ in _classes(course, scene.ticket):
        target = scene.terms.target(class_, scene.clock.id, start)
        if target is not None:
            stages.append(_stage(scene, course, budget, (since, start, class_, target)))
    return stages


def _stage(scene: _Scene, course: Course, budget: int | None, row: tuple[int, int, str, Target]) -> Stage:
    since, start, class_, target = row
    calendar: Calendar = scene.terms.calendars[target.calendar]
    seconds = scene.terms.open_time(target.value, calendar, start) if budget is None else budget
    due = calendar.due(start, seconds, course.removed)
    if since > start:  # after a raise the breach is never before the raise
        due = max(due, since + scene.terms.contract.classification.raise_grace.seconds)
    return Stage(since, start, class_, target, seconds, due)


def _classes(course: Course, ticket: Ticket) -> list[tuple[int, int, str]]:
    """The classes that held while the clock ran: since when, counted from where, which."""
    changes = [(at, name) for at, name, _ in ticket.class_changes()]
    at_start = [name for at, name in changes if at <= course.start]
    first = at_start[-1] if at_start else (changes[0][1] if changes else "")
    later = [(at, course.start, name) for at, name in changes if course.start < at < course.horizon]
    rows = [(course.start, course.start, first), *later]
    if course.lowered is None:
        return rows
    restored, lower = course.lowered
    before = [row for row in rows if row[0] < restored or row[0] == course.start]
    after = [(at, restored, name) for at, _, name in rows if at > restored]
    return [*before, (restored, restored, lower), *after]


def _judged(stages: list[Stage], horizon: int) -> tuple[Stage, int | None]:
    """The stage to show and the moment of the breach: the first deadline missed under the class then in force."""
    for stage, following in zip(stages, [*stages[1:], None], strict=True):
        until = min(horizon, following.since) if following else horizon
        if stage.due_at < until:
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


def _with_exclusion(reading: Reading, exclusions: Sequence[Exclusion]) -> Reading:
    """A verdict is never erased: it is excluded, with reason, author and the client's consent."""
    for row in exclusions:
        if not _concerns(row, reading):
            continue
        missing = [name for name in ("reason", "person", "consent") if not getattr(row, name)]
        if missing:
            return replace(reading, reason=f"exclusion {row.id} is refused: it lacks {', '.join(missing)}")
        evidence = (*reading.evidence, row.id)
        return replace(reading, verdict=Verdict.EXCLUDED, reason=row.reason, evidence=evidence)
    return reading


def _concerns(row: Exclusion, reading: Reading) -> bool:
    if row.ticket != reading.ticket or row.decided > reading.as_of or reading.verdict is Verdict.PENDING:
        return False
    return row.clock in ("", reading.clock) and row.cycle in (0, reading.cycle)
