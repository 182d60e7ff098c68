"""What `gwarant monitors` does in the instance that is loaded."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring import home
from gwarant.monitoring.alarms import silent
from gwarant.monitoring.as_file import Written, read
from gwarant.monitoring.beats.expecting import new_key, open_key
from gwarant.monitoring.beats.models import PingKey, Reported, Source
from gwarant.monitoring.enrolling import invite, retire
from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Monitor, Place, Prober, Standing
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.places import close_place, reopen_place
from gwarant.monitoring.rarely import rare_of
from gwarant.monitoring.summing import sum_up_all
from gwarant.monitoring.telling.taking import labels_told_by, open_source
from gwarant.monitoring.written import applied, exported, time_of
from gwarant.prober.identity import Identity, public_half


def apply(text: str, *, only_tells: bool) -> tuple[list[str], list[str]]:
    """What the file changes, all of it or nothing, and what speaks against it; done, unless it shall only be told.

    Raises FileRefused.
    """
    written, now = read(text), datetime.now(UTC)
    with scoped(ENGINE), transaction.atomic():
        told = applied(written, by=None, now=now)
        doubts = [*_rare(written, now), *_unheard_of(written)]
        if only_tells:
            transaction.set_rollback(True)
    return told, doubts


def _rare(written: Written, now: datetime) -> Iterator[str]:
    """Which of the file's monitors look more rarely than the contract says."""
    names = [(one.customer, one.name) for one in written.monitors.values()]
    found = Monitor.objects.kept().filter(customer__key__in={key for key, _ in names}).select_related("service")
    own = [one for one in found.select_related("service", "customer") if (one.customer.key, one.name) in names]
    for one, every in rare_of(own, now):
        yield (
            f"{one.customer.key} {one.name} looks every {time_of(one.every)}, and its contract says every "
            f"{time_of(every)}: each look that is missing counts in the lower bound as if it had failed"
        )


def _unheard_of(written: Written) -> Iterator[str]:
    """Which of the file's monitors wait for a tool that is not there, or for labels that it never told."""
    for one in written.monitors.values():
        settings = one.reported or {}
        name, source = f"{one.customer} {one.name}", Source.objects.filter(key=settings.get("source")).first()
        if one.reported is not None and (source is None or not source.is_active):
            yield f"{name} takes states of {settings['source']}, which is no tool that tells here: add it at the desk"
        elif source is not None and (told := labels_told_by(source)):
            for label in sorted(settings["labels"].keys() - told):
                known = ", ".join(sorted(told)[:20])
                yield f"{name} wants the label {label}, and no state of {source.key} had it: they have {known}"


def export() -> str:
    """Everything that stands."""
    with scoped(ENGINE):
        return exported()


def sum_up() -> int:
    """What pages read of sealed days, made anew; how many days."""
    with scoped(ENGINE):
        return sum_up_all()


def code(place: str) -> str:
    """A code for one prober at the place; empty where there is no such place."""
    with scoped(ENGINE):
        found = Place.objects.filter(key=place, is_active=True).first()
        return invite(found, by=None, now=datetime.now(UTC)) if found else ""


def source(key: str) -> str:
    """A new secret of the source, which is made where there is none."""
    return open_source(key, key, now=datetime.now(UTC))


def ping_key(customer: str, system: str, every: str, grace: str, *, is_new: bool) -> str:
    """The customer's ping key, made where there is none; with a system, jobs of it make themselves known by it.

    Raises ValueError, SettingsRefused.
    """
    with scoped(ENGINE), transaction.atomic():
        found = Customer.objects.filter(key=customer).first()
        if found is None:
            raise ValueError(f"there is no customer {customer!r}")
        if is_new:
            new_key(found)
        if not system:
            return (PingKey.objects.filter(customer=found).first() or open_key(found)).key
        service = found.services.filter(key=system).first()
        if service is None:
            raise ValueError(f"{customer} has no system {system!r}")
        return open_key(found, service=service, settings={"every": every, "grace": grace}).key


def unmatched() -> list[dict[str, Any]]:
    """States that no monitor takes, the latest first."""
    with scoped(ENGINE):
        found = Reported.objects.filter(monitor=None).select_related("source").order_by("-received_at")[:200]
        return [
            {
                "source": one.source.key,
                "name": one.name,
                "state": "firing" if one.is_firing else "resolved",
                "labels": one.labels,
                "received": one.received_at.isoformat(),
            }
            for one in found
        ]


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


def probers() -> list[dict[str, Any]]:
    """Each prober that is not retired at its place; a place without one stands there too."""
    now = datetime.now(UTC)
    with scoped(ENGINE):
        return [one for place in Place.objects.order_by("key") for one in _of_place(place, now)]


def turn_place(key: str, is_open: bool) -> bool:
    """Close a place, or open it again; whether it is there."""
    with scoped(ENGINE):
        place = Place.objects.filter(key=key).first()
        if place is None:
            return False
        if is_open:
            reopen_place(place, now=datetime.now(UTC))
        else:
            close_place(place)
    return True


def retire_prober(number: int) -> bool:
    """Retire a prober; whether it is there."""
    with scoped(ENGINE):
        found = Prober.objects.filter(pk=number).first()
        if found is not None:
            retire(found, now=datetime.now(UTC))
    return found is not None


def listed() -> list[dict[str, Any]]:
    """Each monitor from each place, and how it stands there."""
    with scoped(ENGINE):
        stands = {(one.monitor_id, one.place_id): one for one in Standing.objects.all()}
        here = home.opened(datetime.now(UTC))  # what tells of itself does so here
        found = Monitor.objects.kept().select_related("customer", "service").prefetch_related("places")
        return [
            _told(monitor, place, stands.get((monitor.pk, place.pk)))
            for monitor in found.order_by("customer__key", "name")
            for place in ([here] if monitor.kind in TOLD else monitor.places.all())
        ]


def _of_place(place: Place, now: datetime) -> list[dict[str, Any]]:
    known = [_prober(place, one, now) for one in place.probers.filter(retired_at=None).order_by("pk")]
    return known or [_prober(place, None, now)]


def _prober(place: Place, one: Prober | None, now: datetime) -> dict[str, Any]:
    if not place.is_active:
        state = "closed"
    elif one is None:
        state = "empty"
    elif now - one.seen_at > silent():
        state = "silent"
    else:
        state = "fails" if one.fails_since else "looks"
    told: dict[str, Any] = {"place": place.key, "name": place.name, "state": state, "prober": one.pk if one else None}
    if one:
        told |= {"version": one.version, "seen": one.seen_at.isoformat(), "clock_off": one.clock_off, "lost": one.lost}
    return told


def _told(monitor: Monitor, place: Place, stands: Standing | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "customer": monitor.customer.key,
        "service": monitor.service.key,
        "name": monitor.name,
        "check": monitor.kind,
        "every": "" if monitor.kind in TOLD else time_of(monitor.every),
        "place": "" if monitor.kind in TOLD else place.key,
        "state": "paused" if not monitor.is_active else stands.state if stands else "unknown",
    }
    if stands:
        told |= {"code": stands.code, "since": moment_of(stands.since).isoformat(), "said": stands.said}
        told |= {"last": moment_of(stands.slot).isoformat(), "milliseconds": stands.total / 1000}
    return told
