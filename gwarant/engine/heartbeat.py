"""The engine's sign of life, read by /readyz and /metrics."""

import os
import socket
from datetime import datetime, timedelta

from gwarant.engine.models import Heartbeat
from gwarant.engine.tally import DONE, FAILED, ROUNDS

EVERY = timedelta(seconds=5)
KEPT = timedelta(days=1)


def name_of_engine() -> str:
    """The host and the process."""
    return f"{socket.gethostname()}:{os.getpid()}"[:120]


def run_once(now: datetime) -> int:
    """Say that this engine lives, unless that was said a moment ago; a new one forgets those that are long gone."""
    name = name_of_engine()
    if Heartbeat.objects.filter(name=name, at__gt=now - EVERY, at__lte=now + EVERY).exists():
        return 0
    rounds = {sweep: at.isoformat() for sweep, at in list(ROUNDS.items())}
    told = {"at": now, "done": dict(DONE), "failed": dict(FAILED), "rounds": rounds}
    if not Heartbeat.objects.filter(name=name).update(**told):
        Heartbeat.objects.update_or_create(name=name, defaults=told)
        Heartbeat.objects.filter(at__lt=now - KEPT).delete()
    return 0
