"""Half-open spans of time as pairs of integers: the small algebra that everything else is counted with.

A `Spans` is a tuple of `(start, end)` with start < end, sorted, disjoint and not touching.
The unit is the caller's: seconds for calendars and clocks, milliseconds for availability.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Span = tuple[int, int]
Spans = tuple[Span, ...]
FEW = 8  # spans that are sooner walked through than searched


def union(spans: Iterable[Span]) -> Spans:
    """The normal form of any heap of spans: empty ones dropped, touching ones joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def intersect(left: Spans, right: Spans) -> Spans:
    """What lies in both."""
    if not left or not right:
        return ()
    i = bisect_right(left, right[0][0], key=_end) if len(left) > FEW else 0
    j = bisect_right(right, left[0][0], key=_end) if len(right) > FEW else 0
    found: list[Span] = []
    while i < len(left) and j < len(right):  # the most frequent loop of all: compared in place, and no call in it
        (a, b), (c, d) = left[i], right[j]
        start, end = (a if a > c else c), (b if b < d else d)
        if start < end:
            found.append((start, end))
        if b < d:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtract(left: Spans, right: Spans) -> Spans:
    """What lies in `left` and not in `right`."""
    if not left or not right:
        return left
    return intersect(left, gaps(right, (left[0][0], left[-1][1])))


def gaps(spans: Spans, within: Span) -> Spans:
    """What `within` holds beside the spans."""
    edges = [within[0]]
    for start, end in clip(spans, within):
        edges += [start, end]
    edges.append(within[1])
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def clip(spans: Spans, within: Span) -> Spans:
    """The part of the spans that lies inside `within`."""
    start, end = within
    if start >= end or not spans:
        return ()
    first = bisect_right(spans, start, key=_end)
    last = bisect_left(spans, end, first, key=_start)
    inside = list(spans[first:last])
    if inside:
        inside[0] = (max(start, inside[0][0]), inside[0][1])
        inside[-1] = (inside[-1][0], min(end, inside[-1][1]))
    return tuple(inside)


def measure(spans: Spans) -> int:
    """The summed length."""
    return sum(end - start for start, end in spans)


def covers(spans: Spans, moment: int) -> bool:
    """Whether the moment lies in one of the spans."""
    at = bisect_right(spans, moment, key=lambda span: span[0]) - 1
    return at >= 0 and moment < spans[at][1]


def _start(span: Span) -> int:
    return span[0]


def _end(span: Span) -> int:
    return span[1]
