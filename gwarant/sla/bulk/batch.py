"""Some tickets with their events, as arrays in the order in which the fold would take them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.words import code_of, rank_of
from gwarant.sla.clocks.early import ANSWERS
from gwarant.sla.evidence.columns import Columns, Rows
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.layout import KINDS, ROW, STRANGE, ZERO
from gwarant.sla.evidence.model import Kind

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FAR = 1 << 40  # a moment that never comes
AT_ONCE = 1 << 13  # tickets in a batch
_MOVED = KINDS.index(Kind.MOVED)
_REPORTED = KINDS.index(Kind.REPORTED)
_ANSWERS = [number for number, kind in enumerate(KINDS) if kind in ANSWERS]


@dataclass(frozen=True)
class Batch:
    """Tickets, numbered from 0, and their events sorted by ticket and time.

    Of events: `of` their ticket, `code` their word (see `words`). `at` has one place more: FAR, for no event.
    """

    tickets: Ints  # their numbers in the columns
    first: Ints  # the place of each one's first event, and the end
    of: Ints
    at: Ints
    received: Ints
    code: Ints
    kind: Ints
    class_: Ints
    channel: Ints
    reason: Ints
    contract: Ints  # which contract the event names
    is_odd: Flags  # strange, or in an order that the columns do not tell

    @property
    def size(self) -> int:
        return len(self.tickets)

    def first_where(self, which: Flags) -> Ints:
        """The place of each ticket's first such event; the place of none, `len(of)`, where there is none."""
        found = np.full(self.size, len(self.of), np.int64)
        places = np.flatnonzero(which)[::-1]
        found[self.of[places]] = places
        return found

    def any_where(self, which: Flags) -> Flags:
        """Whether each ticket has such an event."""
        found = np.zeros(self.size, bool)
        found[self.of[which]] = True
        return found

    def chosen(self, which: Flags) -> "Batch":
        """Only these tickets."""
        kept = which[self.of]
        lengths = np.diff(self.first)[which]
        first = np.concatenate(([0], np.cumsum(lengths)))
        return Batch(
            tickets=self.tickets[which],
            first=first,
            of=np.repeat(np.arange(len(lengths)), lengths),
            at=np.append(self.at[:-1][kept], FAR),
            received=self.received[kept],
            code=self.code[kept],
            kind=self.kind[kept],
            class_=self.class_[kept],
            channel=self.channel[kept],
            reason=self.reason[kept],
            contract=self.contract[kept],
            is_odd=self.is_odd[kept],
        )


def batches_of(columns: Columns, sight: Sight) -> Iterator[Batch]:
    """All tickets with an event that is seen, AT_ONCE at a time, without what is not."""
    bounds = [(int(chunk["ticket"].min()), int(chunk["ticket"].max())) for chunk in columns.chunks if len(chunk)]
    chunks = [chunk for chunk in columns.chunks if len(chunk)]
    for low in range(0, len(columns.tickets), AT_ONCE):
        near = [chunk for chunk, (a, b) in zip(chunks, bounds, strict=True) if a < low + AT_ONCE and b >= low]
        rows = _rows(near, low, low + AT_ONCE)
        is_seen = (rows["at"] < sight.end - ZERO) & (rows["at"].astype(np.int64) + rows["lag"] < sight.known - ZERO)
        is_seen |= rows["flags"] & STRANGE != 0
        says = (rows["contract"] > 0) | (rows["kind"] == _MOVED)  # a move without a contract gives it to none
        named = np.unique(rows["ticket"][~is_seen & says])  # it is judged from a later moment on
        rows = rows[is_seen]
        rows["flags"][np.isin(rows["ticket"], named)] |= STRANGE
        if len(rows):
            yield _batch(rows, columns)


def _rows(chunks: Sequence[Rows], low: int, high: int) -> Rows:
    parts = (chunk[(chunk["ticket"] >= low) & (chunk["ticket"] < high)] for chunk in chunks)
    return np.concatenate([np.zeros(0, ROW), *parts])


def _batch(rows: Rows, columns: Columns) -> Batch:
    rank = rank_of(rows["kind"])
    ticket = rows["ticket"].astype(np.int64)
    since = rows["at"].astype(np.int64) + (1 << 31)
    key = (ticket << 35) + since * 8 + rank
    order = np.lexsort((rows["lag"], key))
    rows, key = rows[order], key[order]
    starts = np.flatnonzero(np.diff(rows["ticket"], prepend=-1))
    first = np.append(starts, len(rows))
    at = rows["at"].astype(np.int64) + ZERO
    is_early = np.isin(rows["kind"], _ANSWERS) & (at < _begun(rows, at, first))
    is_tied = np.zeros(len(rows), bool)
    is_tied[1:] = (key[1:] == key[:-1]) & (rows["lag"][1:] == rows["lag"][:-1])
    return Batch(
        tickets=rows["ticket"][starts].astype(np.int64),
        first=first,
        of=np.repeat(np.arange(len(starts)), np.diff(first)),
        at=np.append(at, FAR),
        received=at + rows["lag"],
        code=code_of(rows, columns.names),
        kind=rows["kind"].astype(np.int64),
        class_=rows["class_"].astype(np.int64),
        channel=rows["channel"].astype(np.int64),
        reason=rows["reason"].astype(np.int64),
        contract=rows["contract"].astype(np.int64),
        is_odd=is_tied | is_early | (rows["flags"] & STRANGE != 0),
    )


def _begun(rows: Rows, at: Ints, first: Ints) -> Ints:
    """For each event when its ticket was first reported; a ticket without a report begins before everything."""
    begun = np.where(rows["kind"] == _REPORTED, at, FAR)
    least = np.minimum.reduceat(begun, first[:-1]) if len(rows) else begun
    return np.repeat(np.where(least == FAR, -FAR, least), np.diff(first))
