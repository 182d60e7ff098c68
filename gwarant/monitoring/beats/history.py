"""What became of each time at which a job was expected, by what it told since. Pure; moments are UTC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from gwarant.monitoring.beats.fold import Beat, Gap, Heard, Said, hear, wait
from gwarant.monitoring.beats.schedule import Schedule

MOST = 2_000  # turns of waiting that are gone through one by one


class How(StrEnum):
    """Of one expected time. `away`: we could not hear."""

    DONE = "done"
    LATE = "late"
    FAILED = "failed"
    MISSED = "missed"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Slot:
    """When a success was expected, what came of it, and when the job told that."""

    expected: datetime
    how: How
    at: datetime | None = None


@dataclass(frozen=True)
class History:
    """The expected times in order, and of each ping how long the run took that it ended (milliseconds)."""

    slots: tuple[Slot, ...] = ()
    took: tuple[int | None, ...] = ()


def history(pings: Sequence[Heard], schedule: Schedule, gaps: Sequence[Gap], until: datetime) -> History:
    """By the same fold as how it stands, a turn at a time; of the first ping on, because nothing is expected before."""
    beat, slots, turns = Beat(), list[Slot](), 0
    for ping in (*pings, None):
        end = ping.at if ping else until
        while (due := beat.due_at(schedule)) is not None and due < end:
            turns += 1
            upto = due if turns < MOST else end
            _, turned = next(wait(beat, schedule, upto, gaps))
            if beat.expected_at is not None and turned.expected_at != beat.expected_at:
                slots.append(Slot(beat.expected_at, How.AWAY if turned.code == "away" else How.MISSED))
            beat = turned
        if ping is not None:
            told = hear(beat, ping, schedule)
            _note(slots, beat, told, ping, schedule)
            beat = told
    return History(tuple(slots), tuple(_took(pings)))


def _took(pings: Sequence[Heard]) -> Iterator[int | None]:
    """Of each ping how long the run took that it ended, also one that took longer than it may."""
    started: Heard | None = None
    for ping in pings:
        ends = ping.said not in (Said.START, Said.LOG)
        if started is None or not ends or (started.run and ping.run and started.run != ping.run):
            yield None
        else:
            yield max(0, round((ping.at - started.at).total_seconds() * 1_000))
            started = None
        started = ping if ping.said is Said.START else started


def _note(slots: list[Slot], beat: Beat, told: Beat, ping: Heard, schedule: Schedule) -> None:
    """What the ping means for the time that was expected; one that comes before it may make up for the last one."""
    expected = beat.expected_at
    is_early = expected is not None and ping.at < expected
    if is_early and ping.is_success and slots and slots[-1].how in (How.MISSED, How.FAILED):
        is_late = ping.at > slots[-1].expected + schedule.grace
        slots[-1] = replace(slots[-1], how=How.LATE if is_late else How.DONE, at=ping.at)
    elif expected is not None and told.expected_at != expected:
        missed = beat.missed_at(schedule)
        how = How.DONE if missed is None or ping.at <= missed else How.LATE
        slots.append(Slot(expected, how if ping.is_success else How.FAILED, ping.at))
