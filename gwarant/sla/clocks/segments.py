"""Why a clock reads as it does: its time cut into segments that sum to the whole."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from gwarant.sla.calendar import Calendar
from gwarant.sla.clocks.codes import CLOSED
from gwarant.sla.clocks.course import Course
from gwarant.sla.clocks.pauses import Stillness
from gwarant.sla.clocks.reading import Segment, SegmentKind

_KINDS = {
    "open": SegmentKind.COUNTED,
    "holiday": SegmentKind.HOLIDAY,
    "outside_hours": SegmentKind.OUTSIDE_HOURS,
}


def explain(calendar: Calendar, course: Course, start: int) -> tuple[Segment, ...]:
    """Segments that cover `[start, horizon)` without a gap; a pause shows only where it took open time away."""
    if course.horizon <= start:
        return ()
    segments: list[Segment] = []
    for reason in calendar.classify(start, course.horizon):
        kind = _KINDS[reason.kind]
        if kind is SegmentKind.COUNTED:
            segments += _open(course, reason.start, reason.end)
        else:
            why = CLOSED(name=reason.name) if reason.name else None
            segments.append(Segment(reason.start, reason.end, kind, why))
    return tuple(_joined(segments))


def _open(course: Course, start: int, end: int) -> Iterator[Segment]:
    """An open stretch, parted into what counted and what stood still."""
    inside = [one for one in course.still if one.start < end and one.end > start]
    edges = {start, end, *(min(max(edge, start), end) for one in inside for edge in (one.start, one.end))}
    for a, b in pairwise(sorted(edges)):
        yield _piece(next((one for one in inside if one.start <= a and b <= one.end), None), a, b)


def _piece(still: Stillness | None, start: int, end: int) -> Segment:
    if still is None:
        return Segment(start, end, SegmentKind.COUNTED)
    return Segment(start, end, still.kind, still.why, still.person, still.role, still.ref)


def _why(segment: Segment) -> tuple[object, ...]:
    return segment.kind, segment.why, segment.ref


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    held: Segment | None = None
    for segment in segments:
        if held and held.end == segment.start and _why(held) == _why(segment):
            held = replace(held, end=segment.end)
            continue
        if held:
            yield held
        held = segment
    if held:
        yield held
