"""A job that makes itself known by its first ping."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from gwarant.customers.models import Service
from gwarant.monitoring.actions import Facts, NameTaken, add_monitor
from gwarant.monitoring.beats.models import PingAddress, PingKey
from gwarant.monitoring.kinds import HEARTBEAT

MOST = 1_000  # monitors of a customer that made themselves known or were made


class Full(Exception):
    """The customer has as many as may make themselves known."""


def create(key: str, slug: str, now: datetime) -> bool:
    """A monitor as the customer's key says, unless there is one of that slug or nobody may. Raises Full."""
    with transaction.atomic():
        found = PingKey.objects.select_for_update().filter(key=key).exclude(service=None).first()
        if found is None or found.service is None or _there(found, slug):
            return False
        if PingAddress.objects.filter(customer=found.customer_id).count() >= MOST:
            raise Full
        _add(found.service, {**found.settings, "slug": slug}, now)
    return True


def _add(service: Service, settings: dict[str, Any], now: datetime) -> None:
    slug = settings["slug"]
    facts = Facts(name=slug, kind=HEARTBEAT, settings=settings, places=())
    try:
        with transaction.atomic():
            add_monitor(service, facts, by=None, now=now)
    except NameTaken:  # what is looked at has that name
        add_monitor(service, replace(facts, name=f"{slug} {now:%Y-%m-%d %H:%M:%S}"), by=None, now=now)


def _there(key: PingKey, slug: str) -> bool:
    return PingAddress.objects.filter(customer=key.customer_id, slug=slug, monitor__retired_at=None).exists()
