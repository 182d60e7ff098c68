"""The address of a job, and what is expected there from now on."""

import re
import secrets
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from django.db import connection

from gwarant.customers.models import Customer, Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.beats.fold import Stands
from gwarant.monitoring.beats.models import PingAddress, PingKey
from gwarant.monitoring.beats.schedule import Schedule, schedule_of, settings_of
from gwarant.monitoring.beats.standing import Turned, turned
from gwarant.monitoring.models import Monitor

USUAL = {"every": "1d"}


def reckon(monitor: Monitor, now: datetime) -> None:
    """Have an address for the job, and expect it as its settings say from now on; of one that is paused nothing."""
    with scoped(ENGINE):
        _reckon(monitor, now)


def _reckon(monitor: Monitor, now: datetime) -> None:
    slug = monitor.settings.get("slug") or slug_of(monitor.name)
    told = {"customer": monitor.customer, "slug": slug}
    found, _ = PingAddress.objects.get_or_create(monitor=monitor, defaults=told)
    address = PingAddress.objects.select_for_update(no_key=True).get(pk=found.pk)
    schedule = schedule_of(msgspec.json.encode(monitor.settings))
    address.slug = slug
    if not monitor.is_active:
        _set(address, Stands.UNKNOWN, "paused", now)
        address.run_at = address.run = address.expected_at = address.due_at = None
    elif address.last_at is None:
        _set(address, Stands.UNKNOWN, "new", now)
    else:
        _expect(address, schedule, now)
    address.save()


def readdress(monitor: Monitor) -> None:
    """Another code for the job's address; its slug stays."""
    with scoped(ENGINE):
        PingAddress.objects.filter(monitor=monitor).update(code=uuid4())


def _expect(address: PingAddress, schedule: Schedule, now: datetime) -> None:
    """A job that was heard before: it has its whole time from now on."""
    if address.reason == "paused":
        _set(address, Stands.UNKNOWN, "resumed", now)
    address.expected_at = schedule.after(now)
    address.due_at = address.beat.due_at(schedule)


def _set(address: PingAddress, state: Stands, reason: str, now: datetime) -> None:
    if (address.state, address.reason) == (state, reason):
        return
    address.state, address.reason, address.since = state, reason, now
    if address.monitor_id is not None:
        with connection.cursor() as cursor:
            turned(cursor, [Turned(address.monitor_id, address.customer_id, state, reason, now)], now)


def slug_of(name: str) -> str:
    """A slug of a name; ASCII alone, as addresses have it."""
    plain = name.translate(LETTERS).lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")[:100] or "job"


LETTERS = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def open_key(customer: Customer, *, service: Service | None = None, settings: dict[str, Any] | None = None) -> PingKey:
    """The customer's key, made where there is none; and what a job is that makes itself known by it.

    Without a service none does. Raises SettingsRefused.
    """
    wanted = settings or USUAL
    settings_of(msgspec.json.encode(wanted))
    told = {"service": service, "settings": wanted}
    made = {**told, "key": secrets.token_urlsafe(16)}
    return PingKey.objects.update_or_create(customer=customer, defaults=told, create_defaults=made)[0]


def new_key(customer: Customer) -> PingKey:
    """Another key in place of the former one, under which nothing is heard any more."""
    key = secrets.token_urlsafe(16)
    told = {"key": key, "settings": USUAL}
    with scoped(ENGINE):
        return PingKey.objects.update_or_create(customer=customer, defaults={"key": key}, create_defaults=told)[0]
