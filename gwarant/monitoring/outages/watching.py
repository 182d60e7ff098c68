"""What the engine does at a service whose standing changed: begin, go on with, or end its outage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from gwarant.customers.models import Service
from gwarant.monitoring.models import Monitor, Standing
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.beginning import begin, stand_alone
from gwarant.monitoring.outages.models import Outage, Watch
from gwarant.monitoring.outages.needing import AFTERWARDS
from gwarant.monitoring.outages.reading import monitors_of, seen_of
from gwarant.monitoring.outages.rules import Rule, rule_of
from gwarant.monitoring.outages.seeing import Seen
from gwarant.monitoring.outages.turning import Open, Turn, turn
from gwarant.monitoring.outages.waking import taken_at
from gwarant.sla.evidence.model import State
from gwarant.tickets import people
from gwarant.tickets.actions.detecting import see, see_graver, see_restored
from gwarant.tickets.classes import classes_of, usual_class
from gwarant.tickets.letters import DESK, PORTAL

QUICKEST, SLOWEST = 5_000, 60_000  # milliseconds until an unsettled service is looked at again


def watch_over(service_pk: int, *, now: datetime) -> bool:
    """Look at the service and act on what is seen, in one transaction; False when nothing changed."""
    with transaction.atomic():
        rows = Watch.objects.select_for_update(of=("self",)).select_related("service__customer")
        watch = rows.filter(pk=service_pk).first()
        if watch is None or watch.due_at is None:
            return False
        monitors, rule = monitors_of(watch.service), rule_of(watch.service, now)
        open_ = Outage.objects.open().select_for_update(of=("self",)).select_related("ticket", "service", "cause")
        outage = open_.filter(service=watch.service).first()
        stands = seen_of(monitors, rule, outage, now)
        was = watch.state
        sight = _Sight(watch.service, monitors, rule, stands)
        is_done = _act(sight, outage, now) if monitors else _left(outage, now)
        watch.state, watch.due_at = stands.state.value, _due(monitors, stands, watch.service, now)
        watch.save(update_fields=["state", "due_at"])
        return is_done or was != watch.state


@dataclass(frozen=True)
class _Sight:
    """A service, what looks at it, by which rule, and what is seen."""

    service: Service
    monitors: Sequence[Monitor]
    rule: Rule
    stands: Seen

    def class_id(self, now: datetime) -> str:
        """The contract's class for outages where what it is judged by is down, else the least severe fault.

        Where nothing counts, whatever looks at it decides.
        """
        counting = [one for one in self.monitors if one.counts]
        if not counting or seen_of(counting, self.rule, None, now).state is State.DOWN:
            return self.rule.class_id
        return usual_class([one.id for one in classes_of(self.rule.version)])


def _act(sight: _Sight, outage: Outage | None, now: datetime) -> bool:
    step = turn(_open(outage), sight.stands, sight.rule.gap)
    if outage is not None:
        if step.ended is not None:
            _end(outage, moment_of(step.ended), now)
        else:
            _go_on(outage, step, now)
            _look_after(outage, sight, now)
    begins = step.begins is not None and begin(sight.service, step.begins, sight.rule, sight.class_id(now), now)
    return begins or step.ended is not None or step.is_back


def _look_after(outage: Outage, sight: _Sight, now: datetime) -> None:
    """Of one that is down: whether it stands alone since its cause is over, and whether it has become graver."""
    if sight.stands.state is not State.DOWN:
        return
    cause = outage.cause
    if cause is not None:
        if cause.ended_at is not None and now >= (cause.restored_at or cause.ended_at) + AFTERWARDS:
            stand_alone(outage, sight.rule, sight.class_id(now), now)
    elif outage.ticket.class_id != sight.rule.class_id and sight.class_id(now) == sight.rule.class_id:
        see_graver(outage.ticket, sight.rule.class_id, now=now)


def _open(outage: Outage | None) -> Open | None:
    if outage is None:
        return None
    restored = milliseconds_of(outage.restored_at) if outage.restored_at else None
    return Open(milliseconds_of(outage.detected_at), milliseconds_of(outage.down_at), restored)


def _go_on(outage: Outage, step: Turn, now: datetime) -> None:
    """Up again for a while, or down again before the gap was over: our people read it, nobody is called for it."""
    restored = moment_of(step.restored) if step.restored is not None else None
    if outage.cause is None and step.is_back:
        see(outage.ticket, "down_again", at=now, now=now)
    elif outage.cause is None and restored is not None and outage.restored_at is None:
        see(outage.ticket, "up_for_now", at=restored, now=now)
    outage.returns += step.is_back
    outage.restored_at = restored
    outage.down_at = moment_of(step.down_at) if step.down_at is not None else outage.down_at
    outage.acknowledged_at = outage.acknowledged_at or taken_at(outage.ticket)
    outage.save()


def _end(outage: Outage, restored: datetime, now: datetime) -> None:
    """It is over: the ticket says since when it works again, and both sides hear it; of an effect it notes it alone."""
    outage.restored_at, outage.ended_at, outage.wakes_at = restored, now, None
    outage.acknowledged_at = outage.acknowledged_at or taken_at(outage.ticket)
    outage.save()
    if outage.cause is not None and outage.ticket_id == outage.cause.ticket_id:
        see(outage.ticket, "also_up", ref=outage.service.key, at=restored, now=now)
        return
    stands, about = see_restored(outage.ticket, at=restored, now=now), f"outage:{outage.pk}:over"
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
