"""The engine's loop: sweeps in order, a tick, a sleep that a signal ends."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import connections

from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.clock import clock
from gwarant.engine.lost import Outage, is_lost
from gwarant.engine.stop import Stop
from gwarant.engine.tally import DONE, FAILED, ROUNDS

log = logging.getLogger("gwarant.engine")
Sweep = Callable[[datetime], int]
PAUSE = 0.5


def run(sweeps: Mapping[str, Sweep], stop: Stop) -> None:
    """Go round until stopped, at once again while there is work; a lost database is waited for."""
    outage = Outage()
    with scoped(ENGINE):
        while not stop.is_set():
            done = _round(sweeps, outage)
            stop.wait(outage.pause or (0 if done else PAUSE))


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
    done = 0
    try:
        done = tick(sweeps, clock())
        outage.over()
    except Exception as error:
        outage.lasts(error, clock())
    finally:
        connections.close_all()
    return done
