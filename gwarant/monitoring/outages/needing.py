"""What a service cannot work without: while that is down, its outage hangs on the cause, and calls nobody by itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from gwarant.customers.models import Service
from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Standing
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.outages.models import Need, Outage
from gwarant.sla.evidence.model import State

AFTERWARDS = timedelta(minutes=2)  # after its cause a service may take so long to come up by itself
PATIENCE = timedelta(seconds=90)  # for which a service waits to hear how that stands which it needs


class NeedsItself(ValueError):
    """A service would need itself, by way of others."""


def name_needs(service: Service, needed: Iterable[Service]) -> None:
    """The service cannot work without these, of the same customer. Raises NeedsItself."""
    wanted = {one.pk for one in needed}
    ways = {**_ways(service, forward=True), service.pk: wanted}
    if service.pk in _reached(ways, service.pk):
        raise NeedsItself
    Need.objects.filter(service=service).exclude(needs__in=wanted).delete()
    rows = [Need(customer=service.customer, service=service, needs_id=one) for one in sorted(wanted)]
    Need.objects.bulk_create(rows, ignore_conflicts=True)


def needs_of(service: Service) -> set[int]:
    """All that it needs, also by way of others."""
    return _reached(_ways(service, forward=True), service.pk)


def dependents_of(service: Service) -> set[int]:
    """All that need it, also by way of others."""
    return _reached(_ways(service, forward=False), service.pk)


def cause_of(service: Service) -> Outage | None:
    """The open outage on which one of the service would hang: that of what it needs, at the beginning of the chain."""
    found = Outage.objects.open().filter(service__in=needs_of(service), counts=True, cause=None, restored_at=None)
    return found.select_related("ticket").order_by("detected_at", "pk").first()


def is_to_wait(service: Service, detected: int, confirmed: int, now: datetime) -> bool:
    """Whether something that the service needs has not been looked at since, or is about to be found down."""
    needed = needs_of(service)
    if not needed or now - PATIENCE > moment_of(confirmed):
        return False
    looked_at = Standing.objects.exclude(monitor__kind__in=TOLD)  # what tells of itself is heard of too seldom
    stands = looked_at.filter(monitor__service__in=needed, monitor__is_active=True)
    return any(state == State.DOWN or slot < detected for state, slot in stands.values_list("state", "slot"))


def _ways(service: Service, *, forward: bool) -> Mapping[int, set[int]]:
    ways: dict[int, set[int]] = defaultdict(set)
    for one, other in Need.objects.filter(customer=service.customer_id).values_list("service_id", "needs_id"):
        ways[one if forward else other].add(other if forward else one)
    return dict(ways)


def _reached(ways: Mapping[int, set[int]], start: int) -> set[int]:
    found: set[int] = set()
    todo = [start]
    while todo:
        new = ways.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
