"""Whole arrays of answers, read off bucket tables in blocks that stay in the cache.

Open seconds up to t rise with slope 0 or 1. In buckets of 2**bits seconds, so short that none touches two open
spans, they are min(max(t + shift, low), high) with three numbers a bucket. The way back, from open seconds c to the
instant, has at most one break in a bucket of counted seconds: c + shift, and the gap on top where c lies beyond it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.calendar.errors import CalendarError, RangeError, outside
from gwarant.sla.calendar.local import Ints

Numbers = NDArray[np.signedinteger[Any]]

BLOCK = 16_384
MOST_BUCKETS = 1 << 20


class OpenSpans:
    """Sorted open spans within [start, end] in epoch seconds, with their running sums."""

    def __init__(self, start: int, end: int, opens: Ints, closes: Ints) -> None:
        self.start, self.length, self.opens, self.closes = start, end - start, opens - start, closes - start
        self.reached = np.cumsum(closes - opens)
        self.before = self.reached - (closes - opens)
        self.total = int(self.reached[-1]) if len(opens) else 0

    def count(self, moments: Ints) -> Ints:
        """Open seconds up to each moment since the start, by binary search."""
        if not self.total:
            return np.zeros_like(moments)
        at = np.maximum(np.searchsorted(self.opens, moments, side="right") - 1, 0)
        counts: Ints = np.clip(self.before[at] + moments - self.opens[at], self.before[at], self.reached[at])
        return counts

    def instants(self, counts: Ints) -> Ints:
        """The first moment since the start at which that many open seconds have passed, by binary search."""
        moments: Ints = counts + (self.opens - self.before)[np.searchsorted(self.reached, counts, side="left")]
        return moments

    def touched(self, moments: Ints) -> Ints:
        """Each moment since the start itself where it lies in or at the end of a span, else the next opening."""
        at = np.searchsorted(self.closes, moments, side="left")
        if at.size and at.max() >= len(self.opens):
            raise RangeError("the next opening lies outside the compiled stretch: compile a longer one")
        return np.maximum(self.opens[at], moments)


class CountTable:
    """Open seconds up to a moment: three numbers a bucket."""

    def __init__(self, spans: OpenSpans) -> None:
        self.spans, self.kind = spans, _kind(spans)
        self.bits = _bits(spans.opens[1:] - spans.closes[:-1], spans.length)
        self.is_fine = spans.length >> self.bits > MOST_BUCKETS
        edges = np.arange(0 if self.is_fine else (spans.length >> self.bits) + 2, dtype=np.int64) << self.bits
        reached = spans.count(edges).astype(self.kind)
        self.low, self.high = reached[:-1], reached[1:]
        self.shift = _piece(spans.before - spans.opens, np.searchsorted(spans.closes, edges[:-1], "right"), self.kind)

    def count(self, moments: Ints, room: "Room", out: Numbers) -> None:
        """Writes the counts of one block; raises RangeError for a moment outside the stretch."""
        index = np.subtract(moments, self.spans.start, out=room.index[: len(moments)])
        # A moment before the start wraps to a huge number, so that one look finds both sides.
        if index.view(np.uint64).max(initial=0) > self.spans.length:
            raise self._outside(moments)
        if self.is_fine:
            np.copyto(out, self.spans.count(index), casting="unsafe")
            return
        np.copyto(out, index, casting="unsafe")
        gathered = room.gathered[: len(moments)]
        np.right_shift(index, self.bits, out=index)
        np.add(out, self.shift.take(index, out=gathered, mode="clip"), out=out)
        np.maximum(out, self.low.take(index, out=gathered, mode="clip"), out=out)
        np.minimum(out, self.high.take(index, out=gathered, mode="clip"), out=out)

    def _outside(self, moments: Ints) -> RangeError:
        first, last = self.spans.start, self.spans.start + self.spans.length
        wrong = moments[(moments < first) | (moments > last)][0]
        return outside(int(wrong), first, last)


class DueTable:
    """The moment at which a number of open seconds has passed: three numbers a bucket."""

    def __init__(self, spans: OpenSpans) -> None:
        self.spans, self.kind = spans, _kind(spans)
        lengths = spans.closes - spans.opens
        self.bits = _bits(lengths[1:-1], spans.total)
        self.is_fine = spans.total >> self.bits > MOST_BUCKETS
        edges = np.arange(0 if self.is_fine else (spans.total >> self.bits) + 1, dtype=np.int64) << self.bits
        first = np.searchsorted(spans.reached, edges, side="left")
        shifts = spans.opens - spans.before
        self.shift = _piece(shifts, first, self.kind)
        self.gap = _piece(shifts, first + 1, self.kind) - self.shift
        self.last = _piece(spans.reached, first, self.kind)

    def instants(self, counts: Numbers, room: "Room", out: Ints) -> None:
        """Writes the epoch seconds of one block of counts, each from 1 to the total."""
        index, gathered, beyond = (part[: len(counts)] for part in (room.index, room.gathered, room.mask))
        if self.is_fine:
            np.add(self.spans.instants(counts.astype(np.int64)), self.spans.start, out=out)
            return
        np.right_shift(counts, self.bits, out=index)
        np.greater(counts, self.last.take(index, out=gathered, mode="clip"), out=beyond)
        np.add(counts, self.shift.take(index, out=gathered, mode="clip"), out=counts)
        np.multiply(self.gap.take(index, out=gathered, mode="clip"), beyond, out=gathered)
        np.add(counts, gathered, out=counts)
        np.add(counts, self.spans.start, out=out)


class Room:
    """Buffers for one block."""

    def __init__(self, size: int, kind: type[np.signedinteger[Any]]) -> None:
        self.index = np.empty(size, np.int64)
        self.first, self.second, self.gathered = (np.empty(size, kind) for _ in range(3))
        self.mask = np.empty(size, bool)


def elapsed_many(table: CountTable, starts: Ints, ends: Ints) -> Ints:
    """Open seconds of each [start, end); swapped ends give 0."""
    starts, ends, result = _inputs(starts, ends)
    room = Room(min(BLOCK, result.size), table.kind)
    for at in range(0, result.size, BLOCK):
        block = slice(at, at + BLOCK)
        size = len(starts[block])
        first, second = room.first[:size], room.second[:size]
        table.count(starts[block], room, first)
        table.count(ends[block], room, second)
        np.subtract(second, first, out=second)
        np.maximum(second, 0, out=result[block])
    return result


def due_many(count: CountTable, due: DueTable, starts: Ints, seconds: Ints) -> Ints:
    """The first instant at which the open seconds have passed since each start, as for a single one."""
    starts, seconds, result = _inputs(starts, seconds)
    room = Room(min(BLOCK, result.size), count.kind)
    for at in range(0, result.size, BLOCK):
        block = slice(at, at + BLOCK)
        counts, wanted = room.first[: len(starts[block])], seconds[block]
        _check_seconds(wanted, due.spans.total)
        count.count(starts[block], room, counts)
        np.add(counts, wanted, out=counts, casting="unsafe")
        if counts.max(initial=0) > due.spans.total:
            raise RangeError("a deadline lies outside the compiled stretch: compile a longer one")
        due.instants(counts, room, result[block])
        _put_zeros(due.spans, starts[block], wanted, result[block])
    return result


def _check_seconds(seconds: Ints, total: int) -> None:
    if seconds.view(np.uint64).max(initial=0) <= total:
        return
    least, most = seconds.min(), seconds.max()
    if least < 0:
        raise CalendarError(f"{least} seconds cannot be added: give none or more")
    raise RangeError(f"{most} open seconds are more than the compiled stretch holds: compile a longer one")


def _put_zeros(spans: OpenSpans, starts: Ints, seconds: Ints, result: Ints) -> None:
    if seconds.min(initial=1) == 0:
        none = seconds == 0
        result[none] = spans.touched(starts[none] - spans.start) + spans.start


def _inputs(left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    for numbers in (left, right):
        if np.asarray(numbers).dtype.kind not in "iu":
            raise CalendarError(f"an array of {np.asarray(numbers).dtype} is not one of whole seconds: give int64")
    one, other = np.broadcast_arrays(np.asarray(left, np.int64), np.asarray(right, np.int64))
    if one.ndim > 1:
        raise CalendarError(f"an array of {one.ndim} dimensions has no order of answers: give flat ones")
    one, other = np.ascontiguousarray(one), np.ascontiguousarray(other)
    return one, other, np.empty(one.shape, np.int64)


def _bits(lengths: Ints, whole: int) -> int:
    return int(lengths.min(initial=max(1, whole + 1))).bit_length() - 1


def _kind(spans: OpenSpans) -> type[np.signedinteger[Any]]:
    return np.int32 if spans.length < 2**30 else np.int64


def _piece(numbers: Ints, at: NDArray[np.intp], kind: type[np.signedinteger[Any]]) -> Numbers:
    """The numbers at the places, the last one for a place beyond the end; nothing of nothing."""
    if not len(numbers):
        return np.zeros(len(at), kind)
    return numbers[np.minimum(at, len(numbers) - 1)].astype(kind)
