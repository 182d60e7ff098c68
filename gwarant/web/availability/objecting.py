"""What the client objects to of a system's month, and until when they may."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gwarant.customers.models import Service
from gwarant.monitoring.objections.models import Objection
from gwarant.monitoring.objections.until import until_of
from gwarant.pictures.words import long_day
from gwarant.reports.month import Month
from gwarant.tickets.evidence import moment_of
from gwarant.web.access import CLIENT_ADMINISTRATORS, AuthedRequest, role_at
from gwarant.web.corrections.objections import is_late, late_words, objection_line
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses, written
from gwarant.web.templatetags.look import lang


def objecting(request: AuthedRequest, month: Month, addresses: Addresses, service: str) -> dict[str, Any]:
    """The objections about the month, where to raise one, and the last day for it."""
    start, end = moment_of(month.period.start), moment_of(month.period.end)
    own = Objection.objects.told().filter(contract=month.contract, service__key=service)
    own = own.filter(start_at__lt=end, end_at__gt=start).order_by("raised_at", "pk")
    told: dict[str, Any] = {"objections": [objection_line(one) for one in own]}
    system = Service.objects.filter(customer=month.contract.customer_id, key=service).first()
    until = until_of(month.contract, system, start, end) if system else None
    if until is None or (
        addresses.side == "portal" and role_at(request, month.contract.customer) not in CLIENT_ADMINISTRATORS
    ):
        return told
    if is_late(until, now()):
        return told | {"object_until": late_words(until)}
    href = reverse("portal:objection_new", args=[month.contract.number, month.period.name, service])
    may = {"object_href": href} if addresses.side == "portal" else {}
    return told | may | {"object_last": long_day(until.last, lang()) if until.last else ""}


def of_stretch(href: str, since: int, until: int) -> str:
    """The address that objects to a stretch (UTC seconds)."""
    return f"{href}?{urlencode({'from': written(moment_of(since)), 'to': written(moment_of(until))})}" if href else ""
