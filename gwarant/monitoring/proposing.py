"""What a wording promises to be up and nobody looks at as it says; the monitors that it asks for, made at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.actions import Facts, NameTaken, add_monitor, change_monitor
from gwarant.monitoring.giving import settings_of
from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Monitor, Place
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Availability

LONGEST_NAME = 120


@dataclass(frozen=True)
class Gap:
    """A promise whose system is looked at from fewer places than it names, or by nothing that counts.

    `monitor` is the one that counts, if there is one; `facts` how it would be looked at as promised, as far as there
    are places. None: the system has no address, or is not there, its monitor is paused, or nothing would become better.
    """

    promise: Availability
    service: Service | None
    monitor: Monitor | None
    places: int
    facts: Facts | None
    is_told: bool = False  # only what tells of itself knows of the system, and that is not counted

    @property
    def needed(self) -> int:
        return self.promise.probe.locations

    @property
    def would_look(self) -> int:
        """From how many places it would be looked at."""
        return len(self.facts.places) if self.facts else self.places


def gaps(customer: Customer, wording: Contract) -> list[Gap]:
    """The promises of the wording that nobody could judge as it says, in its order."""
    services = {one.key: one for one in Service.objects.filter(customer=customer)}
    counting = Monitor.objects.kept().filter(customer=customer, counts=True)
    monitors = {one.service_id: one for one in counting.prefetch_related("places")}
    active = Monitor.objects.kept().filter(customer=customer, is_active=True)
    told = set(active.filter(kind__in=TOLD).values_list("service", flat=True))
    told -= set(active.exclude(kind__in=TOLD).values_list("service", flat=True))
    found = (_gap(one, services.get(one.service), monitors, told) for one in wording.availability)
    return [one for one in found if one.places < one.needed]


def make_monitors(customer: Customer, wording: Contract, *, by: User | None, now: datetime) -> list[Monitor]:
    """Have everything looked at that can be, from as many places as are promised; what there is already goes on."""
    made: list[Monitor] = []
    with transaction.atomic():
        for gap in gaps(customer, wording):
            if gap.facts is None or gap.service is None:
                continue
            if gap.monitor is None:
                made.append(_added(gap.service, gap.facts, by, now))
            else:
                change_monitor(gap.monitor, gap.facts, by=by, now=now)
                made.append(gap.monitor)
    return made


def _gap(promise: Availability, service: Service | None, monitors: dict[int, Monitor], told: set[int]) -> Gap:
    monitor = monitors.get(service.pk) if service else None
    is_looked_at = monitor is not None and monitor.is_active
    looking = [one for one in monitor.places.all() if one.is_active] if monitor and is_looked_at else []
    wanted = _wanted(looking, promise.probe.locations)
    facts = None
    if monitor and is_looked_at and monitor.kind not in TOLD and len(wanted) > len(looking):
        facts = _same(monitor, wanted)
    elif monitor is None and service and service.address and wanted:
        facts = _new(service, promise, wanted)
    return Gap(promise, service, monitor, len(looking), facts, service is not None and service.pk in told)


def _wanted(looking: list[Place], needed: int) -> tuple[Place, ...]:
    """The places that look already, then those of the house, the oldest first, until they are enough."""
    others = Place.objects.filter(is_active=True, customer=None).exclude(pk__in=[one.pk for one in looking])
    return (*looking, *others.order_by("created_at", "pk")[: max(0, needed - len(looking))])


def _new(service: Service, promise: Availability, places: tuple[Place, ...]) -> Facts:
    every = promise.probe.every.seconds * 1000
    timeout = min(promise.probe.timeout.seconds * 1000, every - 1000)
    name, settings = service.name[:LONGEST_NAME], {"url": service.address}
    return Facts(name=name, kind="http", settings=settings, places=places, every=every, timeout=timeout)


def _same(monitor: Monitor, places: tuple[Place, ...]) -> Facts:
    return Facts(
        name=monitor.name,
        kind=monitor.kind,
        settings=settings_of(monitor),
        places=places,
        every=monitor.every,
        timeout=monitor.timeout,
    )


def _added(service: Service, facts: Facts, by: User | None, now: datetime) -> Monitor:
    """Under the system's name, or with its key where another monitor has that."""
    for name in _names(service, facts.name):
        try:
            return add_monitor(service, replace(facts, name=name), by=by, now=now)
        except NameTaken:
            continue
    raise NameTaken


def _names(service: Service, name: str) -> Iterator[str]:
    yield name
    yield f"{name[: LONGEST_NAME - 50]} ({service.key})"
