"""The sweep that opens a ticket for what tells of itself and is down, and says there when it is up again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.contracts.terms import judging
from gwarant.monitoring.beats.models import Trouble
from gwarant.monitoring.kinds import HEARTBEAT, TOLD
from gwarant.monitoring.models import Monitor, Standing
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.outages import letters
from gwarant.sla.evidence.model import State
from gwarant.tickets import people
from gwarant.tickets.actions.detecting import detect, see, see_restored
from gwarant.tickets.classes import classes_of, usual_class
from gwarant.tickets.letter_facts import DESK

BATCH = 50


def run_once(now: datetime) -> int:
    """Open and close what is due; how many."""
    return sum(_each(_new(), _begin, now)) + sum(_each(_over(), _end, now))


def _new() -> Iterable[int]:
    open_ = Trouble.objects.filter(monitor=OuterRef("monitor"), ended_at=None)
    down = Standing.objects.filter(monitor__kind__in=TOLD, monitor__is_active=True, state=State.DOWN.value)
    return down.filter(~Exists(open_)).order_by("since").values_list("monitor", flat=True)[:BATCH]


def _over() -> Iterable[int]:
    """Those that are up again, or that nobody listens to any more; what is unknown stays open."""
    up = Standing.objects.filter(monitor=OuterRef("monitor"), state=State.UP.value)
    found = Trouble.objects.filter(Q(Exists(up)) | Q(monitor__is_active=False), ended_at=None)
    return found.order_by("pk").values_list("monitor", flat=True)[:BATCH]


def _each(monitors: Iterable[int], act: object, now: datetime) -> Iterable[bool]:
    for pk in list(monitors):
        with transaction.atomic():
            found = Monitor.objects.select_for_update(of=("self",), skip_locked=True)
            monitor = found.select_related("customer", "service__customer").filter(pk=pk).first()
            yield monitor is not None and act(monitor, now)  # type: ignore[operator]


def _begin(monitor: Monitor, now: datetime) -> bool:
    stands = Standing.objects.filter(monitor=monitor, state=State.DOWN.value).first()
    if stands is None or Trouble.objects.filter(monitor=monitor, ended_at=None).exists():
        return False
    since, service = moment_of(stands.since), monitor.service
    with translation.override(monitor.customer.language):
        title = _("%(job)s has not succeeded") if monitor.kind == HEARTBEAT else "%(job)s"
    class_id = usual_class([one.id for one in classes_of(judging(monitor.customer_id, service, now, now))])
    done = detect(
        monitor.customer,
        title=title % {"job": monitor.name},
        class_id=class_id,
        service=service,
        at=since,
        key=f"told:{monitor.pk}:{stands.since}",
        now=now,
    )
    Trouble.objects.create(monitor=monitor, customer=monitor.customer, ticket=done.ticket, since=since)
    news = letters.calls(done, since, 0)
    if isinstance(news.told, letters.OutageCalls):
        news = replace(news, told=replace(news.told, system=f"{service.name}: {monitor.name}"))
    people.tell_house(done.ticket, news, now, f"told:{monitor.pk}")
    return True


def _end(monitor: Monitor, now: datetime) -> bool:
    trouble = Trouble.objects.select_related("ticket").filter(monitor=monitor, ended_at=None).first()
    stands = Standing.objects.filter(monitor=monitor).first()
    if trouble is None or stands is None:
        return False
    if not monitor.is_active:
        see(trouble.ticket, "not_watched", at=now, now=now)
    elif stands.state == State.UP.value:
        restored = moment_of(stands.since)
        done = see_restored(trouble.ticket, at=restored, now=now)
        people.tell_house(
            done.ticket, letters.over(done, trouble.since, restored, DESK), now, f"told:{monitor.pk}:over"
        )
    else:
        return False
    trouble.ended_at = now
    trouble.save(update_fields=["ended_at"])
    return True
