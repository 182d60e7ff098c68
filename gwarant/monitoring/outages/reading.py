"""What the looks of the last hours say of a service."""

from collections.abc import Sequence
from datetime import datetime

from gwarant.customers.models import Service
from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Monitor, Place, SeenLook
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.outages.models import Outage
from gwarant.monitoring.outages.rules import Rule
from gwarant.monitoring.outages.seeing import LATE, Looked, Seen, seen
from gwarant.sla.evidence.model import Check, State

HOUR, LONGEST = 3_600_000, 48 * 3_600_000  # how far back a beginning is looked for, at first and at most


def monitors_of(service: Service) -> list[Monitor]:
    """Those that look at it now."""
    found = Monitor.objects.filter(service=service, is_active=True).exclude(kind__in=TOLD)
    return list(found.prefetch_related("places").order_by("pk"))


def proven(monitors: Sequence[Monitor], rule: Rule, now: datetime) -> list[Monitor]:
    """Those that were up since they ask what they ask; when each was first is written down. The others say nothing."""
    for one in monitors:
        if one.asks_at is not None and one.up_at is None:
            since, at = milliseconds_of(one.asks_at), milliseconds_of(now)
            ups = seen(_looked([one], rule, max(since, at - LONGEST)), rule.gap, at).ups
            if ups:
                one.up_at = moment_of(ups[0][0])
                Monitor.objects.filter(pk=one.pk, asks_at=one.asks_at).update(up_at=one.up_at)
    return [one for one in monitors if not one.was_never_up]


def seen_of(monitors: Sequence[Monitor], rule: Rule, outage: Outage | None, now: datetime, floor: int = 0) -> Seen:
    """What the looks say since shortly before the outage was last seen; of a new one back to its beginning.

    Nothing from before `floor` (milliseconds) is read of a new one.
    """
    at, margin = milliseconds_of(now), rule.gap + max((2 * one.every + one.timeout for one in monitors), default=0)
    if outage is not None:
        since = milliseconds_of(outage.down_at) - margin - LATE
        return seen(_looked(monitors, rule, max(since, at - LONGEST)), rule.gap, at)
    back = max(HOUR, 2 * margin)
    while True:
        found = seen(_looked(monitors, rule, max(floor, at - back)), rule.gap, at)
        begun = found.runs[-1].detected if found.runs else at
        if found.state is not State.DOWN or begun - (at - back) > margin or back >= LONGEST:
            return found
        back *= 4


def _looked(monitors: Sequence[Monitor], rule: Rule, since: int) -> list[Looked]:
    """In one question, whether one monitor looks or thousands do."""
    by_number = {one.pk: one for one in monitors}
    places = {one.pk: {place.pk: place.key for place in one.places.all() if _looks(place, one)} for one in monitors}
    first = {
        one.pk: milliseconds_of(one.up_at) for one in monitors if one.up_at
    }  # before that it may have asked wrongly
    looks: dict[int, list[Check]] = {one.pk: [] for one in monitors}
    everywhere = {place for own in places.values() for place in own}
    rows = SeenLook.objects.filter(monitor__in=by_number, place__in=everywhere, slot__gte=since).order_by("slot")
    told = rows.values_list("monitor_id", "place_id", "slot", "state", "is_extra")
    for number, place, slot, state, extra in told if by_number else ():
        if place in places[number] and slot >= first.get(number, since):
            looks[number].append(_check(by_number[number], places[number][place], slot, state, extra))
    many = {number: len(own) for number, own in places.items()}
    return [
        Looked(looks[number], many[number], rule.of(many[number]), one.every, one.timeout)
        for number, one in by_number.items()
    ]


def _looks(place: Place, monitor: Monitor) -> bool:
    return place.is_active and place.customer_id in (None, monitor.customer_id)


def _check(monitor: Monitor, place: str, slot: int, state: str, extra: bool) -> Check:
    return Check(
        id=f"{place}{slot}",
        at=slot,
        received=slot,
        service="",
        state=State(state),
        place=place,
        every=-(-monitor.every // 1000),
        timeout=-(-monitor.timeout // 1000),
        extra=extra,
    )
