"""Outages: where they start by the contract, which are one, which are too short to count."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gwarant.sla.availability.quorum import Sight
from gwarant.sla.availability.timeline import Track
from gwarant.sla.contract.model.promises import Availability, OutageStart, Probe, Unknown
from gwarant.sla.evidence.model import State, TicketEvent
from gwarant.sla.spans import Span, Spans, clip, intersect, subtract, union


@dataclass(frozen=True)
class Bounds:
    """Down time that counts, before exclusions, read in three ways (milliseconds); each holds the one before."""

    least: Spans
    point: Spans
    most: Spans  # with all unknown time, and what looks that are missing might have shown
    outages: Spans  # every seen outage from its start to its end, the short ones too
    unreported: Spans = ()  # those of them that count from the client's report alone, and have none


def started(sight: Sight, watched: Sequence[Track], promise: Availability, reports: Sequence[TicketEvent]) -> Sight:
    """The same sight with every outage moved to the start that the contract gives it."""
    moments = [report.at * 1000 for report in reports]
    earlier: list[Span] = []
    past = None
    for start, end in sight.down:
        edge = _edge(sight, start, past)
        first = _first_failed(start, edge, watched)
        has_good_look = edge > sight.within[0]
        earlier.append((_earliest(edge, first, promise, moments) if has_good_look else first, end))
        past = end
    down = union(earlier)
    return replace(sight, down=down, degraded=subtract(sight.degraded, down), unknown=subtract(sight.unknown, down))


def counted(sight: Sight, whole: Sight, promise: Availability, reports: Sequence[TicketEvent]) -> Bounds:
    """Merge first, then the minimum, for each of the three readings: the point by `sight`, the bounds by `whole`.

    Where the client's report alone starts an outage, each reading has of its merged outages what comes after it.
    """
    probe, gap = promise.probe, promise.probe.merge_gap.seconds * 1000
    told = sorted(report.at * 1000 for report in reports) if _needs_report(promise) else None
    doubtful = union((*whole.doubted_down, *whole.dark))
    judged = union((*sight.down, *sight.unknown)) if probe.unknown is Unknown.DOWN else sight.down
    runs = merged(judged, gap)
    sure = intersect(merged(whole.surely_down, gap), _told(merged(union((*judged, *whole.surely_down)), gap), told))
    seen = _outages(sight.down, _told(runs, told))
    silent = () if told is None else tuple(one for one in _outages(sight.down, runs) if not part(seen, one))
    return Bounds(
        least=intersect(whole.surely_down, _long_enough(sure, probe)),
        point=intersect(sight.down, _long_enough(_told(runs, told), probe)),
        most=union((*intersect(doubtful, _long_enough(_told(merged(doubtful, gap), told), probe)), *whole.dark)),
        outages=tuple(sorted((*seen, *silent))),
        unreported=silent,
    )


def _needs_report(promise: Availability) -> bool:
    return set(promise.outage_start.earlier_of) == {OutageStart.CLIENT_REPORT}


def _told(runs: Spans, told: Sequence[int] | None) -> Spans:
    """Of each run what comes from the first report within it on; nothing of one without; all where none is needed."""
    if told is None:
        return runs
    firsts = ((told[bisect_left(told, start) :][:1], end) for start, end in runs)
    return tuple((first[0], end) for first, end in firsts if first and first[0] < end)


def merged(downs: Spans, gap: int) -> Spans:
    """From the start to the end of each run of spans that are parted by no more than the gap."""
    return tuple((start, end - gap) for start, end in union((start, end + gap) for start, end in downs))


def touching(spans: Spans, span: Span) -> Spans:
    """The whole spans that share a moment with the span."""
    first = bisect_right(spans, span[0], key=lambda one: one[1])
    return spans[first : bisect_left(spans, span[1], key=lambda one: one[0])]


def part(spans: Spans, span: Span) -> Spans:
    """What lies inside the span, found without walking through all of them."""
    return clip(touching(spans, span), span)


def _long_enough(runs: Spans, probe: Probe) -> Spans:
    minimum = probe.min_outage.seconds * 1000
    return tuple((start, end) for start, end in runs if end - start >= minimum)


def _outages(downs: Spans, runs: Spans) -> Spans:
    inside = (part(downs, run) for run in runs)
    return tuple((parts[0][0], parts[-1][1]) for parts in inside if parts)


def widest(sight: Sight, span: Span) -> Spans:
    """How long it may have been down around the span: from the last good look to the next; nothing if it was not."""
    possible = touching(sight.possibly_down, span)
    if not possible:
        return ()
    before, after = bisect_right(sight.good, span[0]), bisect_left(sight.good, span[1])
    start = max(possible[0][0], *sight.good[max(0, before - 1) : before], possible[0][0])
    end = min(possible[-1][1], *sight.good[after : after + 1], possible[-1][1])
    return ((start, end),)


def _edge(sight: Sight, start: int, past: int | None) -> int:
    """Since when it may have been down: the last good look, or the end of the outage before."""
    since = min((begin for begin, _ in widest(sight, (start, start + 1))), default=start)
    return since if past is None else max(since, past)


def _first_failed(quorum_at: int, edge: int, watched: Sequence[Track]) -> int:
    """The first failed look in the round of looks, one a place, that ended with the quorum."""
    failing = [(track, seen) for track in watched if (seen := track.at(quorum_at)) and seen.state is State.DOWN]
    interval = max(seen.every for _, seen in failing)
    first = min(track.first_look(seen, quorum_at - interval) for track, seen in failing)
    return max(edge, min(quorum_at, first))


def _earliest(edge: int, first: int, promise: Availability, reports: list[int]) -> int:
    """The earliest start that the contract names, given the last good look and the first failed one."""
    starts = [first]
    if OutageStart.CLIENT_REPORT in promise.outage_start.earlier_of:
        starts += [moment for moment in reports if edge <= moment < first]
    longest = 1000 * (2 * promise.probe.every.seconds + promise.probe.timeout.seconds)
    if OutageStart.MIDPOINT in promise.outage_start.earlier_of and first - edge <= longest:
        starts.append((edge + first) // 2)
    return min(starts)
