"""One engine: a thread for each lane of sweeps and one for jobs, until it is told to stop."""

import logging
from collections.abc import Sequence
from functools import partial
from threading import Thread
from time import monotonic

from django.db import connections

from gwarant.database.scope import ENGINE, scoped
from gwarant.engine import loop, mailboxes, watch, worker
from gwarant.engine.bell import Bell
from gwarant.engine.clock import clock
from gwarant.engine.heartbeat import name_of_engine
from gwarant.engine.models import Heartbeat
from gwarant.engine.stop import Stop
from gwarant.engine.sweeps import LANES, SWEEPS, UNHURRIED
from gwarant.engine.tally import ROUNDS

log = logging.getLogger("gwarant.engine")


def run(stop: Stop) -> bool:
    """Work until stopped, then finish what is in hand; whether all of it was finished in time."""
    bells = {lane: Bell() for lane in LANES}
    rare = watch.told() | UNHURRIED
    lanes = [partial(loop.run, {name: SWEEPS[name] for name in lane}, stop, bell, rare) for lane, bell in bells.items()]
    others = [partial(watch.run, bells, stop), partial(mailboxes.run, stop), partial(worker.run, stop)]
    threads = [Thread(target=work, daemon=True) for work in (*lanes, *others)]
    ROUNDS.update(dict.fromkeys((name for lane in LANES for name in lane), clock()))
    log.info("engine %s runs", name_of_engine())
    for thread in threads:
        thread.start()
    while not stop.wait(60):
        pass
    has_ended = _ended(threads, worker.GRACE + 2)
    _leave()
    return has_ended


def _ended(threads: Sequence[Thread], patience: float) -> bool:
    """Wait for all of them together, so many seconds at most."""
    until = monotonic() + patience
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    return not any(thread.is_alive() for thread in threads)


def _leave() -> None:
    """Take the heartbeat away, so that nobody takes a stopped engine for a living one."""
    try:
        with scoped(ENGINE):
            Heartbeat.objects.filter(name=name_of_engine()).delete()
    except Exception as error:
        log.warning("the heartbeat could not be removed: %s", error)
    finally:
        connections.close_all()
