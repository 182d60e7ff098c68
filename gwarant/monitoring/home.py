"""The house's own place: where Gwarant itself runs, with a prober that `gwarant up` starts and makes known."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from gwarant.accounts.models import Company
from gwarant.monitoring.alarms import silent
from gwarant.monitoring.called import HOME as HOME
from gwarant.monitoring.called import usual_name
from gwarant.monitoring.enrolling import invite, open_place, retire
from gwarant.monitoring.models import Place, Prober


def opened(now: datetime) -> Place:
    """The place, made where it was not there yet, under a name in the house's language."""
    company = Company.objects.first()
    with transaction.atomic(), translation.override(company.language if company else "en"):
        found = Place.objects.filter(key=HOME).first()
        return found or open_place(HOME, usual_name(), now=now)


def is_known(prober: str, key: bytes) -> bool:
    """Whether the prober of that number holds the key, stands there and was not retired."""
    there = Prober.objects.filter(place__key=HOME, retired_at=None, key=key)
    return prober.isdecimal() and there.filter(pk=int(prober)).exists()


def code(now: datetime) -> str:
    """A code for the prober of the house; one that is long silent there has lost its key, and is retired."""
    place = opened(now)
    for lost in place.probers.filter(retired_at=None, seen_at__lt=now - silent()):
        retire(lost, now=now)
    return invite(place, by=None, now=now)
