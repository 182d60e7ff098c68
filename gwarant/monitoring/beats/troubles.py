"""The sweep that opens a ticket for what tells of itself and is down, and says there when it is up again.

It hangs on the outage of the service, or of what that needs, as an effect does: one call, not thirty.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.database.rounds import in_round
from gwarant.monitoring.beats.models import Trouble
from gwarant.monitoring.kinds import HEARTBEAT, TOLD
from gwarant.monitoring.models import Maintenance, Monitor, Outage, Standing
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.beginning import counted_from
from gwarant.monitoring.outages.needing import AFTERWARDS, cause_of
from gwarant.monitoring.outages.rules import USUAL_GAP, Rule, rule_of
from gwarant.monitoring.outages.waking import taken_at, wake
from gwarant.sla.evidence.model import State
from gwarant.tickets import people
from gwarant.tickets.actions.detecting import detect, see, see_restored
from gwarant.tickets.classes import classes_of, usual_class
from gwarant.tickets.letter_facts import DESK

BATCH = 50
GAP = timedelta(milliseconds=USUAL_GAP)  # what is down again sooner is the same trouble
Act = Callable[[Monitor, datetime], bool]


def run_once(now: datetime) -> int:
    """Open, go on with and close what is due, as far as a round goes; how many."""
    acts: tuple[tuple[Callable[[], Iterable[int]], Act], ...] = (
        (partial(_new, now), _begin),
        (_turned, _turn),
        (partial(_left_alone, now), _stand_alone),
        (partial(_over, now), _end),
    )
    due = ((pk, act) for monitors, act in acts for pk in list(monitors()))
    return sum(_done(pk, act, now) for pk, act in in_round(due))


def _down() -> QuerySet[Standing]:
    return Standing.objects.filter(monitor__kind__in=TOLD, monitor__is_active=True, state=State.DOWN.value)


def _up(**own: object) -> QuerySet[Standing]:
    return Standing.objects.filter(monitor=OuterRef("monitor"), state=State.UP.value, **own)


def _new(now: datetime) -> Iterable[int]:
    """Those that are down and have no trouble yet, while no maintenance of their system lasts."""
    open_ = Trouble.objects.open().filter(monitor=OuterRef("monitor"))
    lasts = Maintenance.objects.at(now).filter(service=OuterRef("monitor__service"))
    found = _down().filter(~Exists(open_), ~Exists(lasts))
    return found.order_by("since").values_list("monitor", flat=True)[:BATCH]


def _turned() -> Iterable[int]:
    """Those that came up for now, or went down again before that had lasted."""
    down = Standing.objects.filter(monitor=OuterRef("monitor"), state=State.DOWN.value)
    found = Trouble.objects.open().filter(
        Q(Exists(_up()), restored_at=None) | Q(Exists(down), restored_at__isnull=False)
    )
    return found.order_by("pk").values_list("monitor", flat=True)[:BATCH]


def _left_alone(now: datetime) -> Iterable[int]:
    """Those that are down still, a while after that on which they hung is over."""
    found = Trouble.objects.open().filter(cause__ended_at__isnull=False, restored_at=None)
    over = found.annotate(over_at=Coalesce("cause__restored_at", "cause__ended_at"))
    return over.filter(over_at__lte=now - AFTERWARDS).order_by("pk").values_list("monitor", flat=True)[:BATCH]


def _over(now: datetime) -> Iterable[int]:
    """Those that stay up, or that nobody listens to any more; what is unknown stays open."""
    found = Trouble.objects.open().filter(Q(restored_at__lte=now - GAP) | Q(monitor__is_active=False))
    return found.order_by("pk").values_list("monitor", flat=True)[:BATCH]


def _done(pk: int, act: Act, now: datetime) -> bool:
    with transaction.atomic():
        found = Monitor.objects.select_for_update(of=("self",), skip_locked=True)
        monitor = found.select_related("customer", "service__customer").filter(pk=pk).first()
        return monitor is not None and act(monitor, now)


def _begin(monitor: Monitor, now: datetime) -> bool:
    stands = Standing.objects.filter(monitor=monitor, state=State.DOWN.value).first()
    if stands is None or Trouble.objects.open().filter(monitor=monitor).exists():
        return False
    trouble = Trouble(monitor=monitor, customer=monitor.customer, since=moment_of(stands.since))
    cause = _cause(monitor)
    if cause is None:
        _open(trouble, counted_from(monitor.service, trouble.since, now), now)
    else:
        trouble.cause, trouble.ticket = cause, cause.ticket
        trouble.save()
        see(cause.ticket, "also_fails", ref=monitor_ref(monitor.pk), at=now, now=now)
    return True


def _cause(monitor: Monitor) -> Outage | None:
    """What is down of the service itself, or of what it needs, where that is what the client is told of."""
    own = Outage.objects.open().filter(service=monitor.service, counts=True, restored_at=None)
    found = own.select_related("ticket", "cause__ticket").first()
    return (found.cause or found) if found else cause_of(monitor.service)


def _open(trouble: Trouble, at: datetime, now: datetime) -> None:
    """Its own ticket, from whose moment the clocks run, and the first call."""
    monitor, rule = trouble.monitor, rule_of(trouble.service, now)
    with translation.override(monitor.customer.language):
        title = _("%(job)s has not succeeded") if monitor.kind == HEARTBEAT else "%(job)s"
    done = detect(
        monitor.customer,
        title=title % {"job": monitor.name},
        class_id=_class(rule),
        service=monitor.service,
        at=at,
        key=f"told:{monitor.pk}:{milliseconds_of(at)}",
        now=now,
    )
    trouble.ticket = done.ticket
    trouble.save()
    wake(trouble, done, rule.contract, now)
    trouble.save()


def _class(rule: Rule) -> str:
    return usual_class([one.id for one in classes_of(rule.version)])


def _turn(monitor: Monitor, now: datetime) -> bool:
    """Up for now: nobody is called any more; or down again: it is the same trouble."""
    trouble, stands = _of(monitor), Standing.objects.filter(monitor=monitor).first()
    if trouble is None or stands is None:
        return False
    is_up = stands.state == State.UP.value
    trouble.restored_at = moment_of(stands.since) if is_up else None
    trouble.acknowledged_at = trouble.acknowledged_at or taken_at(trouble.ticket)
    trouble.save()
    if trouble.cause is None:
        at = moment_of(stands.since) if is_up else now
        see(trouble.ticket, "up_for_now" if is_up else "down_again", at=at, now=now)
    return True


def _stand_alone(monitor: Monitor, now: datetime) -> bool:
    """What it hung on is over, and it is down still: from then on people are called about it."""
    trouble = _of(monitor)
    if trouble is None or trouble.cause is None or trouble.cause.ended_at is None:
        return False
    cause, trouble.cause = trouble.cause, None
    if trouble.ticket_id == cause.ticket_id:
        _open(trouble, max(trouble.since, cause.restored_at or cause.ended_at or now), now)
    else:
        trouble.wakes_at = now
        trouble.save()
    return True


def _end(monitor: Monitor, now: datetime) -> bool:
    trouble = _of(monitor)
    if trouble is None:
        return False
    restored, cause = trouble.restored_at, trouble.cause
    trouble.ended_at, trouble.wakes_at = now, None
    trouble.save()
    is_of_cause = cause is not None and cause.ticket_id == trouble.ticket_id
    if is_of_cause and restored is not None:
        see(trouble.ticket, "also_works", ref=monitor_ref(monitor.pk), at=restored, now=now)
    elif restored is None and not is_of_cause:
        see(trouble.ticket, "not_watched", at=now, now=now)
    elif restored is not None:
        done = see_restored(trouble.ticket, at=restored, now=now)
        people.tell_house(done.ticket, letters.over(done, trouble, restored, DESK), now, f"{trouble.about}:over")
    return True


def monitor_ref(pk: int) -> str:
    """How a note names a monitor: names are words, and no evidence holds them."""
    return f"monitor:{pk}"


def _of(monitor: Monitor) -> Trouble | None:
    found = Trouble.objects.open().filter(monitor=monitor)
    return found.select_related("ticket", "cause", "monitor__service__customer").first()
