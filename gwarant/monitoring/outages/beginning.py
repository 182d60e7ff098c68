"""An outage begins: its row, its ticket, its call; or it hangs on the outage of what the service needs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.customers.models import Service
from gwarant.monitoring.beats.models import Trouble
from gwarant.monitoring.maintenance.meaning import is_held
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.models import Outage, Watch
from gwarant.monitoring.outages.needing import cause_of, dependents_of, is_to_wait
from gwarant.monitoring.outages.rules import Rule
from gwarant.monitoring.outages.seeing import Run
from gwarant.monitoring.outages.waking import wake
from gwarant.tickets import people
from gwarant.tickets.actions.detecting import detect, see
from gwarant.tickets.standing import Standing


@dataclass(frozen=True)
class Kind:
    """Whether it is of what counts, the class of its ticket, and what fails where it is for the house alone."""

    counts: bool
    class_id: str
    failing: str


def begin(service: Service, run: Run, rule: Rule, kind: Kind, now: datetime) -> bool:
    """One row, one ticket, one call; False where it is still to be seen whether something else is the cause."""
    if service.maintenance.at(now).exists():
        return False  # it was announced: the monitoring goes on, and what is down afterwards calls
    cause = cause_of(service)
    if cause is None and is_to_wait(service, run.detected, run.confirmed, now):
        return False
    detected = moment_of(run.detected)
    outage = Outage(
        service=service,
        customer=service.customer,
        counts=kind.counts,
        detected_at=detected,
        confirmed_at=moment_of(run.confirmed),
        down_at=moment_of(run.end),
    )
    if cause is not None:
        outage.cause, outage.ticket = cause, cause.ticket
        outage.save()
        see(cause.ticket, "also_down", ref=service.key, at=now, now=now)
        return True
    _on_its_own(outage, counted_from(service, detected, now), rule, kind, now)
    if kind.counts:
        _hang(service, outage, now)
    return True


def counted_from(service: Service, detected: datetime, now: datetime) -> datetime:
    """From when the ticket's clocks run: what began in maintenance that the contract leaves out, from its end on."""
    around = service.maintenance.left().filter(Q(until__gt=detected), Q(until__lte=now), start_at__lte=detected)
    held = [one.until for one in around.select_related("service", "announced_by") if is_held(service, one, now)]
    return max([detected, *held])


def stand_alone(outage: Outage, rule: Rule, kind: Kind, now: datetime) -> None:
    """What it needs is up again, and the service is not: from then on it is an outage of its own."""
    assert outage.cause is not None
    since = outage.cause.restored_at or now
    if outage.ticket_id == outage.cause.ticket_id:
        outage.cause = None
        _on_its_own(outage, max(since, outage.detected_at), rule, kind, now)
    else:
        outage.cause, outage.wakes_at = None, now
        outage.save()


def _on_its_own(outage: Outage, at: datetime, rule: Rule, kind: Kind, now: datetime) -> None:
    stands = _opened(outage.service, at, kind, now)
    outage.ticket = stands.ticket
    outage.save()
    wake(outage, stands, rule.contract, now)
    outage.save()
    if outage.counts:
        people.tell_reporter(stands.ticket, letters.seen(stands, at), now, f"outage:{outage.pk}")


def _opened(service: Service, at: datetime, kind: Kind, now: datetime) -> Standing:
    with translation.override(service.customer.language):
        title = _("%(system)s is down") if kind.counts else _("%(system)s: the monitor %(monitor)s fails")
    title %= {"system": service.name, "monitor": kind.failing}
    key = f"outage:{service.pk}:{at.timestamp()}{'' if kind.counts else ':beside'}"
    return detect(service.customer, title=title, class_id=kind.class_id, service=service, at=at, key=key, now=now)


def _hang(service: Service, outage: Outage, now: datetime) -> None:
    """What was found down before its cause was calls nobody more, as long as nobody has taken it.

    So does what was found by a monitor of the service itself that does not count, and what told of itself.
    """
    dependents = dependents_of(service)
    waiting = Watch.objects.filter(service__in=dependents, due_at__isnull=False).order_by("pk")
    held = waiting.select_for_update(skip_locked=True, no_key=True)  # who holds the others is about to look at them
    Watch.objects.filter(pk__in=[one.pk for one in held]).update(due_at=now, stirs=F("stirs") + 1)
    found = Outage.objects.open().filter(Q(service__in=dependents) | Q(service=service, counts=False))
    found = found.filter(cause=None, acknowledged_at=None)
    for one in found.select_related("ticket").order_by("pk"):
        see(one.ticket, "cause_found", ref=outage.ticket.key, at=now, now=now)
    found.update(cause=outage, wakes_at=None)
    told = Trouble.objects.open().filter(monitor__service__in=[*dependents, service.pk])
    told = told.filter(cause=None, acknowledged_at=None)
    for trouble in told.select_related("ticket").order_by("pk"):
        see(trouble.ticket, "cause_found", ref=outage.ticket.key, at=now, now=now)
    told.update(cause=outage, wakes_at=None)
