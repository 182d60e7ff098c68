"""The pauses of many tickets: what opened them, what closed them, and where the contract caps them."""

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.bulk.batch import Batch
from gwarant.sla.bulk.classes import classes_of
from gwarant.sla.bulk.still import Still, united
from gwarant.sla.bulk.wording import Wording, pauses
from gwarant.sla.bulk.words import closing_where, opening_where
from gwarant.sla.clocks.silence import calendar_of
from gwarant.sla.contract.model.desk import Clock, Pause

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def still_of(clock: Clock, batch: Batch, wording: Wording) -> tuple[Still, Flags]:
    """The pauses that stop the clock, and the tickets of which the fold must say it."""
    unsure = np.zeros(batch.size, bool)
    parts = [(np.zeros(0, np.int64),) * 3]
    for pause in wording.terms.contract.pauses if pauses(clock) else ():
        applies = Pause.clock_ids(pause.applies)
        if not applies or clock.id in applies:
            who, start, end = _asked(pause, batch, wording)
            end, doubts = _capped(clock, pause, batch, wording, (who, start, end))
            unsure[who[doubts]] = True
            parts.append((who, start, end))
    who, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    return united(batch.size, who, start, end), unsure


def _asked(pause: Pause, batch: Batch, wording: Wording) -> tuple[Ints, Ints, Ints]:
    """Whose pause, from when, and until when: the next event that closes it, or the moment of judging."""
    opens = opening_where(pause, batch.code, batch.reason, wording.names)
    closes = closing_where(pause, batch.code, batch.reason, wording.names)
    turns = np.flatnonzero(opens | closes)
    of, is_opening = batch.of[turns], opens[turns]
    follows = np.zeros(len(turns), bool)
    follows[1:] = (of[1:] == of[:-1]) & is_opening[:-1]
    begins = np.flatnonzero(is_opening & ~follows)
    ends = np.flatnonzero(~is_opening)
    after = np.append(ends, 0)[np.searchsorted(ends, begins)] if len(ends) else np.zeros(len(begins), np.int64)
    is_closed = (after > begins) & (of[after] == of[begins]) if len(begins) else np.zeros(0, bool)
    until = np.where(is_closed, batch.at[turns[after]], wording.as_of) if len(begins) else np.zeros(0, np.int64)
    return of[begins], batch.at[turns[begins]], until


def _capped(
    clock: Clock, pause: Pause, batch: Batch, wording: Wording, asked: tuple[Ints, Ints, Ints]
) -> tuple[Ints, Flags]:
    """The ends of the pauses, none later than the cap, unless the contract says what else happens there."""
    who, start, end = asked
    doubts = np.zeros(len(who), bool)
    if pause.cap is None or pause.then:
        return end, doubts
    own = classes_of(batch)
    end, classes, doubts = end.copy(), own.first[who], own.second[who] > 0
    for number in np.unique(classes).tolist():
        which = np.flatnonzero(classes == number)
        calendar = calendar_of(clock, wording.names.classes.names[number], wording.terms)
        name = next((name for name, one in wording.terms.calendars.items() if one is calendar), None)
        if name is not None:
            cap, unsure = wording.reckoning(name).moments(pause.cap, start[which])
            end[which] = np.minimum(end[which], cap)
            doubts[which] |= unsure
    return end, doubts
