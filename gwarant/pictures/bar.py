"""The promise bar as a value: a reading laid out from 0 to 1, whatever draws it.

Counted time and what is left of the target are true to scale. Everything else has the same scale up to a
cap, so that a weekend or a long wait never dwarfs the minutes that count; what was cut says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise

from gwarant.sla.clocks.reading import Reading, Segment, SegmentKind
from gwarant.sla.facts import Told


class PieceKind(StrEnum):
    COUNTED = "counted"
    OVER = "over"  # counted beyond the target
    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    DELIVERED = "delivered"
    LEFT = "left"  # what was not used, or is still to come


CLOSED = frozenset({PieceKind.OUTSIDE_HOURS, PieceKind.HOLIDAY})
STILL = frozenset({PieceKind.PAUSED, PieceKind.DELIVERED})


@dataclass(frozen=True)
class Piece:
    """A stretch of the bar `[start, end]` on 0..1 for the moments `[since, until)`; `is_cut` when shorter than true."""

    kind: PieceKind
    start: float
    end: float
    since: int
    until: int
    seconds: int
    is_cut: bool = False
    why: Told | None = None

    @property
    def width(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Bar:
    """The pieces in order, the target's tick, and the line of the stop (or of now, while the clock runs)."""

    pieces: tuple[Piece, ...]
    target: float
    line: float
    over: int  # seconds counted beyond the target

    def of_kind(self, *kinds: PieceKind) -> tuple[Piece, ...]:
        """The pieces of these kinds."""
        return tuple(piece for piece in self.pieces if piece.kind in kinds)


@dataclass(frozen=True)
class _Cap:
    """How long one stretch and all of a group may be drawn, as shares of the target's own length."""

    kinds: frozenset[PieceKind]
    each: float
    all: float


_CAPS = (
    _Cap(CLOSED, 0.06, 0.35),
    _Cap(STILL, 0.25, 0.6),
    _Cap(frozenset({PieceKind.OVER}), 0.7, 0.7),
)
_THINNEST = 0.006


def bar_of(reading: Reading) -> Bar:
    """The promise bar of a reading."""
    rough = list(_rough(reading))
    lengths = _lengths(rough, reading.target)
    edges = [0.0, *accumulate(lengths)]
    total = edges[-1]
    broken = max((one for one in rough if one.kind is PieceKind.OVER), key=lambda one: one.seconds, default=None)
    pieces = tuple(
        replace(one, start=a / total, end=b / total, is_cut=_is_cut(one, b - a, broken))
        for one, (a, b) in zip(rough, pairwise(edges), strict=True)
    )
    line = max(reading.started_at, reading.as_of if reading.stopped_at is None else reading.stopped_at)
    over = sum(one.seconds for one in rough if one.kind is PieceKind.OVER)
    return Bar(pieces, _place(pieces, reading.due_at), _place(pieces, line), over)


def horizon_of(reading: Reading) -> int:
    """Where the segments of a reading end: its stop, or the moment it is read at."""
    return reading.segments[-1].end if reading.segments else reading.started_at


def _rough(reading: Reading) -> Iterator[Piece]:
    """The pieces before they are given their places."""
    for segment in reading.segments:
        yield from _parted(segment, reading.due_at)
    horizon = horizon_of(reading)
    if reading.due_at > horizon or not reading.segments:
        left = reading.left if reading.left > 0 else max(1, reading.due_at - horizon)
        yield Piece(PieceKind.LEFT, 0, 0, horizon, max(reading.due_at, horizon), left)


def _parted(segment: Segment, due: int) -> Iterator[Piece]:
    """A segment, in two where the target falls inside it."""
    kind = PieceKind(segment.kind.value)
    for a, b in pairwise((segment.start, min(max(due, segment.start), segment.end), segment.end)):
        if a < b:
            late = a >= due and segment.kind is SegmentKind.COUNTED
            yield Piece(PieceKind.OVER if late else kind, 0, 0, a, b, b - a, why=segment.why)


def _lengths(rough: Sequence[Piece], target: int) -> list[float]:
    """How long each piece is drawn, in seconds of counted time."""
    plain = sum(one.seconds for one in rough if one.kind in (PieceKind.COUNTED, PieceKind.LEFT))
    scale = max(target, plain, 1)
    lengths = [float(one.seconds) for one in rough]
    for cap in _CAPS:
        _apply(cap, rough, lengths, scale)
    thinnest = min(_THINNEST, 0.5 / len(rough)) * scale
    return [max(one, thinnest) for one in lengths]


def _apply(cap: _Cap, rough: Sequence[Piece], lengths: list[float], scale: int) -> None:
    mine = [n for n, one in enumerate(rough) if one.kind in cap.kinds]
    for n in mine:
        lengths[n] = min(lengths[n], cap.each * scale)
    total = sum(lengths[n] for n in mine)
    if total > cap.all * scale:
        for n in mine:
            lengths[n] *= cap.all * scale / total


def _is_cut(one: Piece, length: float, broken: Piece | None) -> bool:
    """Whether a break mark belongs on it; a shortened overrun bears one, on its longest piece."""
    if one.kind in (PieceKind.COUNTED, PieceKind.LEFT) or (one.kind is PieceKind.OVER and one is not broken):
        return False
    return length < 0.99 * one.seconds


def _place(pieces: Sequence[Piece], moment: int) -> float:
    """Where a moment lies on the bar."""
    for piece in pieces:
        if moment <= piece.until:
            share = (moment - piece.since) / ((piece.until - piece.since) or 1)
            return piece.start + piece.width * min(max(share, 0.0), 1.0)
    return pieces[-1].end if pieces else 0.0
