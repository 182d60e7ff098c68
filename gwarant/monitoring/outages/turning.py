"""What becomes of a service's outage by what is seen now: a pure step, so that nothing depends on when it is taken."""

from dataclasses import dataclass

from gwarant.monitoring.outages.seeing import Run, Seen
from gwarant.sla.evidence.model import State


@dataclass(frozen=True)
class Open:
    """An outage that is not over: when it began, when it was last seen down, and since when it has been up again."""

    detected: int
    down_at: int
    restored: int | None = None


@dataclass(frozen=True)
class Turn:
    """The open outage ended at `ended`, is up again since `restored`, or came back; another one `begins`."""

    ended: int | None = None
    begins: Run | None = None
    restored: int | None = None
    is_back: bool = False  # what had been up was down again before the gap was over
    down_at: int | None = None


def turn(open_: Open | None, seen: Seen, gap: int) -> Turn:
    """One step. What is not known changes nothing; an outage that was over before anybody heard of it begins none."""
    if open_ is None:
        return Turn(begins=seen.runs[-1] if seen.state is State.DOWN else None)
    if seen.state is State.UNKNOWN:
        return Turn(restored=open_.restored)
    own = _own(open_, seen, gap)
    if seen.state is State.UP:
        return _up(open_, own, seen, gap)
    last = seen.runs[-1]
    if own == last:
        return Turn(is_back=open_.restored is not None, down_at=max(last.end, open_.down_at))
    over = _over(open_, own, seen)
    return Turn(ended=open_.down_at if over is None else over, begins=last)


def _up(open_: Open, own: Run | None, seen: Seen, gap: int) -> Turn:
    over = _over(open_, own, seen)
    if over is None:
        return Turn(restored=open_.restored)
    is_over = seen.known_to - over > gap
    return Turn(ended=over if is_over else None, restored=None if is_over else over)


def _over(open_: Open, own: Run | None, seen: Seen) -> int | None:
    """When it was first seen up after the last of its down time."""
    if own is None or own.end <= open_.down_at:
        return open_.restored or seen.up_after(open_.down_at)
    return seen.up_after(own.end)


def _own(open_: Open, seen: Seen, gap: int) -> Run | None:
    """The last run that belongs to it: none between which and its own down time it was up for longer than the gap."""
    anchor = open_.down_at if open_.restored is None else open_.restored
    found = None
    for run in seen.runs:
        near = run.detected - anchor <= gap or seen.up_after(anchor) is None or _first_up(seen, anchor) >= run.detected
        if run.end >= open_.detected and near:
            found, anchor = run, max(anchor, run.end)
    return found


def _first_up(seen: Seen, moment: int) -> int:
    found = seen.up_after(moment)
    return seen.known_to if found is None else found
