"""Looks that are not sealed yet as the blocks that they will be: by monitor, place, day, and what was known when.

A look that is handed over within ten minutes was known when it began. One that comes later was known at the end of the
quarter of an hour after it came, so that what a month knew at its end is the same whenever it is asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from gwarant.monitoring.models import DAY, DayOfLooks
from gwarant.monitoring.moments import date_of, start_of
from gwarant.sla.evidence.packed import STATES, Columns, unpack

IN_TIME = 600_000  # milliseconds
QUARTER, SLACK = 900_000, 60_000
READ = """
SELECT monitor_id, place_id, slot, late, received, every, timeout, counts, state, is_extra, code, address, certificate,
       phases
FROM monitoring_seenlook WHERE monitor_id = ANY(%s) AND slot < %s {more} ORDER BY monitor_id, place_id, slot
"""
PLACE_OF_STATE = {state.value: number for number, state in enumerate(STATES)}
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Sealed:
    """What is sealed of a day already: the number that comes next, and the slots that are in it."""

    next: int
    slots: frozenset[int]


NOTHING = Sealed(0, frozenset())


@dataclass(frozen=True, eq=False)
class Block:
    """Looks of one monitor from one place on one day that become a block. `day` and `known` are UTC milliseconds."""

    monitor: int
    place: int
    day: int
    number: int
    known: int | None  # None: each look was known when it began
    counts: bool
    looks: Columns
    came: Ints  # when each was handed over

    def of_state(self, place: int) -> int:
        """How many of its looks are of the state with this place in STATES."""
        return int((self.looks.state == place).sum())


@dataclass(frozen=True, eq=False)
class Hot:
    """Looks of one monitor from one place that are not sealed, in the order of their slots, by the column."""

    monitor: int
    place: int
    slot: Ints
    late: Ints
    received: Ints
    every: Ints
    timeout: Ints
    counts: NDArray[np.bool_]
    rest: Sequence[tuple[object, ...]]  # of each look what is only packed

    @property
    def day(self) -> Ints:
        """The day on which each began."""
        return (self.slot + self.late) // DAY * DAY

    def chosen(self, places: NDArray[np.intp]) -> "Hot":
        """Those at the places."""
        return replace(
            self,
            slot=self.slot[places],
            late=self.late[places],
            received=self.received[places],
            every=self.every[places],
            timeout=self.timeout[places],
            counts=self.counts[places],
            rest=[self.rest[one] for one in places],
        )


def hot(monitors: Iterable[int], before: int, place: int | None = None) -> Iterator[Hot]:
    """What is not sealed of the monitors' looks before a slot, of one place or of all."""
    more = "" if place is None else "AND place_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(READ.format(more=more), [[*monitors], before, *([] if place is None else [place])])
        rows = cursor.fetchall()
    for (monitor, at), own in groupby(rows, key=itemgetter(0, 1)):
        found = list(own)
        slot, late, received, every, timeout, counts = (np.array(one) for one in [*zip(*found, strict=True)][2:8])
        yield Hot(monitor, at, slot, late, received, every, timeout, counts, [one[8:] for one in found])


def blocks(looks: Hot) -> Iterator[Block]:
    """The blocks that the looks become, by day and number; what is in a sealed block already is in none.

    Of a day one block holds what was known when it began, one more each quarter of an hour in which something came
    late. Looks under another interval, or that count otherwise, have blocks of their own.
    """
    sealed = sealed_of(looks)
    for day in np.unique(looks.day).tolist():
        yield from _of_day(looks, day, sealed.get(day, NOTHING))


def known_from(received: Ints) -> Ints:
    """From when on looks that came late were known: no sooner than whoever stores them is done."""
    return (received + SLACK) // QUARTER * QUARTER + QUARTER


def sealed_of(looks: Hot) -> dict[int, Sealed]:
    """What is sealed already of the days of the looks."""
    days = [date_of(day) for day in np.unique(looks.day).tolist()]
    own = DayOfLooks.objects.filter(monitor=looks.monitor, place=looks.place, day__in=days)
    found: dict[int, Sealed] = {}
    for one in own.order_by("day", "number"):
        before = found.get(start_of(one.day), NOTHING).slots
        found[start_of(one.day)] = Sealed(one.number + 1, before | frozenset(unpack(bytes(one.packed)).slot.tolist()))
    return found


def _of_day(looks: Hot, day: int, sealed: Sealed) -> Iterator[Block]:
    own = np.flatnonzero(looks.day == day)
    if sealed.slots:
        own = own[~np.isin(looks.slot[own], np.fromiter(sealed.slots, np.int64))]
    in_time = looks.received[own] - looks.slot[own] - looks.late[own] <= IN_TIME
    if sealed.next:
        in_time[:] = False
    known = np.where(in_time, 0, known_from(looks.received[own]))
    keys = np.stack([known, looks.every[own], looks.timeout[own], looks.counts[own]], axis=1)
    kinds, of_kind = np.unique(keys, axis=0, return_inverse=True)
    parts = [own[of_kind.reshape(-1) == number] for number in range(len(kinds))]
    order = sorted(range(len(kinds)), key=lambda number: (kinds[number][0], int(looks.slot[parts[number][0]])))
    for number, kind in enumerate(order, sealed.next):
        since, every, timeout, counts = kinds[kind].tolist()
        packed = _columns(looks, parts[kind], every, timeout)
        came = looks.received[parts[kind]]
        yield Block(looks.monitor, looks.place, day, number, since or None, bool(counts), packed, came)


def _columns(looks: Hot, own: NDArray[np.intp], every: int, timeout: int) -> Columns:
    states, extra, codes, addresses, certificates, phases = zip(*(looks.rest[one] for one in own), strict=True)
    named = [[_plain(one) for one in column] for column in (codes, addresses, certificates)]
    texts = tuple(sorted({"", *named[0], *named[1], *named[2]}))
    place = {text: number for number, text in enumerate(texts)}
    code, address, certificate = (np.array([place[one] for one in column], np.uint16) for column in named)
    return Columns(
        every=every,
        timeout=timeout,
        texts=texts,
        slot=looks.slot[own],
        late=looks.late[own].astype(np.uint32),
        state=np.array([PLACE_OF_STATE[one] for one in states], np.uint8),
        extra=np.array(extra, np.bool_),
        code=code,
        address=address,
        certificate=certificate,
        phases=np.array(phases, np.uint32).reshape(-1, 5),
    )


def _plain(text: str) -> str:
    """A text as a block takes it: what a stranger's program sent may hold letters that nobody sees."""
    return text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)
