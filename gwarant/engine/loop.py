"""The engine's loop: sweeps in order, a tick, a sleep that a signal ends."""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from itertools import count
from time import monotonic

from django.db import connections

from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.bell import Bell
from gwarant.engine.clock import clock
from gwarant.engine.lost import Outage, is_lost
from gwarant.engine.stop import Stop
from gwarant.engine.tally import DONE, FAILED, ROUNDS

log = logging.getLogger("gwarant.engine")
Sweep = Callable[[datetime], int]
PAUSE = 0.5
LONGEST = 5.0  # seconds without a ring after which a lane looks by itself
RARELY = 15.0  # and after which it does so for what it is told of: half of what makes a sweep stalled
KEPT = 120  # rounds for which a lane keeps its connection: to take one for each costs more than an idle round


def run(sweeps: Mapping[str, Sweep], stop: Stop, bell: Bell | None = None, told: Collection[str] = frozenset()) -> None:
    """Go round until stopped, at once again while there is work, else when the bell rings.

    The bell rings for the sweeps that are `told`: by itself the lane looks rarely after these. Without a bell it looks
    twice a second. A lost database is waited for.
    """
    outage, others = Outage(), {name: sweep for name, sweep in sweeps.items() if name not in told}
    rang, whole_at = True, 0.0
    with scoped(ENGINE):
        for number in count():
            if stop.is_set():
                break
            if number % KEPT == 0:
                connections.close_all()
            if rang or monotonic() >= whole_at:
                own, whole_at = sweeps, monotonic() + RARELY
            else:
                own = others
            done, rang = _round(own, outage), True
            if bell is None or done or outage.pause:
                stop.wait(outage.pause or (0 if done else PAUSE))
            else:
                rang = bell.wait(LONGEST, stop)
        connections.close_all()


def tick(sweeps: Mapping[str, Sweep], now: datetime) -> int:
    """Every sweep once; one that fails as a whole is told and the others go on."""
    total = 0
    for name, sweep in sweeps.items():
        try:
            done = sweep(now)
        except Exception as error:
            if is_lost(error):
                raise
            FAILED[name] += 1
            log.exception("the sweep %s failed", name)
            continue
        DONE[name] += done
        ROUNDS[name] = clock()
        total += done
    return total


def _round(sweeps: Mapping[str, Sweep], outage: Outage) -> int:
    done, failed = 0, FAILED.total()
    try:
        done = tick(sweeps, clock())
        outage.over()
        if FAILED.total() > failed:
            connections.close_all()
    except Exception as error:
        outage.lasts(error, clock())
        connections.close_all()
    return done
