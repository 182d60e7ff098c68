"""How a prober makes itself known: by a code that works once, with a key of its own."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.monitoring.leasing import open_shares
from gwarant.monitoring.models import Enrolment, Place, Prober
from gwarant.monitoring.moments import milliseconds_of
from gwarant.prober.protocol import shown

LASTS = timedelta(hours=24)
KEY = 32  # bytes of the public half
VERSION = 40  # signs of what a prober says of itself
NO_KEY = "this is no key of a prober, or one that is known already"


class EnrolmentRefused(ValueError):
    """The code is none, was used or has ended, or the key is none."""


def open_place(
    key: str, name: str, *, customer: Customer | None = None, references: Sequence[str] = (), now: datetime
) -> Place:
    """A place from which services are looked at; with a customer it stands in that customer's network.

    By the references (`host:port`) its probers know that their own network is there.
    """
    with transaction.atomic():
        told = {"customer": customer, "references": [*references], "created_at": now}
        place = Place.objects.create(key=key, name=name, **told)
        open_shares(place)
    return place


def invite(place: Place, *, by: User | None, now: datetime) -> str:
    """A code for one prober at the place; it is shown this once."""
    code = secrets.token_urlsafe(24)
    Enrolment.objects.create(place=place, code=_kept(code), made_by=by, expires_at=now + LASTS)
    return code


def enrol(code: str, key: bytes, version: str, *, now: datetime) -> Prober:
    """The prober that holds the key stands at the code's place from now on. Raises EnrolmentRefused."""
    with transaction.atomic():
        used = _used_up(code, now)
        if used is None:
            raise EnrolmentRefused("this code was used, has ended, or never was one")
        if len(key) != KEY or Prober.objects.filter(key=key).exists():
            raise EnrolmentRefused(NO_KEY)
        told = {"version": shown(version, VERSION), "enrolled_at": now, "seen_at": now}
        try:
            with transaction.atomic():
                return Prober.objects.create(place=used.place, key=key, **told)
        except IntegrityError as error:  # at the same time by another code
            raise EnrolmentRefused(NO_KEY) from error


def _used_up(code: str, now: datetime) -> Enrolment | None:
    """The code, of which there is a row for one at a time: who waited for it is asked again whether it is good."""
    locked = Enrolment.objects.select_for_update(no_key=True, of=("self",)).select_related("place")
    found = locked.filter(code=_kept(code), used_at=None, expires_at__gt=now, place__is_active=True).first()
    if found is not None:
        found.used_at = now
        found.save(update_fields=["used_at"])
    return found


def retire(prober: Prober, *, now: datetime) -> None:
    """Nothing that it says counts any more; its shares go to the others."""
    with transaction.atomic():
        Prober.objects.filter(pk=prober.pk, retired_at=None).update(retired_at=now)
        prober.shares.update(prober=None, until=milliseconds_of(now))


def _kept(code: str) -> str:
    return sha256(code.encode()).hexdigest()
