"""Readings as aggregates look for them: by when the verdict fell, by when the clock stopped; in their order."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.spans import Span

Placed = list[tuple[int, int]]  # moment, and place among the readings


class Readings:
    """Many readings, of which each month asks for its own few; a span holds its start and not its end."""

    def __init__(self, rows: Iterable[Reading] = ()) -> None:
        self.rows = tuple(rows)

    def fallen(self, span: Span) -> list[Reading]:
        """Those whose verdict fell in the span."""
        return self._within(self._by_verdict, span)

    def stopped(self, span: Span) -> list[Reading]:
        """Those whose clock stopped in the span."""
        return self._within(self._by_stop, span)

    @cached_property
    def unchecked(self) -> tuple[Reading, ...]:
        """Those that could not be checked."""
        return tuple(one for one in self.rows if one.verdict is Verdict.COULD_NOT_CHECK)

    @cached_property
    def _by_verdict(self) -> Placed:
        return sorted((one.verdict_at, n) for n, one in enumerate(self.rows) if one.verdict_at is not None)

    @cached_property
    def _by_stop(self) -> Placed:
        return sorted((one.stopped_at, n) for n, one in enumerate(self.rows) if one.stopped_at is not None)

    def _within(self, placed: Placed, span: Span) -> list[Reading]:
        first, after = (bisect_left(placed, (moment, -1)) for moment in span)
        return [self.rows[n] for n in sorted(n for _, n in placed[first:after])]
