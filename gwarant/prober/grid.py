"""The fixed grid: each target has its own moments, start to start, whatever the looks take.

A moment of the grid is a slot: `phase`, `phase + every`, ... of UTC, whenever the process began. What was not begun in
its time is told as unknown and never slides.
"""

from hashlib import blake2b

TICK = 50  # milliseconds: looks that begin at one moment are seen to together, which costs half as much

LATEST = 5_000  # milliseconds: no look begins later than that


def phase_of(key: str, every: int) -> int:
    """Where on its grid something lies: spread evenly over the interval’s ticks by its key, the same everywhere."""
    drawn = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") * every >> 64
    return drawn - drawn % TICK


def slot_from(moment: int, every: int, phase: int) -> int:
    """The first slot at or after the moment."""
    return moment + (phase - moment) % every


def tolerance(every: int) -> int:
    """How late a look may begin and still stand for its slot: a tenth of the interval, at most five seconds."""
    return min(every // 10, LATEST)


def closer(every: int) -> int:
    """How far apart the looks between the slots are while a state is new: a sixth, at least five seconds; 0: none."""
    step = max(every // 6, 5_000)
    return step if step * 2 <= every else 0
