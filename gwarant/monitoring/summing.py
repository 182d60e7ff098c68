"""What pages read of a sealed day: how it stood, stretch by stretch, and how long answers took, hour by hour.

Both follow from the day's blocks and can be made anew at any time.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from django.db import connection

from gwarant.monitoring.evidence import row_of_block
from gwarant.monitoring.models import DAY, DayOfLooks, Latency, Stretch
from gwarant.monitoring.moments import date_of, start_of
from gwarant.sla.availability.timeline import runs
from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.evidence.model import State
from gwarant.sla.evidence.packed import STATES, Columns, unpack
from gwarant.sla.latency import HOURS, Counts, counted, packed
from gwarant.sla.spans import Span

ANSWERED = [STATES.index(one) for one in (State.UP, State.DEGRADED)]
HOUR = DAY // HOURS
STOOD = """
SELECT monitor_id, place_id, state, min(start), max("end")
FROM (SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY monitor_id, place_id ORDER BY start) AS run
      FROM (SELECT *, lag(state) OVER w IS DISTINCT FROM state OR lag("end") OVER w IS DISTINCT FROM start AS begins
            FROM monitoring_stretch WHERE monitor_id = ANY(%s) AND start < %s AND "end" > %s
            WINDOW w AS (PARTITION BY monitor_id, place_id ORDER BY start)) one) numbered
GROUP BY monitor_id, place_id, state, run ORDER BY monitor_id, place_id, min(start)
"""


class Stood(NamedTuple):
    """How a monitor stood from a place over `[start, end)`."""

    monitor: int
    place: int
    state: str
    start: int
    end: int


def stood(monitors: Collection[int], span: Span) -> list[Stood]:
    """How the monitors stood over the span (UTC milliseconds), a stretch that goes on over midnight as one."""
    with connection.cursor() as cursor:
        cursor.execute(STOOD, [[*monitors], span[1], span[0]])
        return [Stood(*row) for row in cursor.fetchall()]


def sum_up(monitor: int, place: int, day: int) -> None:
    """Make the stretches and latencies of a day (its first millisecond) anew from its blocks."""
    blocks = list(DayOfLooks.objects.filter(monitor=monitor, place=place, day=date_of(day)).order_by("number"))
    own = {"monitor_id": monitor, "place_id": place}
    Stretch.objects.filter(**own, start__gte=day, start__lt=day + DAY).delete()
    Latency.objects.filter(**own, day=date_of(day)).delete()
    if not blocks:
        return
    own |= {"customer_id": blocks[0].customer_id}
    stood = _stood(blocks, monitor, place, day)
    Stretch.objects.bulk_create(Stretch(**own, state=state, start=start, end=end) for state, start, end in stood)
    counts = sum((_counts(unpack(bytes(one.packed))) for one in blocks), start=_counts(None))
    Latency.objects.create(**own, day=date_of(day), counts=packed(counts))


def sum_up_all() -> int:
    """Make all of it anew; how many days."""
    days = DayOfLooks.objects.values_list("monitor_id", "place_id", "day").distinct().order_by("day", "monitor_id")
    found = list(days)
    for monitor, place, day in found:
        sum_up(monitor, place, start_of(day))
    return len(found)


def _stood(blocks: Sequence[DayOfLooks], monitor: int, place: int, day: int) -> Iterator[tuple[str, int, int]]:
    """The day's stretches: the state of the day before goes on to the first look, and none beyond the day."""
    found = runs([row_of_block(one) for one in blocks], Probe())
    before = Stretch.objects.filter(monitor=monitor, place=place, end=day).order_by("-start").first()
    if before and found and found[0].start - day <= 2 * found[0].every and before.state != found[0].state:
        yield before.state, day, found[0].start
    for number, one in enumerate(found):
        goes_on = number == 0 and before is not None and before.state == one.state
        start = day if goes_on and one.start - day <= 2 * one.every else one.start
        yield one.state.value, start, min(one.end, day + DAY)


def _counts(looks: Columns | None) -> Counts:
    if looks is None:
        return counted(np.zeros(0, np.int64), np.zeros(0, np.int64))
    answered = np.isin(looks.state, ANSWERED)
    hours = looks.at[answered] % DAY // HOUR
    return counted(hours, looks.phases[answered].sum(axis=1, dtype=np.int64))
