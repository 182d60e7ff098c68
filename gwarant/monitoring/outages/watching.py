"""What the engine does at a service whose standing changed: begin, go on with, or end its outage."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.customers.models import Service
from gwarant.monitoring.models import Monitor, Place, SeenLook, Standing
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.models import Outage, Watch
from gwarant.monitoring.outages.rules import Rule, rule_of
from gwarant.monitoring.outages.seeing import LATE, Looked, Run, Seen, seen
from gwarant.monitoring.outages.turning import Open, turn
from gwarant.monitoring.outages.waking import taken_at, wake
from gwarant.sla.evidence.model import Check, State
from gwarant.tickets import people
from gwarant.tickets.actions.detecting import detect, see, see_restored
from gwarant.tickets.letters import DESK, PORTAL
from gwarant.tickets.recording import holding
from gwarant.tickets.standing import standing_of

HOUR, LONGEST = 3_600_000, 48 * 3_600_000  # how far back a beginning is looked for, at first and at most
QUICKEST, SLOWEST = 5_000, 60_000  # milliseconds until an unsettled service is looked at again


def watch_over(service_pk: int, *, now: datetime) -> bool:
    """Look at the service and act on what is seen, in one transaction; False when nothing changed."""
    with transaction.atomic():
        rows = Watch.objects.select_for_update(of=("self",)).select_related("service__customer")
        watch = rows.filter(pk=service_pk).first()
        if watch is None or watch.due_at is None:
            return False
        monitors, rule = _monitors(watch.service), rule_of(watch.service, now)
        open_ = Outage.objects.open().select_for_update(of=("self",)).select_related("ticket")
        outage = open_.filter(service=watch.service).first()
        stands = _seen(monitors, rule, outage, now)
        was = watch.state
        is_done = _act(watch.service, outage, stands, rule, now) if monitors else _left(outage, now)
        watch.state, watch.due_at = stands.state.value, _due(monitors, stands, watch.service, now)
        watch.save(update_fields=["state", "due_at"])
        return is_done or was != watch.state


def call_next(outage_pk: int, *, now: datetime) -> bool:
    """Call whoever is next about an outage that nobody has taken."""
    with transaction.atomic():
        found = Outage.objects.open().select_for_update(of=("self",)).select_related("ticket", "service")
        outage = found.filter(pk=outage_pk).first()
        if outage is None:
            Outage.objects.filter(pk=outage_pk).update(wakes_at=None)
            return False
        with holding(outage.ticket) as own:
            outage.ticket = own.ticket
            before = outage.steps
            wake(outage, standing_of(own, now), rule_of(outage.service, now).contract, now)
        outage.save()
        return outage.steps > before


def _monitors(service: Service) -> list[Monitor]:
    return list(Monitor.objects.filter(service=service, is_active=True).prefetch_related("places").order_by("pk"))


def _seen(monitors: Sequence[Monitor], rule: Rule, outage: Outage | None, now: datetime) -> Seen:
    """What the looks say since shortly before the outage was last seen; of a new one back to its beginning."""
    at, margin = milliseconds_of(now), rule.gap + max((2 * one.every + one.timeout for one in monitors), default=0)
    if outage is not None:
        since = milliseconds_of(outage.down_at) - margin - LATE
        return seen(_looked(monitors, rule, max(since, at - LONGEST)), rule.gap, at)
    back = max(HOUR, 2 * margin)
    while True:
        found = seen(_looked(monitors, rule, at - back), rule.gap, at)
        begun = found.runs[-1].detected if found.runs else at
        if found.state is not State.DOWN or begun - (at - back) > margin or back >= LONGEST:
            return found
        back *= 4


def _looked(monitors: Sequence[Monitor], rule: Rule, since: int) -> list[Looked]:
    found = []
    for one in monitors:
        places = {place.pk: place.key for place in one.places.all() if _looks(place, one)}
        rows = SeenLook.objects.filter(monitor=one, place__in=places, slot__gte=since).order_by("slot")
        told = rows.values_list("place_id", "slot", "state", "is_extra")
        looks = [_check(one, places[place], slot, state, extra) for place, slot, state, extra in told]
        found.append(Looked(looks, len(places), rule.of(len(places)), one.every, one.timeout))
    return found


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


def _act(service: Service, outage: Outage | None, stands: Seen, rule: Rule, now: datetime) -> bool:
    step = turn(_open(outage), stands, rule.gap)
    if outage is not None:
        if step.ended is not None:
            _end(outage, moment_of(step.ended), now)
        else:
            _go_on(outage, step.restored, step.is_back, step.down_at, now)
    if step.begins is not None:
        _begin(service, step.begins, rule, now)
    return step.begins is not None or step.ended is not None or step.is_back


def _open(outage: Outage | None) -> Open | None:
    if outage is None:
        return None
    restored = milliseconds_of(outage.restored_at) if outage.restored_at else None
    return Open(milliseconds_of(outage.detected_at), milliseconds_of(outage.down_at), restored)


def _begin(service: Service, run: Run, rule: Rule, now: datetime) -> None:
    """One row, one ticket, one call."""
    detected = moment_of(run.detected)
    with translation.override(service.customer.language):
        title = _("%(system)s is down") % {"system": service.name}
    stands = detect(
        service.customer,
        title=title,
        class_id=rule.class_id,
        service=service,
        at=detected,
        key=f"outage:{service.pk}:{run.detected}",
        now=now,
    )
    outage = Outage(
        service=service,
        customer=service.customer,
        ticket=stands.ticket,
        detected_at=detected,
        confirmed_at=moment_of(run.confirmed),
        down_at=moment_of(run.end),
    )
    outage.save()
    wake(outage, stands, rule.contract, now)
    outage.save()
    people.tell_reporter(stands.ticket, letters.seen(stands, detected), now, f"outage:{outage.pk}")


def _go_on(outage: Outage, restored: int | None, is_back: bool, down_at: int | None, now: datetime) -> None:
    """Up again for a while, or down again before the gap was over: our people read it, nobody is called for it."""
    if is_back:
        outage.returns += 1
        see(outage.ticket, "down_again", at=now, now=now)
    elif restored is not None and outage.restored_at is None:
        see(outage.ticket, "up_for_now", at=moment_of(restored), now=now)
    outage.restored_at = moment_of(restored) if restored is not None else None
    outage.down_at = moment_of(down_at) if down_at is not None else outage.down_at
    outage.acknowledged_at = outage.acknowledged_at or taken_at(outage.ticket)
    if is_back and outage.acknowledged_at is None:
        outage.wakes_at = outage.wakes_at or now
    outage.save()


def _end(outage: Outage, restored: datetime, now: datetime) -> None:
    """It is over: the ticket says since when it works again, and both sides hear it."""
    stands = see_restored(outage.ticket, at=restored, now=now)
    outage.restored_at, outage.ended_at, outage.wakes_at = restored, now, None
    outage.acknowledged_at = outage.acknowledged_at or taken_at(outage.ticket)
    outage.save()
    about = f"outage:{outage.pk}:over"
    people.tell_house(stands.ticket, letters.over(stands, outage.detected_at, restored, DESK), now, about)
    people.tell_reporter(stands.ticket, letters.over(stands, outage.detected_at, restored, PORTAL), now, about)


def _left(outage: Outage | None, now: datetime) -> bool:
    """Nothing looks at the service any more: nobody will see it up, so its outage is given to people."""
    if outage is None:
        return False
    see(outage.ticket, "not_watched", at=now, now=now)
    outage.ended_at, outage.wakes_at = now, None
    outage.save()
    return True


def _due(monitors: Sequence[Monitor], stands: Seen, service: Service, now: datetime) -> datetime | None:
    """While something is down or was a moment ago it is looked at again by itself; else when something changes."""
    if not monitors:
        return None
    if not Outage.objects.open().filter(service=service).exists():
        failing = Standing.objects.filter(monitor__in=monitors, state=State.DOWN.value)
        if stands.state is State.UP or not failing.exists():
            return None
    every = min(one.every for one in monitors)
    return now + timedelta(milliseconds=min(max(every // 2, QUICKEST), SLOWEST))
