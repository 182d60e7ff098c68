"""When we could take pings at all: each web process says so every few seconds, and what lies between is unknown."""

import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gwarant.monitoring.beats.fold import Gap
from gwarant.monitoring.beats.models import Listening

EVERY = timedelta(seconds=2)
SHORT = timedelta(seconds=15)  # a client that tries again gets over as much
BEHIND = timedelta(seconds=1)  # what came until then is stored by now
KEPT = timedelta(days=40)


@dataclass(frozen=True)
class Heard:
    """Until when we know what was said, and the times in which nothing could be."""

    until: datetime
    gaps: tuple[Gap, ...]


def listen(row: int | None, now: datetime) -> int:
    """This process could take pings until now: in its row, or a new one after a break. The row."""
    if row is not None and Listening.objects.filter(pk=row, until__gt=now - SHORT, until__lte=now).update(until=now):
        return row
    Listening.objects.filter(until__lt=now - KEPT).delete()
    name = f"{socket.gethostname()}:{os.getpid()}"[:120]
    return Listening.objects.create(name=name, since=now, until=now).pk


def heard(now: datetime) -> Heard:
    """What we know of the time until now. After a break that lasts we know that we heard nothing."""
    times = list(Listening.objects.filter(until__gt=now - KEPT, since__lte=now).values_list("since", "until"))
    gaps = tuple(gaps_of(times, now - KEPT, now))
    if gaps and gaps[-1][1] == now:
        return Heard(now, gaps)
    return Heard(min(now, max(until for _, until in times)) - BEHIND, gaps)


def gaps_of(times: Iterable[Gap], start: datetime, end: datetime) -> Iterable[Gap]:
    """What no time covers from start to end, unless it is short."""
    reached = start
    for since, until in sorted(times):
        if since - reached > SHORT:
            yield reached, since
        reached = max(reached, until)
    if end - reached > SHORT:
        yield reached, end
