"""When we could hear anybody at all: each web process says so every few seconds, and what lies between is unknown."""

import os
import socket
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gwarant.monitoring.beats.fold import Gap
from gwarant.monitoring.beats.models import Listening

EVERY = timedelta(seconds=2)
SHORT = timedelta(seconds=15)  # a client that tries again gets over as much
BEHIND = EVERY + timedelta(seconds=1)  # what came until then is stored by now, and what could not be is known
KEPT = timedelta(days=40)
APART = timedelta(seconds=30)  # how far the clocks of two machines of an instance may be apart


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
    return Listening.objects.create(name=_name(), since=now, until=now).pk


def could_not_hear(since: datetime, now: datetime) -> None:
    """This process listened, and yet pings of that time are nowhere: for want of room, or because none was stored."""
    own = Listening.objects.filter(name=_name(), is_deaf=True, address=None)
    if not own.filter(until__gt=since - SHORT, until__lte=now).update(until=now):
        Listening.objects.create(name=_name(), since=since, until=now, is_deaf=True)


def could_not_hear_of(lost: Mapping[int, datetime], now: datetime) -> None:
    """The same of pings to these addresses (by their numbers) alone, each from a moment on: all others were heard."""
    own = Listening.objects.filter(name=_name(), is_deaf=True, address__in=lost, until__gt=now - SHORT)
    goes_on = set(own.values_list("address", flat=True))
    own.update(until=now)
    rows = [(number, since) for number, since in lost.items() if number not in goes_on]
    Listening.objects.bulk_create(
        Listening(name=_name(), since=since, until=now, is_deaf=True, address_id=number) for number, since in rows
    )


def own_gaps(addresses: Iterable[int], now: datetime) -> Mapping[int, list[Gap]]:
    """By address, the times in which pings to it alone were lost."""
    found: dict[int, list[Gap]] = defaultdict(list)
    rows = Listening.objects.filter(address__in=list(addresses), until__gt=now - KEPT, since__lte=now)
    for number, since, until in rows.order_by("since").values_list("address", "since", "until"):
        found[number].append((since, until))
    return found


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:120]


def heard(now: datetime) -> Heard:
    """What we know of the time until now. After a break that lasts we know that we heard nothing."""
    known = Listening.objects.filter(until__gt=now - KEPT, since__lte=now, address=None)
    times = list(known.filter(is_deaf=False).values_list("since", "until"))
    silent = tuple(gaps_of(times, now - KEPT, now))
    gaps = tuple(together((*silent, *known.filter(is_deaf=True).values_list("since", "until"))))
    if silent and silent[-1][1] == now:
        return Heard(now, gaps)
    return Heard(min(now, max(until for _, until in times)) - BEHIND, gaps)


def listened(now: datetime) -> timedelta:
    """For how long until now somebody could have told us something without a break, whichever engines came and went.

    What was said of a time ahead, by a clock that was wrong, is left out.
    """
    own = Listening.objects.filter(is_deaf=False, address=None, until__gt=now - KEPT, until__lte=now + APART)
    times = own.filter(since__lte=now).values_list("since", "until")
    breaks = list(gaps_of(times, now - KEPT, now))
    return now - breaks[-1][1] if breaks else KEPT


def gaps_of(times: Iterable[Gap], start: datetime, end: datetime) -> Iterable[Gap]:
    """What no time covers from start to end, unless it is short."""
    reached = start
    for since, until in sorted(times):
        if since - reached > SHORT:
            yield reached, since
        reached = max(reached, until)
    if end - reached > SHORT:
        yield reached, end


def together(gaps: Iterable[Gap]) -> Iterable[Gap]:
    """In order, those that meet as one."""
    last: Gap | None = None
    for gap in sorted(gaps):
        if last is not None and gap[0] <= last[1]:
            last = last[0], max(last[1], gap[1])
            continue
        if last is not None:
            yield last
        last = gap
    if last is not None:
        yield last
