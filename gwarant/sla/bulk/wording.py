"""One wording of the contract made ready for columns: which tickets it judges here, and what it asks of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.batch import Batch
from gwarant.sla.bulk.classes import classes_of
from gwarant.sla.bulk.reckoning import Reckoning
from gwarant.sla.bulk.words import kinds_where, starting_where
from gwarant.sla.civil import midnight
from gwarant.sla.clocks.course import RESPONSES
from gwarant.sla.contract.model.desk import Clock, Target, Trigger
from gwarant.sla.contract.model.frame import JudgedBy
from gwarant.sla.contract.versions import in_force
from gwarant.sla.evidence.layout import Names
from gwarant.sla.evidence.model import Kind
from gwarant.sla.spans import Spans
from gwarant.sla.terms import Terms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# What makes a course that only the fold follows, under any contract.
_WINDING = kinds_where(
    Kind.MERGED,
    Kind.UNMERGED,
    Kind.REOPENED,
    Kind.REJECTED,
    Kind.RESTORATION_FAILED,
    Kind.PAUSE_DECIDED,
    Kind.ADOPTED,
    Kind.MOVED,
    Kind.DISMISSED,
    Kind.TAKEN_UP,
)
_REPORTED, _ATTEMPTED, _RESTORED = (kinds_where(kind) for kind in (Kind.REPORTED, Kind.ATTEMPTED, Kind.RESTORED))


@dataclass(frozen=True, eq=False)
class Wording:
    """The terms, for tickets with events in `[earliest, as_of)` (UTC seconds)."""

    terms: Terms
    names: Names
    earliest: int
    as_of: int
    reckonings: dict[str, Reckoning] = field(default_factory=dict)

    def reckoning(self, calendar: str) -> Reckoning:
        if calendar not in self.reckonings:
            found = self.terms.calendars[calendar]
            self.reckonings[calendar] = Reckoning(found, self.terms, self.earliest, self.as_of)
        return self.reckonings[calendar]

    def is_plain(self, batch: Batch) -> Flags:
        """Which tickets without turns have a course that columns follow under this wording."""
        if any(service.targets for service in self.terms.contract.services):
            return np.zeros(batch.size, bool)  # columns do not hold whose service it is
        heads = batch.first[:-1]
        starts = starting_where(self.terms.contract, batch.code[heads], batch.channel[heads], self.names)
        found = starts & _REPORTED[batch.kind[heads]]
        if any(pause.start is Trigger.SECOND_ATTEMPT for pause in self.terms.contract.pauses):
            found &= ~batch.any_where(_ATTEMPTED[batch.kind])
        if self.terms.contract.after_workaround:  # lowered and changed beside it
            found &= ~(batch.any_where(_RESTORED[batch.kind]) & (classes_of(batch).second > 0))
        return found

    def targets(self, class_: str, clock: Clock, starts: Ints) -> list[tuple[Target, Flags]]:
        """The target of each clock that starts then, one row for each that is promised."""
        wanted = f"targets.{class_}.{clock.id}"
        rest = np.ones(len(starts), bool)
        found: list[Flags] = []
        for phase in self.terms.contract.phases:
            if wanted in phase.effect:
                here = rest & lies_in(starts, self.terms.phase_spans[phase.id])
                rest &= ~here
                found.append(here)
        groups = self._by_hours([*found, rest], starts)
        asked = ((self.terms.target(class_, clock.id, int(starts[which][0])), which) for which in groups)
        return [(target, which) for target, which in asked if target is not None]

    def _by_hours(self, groups: list[Flags], starts: Ints) -> list[Flags]:
        """The groups parted by whether the hours are open outside which another target may hold; none is empty."""
        tables = self.terms.contract.targets.values()
        for hours in sorted({row.outside.hours for table in tables for row in table.values() if row.outside}):
            is_open = self.reckoning(hours).elapsed(starts, starts + 1) > 0
            groups = [part for which in groups for part in (which & is_open, which & ~is_open)]
        return [which for which in groups if which.any()]

    @cached_property
    def reporting(self) -> tuple[Spans, ...]:
        """The stretches in which targets are only reported."""
        phases = self.terms.contract.phases
        return tuple(self.terms.phase_spans[one.id] for one in phases if one.effect.get("targets") == "report_only")


def has_turns(batch: Batch) -> Flags:
    """Which tickets only the fold may judge, whatever the wording."""
    reports = np.add.reduceat(_REPORTED[batch.kind].astype(np.int64), batch.first[:-1])
    named = np.add.reduceat((batch.contract > 0).astype(np.int64), batch.first[:-1])
    winding = batch.any_where(batch.is_odd | _WINDING[batch.kind])
    return (classes_of(batch).changes > 2) | (reports > 1) | (named > 1) | winding


def elsewhere(batch: Batch, contract: int) -> Flags:
    """Which plain tickets another contract judges; `contract` is the number of the one that is asked."""
    return batch.any_where((batch.contract != 0) & (batch.contract != contract))


def judging(batch: Batch, terms: Sequence[Terms]) -> Ints:
    """The place of the wording that judges each ticket, -1 for none."""
    by_event = terms[-1].contract.term.judged_by is JudgedBy.EVENT
    known = np.minimum.reduceat(batch.received, batch.first[:-1])
    moments = batch.at[batch.first[:-1]] if by_event else known
    edges, places = _reigns(terms)
    return places[np.searchsorted(edges, moments, side="right")]


def lies_in(moments: Ints, spans: Spans) -> Flags:
    """Which moments lie in one of the spans."""
    edges = np.array(spans, np.int64).ravel()
    found: Flags = np.searchsorted(edges, moments, side="right") % 2 == 1
    return found


def _reigns(terms: Sequence[Terms]) -> tuple[Ints, Ints]:
    """The moments at which another wording may come to hold, and which holds before the first and from each on."""
    contracts = [one.contract for one in terms]
    days = {day for one in contracts for day in (one.effective.from_,) if day}
    days |= {one.effective.to + timedelta(days=1) for one in contracts if one.effective.to}
    edges = sorted({midnight(day, one.zone) for day in days for one in contracts})
    held = (in_force(contracts, edge) for edge in edges)
    places = [-1, *(next((n for n, one in enumerate(contracts) if one is found), -1) for found in held)]
    return np.array(edges, np.int64), np.array(places)


def pauses(clock: Clock) -> bool:
    """Whether the clock pauses at all: a response does not."""
    return clock.stop not in RESPONSES
