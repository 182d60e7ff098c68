"""How a job stands by what it told and by what it did not. Pure; moments are UTC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec.structs import replace

from gwarant.monitoring.beats.schedule import Schedule

Gap = tuple[datetime, datetime]


class Said(StrEnum):
    """What a ping tells."""

    SUCCESS = "success"
    START = "start"
    FAIL = "fail"
    EXIT = "exit"
    LOG = "log"


class Stands(StrEnum):
    """`late`: expected, not there, and the grace still runs."""

    UNKNOWN = "unknown"
    UP = "up"
    LATE = "late"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Heard:
    """One ping: what, of which run, with which exit code, when it reached us."""

    said: Said
    at: datetime
    run: UUID | None = None
    status: int = 0

    @property
    def is_success(self) -> bool:
        return self.said is Said.SUCCESS or (self.said is Said.EXIT and self.status == 0)


class Beat(msgspec.Struct, frozen=True, gc=False):
    """How a job stands, since when and why; and when that turns unless it tells something."""

    state: Stands = Stands.UNKNOWN
    code: str = "new"
    since: datetime | None = None
    heard_at: datetime | None = None  # the last success
    expected_at: datetime | None = None  # the next one
    run_at: datetime | None = None  # the run that is under way, and its name
    run: UUID | None = None
    took: int | None = None  # milliseconds of the last run that began and ended

    def due_at(self, schedule: Schedule) -> datetime | None:
        """When it turns, or is looked at again, unless something comes before."""
        moments = []
        if self.expected_at is not None:
            moments.append(self.expected_at if self.state is Stands.UP else self.missed_at(schedule))
        if self.run_at is not None:
            moments.append(self.run_at + schedule.longest)
        return min((one for one in moments if one is not None), default=None)

    def missed_at(self, schedule: Schedule) -> datetime | None:
        """When what is expected is missed: after the grace, unless a run that began within it may take longer."""
        if self.expected_at is None:
            return None
        end = self.expected_at + schedule.grace
        is_on_its_way = self.run_at is not None and self.run_at <= end
        return max(end, self.expected_at + schedule.longest) if is_on_its_way else end


def hear(beat: Beat, heard: Heard, schedule: Schedule) -> Beat:
    """How it stands after the ping."""
    if heard.said is Said.LOG:
        return beat
    if heard.said is Said.START:
        return replace(beat, run_at=heard.at, run=heard.run)
    told = _ended(beat, heard)
    if beat.expected_at is None or heard.at >= beat.expected_at or schedule.every is not None:
        told = replace(told, expected_at=schedule.after(heard.at))
    if heard.is_success:
        return _turned(replace(told, heard_at=heard.at), Stands.UP, "", heard.at)
    code = f"exit {heard.status}" if heard.said is Said.EXIT else "failed"
    return _turned(told, Stands.DOWN, code, heard.at)


def wait(beat: Beat, schedule: Schedule, until: datetime, gaps: Sequence[Gap]) -> Iterator[tuple[datetime, Beat]]:
    """What it makes of it that nothing came until then, turn by turn with their moments; the last is how it stands.

    `gaps` are the times in which we could hear nothing: what may have been said then is unknown.
    """
    while (due := beat.due_at(schedule)) is not None and due <= until:
        beat = _turn(beat, schedule, due, until, gaps)
        yield due, beat


def _turn(beat: Beat, schedule: Schedule, due: datetime, until: datetime, gaps: Sequence[Gap]) -> Beat:
    if beat.run_at is not None and due == beat.run_at + schedule.longest:
        missed = "away" if _is_unheard(beat.run_at, due, gaps) else "overrun"
        return _missed(replace(beat, run_at=None, run=None), missed, due)
    expected = beat.expected_at
    if expected is None or beat.state is Stands.UP:
        return _turned(beat, Stands.LATE, "late", due)
    unheard = [over for begin, over in gaps if begin < due and expected - schedule.grace < over]
    begins = (begin for begin, _ in gaps if begin > expected)
    ahead = (min(unheard) if unheard else min([until, *begins])) - schedule.grace
    following = schedule.after(expected)
    if following is not None and following < ahead:  # nobody looked for a while: go on where anything is to be said
        following = schedule.after(ahead)
    return _missed(replace(beat, expected_at=following), "away" if unheard else "missed", due)


def _missed(beat: Beat, code: str, at: datetime) -> Beat:
    """Down stays down by its first reason; what we could not hear is unknown, also of what was down."""
    if code == "away":
        return _turned(beat, Stands.UNKNOWN, code, at)
    if beat.state is Stands.DOWN:
        return beat
    return _turned(beat, Stands.DOWN, code, at)


def _turned(beat: Beat, state: Stands, code: str, at: datetime) -> Beat:
    """The moment stays while the state does; the reason is the latest."""
    return replace(beat, state=state, code=code, since=beat.since if beat.state is state else at)


def _ended(beat: Beat, heard: Heard) -> Beat:
    """The run that is under way is over, unless the ping names another one."""
    if beat.run_at is None or (beat.run and heard.run and beat.run != heard.run):
        return beat
    took = max(0, round((heard.at - beat.run_at).total_seconds() * 1_000))
    return replace(beat, run_at=None, run=None, took=took)


def _is_unheard(start: datetime, end: datetime, gaps: Sequence[Gap]) -> bool:
    return any(begin < end and start < over for begin, over in gaps)
