"""Half-open spans of time as pairs of integers: the small algebra that everything else is counted with.

A `Spans` is a tuple of `(start, end)` with start < end, sorted, disjoint and not touching.
The unit is the caller's: seconds for calendars and clocks, milliseconds for availability.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

Span = tuple[int, int]
Spans = tuple[Span, ...]


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
    return tuple(_overlaps(left, right))


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
    return intersect(spans, (within,)) if within[0] < within[1] else ()


def measure(spans: Spans) -> int:
    """The summed length."""
    return sum(end - start for start, end in spans)


def covers(spans: Spans, moment: int) -> bool:
    """Whether the moment lies in one of the spans."""
    at = bisect_right(spans, moment, key=lambda span: span[0]) - 1
    return at >= 0 and moment < spans[at][1]


def _overlaps(left: Spans, right: Spans) -> Iterator[Span]:
    if not left or not right:
        return
    i = bisect_right(left, right[0][0], key=_end)
    j = bisect_right(right, left[0][0], key=_end)
    while i < len(left) and j < len(right):
        start = max(left[i][0], right[j][0])
        end = min(left[i][1], right[j][1])
        if start < end:
            yield start, end
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1


def _end(span: Span) -> int:
    return span[1]
