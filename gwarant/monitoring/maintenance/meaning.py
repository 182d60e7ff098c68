"""What announced maintenance will mean under the contract: what leaves availability, and whether the cap holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import judging, terms_of
from gwarant.customers.models import Service
from gwarant.monitoring.maintenance.models import Maintenance, MaintenanceChange
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.sla.assessment.availability import cap_period, maintenance_of
from gwarant.sla.contract.model.promises import Availability, Beyond
from gwarant.sla.evidence.model import MaintenanceWindow
from gwarant.sla.facts import Told
from gwarant.sla.spans import Spans, clip, measure
from gwarant.sla.terms import Terms

MINUTE = 60_000


@dataclass(frozen=True)
class Refused:
    """A part that counts as any other time, and the core's reason."""

    start_at: datetime
    end_at: datetime
    why: Told


@dataclass(frozen=True)
class Over:
    """More is announced for a period of the cap than that holds: what is down beyond it counts as downtime."""

    start_at: datetime
    end_at: datetime
    minutes: int
    cap: int


@dataclass(frozen=True)
class Meaning:
    """Of one promise: what does not leave the count, and where the cap may not hold; `is_promised`: there is one."""

    is_promised: bool = False
    refused: tuple[Refused, ...] = ()
    over: tuple[Over, ...] = ()
    zone: str = "UTC"

    @property
    def is_fine(self) -> bool:
        return not self.refused and not self.over


def meaning_of(service: Service, windows: Sequence[Maintenance], now: datetime) -> Meaning:
    """What the windows (saved or not) mean for the first promise that names the service."""
    version = judging(service.customer_id, service, now, now)
    found = _promise(version, service)
    if version is None or found is None:
        return Meaning()
    terms = terms_of(version)
    ruling = maintenance_of(terms, found, [row_of(one, f"w{number}") for number, one in enumerate(windows)])
    refused = tuple(Refused(moment_of(one.start), moment_of(one.end), one.why) for one in ruling.refused)
    known = Maintenance.objects.filter(service=service).exclude(pk__in=[one.pk for one in windows if one.pk])
    all_of = [*known.select_related("service", "announced_by"), *windows]
    held = maintenance_of(terms, found, [row_of(one, f"w{number}") for number, one in enumerate(all_of)])
    return Meaning(True, refused, tuple(_over(terms, found, windows, held.maintenance)), terms.zone)


def is_held(service: Service, window: Maintenance, now: datetime) -> bool:
    """Whether the window, as it was announced, leaves the count of availability; so does one that nobody measures."""
    meant = meaning_of(service, [window], now)
    return not meant.refused


def row_of(one: Maintenance, uid: str) -> MaintenanceWindow:
    """The window as a row of evidence."""
    announced = milliseconds_of(one.announced_at)
    return MaintenanceWindow(
        id=uid,
        start=milliseconds_of(one.start_at),
        end=milliseconds_of(one.end_at),
        announced=announced,
        received=announced,
        service=one.service.key,
        emergency=one.is_emergency,
        person=one.announced_by.opaque,
        source="gwarant",
    )


def change_row(one: MaintenanceChange) -> MaintenanceWindow:
    """What is left of a window, as the row of evidence that says so."""
    told = milliseconds_of(one.told_at)
    return MaintenanceWindow(
        id=one.uid,
        start=milliseconds_of(one.window.start_at),
        end=milliseconds_of(one.end_at),
        announced=told,
        received=told,
        service=one.window.service.key,
        person=one.told_by.opaque,
        of=one.window.uid,
        source="gwarant",
    )


def _promise(version: ContractVersion | None, service: Service) -> Availability | None:
    promises = terms_of(version).contract.availability if version else ()
    return next((one for one in promises if one.service == service.key), None)


def _over(terms: Terms, promise: Availability, windows: Sequence[Maintenance], held: Spans) -> list[Over]:
    cap = promise.maintenance.cap if promise.maintenance else None
    if cap is None or promise.maintenance is None or promise.maintenance.above_cap is Beyond.EXCLUDED:
        return []
    periods = sorted({cap_period(terms, promise, milliseconds_of(one.start_at)) for one in windows})
    found = []
    for period in periods:
        minutes = measure(clip(held, period)) // MINUTE
        if minutes > cap.minutes:
            found.append(Over(moment_of(period[0]), moment_of(period[1]), minutes, cap.minutes))
    return found
