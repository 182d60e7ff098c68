"""What the engine does at a service whose standing changed: begin, go on with, or end its outage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from gwarant.customers.models import Service
from gwarant.monitoring.models import Monitor, Standing
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.beginning import Kind, begin, stand_alone
from gwarant.monitoring.outages.models import Outage, Watch
from gwarant.monitoring.outages.needing import AFTERWARDS, PATIENCE
from gwarant.monitoring.outages.reading import monitors_of, proven, seen_of
from gwarant.monitoring.outages.rules import Rule, rule_of
from gwarant.monitoring.outages.seeing import Run, Seen
from gwarant.monitoring.outages.turning import Open, Turn, turn
from gwarant.monitoring.outages.waking import taken_at
from gwarant.sla.evidence.model import State
from gwarant.tickets import people
from gwarant.tickets.actions.detecting import see, see_restored
from gwarant.tickets.classes import classes_of, usual_class
from gwarant.tickets.letter_facts import DESK, PORTAL

QUICKEST, SLOWEST = 5_000, 60_000  # milliseconds until an unsettled service is looked at again


def watch_over(service_pk: int, *, now: datetime) -> bool:
    """Look at the service, then act on what is seen in one transaction; False when nothing changed.

    To look takes long where many monitors do, so nothing is held meanwhile: whoever hands over looks waits for nobody.
    What came in between is looked at next.
    """
    view = _view(service_pk, now)
    if view is None:
        return False
    with transaction.atomic():
        watch = Watch.objects.select_for_update(of=("self",), no_key=True).get(pk=service_pk)
        if watch.due_at is None:  # another engine has looked
            return False
        outages = _open_outages(view.service, holds=True)
        has_acted = _as_seen(outages) != _as_seen(view.outages)  # another engine, on an outage of which this is no view
        is_done = has_acted or view.act(outages, now)
        was, watch.state = watch.state, watch.state if has_acted else view.counted.stands.state.value
        watch.due_at = now if has_acted or watch.stirs != view.stirs else view.due(now)
        watch.save(update_fields=["state", "due_at"])
        return is_done or was != watch.state


def _view(service_pk: int, now: datetime) -> "_View | None":
    """What is seen of the service. What counts is looked at by itself: an outage of it is the client's."""
    watch = Watch.objects.select_related("service__customer").filter(pk=service_pk).first()
    if watch is None or watch.due_at is None:
        return None
    service = watch.service
    outages, monitors, rule = _open_outages(service), monitors_of(service), rule_of(service, now)
    known, judging = proven(monitors, rule, now), _judging(service, monitors)
    counted = _sight(service, judging, known, rule, outages.get(True), True, now)
    judges = {one.pk for one in judging}
    others = [one for one in monitors if one.pk not in judges]
    beside = _sight(service, others, known, rule, outages.get(False), False, now)
    return _View(service, watch.stirs, outages, known, counted, beside)


def _open_outages(service: Service, *, holds: bool = False) -> Mapping[bool, Outage]:
    """That of what counts, and that of what looks beside it."""
    found = Outage.objects.open().select_related("ticket", "service", "cause").filter(service=service)
    return {one.counts: one for one in (found.select_for_update(of=("self",)) if holds else found)}


def _as_seen(outages: Mapping[bool, Outage]) -> set[object]:
    """What a view rests on."""
    return {(one.pk, one.detected_at, one.down_at, one.restored_at) for one in outages.values()}


def _judging(service: Service, monitors: Sequence[Monitor]) -> list[Monitor]:
    """What the client's outages are of: what counts, also where it is paused; where nothing does, all that looks."""
    has_one = Monitor.objects.filter(service=service, counts=True).exists()
    return [one for one in monitors if one.counts or not has_one]


@dataclass(frozen=True)
class _Sight:
    """Some of what looks at a service, by which rule, whether it counts, its open outage, and what is seen."""

    service: Service
    monitors: Sequence[Monitor]
    rule: Rule
    counts: bool
    outage: Outage | None
    stands: Seen

    @property
    def kind(self) -> Kind:
        """The contract's class for outages where what counts is down, else the least severe fault."""
        if self.counts:
            return Kind(True, self.rule.class_id, "")
        heard = [one for one in self.monitors if not one.was_never_up]
        down = Standing.objects.filter(monitor__in=heard, state=State.DOWN.value).order_by("since", "pk")
        failing = down.values_list("monitor__name", flat=True).first() or self.monitors[0].name
        return Kind(False, usual_class([one.id for one in classes_of(self.rule.version)]), failing)


@dataclass(frozen=True)
class _View:
    """How often the service had been stirred, which outages were open, and what was seen then."""

    service: Service
    stirs: int
    outages: Mapping[bool, Outage]
    known: Sequence[Monitor]
    counted: _Sight
    beside: _Sight

    def act(self, outages: Mapping[bool, Outage], now: datetime) -> bool:
        """What is to be done, on the rows that are held."""
        counted = replace(self.counted, outage=outages.get(True))
        is_done = _act(counted, None, now)
        own = _open_outages(self.service, holds=True).get(False)  # by now it may hang on that of what counts
        return _act(replace(self.beside, outage=own), counted, now) or is_done

    def due(self, now: datetime) -> datetime | None:
        states = {sight.stands.state for sight in (self.counted, self.beside) if sight.monitors}
        return _due(self.known, states == {State.UP}, self.service, now)


def _sight(
    service: Service,
    monitors: Sequence[Monitor],
    known: Sequence[Monitor],
    rule: Rule,
    outage: Outage | None,
    counts: bool,
    now: datetime,
) -> _Sight:
    floor = 0 if outage else _told_until(service, counts)
    heard = {one.pk for one in known}
    stands = seen_of([one for one in monitors if one.pk in heard], rule, outage, now, floor)
    return _Sight(service, monitors, rule, counts, outage, stands)


def _told_until(service: Service, counts: bool) -> int:
    """When its last outage was over, or given to people: what was seen before that was told in its ticket."""
    last = Outage.objects.filter(service=service, counts=counts, ended_at__isnull=False).order_by("-ended_at").first()
    over = last and (last.restored_at or last.ended_at)
    return milliseconds_of(over) + 1 if over else 0


def _act(sight: _Sight, counted: _Sight | None, now: datetime) -> bool:
    """What is to be done by what is seen; `counted`: how that stands which counts, where this does not."""
    outage = sight.outage
    if not sight.monitors:
        return _left(outage, now)
    step = turn(_open(outage), sight.stands, sight.rule.gap)
    if outage is not None:
        if step.ended is not None:
            _end(outage, moment_of(step.ended), now)
        else:
            _go_on(outage, step, now)
            _look_after(outage, sight, now)
    run = None if step.begins is None or _is_the_others(step.begins, counted, now) else step.begins
    begins = run is not None and begin(sight.service, run, sight.rule, sight.kind, now)
    return begins or step.ended is not None or step.is_back


def _is_the_others(run: Run, counted: _Sight | None, now: datetime) -> bool:
    """Whether that which counts is down, so that nothing beside it is news, or has not been asked since."""
    if counted is None:
        return False
    if (
        counted.stands.state is State.DOWN
        or Outage.objects.open().filter(service=counted.service, counts=True).exists()
    ):
        return True
    return (
        bool(counted.monitors) and counted.stands.known_to < run.detected and now - PATIENCE <= moment_of(run.confirmed)
    )


def _look_after(outage: Outage, sight: _Sight, now: datetime) -> None:
    """Of one that is down: whether it stands alone since its cause is over."""
    cause = outage.cause
    if cause is None or sight.stands.state is not State.DOWN or cause.ended_at is None:
        return
    if now >= (cause.restored_at or cause.ended_at) + AFTERWARDS:
        stand_alone(outage, sight.rule, sight.kind, now)


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
    """It is over: the ticket says since when it works again, and both sides hear it.

    Of an effect it notes it alone; of what does not count the house alone hears it.
    """
    outage.restored_at, outage.ended_at, outage.wakes_at = restored, now, None
    outage.acknowledged_at = outage.acknowledged_at or taken_at(outage.ticket)
    outage.save()
    if outage.cause is not None and outage.ticket_id == outage.cause.ticket_id:
        see(outage.ticket, "also_up", ref=outage.service.key, at=restored, now=now)
        return
    stands, about = see_restored(outage.ticket, at=restored, now=now), f"outage:{outage.pk}:over"
    people.tell_house(stands.ticket, letters.over(stands, outage, restored, DESK), now, about)
    if outage.counts:
        people.tell_reporter(stands.ticket, letters.over(stands, outage, restored, PORTAL), now, about)


def _left(outage: Outage | None, now: datetime) -> bool:
    """Nothing looks at the service any more: nobody will see it up, so its outage is given to people."""
    if outage is None:
        return False
    see(outage.ticket, "not_watched", at=now, now=now)
    outage.ended_at, outage.wakes_at = now, None
    outage.save()
    return True


def _due(monitors: Sequence[Monitor], are_up: bool, service: Service, now: datetime) -> datetime | None:
    """While something is down or was a moment ago it is looked at again by itself; else when something changes."""
    if not monitors:
        return None
    if not Outage.objects.open().filter(service=service).exists():
        failing = Standing.objects.filter(monitor__in=monitors, state=State.DOWN.value)
        if are_up or not failing.exists():
            return None
    every = min(one.every for one in monitors)
    return now + timedelta(milliseconds=min(max(every // 2, QUICKEST), SLOWEST))
