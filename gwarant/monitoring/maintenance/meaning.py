"""What announced maintenance will mean under the contract: which of it leaves availability."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import judging, terms_of
from gwarant.customers.models import Service
from gwarant.monitoring.maintenance.models import Maintenance, MaintenanceChange
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.sla.assessment.availability import maintenance_of
from gwarant.sla.contract.model.promises import Availability
from gwarant.sla.evidence.model import MaintenanceWindow
from gwarant.sla.facts import Told


@dataclass(frozen=True)
class Refused:
    """A part that counts as any other time, and the core's reason."""

    start_at: datetime
    end_at: datetime
    why: Told


@dataclass(frozen=True)
class Meaning:
    """Of one promise: what does not leave the count; `is_promised`: there is one."""

    is_promised: bool = False
    refused: tuple[Refused, ...] = ()
    zone: str = "UTC"

    @property
    def is_fine(self) -> bool:
        return not self.refused


def meaning_of(service: Service, windows: Sequence[Maintenance], now: datetime) -> Meaning:
    """What the windows (saved or not) mean for the first promise that names the service."""
    version = judging(service.customer_id, service, now, now)
    found = promise_of(version, service)
    if version is None or found is None:
        return Meaning()
    terms = terms_of(version)
    ruling = maintenance_of(terms, found, [row_of(one, f"w{number}") for number, one in enumerate(windows)])
    refused = tuple(Refused(moment_of(one.start), moment_of(one.end), one.why) for one in ruling.refused)
    return Meaning(True, refused, terms.zone)


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


def rows_of(service: Service) -> list[MaintenanceWindow]:
    """All that was announced of the service, and what took it back, as rows of evidence."""
    own = Maintenance.objects.filter(service=service).select_related("service", "customer", "announced_by")
    changes = MaintenanceChange.objects.filter(window__service=service)
    changes = changes.select_related("window__customer", "window__service", "told_by")
    return [*(row_of(one, one.uid) for one in own), *(change_row(one) for one in changes)]


def promise_of(version: ContractVersion | None, service: Service) -> Availability | None:
    """The first promise of the wording that names the service."""
    promises = terms_of(version).contract.availability if version else ()
    return next((one for one in promises if one.service == service.key), None)
