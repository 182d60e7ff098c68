"""The sweep that seals the looks of days that are over."""

import logging
from datetime import datetime, timedelta

from gwarant.database.rounds import in_round
from gwarant.engine.claims import BATCH, PUSHED_BACK
from gwarant.engine.lost import is_lost, passes
from gwarant.engine.tally import FAILED
from gwarant.monitoring.sealing import due, seal

log = logging.getLogger("gwarant.engine")
PAUSE = timedelta(minutes=5)  # when nothing was due: days end once a day, and what is late is not urgent
_waiting: dict[object, datetime] = {}


def run_once(now: datetime) -> int:
    """Seal for some monitors and places that have looks older than yesterday; how many blocks."""
    if _waiting.get("all", now) > now:
        return 0
    found = [one for one in due(now) if _waiting.get(one, now) <= now]
    made = sum(_seal(*one, now) for one in in_round(found[:BATCH]))
    if not made:
        _waiting["all"] = now + PAUSE
    return made


def _seal(monitor: int, place: int, now: datetime) -> int:
    try:
        return seal(monitor, place, now)
    except Exception as error:
        if is_lost(error):
            raise
        if not passes(error):
            FAILED["looks"] += 1
            _waiting[monitor, place] = now + PUSHED_BACK
            log.exception("looks: monitor %s from place %s failed and waits for an hour", monitor, place)
        return 0
