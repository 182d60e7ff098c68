"""What `gwarant monitors` does in the instance that is loaded."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring import home
from gwarant.monitoring.enrolling import invite
from gwarant.monitoring.models import Monitor, Place, Standing
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.written import applied, exported, read, time_of
from gwarant.prober.identity import Identity, public_half


def apply(text: str, *, only_tells: bool) -> list[str]:
    """What the file changes, all of it or nothing; it is done, unless it shall only be told. Raises FileRefused."""
    written = read(text)
    with scoped(ENGINE), transaction.atomic():
        told = applied(written, by=None, now=datetime.now(UTC))
        if only_tells:
            transaction.set_rollback(True)
    return told


def export() -> str:
    """Everything that stands."""
    with scoped(ENGINE):
        return exported()


def code(place: str) -> str:
    """A code for one prober at the place; empty where there is no such place."""
    with scoped(ENGINE):
        found = Place.objects.filter(key=place, is_active=True).first()
        return invite(found, by=None, now=datetime.now(UTC)) if found else ""


def open_home() -> None:
    """Have the house's own place there."""
    with scoped(ENGINE):
        home.opened(datetime.now(UTC))


def home_code(known: Identity | None) -> str:
    """A code for the prober of the house; empty where the one that is kept is known here."""
    with scoped(ENGINE):
        if known and home.is_known(known.prober, public_half(known.private_key())):
            return ""
        return home.code(datetime.now(UTC))


def listed() -> list[dict[str, Any]]:
    """Each monitor from each place, and how it stands there."""
    with scoped(ENGINE):
        stands = {(one.monitor_id, one.place_id): one for one in Standing.objects.all()}
        found = Monitor.objects.kept().select_related("customer", "service").prefetch_related("places")
        return [
            _told(monitor, place, stands.get((monitor.pk, place.pk)))
            for monitor in found.order_by("customer__key", "name")
            for place in monitor.places.all()
        ]


def _told(monitor: Monitor, place: Place, stands: Standing | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "customer": monitor.customer.key,
        "service": monitor.service.key,
        "name": monitor.name,
        "check": monitor.kind,
        "every": time_of(monitor.every),
        "place": place.key,
        "state": "paused" if not monitor.is_active else stands.state if stands else "unknown",
    }
    if stands:
        told |= {"code": stands.code, "since": moment_of(stands.since).isoformat(), "said": stands.said}
        told |= {"last": moment_of(stands.slot).isoformat(), "milliseconds": stands.total / 1000}
    return told
