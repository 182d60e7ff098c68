"""Looks that were due and of which there is no row: the lower bound takes them for failed.

So no row is better left out. A look between the slots is never due, nor is one at a moment at which as many other
places speak as the contract asks for. What is due from the end of the period on says nothing of the period.
"""

from collections.abc import Collection, Iterator
from itertools import zip_longest

from gwarant.sla.availability.timeline import Missed, Track
from gwarant.sla.evidence.model import State
from gwarant.sla.spans import Span, Spans, covers, subtract, union


def firm(track: Track, until: int) -> Spans:
    """When the place speaks, and not only because a look is held over one that was due before `until`."""
    held = union((one.due, one.until) for one in _due(track, until))
    return subtract(track.known, subtract(held, track.vouched))


def doubted(track: Track, states: Collection[State], until: int, enough: Spans) -> Spans:
    """Where the place may have been in one of the states, had a look failed that was due before `until`.

    That is since the last look before it, also where nothing is known after that look. While other places are
    `enough` without this one nobody asks for its look.
    """
    missed = union((one.due if covers(enough, one.due) else one.since, one.until) for one in _due(track, until))
    return union((*subtract(missed, track.vouched), *_before_nothing(track, states, until, enough)))


def silent(track: Track, until: int, enough: Spans) -> Spans:
    """From half a slot before a look that was due, to the next one: had it seen nothing, that would be unknown time."""
    found = union(
        (one.due if covers(enough, one.due) else one.due - (one.due - one.since) // 2, one.until)
        for one in _due(track, until)
    )
    return subtract(found, track.vouched)


def _due(track: Track, until: int) -> Iterator[Missed]:
    return (one for one in track.missed if one.due < until)


def _before_nothing(track: Track, states: Collection[State], until: int, enough: Spans) -> Iterator[Span]:
    """From the last better look to where nothing is known any more: what came next may have been bad."""
    for one, after in zip_longest(track.seen, track.seen[1:]):
        ends = after is None or after.start > one.end
        if ends and one.state not in states and one.end < until and not covers(enough, one.end):
            yield one.last, one.end
