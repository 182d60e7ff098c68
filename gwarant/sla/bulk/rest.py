"""The tickets that columns do not follow: their lines are read again, and each is handed on when it is whole."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.evidence.columns import Columns, Source, lines_at
from gwarant.sla.evidence.jsonl import LineReader
from gwarant.sla.evidence.model import TicketEvent

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TOGETHER = 2_000  # events that are handed on at once


def groups_of(columns: Columns) -> Ints:
    """The group of each ticket, named by its first: those that merges lead together, every other for itself."""
    concerned = {name for merge in columns.merges for name in merge}
    numbering = {name: number for number, name in enumerate(columns.tickets) if name in concerned}
    group = np.arange(len(columns.tickets))
    for ticket, into in columns.merges:
        if into in numbering:
            _join(group, numbering[ticket], numbering[into])
    for place in np.flatnonzero(group != np.arange(len(group))).tolist():
        group[place] = _root(group, place)
    return group


def whole_tickets(columns: Columns, source: Source, group: Ints, wanted: Flags) -> Iterator[list[TicketEvent]]:
    """The events of the wanted tickets, and of all in their groups, in heaps that hold groups whole."""
    of_group = np.zeros(len(group), bool)
    of_group[group[wanted]] = True
    wanted = of_group[group]
    lines, groups = _wanted_rows(columns, group, wanted)
    left = np.bincount(groups, minlength=len(group)).tolist()
    held: dict[int, list[TicketEvent]] = {}
    heap: list[TicketEvent] = []
    for (_, line), own in zip(lines_at(source, lines), groups.tolist(), strict=True):
        held.setdefault(own, []).append(_event(line))
        left[own] -= 1
        if not left[own]:
            heap += held.pop(own)
        if len(heap) >= TOGETHER:
            yield heap
            heap = []
    if heap:
        yield heap


def _wanted_rows(columns: Columns, group: Ints, wanted: Flags) -> tuple[Ints, Ints]:
    """The lines of the wanted tickets, in order, and the group of each."""
    picked = [chunk[wanted[chunk["ticket"]]][["line", "ticket"]] for chunk in columns.chunks]
    rows = np.concatenate(picked) if picked else np.zeros(0, [("line", np.uint32), ("ticket", np.int32)])
    rows = rows[np.argsort(rows["line"], kind="stable")]
    return rows["line"].astype(np.int64), group[rows["ticket"]]


def _event(line: str) -> TicketEvent:
    reader = LineReader("")
    reader.take(0, line)
    (event,) = reader.rows["events"]
    return event  # type: ignore[no-any-return]


def _root(group: Ints, place: int) -> int:
    while group[place] != place:
        place = int(group[place])
    return place


def _join(group: Ints, one: int, other: int) -> None:
    first, second = _root(group, one), _root(group, other)
    group[max(first, second)] = min(first, second)
