"""What the latest looks at a service say: its runs of down time, and how it stands now. Milliseconds of UTC.

The quorum is the core's own, so that a page and a month never see two different beginnings. Each monitor is asked by
itself: two places that fail at two different things are no two voices.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from gwarant.sla.availability.outages import started
from gwarant.sla.availability.quorum import Quorum, sight
from gwarant.sla.availability.timeline import watch
from gwarant.sla.contract.model.promises import Availability, Bound, Probe
from gwarant.sla.evidence.model import Check, State
from gwarant.sla.spans import Spans, clip, intersect, subtract, union

BY_FIRST_LOOK = Availability(
    id="", service="", target=Bound(ge=Decimal(0))
)  # an outage starts at its first failed look
LATE = 15_000  # as long as a look may take from its end to us before what it says is old


@dataclass(frozen=True)
class Looked:
    """The looks of one monitor, at most how many places look, how many of them must agree, and how it looks."""

    looks: Sequence[Check]
    places: int
    needed: int
    every: int
    timeout: int


@dataclass(frozen=True)
class Run:
    """Down from the first failed look of the round that made the quorum; known since `confirmed`; to the last of it."""

    detected: int
    confirmed: int
    end: int


@dataclass(frozen=True)
class Seen:
    """Runs in order, where it was up as far as all monitors know, how it stands, and until when that is known."""

    runs: tuple[Run, ...]
    ups: Spans
    state: State
    known_to: int

    def up_after(self, moment: int) -> int | None:
        """When it was first seen up from the moment on."""
        return next((max(start, moment) for start, end in self.ups if end > moment), None)


NOTHING = Seen((), (), State.UNKNOWN, 0)


def seen(monitors: Iterable[Looked], gap: int, now: int) -> Seen:
    """All monitors together: down where one is, up where all are. Runs that the gap joins are one.

    So are runs between which nobody saw it up: what is not known ends no outage.
    """
    each = [_one(one, now) for one in monitors]
    ups = reduce(intersect, (one.ups for one in each)) if each else ()
    runs = sorted((run for one in each for run in one.runs), key=lambda run: (run.detected, run.end))
    states = {one.state for one in each}
    known_to = min((one.known_to for one in each), default=0)
    state = State.DOWN if State.DOWN in states else State.UP if states == {State.UP} else State.UNKNOWN
    return Seen(tuple(_joined(runs, ups, gap)), ups, state, known_to)


def _joined(runs: Sequence[Run], ups: Spans, gap: int) -> Iterator[Run]:
    joined: Run | None = None
    for run in runs:
        if joined is None:
            joined = run
        elif run.detected - joined.end <= gap or not clip(ups, (joined.end, run.detected)):
            joined = Run(joined.detected, min(joined.confirmed, run.confirmed), max(joined.end, run.end))
        else:
            yield joined
            joined = run
    if joined is not None:
        yield joined


def _one(of: Looked, now: int) -> Seen:
    looks = [look for look in of.looks if look.at <= now]
    tracks = watch(looks, (), (), Probe()).whole
    if not tracks:
        return NOTHING
    within = (min(look.at for look in looks), max(look.at for look in looks) + 1)
    rule = Quorum(min(of.needed, of.places), of.places)
    whole = sight(tracks, rule, within, within[0])
    begun = started(whole, tracks, BY_FIRST_LOOK, ())
    runs = tuple(
        Run(start, next(at for at, _ in whole.down if start <= at < end), end)
        for start, end in clip(begun.down, within)
    )
    ups = subtract((within,), union((*whole.down, *whole.unknown)))
    known = union((*whole.down, *ups))
    known_to = known[-1][1] if known else 0
    if not known or now - known_to > 2 * of.every + of.timeout + LATE:
        return Seen(runs, ups, State.UNKNOWN, known_to)
    is_down = bool(whole.down) and whole.down[-1][1] == known_to
    return Seen(runs, ups, State.DOWN if is_down else State.UP, known_to)
