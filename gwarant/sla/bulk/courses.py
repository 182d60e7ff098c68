"""How the clocks of many tickets ran: from where to where, and what was certain when."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.batch import FAR, Batch
from gwarant.sla.bulk.classes import classes_of
from gwarant.sla.bulk.wording import Wording
from gwarant.sla.bulk.words import answers, kinds_where, moments_where
from gwarant.sla.clocks.course import accepts, needs_acceptance
from gwarant.sla.clocks.silence import calendar_of, is_word
from gwarant.sla.clocks.ticket import ENDINGS, FIXES, is_fact
from gwarant.sla.contract.model.desk import Clock, Moment
from gwarant.sla.evidence.model import Kind, TicketEvent

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_ENDS = kinds_where(*ENDINGS)
_OVER = kinds_where(*ENDINGS, Kind.DELIVERED)
_FIXES = answers(lambda event: event.kind in FIXES and is_fact(event))
_WORD = answers(is_word)
_DELIVERY = TicketEvent(id="", at=0, received=0, ticket="", kind=Kind.DELIVERED)


@dataclass(frozen=True)
class Courses:
    """Clocks by `ticket`, numbered by `link`, each judged over `[start, until)`.

    `decided` is when the stop became certain, FAR for a clock that has none yet; `resumes` lies after `until` where a
    delivery awaits acceptance meanwhile; `is_without` marks tickets that ended without the stop.
    """

    ticket: Ints
    link: Ints
    start: Ints
    until: Ints
    decided: Ints
    resumes: Ints
    is_without: Flags

    @property
    def size(self) -> int:
        return len(self.ticket)

    @property
    def waits(self) -> Flags:
        """Which are delivered and await acceptance."""
        return self.resumes > self.until

    def where(self, which: Flags | Ints) -> "Courses":
        ticket, link, start = self.ticket[which], self.link[which], self.start[which]
        until, decided, resumes = self.until[which], self.decided[which], self.resumes[which]
        return Courses(ticket, link, start, until, decided, resumes, self.is_without[which])


def courses_of(clock: Clock, batch: Batch, wording: Wording) -> tuple[Courses, Flags]:
    """The courses of a clock, and which tickets the fold must judge after all."""
    start = _starts(clock, batch)
    if clock.repeats:
        return _links(clock, batch, start, wording.as_of), np.zeros(batch.size, bool)
    stop, decided, waits, unsure = _stops(clock, batch, start, wording)
    ended = np.maximum(batch.at[batch.first_where(_ENDS[batch.kind])], start)
    is_without = (stop == FAR) & (ended < FAR)
    until = np.minimum(np.where(is_without, ended, stop), np.where(waits, stop, wording.as_of))
    is_without &= ~waits
    found = Courses(
        ticket=np.arange(batch.size),
        link=np.ones(batch.size, np.int64),
        start=start,
        until=until,
        decided=np.where(is_without, ended, decided),
        resumes=np.where(waits, wording.as_of, until),
        is_without=is_without,
    )
    return found.where((start < FAR) & ~(is_without & (ended == start))), unsure


def _starts(clock: Clock, batch: Batch) -> Ints:
    if clock.start is Moment.REPORTED:
        return batch.at[batch.first[:-1]]
    return batch.at[batch.first_where(moments_where(clock.start, clock.response_by)[batch.code])]


def _stops(clock: Clock, batch: Batch, start: Ints, wording: Wording) -> tuple[Ints, Ints, Flags, Flags]:
    """When each clock stopped, when that became certain, which await acceptance, which are unsure."""
    if needs_acceptance(clock):
        return _accepted(clock, batch, start, wording)
    if clock.stop is Moment.SERVICE_RESTORED:
        table = moments_where(clock.stop, ())
    else:
        table = moments_where(clock.stop, clock.response_by, clock.auto_reply_counts)
    stop = batch.at[batch.first_where(table[batch.code] & _after(batch, start))]
    none = np.zeros(batch.size, bool)
    return stop, stop, none, none


def _after(batch: Batch, start: Ints) -> Flags:
    found: Flags = batch.at[:-1] >= start[batch.of]
    return found


def _accepted(clock: Clock, batch: Batch, start: Ints, wording: Wording) -> tuple[Ints, Ints, Flags, Flags]:
    """A delivery suspends the clock; acceptance, or silence, stops it at the delivery."""
    late_enough = _after(batch, start)
    delivered = batch.first_where(_FIXES[batch.code] & late_enough)
    at_any_time = answers(lambda event: accepts(event, clock, None))[batch.code]
    once_delivered = answers(lambda event: accepts(event, clock, _DELIVERY))[batch.code]
    once_spoken = answers(lambda event: accepts(event, clock, _DELIVERY, True))[batch.code]
    places = np.arange(len(batch.of))
    is_after = places > delivered[batch.of]
    spoken = batch.first_where(_WORD[batch.code] & is_after)
    ways = np.where(places > spoken[batch.of], once_spoken, once_delivered)
    accepted = batch.first_where(late_enough & np.where(is_after, ways, at_any_time))
    given, said = batch.at[delivered], batch.at[accepted]
    silence, unsure = _silence(clock, batch, given, wording)
    silence = np.where((spoken < accepted) & (batch.at[spoken] <= silence), FAR, silence)
    is_delivered = delivered < accepted
    holds = ~is_delivered | (said <= silence)
    decided = np.where(holds & (said < FAR), said, np.where(is_delivered & (silence <= wording.as_of), silence, FAR))
    stop = np.where(is_delivered, given, said)
    waits = is_delivered & (decided == FAR)
    return stop, decided, waits, unsure & is_delivered


def _silence(clock: Clock, batch: Batch, given: Ints, wording: Wording) -> tuple[Ints, Flags]:
    """When silence accepts what was delivered, FAR where it never does."""
    found, unsure = np.full(batch.size, FAR), np.zeros(batch.size, bool)
    if clock.acceptance is None or clock.acceptance.deemed_after is None:
        return found, unsure
    classes = classes_of(batch).at(given, np.arange(batch.size))
    for number in np.unique(classes).tolist():
        which = np.flatnonzero((classes == number) & (given < FAR))
        calendar = calendar_of(clock, wording.names.classes.names[number], wording.terms)
        name = next((name for name, one in wording.terms.calendars.items() if one is calendar), None)
        if name is not None and len(which):
            found[which], unsure[which] = wording.reckoning(name).moments(clock.acceptance.deemed_after, given[which])
    return found, unsure


def _links(clock: Clock, batch: Batch, start: Ints, as_of: int) -> Courses:
    """The links of a clock that repeats: each stop ends one and starts the next, until the fix is handed over."""
    end = batch.at[batch.first_where(_OVER[batch.kind])]
    at, of = batch.at[:-1], batch.of
    stops = moments_where(clock.stop, clock.response_by)[batch.code] & (at > start[of]) & (at < end[of])
    places = np.flatnonzero(stops)
    is_again = np.zeros(len(places), bool)
    is_again[1:] = (of[places][1:] == of[places][:-1]) & (at[places][1:] == at[places][:-1])
    places = places[~is_again]
    runs = np.flatnonzero((start < FAR) & (end > start))
    ticket = np.concatenate((of[places], runs))
    stop = np.concatenate((at[places], end[runs]))
    order = np.lexsort((stop, ticket))
    ticket, stop = ticket[order], stop[order]
    is_first = np.diff(ticket, prepend=-1) != 0
    begin = np.where(is_first, start[ticket], np.roll(stop, 1))
    heads = np.flatnonzero(is_first)
    link = np.arange(len(ticket)) - np.repeat(heads, np.diff(np.append(heads, len(ticket)))) + 1
    until = np.minimum(stop, as_of)
    return Courses(ticket, link, begin, until, stop, until, np.zeros(len(ticket), bool))
